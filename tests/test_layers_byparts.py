"""Joins and tallies by parts: whatever the parts and wherever they are worked, the result of one table at once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from squares import square_units

from data import (
    Engine,
    InputRefused,
    OneProcess,
    conform,
    fold,
    frame,
    open_engine,
    parquet_parts,
    read_frame,
    write_frame,
)
from geo import Gazetteer, place_claims, place_incidents
from layers import PartsJob, claims_parts, join_by_parts, joined, share, support, tally, tally_by_parts
from maps import main

UNITS = square_units(4, 4, west=40.0, south=33.0)
ROWS = 1200


@pytest.fixture(scope="module")
def cluster() -> Iterator[Engine]:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_engine("dask:2", memory="1GB") as engine:
        yield engine


def invented(rows: int = ROWS) -> pd.DataFrame:
    """Claims of two monitors: points, words, nothing; records told twice; corrections; numbers unknown or open."""
    places = ["Mosul", "near Raqqa", "Tall Rim", "38SLF 293 240", None]
    made = []
    for n in range(rows):
        record = f"red-monitor:{n - 700 if n % 97 == 0 and n > 700 else n}"
        made.append(
            {
                "claim_id": f"{record}@{n:04d}",
                "record_id": record,
                "recorder": "red-monitor" if n % 3 else "blue-monitor",
                "happened_from": f"2017-{1 + n % 12:02d}" + ("" if n % 5 == 0 else f"-{1 + n % 28:02d}"),
                "happened_to": f"2017-{1 + n % 12:02d}" + ("" if n % 5 == 0 else f"-{1 + n % 28:02d}"),
                "date_precision": "month" if n % 5 == 0 else "day",
                "place_text": places[n % 5],
                "country": "IQ",
                "stated_lon": None if n % 4 == 0 else 40.0 + (n % 400) / 100,
                "stated_lat": None if n % 4 == 0 else 33.0 + (n % 390) / 100,
                "stated_precision": ["exact", "village", "town"][n % 3],
                "supersedes": [f"red-monitor:{n - 500}"] if n % 211 == 0 and n > 500 else [],
                "killed_min": None if n % 7 == 0 else n % 11,
                "killed_max": None if n % 6 == 0 else n % 11 + 4,
                "origin_file": "invented.csv",
                "origin_sha256": "0" * 64,
                "origin_row": n + 2,
                "warnings": [],
            }
        )
    return conform(pd.DataFrame(made), "claims")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    whole = write_frame(invented(), "claims", folder / "whole.parquet")
    pq.write_table(pq.read_table(whole), folder / "claims.parquet", row_group_size=100)
    return folder / "claims.parquet"


def job(**more: object) -> PartsJob:
    return PartsJob(UNITS, 1, Gazetteer.embedded(), **more)  # type: ignore[arg-type]


def at_once(claims: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The join and the tally of the whole table."""
    gazetteer = Gazetteer.embedded()
    placements = place_claims(claims, gazetteer)
    rows = joined(placements, share(placements, UNITS, level=1))
    folded = fold(claims, frame("judgements"))
    placed = place_incidents(folded.incidents, placements)
    shares = share(placed, UNITS, level=1)
    classes = placed.set_index("subject_id")["precision"]
    counts = folded.counts.assign(precision=folded.counts["incident_id"].map(classes))
    tallies = tally(counts, folded.incidents, shares, level=1, by="month", split=["precision"])
    return rows, tallies.assign(supported=support(placed, UNITS, level=1).holds)


@pytest.mark.parametrize("rows", [100, 300, 5000])
@pytest.mark.parametrize("where", ["here", "cluster"])
def test_parts_give_what_the_whole_gives(table: Path, rows: int, where: str, request: pytest.FixtureRequest) -> None:
    engine = OneProcess() if where == "here" else request.getfixturevalue("cluster")
    parts = parquet_parts(table, rows=rows)
    whole, tallies = at_once(read_frame(table, "claims"))
    results = list(join_by_parts(parts, job(), engine))
    pd.testing.assert_frame_equal(pd.concat([one.table for one in results], ignore_index=True), whole)
    assert sum(one.counts["records"] for one in results) == ROWS
    told = tally_by_parts(parts, job(split=("precision",)), engine)
    pd.testing.assert_frame_equal(told.table, tallies)
    assert told.counts["rows_in"] == ROWS


def test_records_that_meet_in_other_parts_are_folded_together(table: Path) -> None:
    """Without setting them apart, a record told in two parts would be counted twice."""
    claims = read_frame(table, "claims")
    assert claims["record_id"].duplicated().any()
    folded = fold(claims, frame("judgements"))
    assert len(folded.incidents) < len(claims)
    told = tally_by_parts(parquet_parts(table, rows=100), job(), OneProcess())
    assert told.counts["incidents"] == len(folded.incidents)


def test_too_many_places_are_looked_up_part_by_part(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parquet_parts(table, rows=300)
    before = pd.concat([one.table for one in join_by_parts(parts, job(), OneProcess())])
    monkeypatch.setattr("layers.byparts.MOST_SHARED", 1)
    after = pd.concat([one.table for one in join_by_parts(parts, job(), OneProcess())])
    pd.testing.assert_frame_equal(after, before)


def test_another_table_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("lon,lat\n40,33\n")
    write_frame(frame("figures"), "figures", tmp_path / "figures.parquet")
    for name in ("sheet.csv", "figures.parquet", "nothing.parquet"):
        with pytest.raises(InputRefused, match="Parquet table of claims"):
            claims_parts(tmp_path / name)
    write_frame(invented(3), "claims", tmp_path / "claims.parquet")
    assert len(claims_parts(tmp_path / "claims.parquet")) == 1
    (tmp_path / "judgements.parquet").touch()
    with pytest.raises(InputRefused, match="judgements"):
        claims_parts(tmp_path / "claims.parquet")


@pytest.mark.slow
def test_commands_write_on_a_cluster_what_they_write_here(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    features = [
        {"type": "Feature", "properties": {"pcode": row.pcode, "level": 1, "name_en": row.name_en},
         "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(row.geometry)))}
        for row in UNITS.itertuples()
    ]  # fmt: skip
    units = tmp_path / "units.geojson"
    units.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    said: dict[str, dict[str, object]] = {}
    for words in (["join"], ["tally", "--by", "year"]):
        for engine in ([], ["--engine", "dask:1"]):
            out = tmp_path / f"{words[0]}-{len(engine)}.csv"
            with pytest.raises(SystemExit) as ended:
                main([*words, str(table), "--units", str(units), "--out", str(out), "--json", *engine])
            assert ended.value.code in (0, 1)
            said[out.stem] = json.loads(capsys.readouterr().out)
        here, there = (tmp_path / f"{words[0]}-{n}.csv" for n in (0, 2))
        assert there.read_bytes() == here.read_bytes()
        told, same = said[f"{words[0]}-0"], said[f"{words[0]}-2"]
        assert {name: told[name] for name in ("rows_in", "not_placeable", "rows", "level")} == {
            name: same[name] for name in ("rows_in", "not_placeable", "rows", "level")
        }
