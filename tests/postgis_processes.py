"""What a process of its own does to a team's store, while a test kills it or lets others do the same at once.

`add URL NAME COUNT` adds judgements and claims, and prints each when it stands;
`turns URL SEED KILLS` kills children of its own that add, and tells what was printed and what stands.
"""

import json
import os
import random
import signal
import sys
import time

from data import Judgement, Store, frame, identify, open_store

BATCH = 40


def batch(name: str, number: int) -> object:
    rows = [{"recorder": name, "record_code": f"{number}/{row}", "note": "x" * 3000} for row in range(BATCH)]
    return identify(frame("claims", rows))


def add(store: Store, name: str, count: int) -> None:
    for number in range(count):
        text = f"{name}-{number}"
        store.append_claims(batch(name, number))
        os.write(1, f"claims {number}\n".encode())
        store.append_judgements([Judgement("same", (f"a:{number}", f"b:{text}"), text, "2031-01-01", why="x" * 2000)])
        os.write(1, f"judged {number}\n".encode())


def turns(url: str, seed: int, kills: int) -> None:
    """Kill an adding child at a random moment, again and again."""
    rng, told = random.Random(seed), []
    store = open_store(url)
    for turn in range(kills):
        name = f"k{turn}"
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writer, 1)
            add(store, name, 10_000)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            said = [pipe.readline().split()[0] for _ in range(rng.randint(0, 1))]
            time.sleep(rng.uniform(0, 0.2))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            said += [line.split()[0] for line in pipe]
        told.append({"claims": said.count("claims"), "judged": said.count("judged"), "name": name})
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    kind, url, *given = sys.argv[1:]
    if kind == "add":
        add(open_store(url), given[0], int(given[1]))
    else:
        turns(url, int(given[0]), int(given[1]))
