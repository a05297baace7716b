"""How long the gate takes beside the build: `python bench/gate_time.py [RECORDS]`; 100,000 records at first.

Both are timed in one run, in processor seconds, on invented records: the build with its preview, then a publication.
The figure that counts is the multiple: second reading over build, and the whole publication over build.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import maps.publish.site as site_module
from maps import load_project, publish_project
from maps.pipeline import build_project

SETTINGS = """
[atlas]
title = "Valdria, reported strikes"

[[inputs]]
path = "incidents.csv"
recorder = "strikeatlas"
licence = "CC0"
redistribution = "full"

[publish]
statuses = ["watch/none"]
attribution = "Valdria Watch"
licence = "CC0"
"""
HEAD = ["recorder", "code", "date", "place", "lat", "lon", "stated_precision", "killed", "note", "url"]


def row(number: int) -> list[str]:
    lat, lon = 33 + (number * 7919 % 400_000) / 100_000, 40 + (number * 104_729 % 600_000) / 100_000
    day = f"20{14 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return ["watch", f"V{number}", day, f"Quarter {number % 977} of Brenn", f"{lat:.6f}", f"{lon:.6f}", "city",
            str(number % 9), f"a private note on {number}", f"https://watch.example/{number}"]  # fmt: skip


def timed(spent: dict[str, float], name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def instead(*words: Any, **more: Any) -> Any:
        began = time.process_time()
        try:
            return call(*words, **more)
        finally:
            spent[name] = spent.get(name, 0.0) + time.process_time() - began

    return instead


def main(records: int) -> None:
    spent: dict[str, float] = {}
    for name in ("select", "_fill", "check_site"):
        setattr(site_module, name, timed(spent, name, getattr(site_module, name)))
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        (folder / "atlas.toml").write_text(SETTINGS, encoding="utf-8")
        with (folder / "incidents.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEAD, *map(row, range(records))])
        project = load_project(folder)
        built = timed(spent, "build", build_project)(project, work=folder / "work")
        done = timed(spent, "publish", publish_project)(project, built, site=folder / "site", as_of=date(2026, 1, 31))
        size = sum(path.stat().st_size for path in done.folder.rglob("*") if path.is_file()) / 1e6
    print(f"{records:,} records, {done.counts['published']:,} published, a site of {size:.0f} MB")
    for name, told in (("build", "build with preview"), ("select", "choosing"), ("_fill", "writing"),
                       ("check_site", "second reading"), ("publish", "publication, whole")):  # fmt: skip
        print(f"{told:<20}{spent[name]:>8.1f} s{spent[name] / spent['build']:>8.2f} x build")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
