"""Measure the geocoder on places with a known point, beside its naive peers, in one run.

    STRIKEATLAS_SHARED=FOLDER python bench/geocode.py [--quick]

The folder holds data/ and bench/ with the scorer and the baselines, which are imported from there. Needs anyascii (the
baselines do). Gazetteers: the embedded places, two place lists, all of them, and all without the cited neighbourhoods,
since those share points with some rows. The weights were fitted on the same rows; what they do on rows that they have
not seen is shown by `scripts/fit_geo.py --check`. A whole run draws the pictures of docs/geocoding.md anew.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from types import ModuleType
from typing import Any

import geocode_pictures
import numpy as np
import pandas as pd
from geocode_data import GROUPS, MAIN, ROOT, SHARED, answers_of, error_m, gazetteers, held_rows, load
from geocode_sides import ceiling, crossed, peers, releases

from geo import Gazetteer

OUT = ROOT / ".bench"


def inside(rows: list[dict[str, str]], answers: dict[str, dict[str, Any]], radius: str) -> float | None:
    """Share of the known points inside a radius, of those answered."""
    held = [
        error_m(row, answers[row["id"]]) <= float(answers[row["id"]][radius])
        for row in rows
        if row["id"] in answers and pd.notna(answers[row["id"]][radius])
    ]
    return round(sum(held) / len(held), 3) if held else None


def measure(rows: list[dict[str, str]], named: dict[str, Gazetteer], scorer: ModuleType) -> dict[str, Any]:
    """Every gazetteer on every group of rows."""
    result: dict[str, Any] = {}
    for name, gazetteer in named.items():
        answers, spent = answers_of(rows, gazetteer)
        held = held_rows([row for row in rows if row["tier"] in MAIN], gazetteer)
        print(f"\n## {name}: {len(gazetteer)} places, {spent:.2f} ms a row")
        header = (
            "answered",
            "right",
            "of answered",
            "1 km",
            "5 km",
            "25 km",
            "in r80",
            "in r95",
            "r80 km",
            "r95 km",
            "in 5",
        )
        print(f"{'':18s}{'n':>6s}" + "".join(f"{word:>12s}" for word in header))
        result[name] = {"ms": round(spent, 3), "groups": {}}
        for group, belongs in GROUPS.items():
            chosen = [row for row in rows if belongs(row)]
            line = score(chosen, answers, scorer)
            result[name]["groups"][group] = line
            print(f"{group:18s}{len(chosen):6d}" + "".join(f"{shown(value):>12s}" for value in line.values()))
        result[name]["radii"] = show_radii([row for row in rows if row["tier"] in MAIN], answers)
        for group in ("A+B", "A names, Latin", "A names, Arabic"):
            chosen = [row for row in rows if GROUPS[group](row)]
            result[name][f"held {group}"] = show_held(group, chosen, held, answers)
        if name == "all":
            keep_answers(rows, answers)
            result["ceiling"] = ceiling([row for row in rows if row["tier"] in MAIN], gazetteer, answers)
    return result


def show_radii(rows: list[dict[str, str]], answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Share of the known points inside the radii, by the class of the answer; a larger place stands apart."""
    by_class: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["id"] in answers:
            got = answers[row["id"]]
            larger = "placed_at_larger_place" in str(got["warnings"])
            by_class["larger place" if larger else str(got["precision"])].append(row)
    lines: dict[str, dict[str, Any]] = {}
    for label, chosen in sorted(by_class.items()):
        lines[label] = {"n": len(chosen)} | {
            f"in {name}": inside(chosen, answers, column)
            for name, column in (("r50", "r50_m"), ("r80", "r80_m"), ("r95", "radius_m"))
        }
        for name, column in (("r80", "r80_m"), ("r95", "radius_m")):
            reach = np.median([float(answers[row["id"]][column]) for row in chosen])
            lines[label][f"median {name} km"] = round(float(reach) / 1000, 2)
        print(f"radii of class {label}: {lines[label]}")
    return lines


def score(chosen: list[dict[str, str]], answers: dict[str, dict[str, Any]], scorer: ModuleType) -> dict[str, Any]:
    """The figures of the shared scorer, with the 80 % radius beside the 95 %."""
    got = scorer.figures(chosen, answers)
    r80 = [float(answers[row["id"]]["r80_m"]) / 1000 for row in chosen if row["id"] in answers]
    return {
        "answered": got["answered"], "right": got["right"], "right_of_answered": got["right_of_answered"],
        "within_1km": got["within_1km"], "within_5km": got["within_5km"], "within_25km": got["within_25km"],
        "inside_r80": inside(chosen, answers, "r80_m"), "inside_r95": got["inside_radius"],
        "median_r80_km": float(np.median(r80)) if r80 else None, "median_r95_km": got["median_radius_km"],
        "right_in_5": got["right_in_5"],
    }  # fmt: skip


def shown(value: Any) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def show_held(
    group: str, chosen: list[dict[str, str]], held: set[str], answers: dict[str, dict[str, Any]]
) -> dict[str, float]:
    """Coverage of the gazetteer, and the choice on the rows that it holds."""
    inside_it = [row for row in chosen if row["id"] in held]
    given = [row for row in inside_it if row["id"] in answers]
    right = sum(error_m(row, answers[row["id"]]) <= float(row["tol_km"]) * 1000 for row in given)
    line = {
        "held": round(len(inside_it) / len(chosen), 3),
        "right_of_held": round(right / max(1, len(inside_it)), 3),
        "right_of_answered": round(right / max(1, len(given)), 3),
    }
    print(f"held rows of {group}: {line}")
    return line


def keep_answers(rows: list[dict[str, str]], answers: dict[str, dict[str, Any]]) -> None:
    """Confidence and rightness of every row, for the pictures."""
    lines = []
    for row in rows:
        got = answers.get(row["id"])
        right = got is not None and error_m(row, got) <= float(row["tol_km"]) * 1000
        lines.append({**row, "confidence": got["confidence"] if got else None, "right": right,
                      "error_km": error_m(row, got) / 1000 if got else None})  # fmt: skip
    OUT.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(lines).to_csv(OUT / "geocode_rows.csv", index=False)


def main() -> None:
    """Measure and print; keep the figures as JSON for the manual."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="all place lists together only, fewer rows for the slow peer"
    )
    given = parser.parse_args()
    with (SHARED / "data" / "geocode_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = gazetteers()
    if given.quick:
        named = {"all": named["all"]}
    result = {"gazetteers": measure(rows, named, load("score_geocode"))}
    result["releases"] = releases(named["all"])
    result["crossed"] = crossed(400 if given.quick else 1500)
    result["peers"] = peers([row for row in rows if row["tier"] in MAIN], 60 if given.quick else 600)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "geocode.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    if not given.quick:
        geocode_pictures.main()


if __name__ == "__main__":
    main()
