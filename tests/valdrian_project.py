"""A project about Valdria, a country that does not exist, for tests of the whole way."""

from __future__ import annotations

import csv
from pathlib import Path

SETTINGS = """
[atlas]
title = "Valdria, reported strikes"
title_ar = "فالدريا"

[[inputs]]
path = "incidents.csv"
recorder = "strikeatlas"
licence = "CC0"
redistribution = "full"

[[matches]]
answering = "ministry"
answered = "watch"
alias = "desk"
made_at = "2031-06-01"
why = "The ministry names the case."

[publish]
statuses = ["watch/none", "ministry/none"]
coordinate_decimals = 2
undated = "hold"
attribution = "Valdria Watch"
licence = "CC0"
"""
COLUMNS = ["recorder", "code", "codes", "date", "place", "lat", "lon", "stated_precision", "killed", "note", "url"]
WATCH, MINISTRY = "https://watch.example", "https://ministry.example"
SECRET = "private words"
ROWS = [
    ["watch", "V1", "", "2017-03-04", "Brenn", "36.345671", "43.101234", "exact_location", "2-4", SECRET, f"{WATCH}/1"],
    ["watch", "V2", "", "2017-03", "Ostrel", "36.101112", "43.601112", "city", "", "", f"{WATCH}/2"],
    ["watch", "V3", "", "2017-05-20", "Karn", "", "", "", "at least 3", "", f"{WATCH}/3"],
    ["ministry", "M9", "V1", "2017-03-04", "near Brenn", "", "", "", "1", "", f"{MINISTRY}/9"],
]  # fmt: skip


def make_project(folder: Path, *, rows: list[list[str]] | None = None, settings: str = SETTINGS) -> Path:
    """Write a small project and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "atlas.toml").write_text(settings, encoding="utf-8")
    with (folder / "incidents.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *(ROWS if rows is None else rows)])
    return folder
