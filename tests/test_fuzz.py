"""Every grammar and every file that people write: a law holds for all bytes, those that once broke it among them."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz.run import SEEDS, TARGETS, bred, fuzzed, seeds_of

ROOT = Path(__file__).resolve().parent.parent
# Each reads a whole file: a few of them take as long as hundreds of the others.
SLOW = ("releases", "mapping", "gazetteer", "cells", "json", "table", "locate", "scan")


@pytest.mark.parametrize("name", TARGETS)
def test_the_laws_hold_for_every_seed_and_some_children(name: str) -> None:
    seeds, chance = seeds_of(name), random.Random(name)
    for data in [*seeds, *(bred(seeds, chance) for _ in range(2 if name in SLOW else 60))]:
        TARGETS[name](data)


def test_every_target_has_seeds_of_ours_and_they_are_small() -> None:
    assert {path.name for path in SEEDS.iterdir()} == set(TARGETS)
    assert all(path.stat().st_size <= 4096 for path in SEEDS.rglob("*") if path.is_file())


def test_the_same_seed_breeds_the_same_inputs() -> None:
    made = [[bred(seeds_of("dates"), random.Random(n)) for n in range(20)] for _ in range(2)]
    assert made[0] == made[1]


def test_a_law_that_is_broken_ends_the_run_and_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        assert b"N" not in data

    monkeypatch.setitem(TARGETS, "dates", broken)
    _, _, found = fuzzed("dates", 20, 1)
    assert b"N" in found[0][0]


def test_a_name_that_is_none_is_refused_with_those_that_are() -> None:
    words = [sys.executable, str(ROOT / "tests" / "fuzz" / "run.py"), "--seconds", "0", "nothing"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "payload" in done.stderr
