"""Claims folded by judgements, and both sides of the ledger made of them.

    python bench/fold.py [CLAIMS] [JUDGEMENTS]

100,000 invented claims of three recorders and 20,000 judgements by default: nine in ten `same` (some of them chains),
the others `not_same`, `unsure` and `withdraw`. Times are of one process; the fold is run three times.
"""

import random
import resource
import sys
import time

import pandas as pd

from data import Judgement, conform, fold, identify, judgements_frame, reconcile

RECORDERS = ("cjtf-oir", "watch", "desk")
KINDS = ("same",) * 18 + ("not_same", "unsure")
TARGET_S = 5.0


def invented_claims(count: int) -> pd.DataFrame:
    """Claims with dates, parties, grades and numbers, some of them unknown."""
    rng = random.Random(7)
    lows = [rng.choice([None, 0, 1, 2, 5, 40]) for _ in range(count)]
    days = [f"20{rng.randint(31, 35)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" for _ in range(count)]
    columns = {
        "recorder": [RECORDERS[number % 3] for number in range(count)],
        "record_code": [str(number) for number in range(count)],
        "happened_from": days,
        "happened_to": days,
        "date_precision": "day",
        "place_text": [f"Place {rng.randint(1, 900)}" for _ in range(count)],
        "stated_lon": [rng.choice([None, 43.1]) for _ in range(count)],
        "belligerents": [["Northern Alliance"] for _ in range(count)],
        "killed_min": lows,
        "killed_max": [None if low is None else low + rng.randint(0, 5) for low in lows],
    }
    return identify(conform(pd.DataFrame(columns), "claims"))


def invented_judgements(claims: pd.DataFrame, count: int) -> pd.DataFrame:
    """Judgements on neighbouring records, with the readings that were seen."""
    rng = random.Random(8)
    records, readings = claims["record_id"].tolist(), claims["claim_id"].tolist()
    made = []
    for number in range(count):
        first = rng.randrange(len(records) - 2)
        pair = (first, first + rng.choice([1, 2]))
        subjects, seen = tuple(records[at] for at in pair), tuple(readings[at] for at in pair)
        made.append(Judgement(rng.choice(KINDS), subjects, "reader", f"2036-01-01T00:00:{number}", seen=seen))
    return judgements_frame(made)


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:]]
    count, decided = [*numbers, *(100_000, 20_000)[len(numbers) :]]
    claims = invented_claims(count)
    judgements = invented_judgements(claims, decided)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        folded = fold(claims, judgements)
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    found = reconcile(claims, folded, judgements=judgements)
    beside = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = ", ".join(f"{taken:.2f}" for taken in times)
    print(f"{count} claims and {decided} judgements to {len(folded.incidents)} incidents: {told} s (aim: {TARGET_S} s)")
    print(f"{len(found.ledger)} rows of the ledger: {beside:.2f} s; {memory:.0f} MB in all")


if __name__ == "__main__":
    main()
