"""Look-up against 70,000 names, beside rapidfuzz's cdist and extractOne, in one run.

    STRIKEATLAS_SHARED=FOLDER python bench/geocode_speed.py [--names 70000] [--large 500000]

Names are drawn from the words of the two place lists, so that they look like names of the region. Three kinds of
question: records in which a few strings repeat, distinct strings in another spelling, and strings with one typing
error. Right is the row from which the question was made, or one that bears the same name. Times are those of the
processor, all threads together, so that others on the machine do not count; each line tells how many times as many
strings it answers in the same time as cdist does. --large also builds and opens a gazetteer of so many names.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data import frame  # noqa: E402
from geo import Gazetteer, build_gazetteer, locate_table  # noqa: E402

SHARED = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
# What was asked, microseconds of the processor a string, the share that is right, how many strings.
Row = tuple[str, float, float, int]
LETTERS = "abdfhijklmnqrstuwyz"


def made_names(count: int) -> list[str]:
    """Distinct names of one to three words of the lists."""
    draw = random.Random(11)
    listed = []
    for file, column in (("ucdp_places.csv.gz", "name"), ("dtm_iraq_places.csv.gz", "location_name")):
        with gzip.open(SHARED / "data" / file, "rt", encoding="utf-8", newline="") as stream:
            listed += [row[column] for row in csv.DictReader(stream)]
    words = sorted({word for name in listed for word in name.split() if len(word) > 3})
    names: dict[str, None] = dict.fromkeys(listed)
    while len(names) < count:
        names[" ".join(draw.sample(words, draw.choice((1, 2, 2, 3))))] = None
    return list(names)[:count]


def respelt(name: str) -> str:
    """The same name as another hand writes it: article, doubled letters, q and k, endings."""
    text = name.lower().replace("al-", "el ").replace("q", "k").replace("ou", "u").replace("iyah", "iya")
    return text[:-1] if text.endswith("ah") else text


def misspelt(name: str, draw: random.Random) -> str:
    """The name with one letter changed, left out, put in or exchanged."""
    at = draw.randrange(1, len(name) - 1)
    letter = draw.choice(LETTERS)
    return draw.choice((
        name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + letter + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ))  # fmt: skip


def rate(title: str, count: int, ask: Callable[[], list[str]], wanted: list[str]) -> Row:
    """What a way to ask takes of the processor, and the share that is right."""
    start = time.process_time()
    found = ask()
    spent = (time.process_time() - start) / count
    same = [plain(a) == plain(b) for a, b in zip(found, wanted, strict=True)]
    return title, spent * 1e6, float(np.mean(same)), count


def table(title: str, rows: list[Row]) -> None:
    """The rows of one kind of question beside cdist, which is one of them."""
    beside = next(spent for name, spent, *_ in rows if name == "cdist")
    print(f"\n{title}")
    for name, spent, right, count in rows:
        print(f"{name:36s}{spent:12.1f} us{beside / spent:10.1f} x cdist   right {right:.3f}   (n {count})")


def plain(name: str) -> str:
    """A name without regard to capitals."""
    return name.casefold()


def by_key(gazetteer: Gazetteer, questions: list[str]) -> list[str]:
    """Our look-up: the best row of each distinct string."""
    known: dict[str, str] = {}
    if len(set(questions)) >= 500:
        gazetteer.prepare(set(questions))
    for question in questions:
        if question not in known:
            found = gazetteer.find(question, limit=1)
            known[question] = found[0].place.name if found else ""
    return [known[question] for question in questions]


def by_whole_key(gazetteer: Gazetteer, questions: list[str]) -> list[str]:
    """Look-up by the whole key alone: the first row that bears the very same name."""
    found = (gazetteer.same(question) for question in questions)
    return [places[0].name if places else "" for places in found]


def by_cdist(names: list[str], questions: list[str]) -> list[str]:
    """All questions against all names, in blocks that fit into memory."""
    low = [name.lower() for name in names]
    found = []
    for start in range(0, len(questions), 500):
        block = [question.lower() for question in questions[start : start + 500]]
        scores = process.cdist(block, low, scorer=fuzz.ratio, dtype=np.uint8, workers=2)
        found += [names[at] for at in scores.argmax(axis=1)]
    return found


def by_extract(names: list[str], questions: list[str]) -> list[str]:
    """One question after the other."""
    return [process.extractOne(question, names, scorer=fuzz.ratio)[0] for question in questions]


def first_answer() -> tuple[float, float]:
    """Seconds, and seconds of the processor, until `strikeatlas locate`, started anew, has answered one question."""
    code = "from maps.cli import main; main(['locate', 'Tal Afar, Iraq'])"
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    spent, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def large(count: int) -> None:
    """Build a gazetteer of so many names from a dump in the form of GeoNames, open it, and ask it once."""
    draw = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        dump, out = Path(folder) / "XX.txt", Path(folder) / "large.sqlite"
        with dump.open("w", encoding="utf-8") as file:
            for n, name in enumerate(made_names(count)):
                point = [f"{33 + 3 * draw.random():.5f}", f"{40 + 5 * draw.random():.5f}"]
                file.write(
                    "\t".join([str(n), name, name, "", *point, "P", "PPL", "IQ", *[""] * 5, "0", *[""] * 4]) + "\n"
                )
        start = time.process_time()
        report = build_gazetteer([f"geonames:{dump}"], out)
        built, start = time.process_time() - start, time.process_time()
        gazetteer = Gazetteer.open(out)
        opened, start = time.process_time() - start, time.process_time()
        gazetteer.find("Mosul", near=False)
        asked = time.process_time() - start
    print(f"\n{report.rows} names: built in {built:.1f} s, opened in {opened:.4f} s, first answer in {asked:.4f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=70_000)
    parser.add_argument("--large", type=int, default=0)
    given = parser.parse_args()
    names = made_names(given.names)
    draw = random.Random(5)
    rows = [{"place_id": str(n), "name": name, "kind": "village", "country": "IQ", "lon": 40.0 + n % 97, "lat": 33.0,
             "source": "made"} for n, name in enumerate(names)]  # fmt: skip
    start = time.process_time()
    gazetteer = Gazetteer.from_frame(frame("places", rows))
    del rows
    print(f"{len(names)} names built in {time.process_time() - start:.1f} s")
    compare(names, gazetteer, draw)
    print(f"\nlargest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    wall, spent = min(first_answer() for _ in range(3))
    print(f"first answer of the command after {wall:.2f} s, {spent:.2f} s of the processor")
    if given.large:
        large(given.large)


def compare(names: list[str], gazetteer: Gazetteer, draw: random.Random) -> None:
    """The three kinds of question, each beside cdist and extractOne."""
    long = [name for name in names if len(name) > 6]
    # extractOne stops at the first name that is the very same: the strings stand anywhere in the list
    listed = draw.sample(long, 400)
    repeats = [draw.choice(listed) for _ in range(100_000)]
    distinct = draw.sample(long, 5_000)
    broken = draw.sample(long, 3_000)
    typed = [misspelt(name, draw) for name in broken]
    questions = [respelt(name) for name in distinct]

    def peers(asked: list[str], wanted: list[str]) -> list[Row]:
        some, few = 1_000, 60
        return [
            rate("cdist", some, lambda: by_cdist(names, asked[:some]), wanted[:some]),
            rate("extractOne", few, lambda: by_extract(names, asked[:few]), wanted[:few]),
        ]

    again = rate("by key", len(repeats), lambda: by_key(gazetteer, repeats), repeats)
    table("records with repeated strings", [again, *peers(repeats, repeats)])
    gazetteer.prepare([])
    whole = rate("by whole key", len(questions), lambda: by_whole_key(gazetteer, questions), distinct)
    best = rate("by key, the best of all like names", len(questions), lambda: by_key(gazetteer, questions), distinct)
    table("distinct strings in another spelling", [whole, best, *peers(questions, distinct)])
    slips = rate("by key, then keys one edit away", len(typed), lambda: by_key(gazetteer, typed), broken)
    table("one typing error", [slips, *peers(typed, broken)])
    asked = pd.DataFrame({"input": questions[:2_000], "country": "IQ"})
    start = time.process_time()
    locate_table(asked, gazetteer)
    print(f"\nthe whole answer, distinct strings: {(time.process_time() - start) / len(asked) * 1e6:.0f} us")


if __name__ == "__main__":
    main()
