"""What a process of its own does to a project, while a test kills it or lets others do the same at once.

`build FOLDER` builds again and again; `judge LOG NAME COUNT` appends judgements, and prints each when it stands;
`turns LOG SEED KILLS` kills children of its own that append, and tells what was printed and what stands.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from data import Judgement, append_judgement, read_judgements


def build(folder: str) -> None:
    from maps import build_project, load_project  # noqa: PLC0415

    project = load_project(Path(folder))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        build_project(project, work=Path(folder) / "work")


def judge(log: str, name: str, count: int) -> None:
    for number in range(count):
        text = f"{name}-{number}"
        append_judgement(log, Judgement("same", (f"a:{number}", f"b:{text}"), text, "2031-01-01", why="x" * 2000))
        os.write(1, f"{text}\n".encode())


def turns(log: str, seed: int, kills: int) -> None:
    """Kill an appending child at a random moment, again and again; all that it said stands, and at most one more."""
    rng, told = random.Random(seed), []
    for number in range(kills):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writer, 1)
            judge(log, f"k{number}", 10_000)
            os._exit(0)
        os.close(writer)
        time.sleep(rng.uniform(0.001, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader) as pipe:
            said = pipe.read().split()
        stands = [alias for alias in read_judgements(log)["alias"] if alias.startswith(f"k{number}-")]
        told.append([len(said), len(stands), stands[: len(said)] == said])
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    kind, *given = sys.argv[1:]
    if kind == "build":
        build(given[0])
    elif kind == "judge":
        judge(given[0], given[1], int(given[2]))
    else:
        turns(given[0], int(given[1]), int(given[2]))
