"""Runs the fuzzing targets for some seconds: `python tests/fuzz/run.py [--seconds N] [--seed N] [TARGET ...]`.

Inputs are bred from the seeds in `tests/fuzz/seeds`: those that reach lines of ours which none reached before are bred
from in turn. The same seed gives the same inputs. An input that breaks a law is written beside the seeds of its target,
where the tests then try it for ever, and ends the run with 1.

Nothing has to be installed for it, and it runs wherever the tests do. Every target takes bytes and raises where a law
is broken, so that a machine for it can be set on them as well: `atheris.Setup(sys.argv, fuzz_dates); atheris.Fuzz()`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from fuzz import files, gate, grammars, places, rows  # noqa: E402

Target = Callable[[bytes], None]
ROOMS = tuple(str(HERE.parent.parent / room) for room in ("data", "geo", "layers", "maps"))
SEEDS = HERE / "seeds"
MOST_BYTES = 4096
TARGETS: dict[str, Target] = {
    name.removeprefix("fuzz_"): target
    for module in (files, gate, grammars, places, rows)
    for name, target in sorted(vars(module).items())
    if name.startswith("fuzz_")
}
# Signs that grammars and files turn on.
SIGNS = """0 1 9 -1 1e30 36.345671 ٣٦ ½ , ; : . ' " / \\ ( ) [ ] { } = + @ % & < > | ~ ° ′ ″ SAP1 [fields] null true
Mosul الموصل near قرب km N E and - – Feb آذار 2017-03 at least dozens عشرات"""
WORDS = [part.encode() for part in (*SIGNS.split(), "\n", "\t", "\0", "\r\n", "\ufeff", "\u202e", "\u200f")] + [
    b"\xff\xfe"
]


def seeds_of(name: str) -> list[bytes]:
    """What a target is known to read, or to have broken at."""
    folder = SEEDS / name
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else [b""]


def bred(parents: list[bytes], chance: random.Random) -> bytes:
    """A child of one or two parents, changed in a few places."""
    data = bytearray(chance.choice(parents))
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        what = chance.randrange(6)
        if what == 0 and data:
            del data[at : at + chance.randrange(1, 9)]
        elif what == 1 and at < len(data):
            data[at] = chance.randrange(256)
        elif what == 2:
            other = chance.choice(parents)
            start = chance.randrange(len(other) + 1)
            data[at:at] = other[start : start + chance.randrange(1, 40)]
        elif what == 3 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif what == 4:
            data[at:at] = data[at : at + chance.randrange(1, 20)] * chance.randrange(1, 4)
        else:
            data[at:at] = chance.choice(WORDS)
    return bytes(data[:MOST_BYTES])


class Lines:
    """Which lines of ours were reached, as a trace of the interpreter."""

    def __init__(self) -> None:
        self.known: set[tuple[str, int]] = set()
        self.new = 0

    def __call__(self, frame: FrameType, event: str, given: Any) -> Any:
        """Follow a call into our rooms, and into nothing else."""
        return self.line if frame.f_code.co_filename.startswith(ROOMS) else None

    def line(self, frame: FrameType, event: str, given: Any) -> Any:
        """Note a line."""
        place = (frame.f_code.co_filename, frame.f_lineno)
        if place not in self.known:
            self.known.add(place)
            self.new += 1
        return self.line


def tried(target: Target, data: bytes, lines: Lines) -> Exception | None:
    """What went wrong with one input, if anything did; `lines.new` says how many lines it reached first."""
    lines.new = 0
    before = sys.gettrace()
    sys.settrace(lines)
    try:
        target(data)
    except Exception as fault:  # whatever it is: a target lets out refusals alone
        return fault
    finally:
        sys.settrace(before)
    return None


def fuzzed(name: str, seconds: float, seed: int) -> tuple[int, int, list[tuple[bytes, Exception]]]:
    """Inputs tried, lines reached, and what broke a law; after the first the target is left."""
    target, lines, chance = TARGETS[name], Lines(), random.Random(f"{name}-{seed}")
    waiting, parents, count = seeds_of(name), [b""], 0
    until = time.monotonic() + seconds
    while waiting or time.monotonic() < until:
        data = waiting.pop(0) if waiting else bred(parents, chance)
        count += 1
        if (fault := tried(target, data, lines)) is not None:
            return count, len(lines.known), [(data, fault)]
        if lines.new:
            parents.append(data)
    return count, len(lines.known), []


def main(words: list[str]) -> int:
    """Fuzz each target, and keep what broke one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    told = parser.parse_args(words)
    if unknown := [name for name in told.targets if name not in TARGETS]:
        parser.error(f"no target '{unknown[0]}'; there are: {', '.join(TARGETS)}")
    broken = 0
    for name in told.targets or TARGETS:
        count, reached, found = fuzzed(name, told.seconds, told.seed)
        sys.stdout.write(f"{name:<22}{count:>8} inputs{reached:>7} lines  {'held' if not found else 'BROKEN'}\n")
        for data, fault in found:
            broken += 1
            path = SEEDS / name / f"broken-{hashlib.sha256(data).hexdigest()[:12]}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sys.stdout.write(f"  {type(fault).__name__}: {fault}\n  kept in {path.relative_to(HERE.parent.parent)}\n")
        sys.stdout.flush()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
