"""Time and memory of reading a million claims: read, validated and written, beside plain pandas.read_csv.

    python bench/read_claims.py [ROWS]

Each side runs in a process of its own, by turns, and the best of three counts; the ratio is what matters, since both
run on the same machine.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3
ROOT = Path(__file__).resolve().parent.parent
HEADER = (
    "record_code,recorder,happened_from,place_text,place_text_ar,country,adm1_text,stated_lon,stated_lat,"
    "stated_precision,belligerents,strike_kind_raw,status_raw,killed_min,killed_max,injured_min,injured_max,note,url"
)
PLACES = [("Tall Rim", "تل ريم"), ("Qasr al-Wadi", "قصر الوادي"), ("Ayn Valda, north district", "عين فالدا")]


def write_claims(path: Path, rows: int) -> None:
    """Write invented claims, the same for the same number of rows."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        for n in range(rows):
            name, arabic = chance.choice(PLACES)
            low = chance.randrange(9)
            day = f"20{14 + n % 6}-{1 + n % 12:02d}-{1 + n % 28:02d}"
            file.write(
                f'V{n},valdria-monitor,{day},"{name}, sector {chance.randrange(5000)}",{arabic},Iraq,Northern Valdria,'
                f"{40 + chance.random() * 5:.6f},{33 + chance.random() * 4:.6f},village,Red Air Force; Blue Air Force,"
                f'airstrike,"seen, twice",{low},{low + chance.randrange(5)},,{chance.randrange(9)},'
                f"Note {n} of the monitor on what was seen,https://valdria.example/{n}\n"
            )


def measured(code: str, *arguments: str) -> dict[str, float]:
    """Run Python code in a process of its own; seconds without start-up, and peak memory in MB."""
    whole = f"import json, resource, sys, time\n{code}\n"
    whole += "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
    whole += "print(json.dumps({'seconds': time.perf_counter() - began, 'megabytes': peak}))\n"
    done = subprocess.run(
        [sys.executable, "-c", whole, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


PANDAS = "import pandas\nbegan = time.perf_counter()\npandas.read_csv(sys.argv[1])"
OURS = (
    "import data, pandera.pandas\nbegan = time.perf_counter()\n"
    "told = data.read_to(sys.argv[1], 'strikeatlas', sys.argv[2]).counts\n"
    "assert told['kept'] == int(sys.argv[3]), told"
)


def main() -> None:
    """Measure both sides and print what came out."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        write_claims(path, rows)
        print(f"{rows:,} claims, {path.stat().st_size / 1e6:.0f} MB of CSV")
        out = str(Path(folder) / "claims.parquet")
        rounds = [(measured(PANDAS, str(path)), measured(OURS, str(path), out, str(rows))) for _ in range(ROUNDS)]
        plain, ours = (min(side, key=lambda each: each["seconds"]) for side in zip(*rounds, strict=True))
        print(f"pandas.read_csv           {plain['seconds']:6.1f} s {plain['megabytes']:7.0f} MB")
        print(f"read, validated, written  {ours['seconds']:6.1f} s {ours['megabytes']:7.0f} MB")
        print(f"ratio {ours['seconds'] / plain['seconds']:.1f}")


if __name__ == "__main__":
    main()
