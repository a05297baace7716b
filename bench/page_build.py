"""How long a page of many records takes to make, how large it is and how much memory it needs, beside its peers.

    python bench/page_build.py 100000 [--peers kepler,lonboard,fast_cluster] [--peer-python PATH] [--runs 3]

Each way runs in a process of its own, several times in turn; the middle time counts. Time runs from a frame in memory
to a file on the disk, without imports. Peers run under another Python where they are not installed in this one.
"""

# ruff: noqa: PLC0415 -- each way loads its own library, in a process of its own

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "strike", "reported", "near", "village", "market", "convoy", "witnesses", "said", "killed", "wounded",
    "building", "road", "civilians", "source", "local", "media", "hospital", "night", "early", "morning",
    "aircraft", "shell", "district", "bridge", "according", "statement", "area", "north", "south", "family",
    "children",
]  # fmt: skip
BOX = (35.5, 29.0, 48.8, 37.5)  # west, south, east, north, EPSG:4326
SEED = 20240501


def records(count: int):
    """Invented records: towns by rank, a third on the town's own point, 200 characters of text each."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(SEED)
    towns = 2000
    x, y = rng.uniform(BOX[0], BOX[2], towns), rng.uniform(BOX[1], BOX[3], towns)
    weight = 1 / np.arange(1, towns + 1) ** 0.9
    town = rng.choice(towns, count, p=weight / weight.sum())
    exact = rng.random(count) < 0.35
    spread = [np.where(exact, 0, rng.normal(0, 0.05, count)) for _ in range(2)]
    low = rng.poisson(1.2, count)
    pool = [" ".join(rng.choice(WORDS, 32))[:200].ljust(190, ".") for _ in range(20_000)]
    chosen = rng.integers(0, len(pool), count)
    days = pd.Timestamp("2014-01-01") + pd.to_timedelta(rng.integers(0, 3650, count), unit="D")
    grades = np.array(["Confirmed", "Fair", "Weak", "Contested", "Discounted"])
    return pd.DataFrame(
        {
            "id": [f"INC{number:07d}" for number in range(count)],
            "date": days.strftime("%Y-%m-%d"),
            "lat": np.clip(y[town] + spread[1], BOX[1], BOX[3]).round(5),
            "lon": np.clip(x[town] + spread[0], BOX[0], BOX[2]).round(5),
            "place": [f"Town {number}" for number in town],
            "status": grades[rng.choice(5, count, p=[0.4, 0.25, 0.15, 0.1, 0.1])],
            "killed_min": low.astype("int32"),
            "killed_max": (low + rng.poisson(1.5, count)).astype("int32"),
            "text": [f"{number} {pool[place]}" for number, place in enumerate(chosen)],
        }
    )


def popup(row) -> str:
    """What a peer's popup says of one record."""
    return f"<b>{row.id}</b><br>{row.date} {row.place}<br>{row.status} {row.killed_min}-{row.killed_max}<br>{row.text}"


def own(frame, out: Path) -> None:
    """This project: a frame drawn in one line."""
    from maps import draw

    draw(frame, title="Invented records", note="text").save(out)


def fast_cluster(frame, out: Path) -> None:
    """folium's FastMarkerCluster with a popup for each record."""
    import folium
    from folium.plugins import FastMarkerCluster

    made = folium.Map([33.2, 42.2], zoom_start=7)
    call = "function (row) {var m=L.marker(new L.LatLng(row[0],row[1])); m.bindPopup(row[2]); return m;}"
    FastMarkerCluster([[row.lat, row.lon, popup(row)] for row in frame.itertuples()], callback=call).add_to(made)
    made.save(str(out))


def lonboard(frame, out: Path) -> None:
    """lonboard's scatter plot."""
    import geopandas
    import lonboard as peer

    points = geopandas.GeoDataFrame(frame, geometry=geopandas.points_from_xy(frame.lon, frame.lat), crs=4326)
    peer.Map(peer.ScatterplotLayer.from_geopandas(points, get_radius=800, pickable=True)).to_html(str(out))


def kepler(frame, out: Path) -> None:
    """kepler.gl with all columns."""
    from keplergl import KeplerGl

    KeplerGl(height=600, data={"records": frame}).save_to_html(file_name=str(out))


WAYS = {"own": own, "fast_cluster": fast_cluster, "lonboard": lonboard, "kepler": kepler}
LOADED = {"own": "maps.page", "fast_cluster": "folium.plugins", "lonboard": "lonboard", "kepler": "keplergl"}


def one(way: str, frame_file: Path, out: Path) -> None:
    """Make one page, and print what it took."""
    import importlib

    import pandas as pd

    # Imports are not what is measured.
    for name in ("geopandas", LOADED[way]):
        importlib.import_module(name)
    frame = pd.read_parquet(frame_file)
    start, cpu = time.perf_counter(), time.process_time()
    WAYS[way](frame, out)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "cpu": used, "mb": out.stat().st_size / 1e6, "peak_mb": peak}))


def main() -> None:
    """Run every way in turn, several times, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--peers", default="fast_cluster")
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="Folder for the pages.")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(given.one[0], Path(given.one[1]), Path(given.one[2]))
    ways = ["own", *(name for name in given.peers.split(",") if name)]
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        frame_file = Path(made) / "records.parquet"
        records(given.count).to_parquet(frame_file, index=False)
        for _ in range(given.runs):
            for way in ways:
                python = sys.executable if way == "own" else given.peer_python
                call = [python, __file__, str(given.count), "--one", way, str(frame_file), str(folder / f"{way}.html")]
                told = subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT)
                if told.returncode:
                    print(f"{way}: {told.stderr.strip().splitlines()[-1][:160]}")
                    continue
                found[way].append(json.loads(told.stdout.strip().splitlines()[-1]))
    print(f"{given.count} records, {given.runs} runs, medians")
    print("way           wall s   cpu s      MB  peak MB")
    for way, rows in found.items():
        if rows:
            middle = [sorted(row[name] for row in rows)[len(rows) // 2] for name in ("wall", "cpu", "mb", "peak_mb")]
            print(f"{way:<12} {middle[0]:>7.2f} {middle[1]:>7.2f} {middle[2]:>7.1f} {middle[3]:>8.0f}")
    return None


if __name__ == "__main__":
    if "--one" in sys.argv:
        sys.path.insert(0, str(ROOT))
    main()
