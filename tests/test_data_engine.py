"""The engine: what a cluster gives is what one process gives, in the same order."""

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import (
    Engine,
    InputRefused,
    MissingExtra,
    OneProcess,
    UsageProblem,
    WorldFault,
    open_engine,
    parquet_parts,
    read_to,
)
from data.engine import opened
from data.engine.engine import in_tree
from geo import Gazetteer, locate_table

HEADER = "record_code,recorder,happened_from,place_text,country,killed_min,killed_max"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Engine]:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_engine("dask:2", memory="1GB") as engine:
        yield engine


def joined(one: str, other: str) -> str:
    return f"({one}{other})"


def repeated(part: str, times: int) -> str:
    return part * times


def dying(part: str) -> str:
    if part == "b":
        os._exit(9)
    return part


def refusing(part: str) -> str:
    raise InputRefused("not today", file=part, hint="Come again.")


def claims_csv(folder: Path, rows: int) -> Path:
    """Invented claims, some broken, some told twice, in several blocks of Arrow's reader."""
    lines = [HEADER]
    for n in range(rows):
        day = "2017-13-40" if n % 977 == 5 else f"2017-{1 + n % 12:02d}-{1 + n % 28:02d}"
        code = n - 1 if n % 1009 == 7 else n
        note = "Tall Rim / sector " + "x" * 200
        lines.append(f"V{code},valdria-monitor,{day},{note},Iraq,{n % 9},{n % 9 + 2}")
    lines.append(lines[1])
    path = folder / "claims.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_results_come_in_the_order_of_the_parts_with_what_is_shared(cluster: Engine) -> None:
    parts = list("abcdefghijk")
    for engine in (OneProcess(), cluster):
        for _ in range(2):
            assert list(engine.map(repeated, iter(parts), engine.share(2))) == [part * 2 for part in parts]
            assert engine.gather(repeated, parts, joined, engine.share(1)) == in_tree(joined, parts)


@pytest.mark.parametrize("count", range(1, 18))
def test_one_process_combines_in_the_tree_of_a_cluster(count: int) -> None:
    parts = [chr(97 + n) for n in range(count)]
    assert OneProcess().gather(repeated, parts, joined, 1) == in_tree(joined, parts)


def test_progress_is_told_part_by_part() -> None:
    told: list[tuple[int, int | None]] = []
    list(OneProcess(lambda done, total: told.append((done, total))).map(repeated, ["a", "b"], 1))
    assert told == [(1, 2), (2, 2)]


def test_an_error_of_ours_comes_back_whole(cluster: Engine) -> None:
    for engine in (OneProcess(), cluster):
        with pytest.raises(InputRefused, match=r"a\.csv: not today") as told:
            list(engine.map(refusing, ["a.csv"]))
        assert (told.value.hint, told.value.exit_code) == ("Come again.", 3)


@pytest.mark.slow
def test_a_worker_that_dies_is_told_and_the_run_ends() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_engine("dask:1") as engine, pytest.raises(WorldFault, match="ended again and again"):
        list(engine.map(dying, ["a", "b"]))


def test_reading_on_a_cluster_writes_the_same_bytes(cluster: Engine, tmp_path: Path) -> None:
    path = claims_csv(tmp_path, 70_000)
    for ending in ("parquet", "csv"):
        alone = read_to(path, "strikeatlas", tmp_path / f"alone.{ending}")
        spread = read_to(path, "strikeatlas", tmp_path / f"spread.{ending}", engine=cluster)
        assert spread.path.read_bytes() == alone.path.read_bytes()
        assert spread.counts == alone.counts
        for name in ("rejected", "rejected_rows", "duplicates", "sources"):
            pd.testing.assert_frame_equal(getattr(spread, name), getattr(alone, name))
    counts = spread.counts
    assert counts["rows_in"] == 70_001 == counts["kept"] + counts["rejected"] + counts["duplicates"]
    assert counts["rejected"] > 0
    assert counts["duplicates"] > 0


def test_locating_on_a_cluster_gives_the_same_answers(cluster: Engine) -> None:
    places = ["Mosul", "near Raqqa", "Tall Rim", "38SLF 293 240", "الموصل الجديدة", ""]
    frame = pd.DataFrame({"input": [f"{places[n % 6]}{'' if n % 7 else f', sector {n}'}" for n in range(3000)]})
    gazetteer = Gazetteer.embedded()
    alone = locate_table(frame, gazetteer)
    pd.testing.assert_frame_equal(locate_table(frame, gazetteer, engine=cluster), alone)


def test_a_parquet_file_is_divided_into_parts_that_make_it_up(tmp_path: Path) -> None:
    table = pa.table({"n": list(range(1000))})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=90)
    for rows in (1, 90, 200, 5000):
        parts = parquet_parts(tmp_path / "t.parquet", rows=rows)
        assert pa.concat_tables([part.table() for part in parts]).equals(table)
        assert [part.first for part in parts] == [sum(p.rows for p in parts[:at]) for at in range(len(parts))]
    (tmp_path / "x.parquet").write_text("no")
    with pytest.raises(InputRefused, match="no Parquet"):
        parquet_parts(tmp_path / "x.parquet")


def test_a_part_of_a_file_that_is_gone_or_changed_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [1, 2, 3]}), tmp_path / "t.parquet")
    (part,) = parquet_parts(tmp_path / "t.parquet")
    pq.write_table(pa.table({"n": [1, 2]}), tmp_path / "t.parquet")
    with pytest.raises(InputRefused, match="changed meanwhile"):
        part.table()
    (tmp_path / "t.parquet").unlink()
    with pytest.raises(InputRefused, match="same name"):
        part.table()


@pytest.mark.parametrize("text", ["spark", "dask:somewhere", "dask:http://127.0.0.1:1", "dask:0"])
def test_an_engine_that_does_not_exist_is_told(text: str) -> None:
    with pytest.raises(UsageProblem, match=r"engine|address|worker"), open_engine(text):
        pass


def test_a_missing_extra_is_answered_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'strikeatlas\[dask\]'"), open_engine("dask"):
        pass


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setattr(opened, "WAIT_SECONDS", 1)
    with pytest.raises(WorldFault, match="No scheduler answers"), open_engine("dask:tcp://127.0.0.1:9"):
        pass


@pytest.mark.slow
def test_a_running_cluster_is_used_by_its_address_and_another_version_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as local:
        address = f"dask:{local.scheduler_address}"
        with open_engine(address) as engine:
            assert list(engine.map(repeated, ["a"], 3)) == ["aaa"]
        monkeypatch.setattr(opened, "WORKING_ROOMS", ("data",))
        with pytest.raises(WorldFault, match="Install the same version"), open_engine(address):
            pass
