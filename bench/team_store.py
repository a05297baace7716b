"""A team's store in PostGIS beside the store in a folder: claims and judgements added and read, in the same run.

    python bench/team_store.py URL [CLAIMS] [JUDGEMENTS]

URL is an empty database in which a store may be made, such as postgresql:///bench. 100,000 invented claims and 20,000
judgements by default, each store in turn; then the first 100 claims once more, and 100 new ones. Nothing is taken away.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fold import invented_claims

from data import Judgement, Store, fold, init_store, open_store


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(store: Store, count: int, decided: int) -> dict[str, float]:
    claims = invented_claims(count + 100)
    made = [
        Judgement("same", (claims["record_id"][n], claims["record_id"][n + 1]), "reader", "2036-01-01", why=f"{n}")
        for n in range(decided)
    ]
    return {
        "add all claims": timed(lambda: store.append_claims(claims[:count])),
        "add all again": timed(lambda: store.append_claims(claims[:count])),
        "add 100 more": timed(lambda: store.append_claims(claims[count:])),
        "read all claims": timed(store.read_claims),
        "add all judgements": timed(lambda: store.append_judgements(made)),
        "add one judgement": timed(lambda: store.append_judgements(made[:1])),
        "read all judgements": timed(store.read_judgements),
    }


def main() -> None:
    url, *numbers = sys.argv[1:]
    count, decided = [*map(int, numbers), *(100_000, 20_000)[len(numbers) :]]
    with tempfile.TemporaryDirectory() as folder:
        stores = {"folder": open_store(Path(folder) / "work"), "PostGIS": init_store(url)}
        found = {name: measure(store, count, decided) for name, store in stores.items()}
        claims = [store.read_claims() for store in stores.values()]
        judgements = [store.read_judgements() for store in stores.values()]
        folded = [fold(*both).incidents for both in zip(claims, judgements, strict=True)]
    print(f"{count} claims, {decided} judgements; equal: {claims[0].equals(claims[1])}, {folded[0].equals(folded[1])}")
    for what in found["folder"]:
        folder_s, base_s = (found[name][what] for name in found)
        print(f"{what:20} folder {folder_s:7.2f} s   PostGIS {base_s:7.2f} s   {base_s / folder_s:5.1f} times")


if __name__ == "__main__":
    main()
