"""S5.2: whatever happens while a project is published, the old or the new site stands, and the next run mends it."""

import os
import random
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults import AS_OF, LATER, Trial, attempt, files, quiet
from valdrian_project import ROWS, make_project

from data import project_lock

soak = pytest.mark.skipif("STRIKEATLAS_SOAK" not in os.environ, reason="takes minutes: set STRIKEATLAS_SOAK=1")
CLEAR = {"full": "No space left on device", "read-only": "Read-only file system", "stop": "Stopped."}
CODES = {"full": 5, "read-only": 5, "stop": 130, "kill": -signal.SIGKILL}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("trial"))


def held(trial: Trial, kind: str, moments: list[int]) -> list[tuple[int, int, str]]:
    """Moments after which the command did not end as it should, with how it did; the last is mended by a second run."""
    soaked = "STRIKEATLAS_SOAK" in os.environ
    ends = [(moment, trial.at(kind, moment, again=soaked or moment == moments[-1])) for moment in moments]
    wrong = [(moment, one) for moment, one in ends if one.code not in (CODES[kind], 0)]
    unclear = [(moment, one) for moment, one in ends if one.code and CLEAR.get(kind, "") not in one.said]
    return [(moment, one.code, one.said[-300:]) for moment, one in (*wrong, *unclear)]


@pytest.mark.parametrize("kind", ["kill", "stop", "full", "read-only"])
def test_s5_2_a_fault_at_any_moment_leaves_the_old_or_the_new_site(trial: Trial, kind: str) -> None:
    chosen = random.Random(kind).sample(range(trial.moments), 2)
    assert held(trial, kind, chosen) == []


@pytest.mark.slow
@soak
@pytest.mark.parametrize("kind", ["kill", "stop", "full", "read-only"])
def test_s5_2_a_fault_at_every_moment_leaves_the_old_or_the_new_site(trial: Trial, kind: str) -> None:
    # STRIKEATLAS_SOAK=10 tries every tenth moment, each kind beginning at another.
    every = max(1, int(os.environ["STRIKEATLAS_SOAK"] or 1))
    moments = list(range(len(kind) % every, trial.moments, every))
    assert held(trial, kind, moments) == []
    sys.stdout.write(f"\n{kind}: {len(moments)} of {trial.moments} moments of a publication tried, none lost\n")


def test_s5_2_two_and_three_publications_at_once_are_one_after_the_other_or_refused(
    trial: Trial, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(trial.desk / "ready", tmp_path / "home", symlinks=True))
    words = trial._words(home)
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            os._exit(attempt(words, quiet).code)
        children.append(child)
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert codes[0] == 0
    assert set(codes) <= {0, 5}
    assert files(home / "site") == trial.new
    with project_lock(home / "valdria" / "work"):
        refused = attempt(words, quiet)
    assert refused.code
    assert "Another run is working" in refused.said


@pytest.mark.parametrize("opened", [1, 2])
def test_s5_2_an_input_that_changes_while_it_is_read_is_noticed_or_read_whole(tmp_path: Path, opened: int) -> None:
    folder = make_project(tmp_path / "valdria")
    before = (folder / "incidents.csv").read_bytes()
    make_project(tmp_path / "later", rows=LATER)
    after = (tmp_path / "later" / "incidents.csv").read_bytes()
    times: Iterator[int] = iter(range(1, 100))

    def hook(event: str, given: tuple[Any, ...]) -> None:
        read = event == "open" and str(given[0]).endswith("valdria/incidents.csv") and not given[2] & os.O_WRONLY
        if read and next(times) == opened:
            (tmp_path / "swap").write_bytes(after)
            (tmp_path / "swap").rename(folder / "incidents.csv")

    ended = attempt(["publish", str(folder), "--out", str(tmp_path / "site"), "--as-of", AS_OF], hook)
    assert ended.code in (0, 3), ended.said
    if ended.code:
        assert "changed while it was read" in ended.said
        assert not (tmp_path / "site").exists()
    else:
        held_by = (tmp_path / "site" / "data" / "claims.csv").read_text(encoding="utf-8-sig")
        assert ("7" in held_by.splitlines()[1]) == ((folder / "incidents.csv").read_bytes() == after != before)


def test_s5_2_rows_are_the_same_after_a_fault_and_a_second_run(trial: Trial) -> None:
    assert trial.new["data/claims.csv"].count(b"\r\n") == len(ROWS) + 1
