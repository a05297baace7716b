"""Large tables on a cluster of this machine: seconds and memory as the records become more.

    python bench/scale.py [STEPS] [RECORDS ...]

STEPS is any of read,locate,join,tally (join,tally where left out), each with `--engine dask:2`; RECORDS such as
1000000 10000000. The claims are invented: two in three state a point, the others words (1,000 distinct places, most
of them unknown), one in fifty corrects another. Every run is the command itself, in a process of its own; its memory is
looked at five times a second, with that of its workers.

What counts is the marginal cost: the time of the larger table less that of the smaller one, by the records between
them, beside the cost of a record of the smaller table. It includes the start of the cluster in neither.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

from data import conform, write_frame

ROOT = Path(__file__).resolve().parent.parent
GROUP, PLACES, WEST, SOUTH, SIDE = 50_000, 1_000, 40.0, 32.0, 0.35
CLASSES = np.asarray(["exact", "village", "town", "neighbourhood"], dtype=object)
NAMES = np.asarray(["Mosul", "Raqqa", "Tall Rim", "Qasr al-Wadi", "Ayn Valda"], dtype=object)
STEPS = ("read", "locate", "join", "tally")
RECORDS = [1_000_000, 10_000_000]


def claims(first: int, rows: int) -> pd.DataFrame:
    """Some invented claims; the same for the same numbers."""
    random = np.random.default_rng([17, first])
    number = np.arange(first, first + rows)
    pointed, corrects = number % 3 != 0, (number % 50 == 0) & (number > 7)
    low = random.integers(0, 9, rows)
    place = random.integers(0, PLACES, rows)
    day = (np.datetime64("2014-01-01") + random.integers(0, 2190, rows)).astype(str)
    code = number.astype(str).astype(object)
    sector = np.where(place < 50, "", ", sector " + place.astype(str).astype(object))
    made = {
        "claim_id": "monitor:" + code + "@0",
        "record_id": "monitor:" + code,
        "recorder": "monitor",
        "record_code": code,
        "happened_from": day,
        "happened_to": day,
        "date_precision": "day",
        "place_text": np.where(pointed, None, NAMES[place % 5] + sector),
        "country": "IQ",
        "stated_lon": np.where(pointed, random.uniform(WEST, WEST + 20 * SIDE, rows), np.nan),
        "stated_lat": np.where(pointed, random.uniform(SOUTH, SOUTH + 20 * SIDE, rows), np.nan),
        "stated_precision": CLASSES[random.integers(0, 4, rows)],
        "supersedes": [[f"monitor:{at - 7}"] if flag else [] for at, flag in zip(number, corrects, strict=True)],
        "killed_min": low,
        "killed_max": low + random.integers(0, 5, rows),
        "origin_file": "invented.csv",
        "origin_sha256": "0" * 64,
        "origin_row": number + 2,
        "warnings": [[]] * rows,
    }  # fmt: skip
    return conform(pd.DataFrame(made), "claims")


def claims_table(path: Path, records: int) -> None:
    """Write invented claims, some at a time."""
    part = path.with_name("part.parquet")
    writer = None
    for first in range(0, records, GROUP):
        write_frame(claims(first, min(GROUP, records - first)), "claims", part)
        table = pq.read_table(part)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()
    part.unlink()


def claims_sheet(path: Path, records: int) -> None:
    """Write the same claims as a CSV of a user's own."""
    names = {"record_code": "code", "happened_from": "date", "place_text": "place", "stated_lon": "lon",
             "stated_lat": "lat", "killed_min": "killed_min", "killed_max": "killed_max"}  # fmt: skip
    for first in range(0, records, GROUP):
        frame = claims(first, min(GROUP, records - first))[list(names)].rename(columns=names)
        frame.to_csv(path, index=False, mode="a" if first else "w", header=first == 0)


def boundaries(path: Path) -> None:
    """Write 400 square units."""
    cells = [(WEST + SIDE * x, SOUTH + SIDE * y) for y in range(20) for x in range(20)]
    features = [
        {"type": "Feature", "properties": {"pcode": f"VA{at:03d}", "level": 1, "name_en": f"Unit {at}"},
         "geometry": json.loads(shapely.to_geojson(shapely.box(x, y, x + SIDE, y + SIDE)))}
        for at, (x, y) in enumerate(cells)
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def resident(pid: int) -> dict[int, float]:
    """Memory of a process and of those that it began, in MB by process."""
    found = {}
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        found[pid] = pages * 4096 / 2**20
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found |= resident(int(child))
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found |= resident(int(child))
    except (OSError, IndexError):
        pass
    return found


def measured(words: list[str]) -> dict[str, float]:
    """Run a command; seconds, and the most memory of the process itself, of any worker, and of all together."""
    code = "import sys; from maps import main; main(sys.argv[1:])"
    began, spent = time.perf_counter(), processor()
    run = subprocess.Popen(
        [sys.executable, "-c", code, *words, "--json"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    most = {"own": 0.0, "worker": 0.0, "all": 0.0}
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            held = resident(run.pid)
            own, others = held.pop(run.pid, 0.0), list(held.values())
            now = {"own": own, "worker": max(others, default=0.0), "all": own + sum(others)}
            most.update({name: max(most[name], value) for name, value in now.items()})

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = run.communicate()
    done.set()
    watcher.join()
    if run.returncode not in (0, 1):
        raise SystemExit(said.decode())
    return {"seconds": time.perf_counter() - began, "cpu": processor() - spent, **most}


def processor() -> float:
    """Processor time of all processes that ended so far, in seconds: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command(step: str, folder: Path, records: int) -> list[str]:
    """The command of a step, its input made."""
    units, table, sheet = folder / "units.geojson", folder / f"{records}.parquet", folder / f"{records}.csv"
    if step in ("join", "tally"):
        if not table.exists():
            claims_table(table, records)
        out = folder / ("joined.parquet" if step == "join" else "tallies.parquet")
        return [step, str(table), "--units", str(units), "--out", str(out), "--engine", "dask:2"]
    if not sheet.exists():
        claims_sheet(sheet, records)
    if step == "read":
        return ["read", str(sheet), "--out", str(folder / "read.parquet"), "--engine", "dask:2"]
    return ["locate", "--table", str(sheet), "--column", "place", "--out", str(folder / "located.parquet"),
            "--engine", "dask:2"]  # fmt: skip


def main(steps: list[str], sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        boundaries(folder / "units.geojson")
        for step in steps:
            told: list[tuple[int, dict[str, float]]] = []
            for records in sizes:
                run = measured(command(step, folder, records))
                told.append((records, run))
                print(
                    f"{step:7s} {records:>10,} records: {run['seconds']:8.1f} s, {run['cpu']:.1f} s of processors, "
                    f"{1e6 * run['seconds'] / records:6.1f} microseconds each; most memory {run['own']:,.0f} MB here, "
                    f"{run['worker']:,.0f} MB in a worker, {run['all']:,.0f} MB in all",
                    flush=True,
                )
            for (few, short), (many, long) in pairwise(told):
                for what in ("seconds", "cpu"):
                    marginal = (long[what] - short[what]) / (many - few)
                    ratio = marginal / (short[what] / few)
                    print(
                        f"{step:7s} marginal {what}: {1e6 * marginal:.1f} microseconds, {ratio:.2f} of the cost below"
                    )


if __name__ == "__main__":
    given = sys.argv[1:]
    named = given[0].split(",") if given and not given[0].isdecimal() else ["join", "tally"]
    if unknown := set(named) - set(STEPS):
        raise SystemExit(f"No step {', '.join(unknown)}; known: {', '.join(STEPS)}.")
    main(named, [int(number) for number in given if number.isdecimal()] or RECORDS)
