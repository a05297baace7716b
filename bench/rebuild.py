"""A build after one new judgement beside the first one, each by the command line in a process of its own.

    python bench/rebuild.py [RECORDS | PROJECT]

20,000 invented records by default, at places that the embedded gazetteer knows, told in many ways; or a project folder,
of which a copy is built (its inputs are named by whole paths then). Processor time is compared as well as time on the
clock, since other work on the machine changes it less. A judgement of each kind follows: two records are the same, one
stands elsewhere, one is withdrawn, two are told apart. The files of the last build are compared, byte for byte, with
those of a build that has the judgements and nothing to take up.
"""

import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from data import Judgement, open_store, read_frame
from geo import embedded_places

TARGET = 0.2
COLUMNS = ("recorder", "code", "date", "place", "country", "killed", "note", "url")
TOLD = (
    "{}",
    "near {}",
    "{}, in the {} area",
    "village of {} near {}",
    "outskirts of {}",
    "10 km south of {}",
    "{} / {}",
)
SETTINGS = """
[atlas]
title = "Invented strikes"

[[inputs]]
path = "incidents.csv"
recorder = "strikeatlas"
licence = "CC0"
redistribution = "full"

[publish]
statuses = ["watch/none", "ministry/none"]
attribution = "nobody"
licence = "CC0"
"""
OVER_TIME = {"runs", "readings", "cache"}


def invented_project(folder: Path, count: int) -> Path:
    """Write a project of records that tell a place in words, and half of them a number."""
    rng, places = random.Random(11), embedded_places()
    names = [(name, country) for name, country in zip(places["name"], places["country"], strict=True) if country]
    folder.mkdir()
    (folder / "atlas.toml").write_text(SETTINGS, encoding="utf-8")
    with (folder / "incidents.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(count):
            (name, country), (other, _) = rng.choice(names), rng.choice(names)
            day = f"20{rng.randint(31, 35)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            who = rng.choice(("watch", "ministry"))
            killed = rng.choice(("", "", "1", "2-4", "at least 3"))
            note = f"Told by {rng.randint(1, 9)} people on {rng.randint(1, 28)} May, case {rng.randint(1000, 9999)}."
            place = rng.choice(TOLD).format(name, other)
            url = f"https://{who}.example/{number}"
            writer.writerow([who, f"N{number}", day, place, country, killed, note, url])
    return folder


def build(folder: Path) -> tuple[float, float]:
    """Build by the command line; seconds on the clock and of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "from maps import main; main()", "build", str(folder), "--json"]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done.returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def files(work: Path) -> dict[str, bytes]:
    paths = [path for path in work.rglob("*") if path.is_file()]
    named = {path.relative_to(work): path.read_bytes() for path in paths}
    return {str(name): held for name, held in named.items() if not OVER_TIME & set(name.parts)}


def copied(project: Path, folder: Path) -> Path:
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("work", "site"))
    return folder


def judgements(claims: pd.DataFrame) -> list[Judgement]:
    """One of each kind that a person makes often."""
    records = [str(name) for name in claims["record_id"].drop_duplicates()]
    seen = dict(zip(claims["record_id"], claims["claim_id"], strict=True))
    place = {"lon": 43.1, "lat": 36.3, "precision": "street"}
    told = (
        ("same", (records[0], records[-1]), None),
        ("place", (records[1],), place),
        ("withdraw", (records[2],), None),
        ("not_same", (records[3], records[-2]), None),
    )
    return [
        Judgement(
            kind, named, "reader", "2036-01-01", "As told.", decision=what, seen=tuple(seen[one] for one in named)
        )
        for kind, named, what in told
    ]


def main() -> None:
    told = sys.argv[1] if len(sys.argv) > 1 else "20000"
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk) / "first"
        invented_project(folder, int(told)) if told.isdigit() else copied(Path(told).resolve(), folder)
        first = build(folder)
        claims = read_frame(folder / "work" / "claims.parquet", "claims")
        print(f"{len(claims)} claims; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        print(f"{'first build':18} {first[0]:7.1f} s on the clock {first[1]:7.1f} s of the processor")
        made = judgements(claims)
        for one in made:
            open_store(folder / "work").append_judgements([one])
            after = build(folder)
            shares = [later / before for before, later in zip(first, after, strict=True)]
            parts = f"share {shares[0]:.3f} and {shares[1]:.3f}"
            print(
                f"{'after ' + one.kind:18} {after[0]:7.1f} s on the clock {after[1]:7.1f} s of the processor; {parts}"
            )
        alone = copied(folder, Path(desk) / "alone")
        for one in made:
            open_store(alone / "work").append_judgements([one])
        build(alone)
        equal = files(folder / "work") == files(alone / "work")
    print(f"aim: a share below {TARGET}; bytes equal to those of a build that had nothing: {equal}")


if __name__ == "__main__":
    main()
