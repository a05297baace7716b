"""Look-up against 70,000 names, beside rapidfuzz's cdist and extractOne, in one run.

    STRIKEATLAS_SHARED=FOLDER python bench/geocode_speed.py [--names 70000]

Names are drawn from the words of the two place lists, so that they look like names of the region. Three kinds of
question: records in which a few strings repeat, distinct strings in another spelling, and strings with one typing
error. Right is the row from which the question was made, or one that bears the same name.
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
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data import frame  # noqa: E402
from geo import Gazetteer, locate_table  # noqa: E402

SHARED = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
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


def rate(title: str, count: int, ask: Callable[[], list[str]], wanted: list[str]) -> float:
    """Questions a second, printed with the share that is right."""
    start = time.perf_counter()
    found = ask()
    spent = time.perf_counter() - start
    same = [plain(a) == plain(b) for a, b in zip(found, wanted, strict=True)]
    print(f"{title:36s}{count / spent:12.0f} a second   right {np.mean(same):.3f}   (n {count})")
    return count / spent


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


def first_answer() -> float:
    """Seconds until `strikeatlas locate`, started anew, has answered one question from the embedded places."""
    code = "from maps.cli import main; main(['locate', 'Tal Afar, Iraq'])"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=70_000)
    count = parser.parse_args().names
    names = made_names(count)
    draw = random.Random(5)
    rows = [{"place_id": str(n), "name": name, "kind": "village", "country": "IQ", "lon": 40.0 + n % 97, "lat": 33.0,
             "source": "made"} for n, name in enumerate(names)]  # fmt: skip
    start = time.perf_counter()
    gazetteer = Gazetteer.from_frame(frame("places", rows))
    print(f"{count} names built in {time.perf_counter() - start:.1f} s")
    long = [name for name in names if len(name) > 6]
    # extractOne stops at the first name that is the very same: the strings stand anywhere in the list
    listed = draw.sample(long, 400)
    repeats = [draw.choice(listed) for _ in range(100_000)]
    distinct = draw.sample(long, 5_000)
    broken = draw.sample(long, 3_000)
    typed = [misspelt(name, draw) for name in broken]
    print("\nrecords with repeated strings")
    rate("by key", len(repeats), lambda: by_key(gazetteer, repeats), repeats)
    rate("cdist", 2_000, lambda: by_cdist(names, repeats[:2_000]), repeats[:2_000])
    rate("extractOne", 100, lambda: by_extract(names, repeats[:100]), repeats[:100])
    print("\ndistinct strings in another spelling")
    questions = [respelt(name) for name in distinct]
    gazetteer.prepare([])
    rate("by whole key", len(questions), lambda: by_whole_key(gazetteer, questions), distinct)
    rate("by key, the best of all like names", len(questions), lambda: by_key(gazetteer, questions), distinct)
    rate("cdist", 2_000, lambda: by_cdist(names, questions[:2_000]), distinct[:2_000])
    rate("extractOne", 100, lambda: by_extract(names, questions[:100]), distinct[:100])
    print("\none typing error")
    rate("by key, then keys one edit away", len(typed), lambda: by_key(gazetteer, typed), broken)
    rate("cdist", 2_000, lambda: by_cdist(names, typed[:2_000]), broken[:2_000])
    rate("extractOne", 100, lambda: by_extract(names, typed[:100]), broken[:100])
    print("\nthe whole answer, distinct strings")
    table = pd.DataFrame({"input": questions[:2_000], "country": "IQ"})
    start = time.perf_counter()
    locate_table(table, gazetteer)
    print(f"{'locate_table':36s}{len(table) / (time.perf_counter() - start):12.0f} a second")
    print(f"\nlargest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"first answer of the command after {min(first_answer() for _ in range(3)):.2f} s")


if __name__ == "__main__":
    main()
