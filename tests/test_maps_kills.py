"""Killed, or at it together: a project is left in its old state or its new one, and no judgement is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from valdrian_project import ROWS, make_project

from data import open_store, read_frame, read_judgements
from maps import build_project, load_project

HERE = Path(__file__).resolve().parent
SCRIPT = str(HERE / "store_processes.py")
# What grows with time, and what only saves time: neither is the state of a build.
OVER_TIME = {"runs", "readings", "cache"}
soak = pytest.mark.skipif("STRIKEATLAS_SOAK" not in os.environ, reason="takes minutes: set STRIKEATLAS_SOAK=1")


def start(*words: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(HERE.parent), str(HERE)])
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.Popen([sys.executable, SCRIPT, *words], env=environment, stdout=subprocess.PIPE, text=True)


def files(work: Path) -> dict[str, bytes]:
    names = [path for path in work.rglob("*") if path.is_file() and not OVER_TIME & set(path.parts)]
    return {path.relative_to(work).as_posix(): path.read_bytes() for path in names if path.name != "gazetteer.sqlite"}


def kill_builds(desk: Path, kills: int, seed: int) -> None:
    """Kill builds of changed inputs at random moments: the files are those of one build, and a re-run is equal."""
    later = [[*ROWS[0][:8], "7", *ROWS[0][9:]], *ROWS[1:]]
    states = []
    for name, rows in (("old", ROWS), ("new", later)):
        project = load_project(make_project(desk / name, rows=rows))
        build_project(project, work=desk / name / "work")
        states.append(files(desk / name / "work"))
    assert states[0] != states[1]
    rng = random.Random(seed)
    folder = make_project(desk / "tried", rows=ROWS)
    build_project(load_project(folder), work=folder / "work")
    for turn in range(kills):
        make_project(folder, rows=later if turn % 2 == 0 else ROWS)
        process = start("build", str(folder))
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert files(folder / "work") in states
        assert len(read_frame(folder / "work" / "claims.parquet", "claims")) == len(ROWS)
        open_store(folder / "work").read_claims()
    make_project(folder, rows=later)
    build_project(load_project(folder), work=folder / "work")
    assert files(folder / "work") == states[1]
    held = open_store(folder / "work").read_claims()
    assert sorted(held.loc[held["superseded_by"].isna(), "killed_min"].dropna()) == [1, 3, 7]


def test_a_build_that_is_killed_leaves_all_of_one_state(tmp_path: Path) -> None:
    kill_builds(tmp_path, kills=3, seed=3)


@pytest.mark.slow
@soak
def test_fifty_builds_that_are_killed_leave_all_of_one_state(tmp_path: Path) -> None:
    kill_builds(tmp_path, kills=50, seed=50)


def kill_judges(log: Path, kills: int) -> None:
    told, _ = start("turns", str(log), "5", str(kills)).communicate()
    found = json.loads(told)
    assert len(found) == kills
    for said, stands, in_order in found:
        assert in_order
        assert stands - said in (0, 1)
    assert len(read_judgements(log)) == sum(stands for _, stands, _ in found)


def test_what_was_said_to_stand_stands_after_a_kill_and_the_chain_is_whole(tmp_path: Path) -> None:
    kill_judges(tmp_path / "judgements.jsonl", kills=10)


@pytest.mark.slow
@soak
def test_two_hundred_kills_leave_the_chain_whole(tmp_path: Path) -> None:
    kill_judges(tmp_path / "judgements.jsonl", kills=200)


def test_three_processes_that_judge_at_once_lose_no_judgement(tmp_path: Path) -> None:
    log = tmp_path / "judgements.jsonl"
    processes = [start("judge", str(log), name, "40") for name in "abc"]
    said = [line for process in processes for line in process.communicate()[0].split()]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(said) == 120
    assert sorted(read_judgements(log)["alias"]) == sorted(said)
