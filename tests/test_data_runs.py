"""The work folder: whatever happens, all of the old run or all of the new one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data import InputRefused, WorldFault, current_run, new_run, project_lock, write_atomic

HERE = Path(__file__).resolve().parent
OLD = {"claims.parquet": "old", "tallies.csv": "old", "preview/index.html": "old"}
NEW = dict.fromkeys(OLD, "new")


def write_run(work: Path, **files: str) -> None:
    with new_run(work) as run:
        for name, text in files.items():
            write_atomic(run / f"{name}.csv", text.encode())


def python(*words: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_files_are_reached_by_their_names_and_the_last_run_is_kept(tmp_path: Path) -> None:
    for number in "1234":
        write_run(tmp_path, claims=number)
    assert (tmp_path / "claims.csv").read_text() == "4"
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["000003", "000004"]
    run = current_run(tmp_path)
    assert run is not None
    assert (run / "claims.csv").read_text() == "4"
    assert (tmp_path / "runs").stat().st_mode & 0o777 == run.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_copied_with_its_links_followed_is_taken_up(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for number in "12":
        write_run(kept, claims=number)
        write_run(kept, claims=number, tallies=number)
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    assert not (copy / "current").is_symlink()
    assert current_run(copy) is not None
    write_run(copy, claims="3")
    assert (copy / "current").is_symlink()
    assert (copy / "claims.csv").read_text() == "3"
    # What was in force before stands beside it, to be compared with.
    runs = sorted((copy / "runs").iterdir())
    assert [(run / "claims.csv").read_text() for run in runs] == ["2", "3"]
    assert sorted(path.name for path in copy.iterdir()) == sorted(
        path.name for path in kept.iterdir() if path.name != "tallies.csv"
    )


def test_a_run_that_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, claims="1")
    with pytest.raises(OSError, match="nowhere"), new_run(tmp_path) as run:
        (run / "claims.csv").write_text((run / "nowhere").read_text())
    assert (tmp_path / "claims.csv").read_text() == "1"
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["000001"]


def test_a_file_that_a_run_no_longer_makes_goes_with_its_name(tmp_path: Path) -> None:
    write_run(tmp_path, claims="1", tallies="1")
    write_run(tmp_path, claims="2")
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["claims.csv"]


def test_what_is_no_part_of_a_run_stays(tmp_path: Path) -> None:
    (tmp_path / "judgements.jsonl").write_text("x")
    write_run(tmp_path, claims="1")
    write_run(tmp_path, claims="2")
    assert (tmp_path / "judgements.jsonl").read_text() == "x"


def test_files_of_a_build_without_runs_become_the_first_run(tmp_path: Path) -> None:
    (tmp_path / "preview").mkdir()
    for name in OLD:
        (tmp_path / name).write_text("old")
    assert current_run(tmp_path) == tmp_path
    with new_run(tmp_path) as run:
        assert {name: (tmp_path / name).read_text() for name in OLD} == OLD
        write_atomic(run / "claims.parquet", b"new")
    assert (tmp_path / "claims.parquet").read_text() == "new"
    assert {name: (tmp_path / "runs" / "000001" / name).read_text() for name in OLD} == OLD
    assert not (tmp_path / "tallies.csv").exists()


@pytest.mark.parametrize("text", ['{"strikeatlas_work": 2}', '{"strikeatlas_work": "x"}', "no json", "[]"])
def test_a_newer_or_strange_folder_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    write_run(tmp_path, claims="1")
    (tmp_path / "format.json").write_text(text)
    with pytest.raises(InputRefused), new_run(tmp_path):
        pytest.fail("a run was begun")
    with pytest.raises(InputRefused):
        current_run(tmp_path)
    assert (tmp_path / "claims.csv").read_text() == "1"
    assert (tmp_path / "format.json").read_text() == text


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    with project_lock(tmp_path), pytest.raises(WorldFault, match="Another run"), new_run(tmp_path):
        pytest.fail("a run was begun")


@pytest.mark.parametrize("kind", ["runs", "plain"])
def test_killed_at_any_step_the_old_run_stands_or_the_new_one(tmp_path: Path, kind: str) -> None:
    found = json.loads(python(str(HERE / "kill_at_each_step.py"), str(tmp_path), kind))
    old = OLD | ({"old.csv": "old"} if kind == "runs" else {})
    assert len(found) > 30
    for before, after, runs in found:
        assert before in (old, NEW | {"new.csv": "new"})
        assert after == NEW | {"new.csv": "new"}
        assert runs <= 2
    states = [before == old for before, _, _ in found]
    assert states == sorted(states, reverse=True)


def test_killed_at_any_step_the_log_holds_the_judgement_or_does_not(tmp_path: Path) -> None:
    found = json.loads(python(str(HERE / "kill_at_each_step.py"), str(tmp_path), "log"))
    assert len(found) >= 2
    for before, after in found:
        assert before in (["old"], ["old", "new"])
        assert after == [*before, "after"]


def test_killed_at_any_step_the_log_holds_all_of_several_judgements_or_none(tmp_path: Path) -> None:
    found = json.loads(python(str(HERE / "kill_at_each_step.py"), str(tmp_path), "logs"))
    assert len(found) >= 3
    for before, after in found:
        assert before in (["old"], ["old", "new", "new", "new"])
        assert after == [*before, "after"]
