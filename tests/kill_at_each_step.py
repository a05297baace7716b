"""Runs a small run of a work folder again and again, killed at its first step, at its second, and so on.

Each step is a call that changes the disk. Prints what stands after each kill, as JSON. Started by a test, in a process
of its own: the killed ones are its children.
"""

import json
import os
import signal
import sys
from functools import partial
from pathlib import Path

from data import Judgement, append_judgement, append_judgements, new_run, read_judgements, write_atomic
from data.files import private_folder

STEPS = ("replace", "rename", "fsync", "symlink", "link", "unlink", "mkdir", "ftruncate", "rmdir")
FILES = ("claims.parquet", "tallies.csv", "preview/index.html")


def arm(step: int) -> None:
    """Let the process kill itself before the given step of those that change the disk."""
    left = [step]

    def counted(call):
        def instead(*words, **more):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*words, **more)

        return instead

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))


def build(work: Path, word: str) -> None:
    with new_run(work) as run:
        for name in (*FILES, f"{word}.csv"):
            private_folder((run / name).parent)
            write_atomic(run / name, word.encode())


def judge(log: Path, word: str) -> None:
    append_judgement(log, Judgement("same", ("a:1", "b:1"), word, "2031-01-01"))


def judge_several(log: Path, word: str) -> None:
    append_judgements(log, [Judgement("same", ("a:1", f"b:{n}"), word, "2031-01-01") for n in range(3)])


def state(work: Path) -> dict[str, str]:
    names = [path for path in (*FILES, "old.csv", "new.csv") if (work / path).exists()]
    return {name: (work / name).read_text() for name in names}


def killed(step: int, act) -> bool:
    """Whether the act was killed at a step; it was done if there was no such step."""
    child = os.fork()
    if child == 0:
        arm(step)
        act()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def plain(work: Path) -> None:
    """A work folder as it was before there were runs."""
    for name in FILES:
        private_folder((work / name).parent)
        (work / name).write_text("old")


def trial(work: Path, kind: str, step: int) -> list | None:
    """Kill one act at one step and tell what stands then, and after it was done again; None if it was not killed."""
    log = work / "judgements.jsonl"
    private_folder(work)
    if kind in ("log", "logs"):
        judge(log, "old")
        if not killed(step, partial(judge if kind == "log" else judge_several, log, "new")):
            return None
        before = read_judgements(log)["alias"].tolist()
        judge(log, "after")
        return [before, read_judgements(log)["alias"].tolist()]
    if kind == "plain":
        plain(work)
    else:
        build(work, "old")
    if not killed(step, partial(build, work, "new")):
        return None
    before = state(work)
    build(work, "new")
    return [before, state(work), len(list((work / "runs").iterdir()))]


def main() -> None:
    desk, kind = Path(sys.argv[1]), sys.argv[2]
    found: list[list] = []
    while (told := trial(desk / str(len(found)), kind, len(found))) is not None:
        found.append(told)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
