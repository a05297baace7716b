"""Several processes at one folder, and processes that are killed: every row that was said to stand stands, once."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from postgis_processes import BATCH

from data import InputRefused, open_store

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = str(ROOT / "tests" / "postgis_processes.py")


def started(*words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, SCRIPT, *words], env=environment, stdout=subprocess.PIPE, text=True)


def added(work: Path, name: str, count: str) -> None:
    process = started("add", str(work), name, count)
    process.communicate(timeout=120)
    assert process.returncode == 0


def test_three_processes_at_once_lose_no_claim_and_no_judgement(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    running = [started("add", str(tmp_path), name, "5") for name in names]
    said = [process.communicate(timeout=120)[0].count("\n") for process in running]
    assert (said, [process.returncode for process in running]) == ([10, 10, 10], [0, 0, 0])
    store = open_store(tmp_path)
    assert store.read_claims()["recorder"].value_counts().to_dict() == dict.fromkeys(names, 5 * BATCH)
    aliases = store.read_judgements()["alias"].tolist()
    for name in names:
        assert [alias for alias in aliases if alias.startswith(f"{name}-")] == [
            f"{name}-{number}" for number in range(5)
        ]


def test_three_processes_that_add_the_same_claims_leave_each_once(tmp_path: Path) -> None:
    running = [started("add", str(tmp_path), "same", "4") for _ in range(3)]
    assert [(process.communicate(timeout=120), process.returncode)[1] for process in running] == [0, 0, 0]
    held = open_store(tmp_path).read_claims()
    assert (len(held), held["claim_id"].is_unique) == (4 * BATCH, True)
    assert len(list((tmp_path / "readings").glob("*.readings.parquet"))) == 4


def kill_adders(work: Path, kills: int) -> None:
    told = json.loads(started("turns", str(work), "7", str(kills)).communicate(timeout=500)[0])
    store = open_store(work)
    held = store.read_claims()
    per_batch = Counter(zip(held["recorder"], held["record_code"].str.split("/").str[0], strict=True))
    judged = Counter(alias.split("-")[0] for alias in store.read_judgements()["alias"])
    assert set(per_batch.values()) <= {BATCH}
    for turn in told:
        batches = sum(name == turn["name"] for name, _ in per_batch)
        assert 0 <= batches - turn["claims"] <= 1
        assert 0 <= judged[turn["name"]] - turn["judged"] <= 1
    assert (len(told), sum(turn["claims"] for turn in told) > kills / 10) == (kills, True)
    # Whoever goes on finds a whole chain, and adds to it.
    added(work, "after", "2")
    assert (store.read_claims()["recorder"] == "after").sum() == 2 * BATCH


def test_killed_at_random_moments_the_old_or_the_new_readings_stand(tmp_path: Path) -> None:
    kill_adders(tmp_path, kills=8)


@pytest.mark.slow
def test_fifty_kills_leave_the_old_or_the_new_readings(tmp_path: Path) -> None:
    kill_adders(tmp_path, kills=50)


def test_where_the_history_stands_is_known_by_its_name_and_a_broken_one_by_none(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.last_reading() == ""
    names = []
    for count in "12":
        added(tmp_path, "desk", count)
        names.append(store.last_reading())
    added(tmp_path, "desk", "2")
    assert store.last_reading() == names[1] != names[0]
    last = sorted((tmp_path / "readings").glob("*.claims.parquet"))[-1]
    last.write_bytes(last.read_bytes()[:-1])
    with pytest.raises(InputRefused, match="chain of readings"):
        store.last_reading()
