"""Many write to a team's store at once, and some are killed: what was promised is there, and the chain is whole."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from postgis_processes import BATCH
from postgis_server import database, login, server
from test_data_postgis import JUDGED, some_claims

from data import Judgement, WorldFault, open_store

ROOT = Path(__file__).resolve().parent.parent
PROCESS = ROOT / "tests" / "postgis_processes.py"


@pytest.fixture
def url() -> Iterator[str]:
    with database() as made:
        yield made


def started(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROCESS), *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)


def environment() -> dict[str, str]:
    import os  # noqa: PLC0415

    return os.environ | {"PYTHONPATH": str(ROOT)}


def test_three_processes_at_once_lose_no_row_and_keep_one_chain(url: str) -> None:
    writer = login(url, "strikeatlas_writer")
    running = [started("add", writer, name, "5") for name in ("one", "two", "three")]
    said = [process.communicate(timeout=120)[0].count("\n") for process in running]
    assert (said, [process.returncode for process in running]) == ([10, 10, 10], [0, 0, 0])
    held = open_store(url).records()
    assert held.claims.recorder.value_counts().to_dict() == dict.fromkeys(("one", "two", "three"), 5 * BATCH)
    assert Counter(alias.split("-")[0] for alias in held.judgements.alias) == {"one": 5, "two": 5, "three": 5}
    for name in ("one", "two", "three"):
        mine = [alias for alias in held.judgements.alias if alias.startswith(f"{name}-")]
        assert mine == [f"{name}-{number}" for number in range(5)]
    assert open_store(url).check() == []


def test_three_processes_that_add_the_same_claims_leave_each_once(url: str) -> None:
    running = [started("add", url, "same", "4") for _ in range(3)]
    assert [(process.communicate(timeout=120), process.returncode)[1] for process in running] == [0, 0, 0]
    store = open_store(url)
    assert (store.info()["claims"], store.info()["readings"], store.info()["judgements"]) == (4 * BATCH, 4 * BATCH, 12)


@pytest.mark.slow
def test_killed_at_random_moments_the_old_or_the_new_state_stands(url: str) -> None:
    process = started("turns", login(url, "strikeatlas_writer"), "11", "50")
    told = json.loads(process.communicate(timeout=240)[0])
    store = open_store(url)
    held = store.records()
    per_batch = Counter(zip(held.claims.recorder, held.claims.record_code.str.split("/").str[0], strict=True))
    judged = Counter(alias.split("-")[0] for alias in held.judgements.alias)
    assert set(per_batch.values()) <= {BATCH}
    for turn in told:
        batches = sum(name == turn["name"] for name, _ in per_batch)
        assert 0 <= batches - turn["claims"] <= 1
        assert 0 <= judged[turn["name"]] - turn["judged"] <= 1
    assert (len(told), sum(turn["claims"] for turn in told) > 5, store.check()) == (50, True, [])


def test_a_server_that_stops_at_once_keeps_what_was_promised(url: str) -> None:
    """Connections are cut in the middle of an append: the caller hears of it, and nothing of it stands."""
    store = open_store(url)
    store.append_judgements(JUDGED)
    with psycopg.connect(url) as holder:
        holder.execute("select pg_advisory_xact_lock(5917, 2)")
        process = started("add", url, "late", "1")
        waits = "select pid from pg_locks where locktype = 'advisory' and not granted and database = (select oid from"
        waits += " pg_database where datname = current_database())"
        while not (waiting := holder.execute(waits).fetchall()):
            pass
        server().run(f"select pg_terminate_backend({waiting[0][0]})")
        process.communicate(timeout=60)
        assert process.returncode != 0
    assert store.info()["claims"] == 0
    assert len(store.append_claims(some_claims()).claims) == 6


def test_who_waits_longer_than_the_server_allows_is_told(url: str) -> None:
    name = url.rpartition("/")[2]
    server().run(f"alter database {name} set lock_timeout = '200ms'")
    with psycopg.connect(url) as holder:
        holder.execute("select pg_advisory_xact_lock(5917, 1)")
        with pytest.raises(WorldFault, match="lock timeout"):
            open_store(url).append_judgements([Judgement("same", ("a:1", "b:1"), "desk", "2031-01-01")])


def test_a_reader_sees_one_state_while_others_write(url: str) -> None:
    store = open_store(url)
    store.append_claims(some_claims())
    with store.address.reading() as link:
        first = link.exec_driver_sql("select count(*) from strikeatlas.claims").scalar()
        open_store(url).append_claims(some_claims(12))
        assert link.exec_driver_sql("select count(*) from strikeatlas.claims").scalar() == first
    assert store.info()["claims"] == 12
