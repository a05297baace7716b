"""Measure the geocoder on places with a known point, beside its naive peers, in one run.

    STRIKEATLAS_SHARED=FOLDER python bench/geocode.py [--quick] [--out FOLDER]

The folder holds data/ and bench/ with the scorer and the baselines, which are imported from there. Needs anyascii (the
baselines do). Gazetteers: the embedded places, two place lists, all of them, and all without the cited neighbourhoods,
since those share points with some rows. The weights were fitted on the same rows; what they do on rows that they have
not seen is shown by `scripts/fit_geo.py --check`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data import frame, norm_country  # noqa: E402
from geo import Gazetteer, LonLat, distance_m, locate, locate_table, parse_coordinates  # noqa: E402
from geo.gazetteer.build import combine_sources  # noqa: E402
from geo.names import keys, plain_word  # noqa: E402
from geo.phrases import read_phrase  # noqa: E402
from geo.resolve.choose import rank  # noqa: E402
from geo.resolve.model import choice_model  # noqa: E402
from geo.resolve.terms import Hints  # noqa: E402

SHARED = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
MAIN = ("A_place_name", "B_descriptive")
ALIKE = 0.9
EMBEDDED = "embedded"
UCDP = f"table:{SHARED}/data/ucdp_places.csv.gz?name=name&lat=lat&lon=lon&admin1=admin1&country=country"
DTM = (
    f"table:{SHARED}/data/dtm_iraq_places.csv.gz?name=location_name&name_ar=arabic_name&lat=lat&lon=lon"
    "&admin1=governorate&country_is=IQ&id=place_id"
)
GROUPS: dict[str, Callable[[dict[str, str]], bool]] = {
    "A+B": lambda r: r["tier"] in MAIN,
    "A names, Latin": lambda r: r["tier"] == MAIN[0] and r["lang"] == "en",
    "A names, Arabic": lambda r: r["tier"] == MAIN[0] and r["lang"] == "ar",
    "B descriptive": lambda r: r["tier"] == MAIN[1],
    "C near a place": lambda r: r["tier"].startswith("C_"),
    "D areas": lambda r: r["tier"].startswith("D_"),
    "A UCDP form": lambda r: r["tier"] == "A_ucdp_gazetteer_form",
}


def load(name: str) -> ModuleType:
    """A module of the shared benches."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "bench" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gazetteers() -> dict[str, Gazetteer]:
    """The gazetteers that are measured."""
    every, _ = combine_sources([EMBEDDED, UCDP, DTM])
    cited = every["place_id"].str.startswith("cited:")
    made = {
        "all": every,
        "all, without cited": every[~cited].reset_index(drop=True),
        "embedded": combine_sources([EMBEDDED])[0],
        "UCDP places": combine_sources([UCDP])[0],
        "DTM Iraq": combine_sources([DTM])[0],
    }
    return {name: Gazetteer.from_frame(places) for name, places in made.items()}


def answers_of(rows: list[dict[str, str]], gazetteer: Gazetteer) -> tuple[dict[str, dict[str, Any]], float]:
    """Answers by id, and the milliseconds that a row took."""
    start = time.perf_counter()
    table = locate_table(pd.DataFrame(rows), gazetteer)
    spent = (time.perf_counter() - start) / len(rows) * 1000
    return {row["id"]: row for row in table.to_dict("records") if pd.notna(row["lon"])}, spent


def inside(rows: list[dict[str, str]], answers: dict[str, dict[str, Any]], radius: str) -> float | None:
    """Share of the known points inside a radius, of those answered."""
    held = [
        error_m(row, answers[row["id"]]) <= float(answers[row["id"]][radius])
        for row in rows
        if row["id"] in answers and pd.notna(answers[row["id"]][radius])
    ]
    return round(sum(held) / len(held), 3) if held else None


def error_m(row: dict[str, str], answer: dict[str, Any]) -> float:
    """Metres from the answer to the known point."""
    truth = LonLat(float(row["lon"]), float(row["lat"]))
    return distance_m(truth, LonLat(float(answer["lon"]), float(answer["lat"])))


def held_rows(rows: list[dict[str, str]], gazetteer: Gazetteer) -> set[str]:
    """Rows for which the gazetteer has the place: within the tolerance, with a like key or two edits at most."""
    places = gazetteer.places
    places = places[~places["kind"].isin(["governorate", "country"])]
    lon, lat = np.radians(places["lon"].to_numpy(float)), np.radians(places["lat"].to_numpy(float))
    spellings = list(zip(places["name"], places["name_ar"], places["names"], strict=True))
    found = set()
    for row in rows:
        x, y = np.radians(float(row["lon"])), np.radians(float(row["lat"]))
        half = np.sin((lat - y) / 2) ** 2 + np.cos(lat) * np.cos(y) * np.sin((lon - x) / 2) ** 2
        near = np.flatnonzero(2 * 6371.0088 * np.arcsin(np.sqrt(half)) <= float(row["tol_km"]))
        names = [
            t for at in near for t in (spellings[at][0], spellings[at][1], *spellings[at][2]) if isinstance(t, str)
        ]
        asked = [part.text for part in read_phrase(row["input"]).parts] or [row["input"]]
        if any(alike(a, b) for a in asked for b in names):
            found.add(row["id"])
    return found


def alike(a: str, b: str) -> bool:
    """A common key, or two edits at most between names of four letters and more."""
    if {key.core for key in keys(a)} & {key.core for key in keys(b)}:
        return True
    first, second = plain_word(a), plain_word(b)
    return min(len(first), len(second)) > 3 and Levenshtein.distance(first, second, score_cutoff=2) <= 2


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


def ceiling(rows: list[dict[str, str]], gazetteer: Gazetteer, answers: dict[str, dict[str, Any]]) -> dict[str, float]:
    """How many rows any choice could answer rightly, and what the wrong answers are.

    `listed` is the share of rows for which some candidate, however unlikely, is right. Of the wrong answers,
    `namesake` are those where none of the candidates is right, and the one that was taken bears the name, whole, in
    the governorate stated.
    """
    listed = wrong = namesake = 0
    for row in rows:
        phrase = read_phrase(row["input"])
        code = norm_country(row["country"]) or phrase.country
        ranked = rank(phrase, gazetteer, Hints(code, gazetteer.unit(row["admin1_hint"], code)), choice_model())
        reach, truth = float(row["tol_km"]) * 1000, LonLat(float(row["lon"]), float(row["lat"]))
        some = any(distance_m(r.match.place.lonlat, truth) <= reach for r in ranked)
        listed += some
        got = answers.get(row["id"])
        if got is not None and error_m(row, got) > reach:
            wrong += 1
            best = ranked[0] if ranked else None
            namesake += bool(
                best and not some and "adm1_same" in best.evidence and best.match.score >= ALIKE and not best.slot.left
            )
    line = {"listed": round(listed / len(rows), 3), "wrong": wrong, "namesake": namesake}
    print(f"right candidate among all, listed or not chosen: {line}")
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


def releases(gazetteer: Gazetteer) -> dict[str, Any]:
    """Place phrases of release items against the grid that the item prints; those of rejected items are left out."""
    with gzip.open(SHARED / "data" / "cjtfoir_items_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    errors: list[float] = []
    possible: list[float] = []
    count = 0
    for row in rows:
        fixes = parse_coordinates(row["mgrs"]).fixes
        if not fixes or not row["loc_desc"] or row["assessment"] == "non_credible":
            continue
        count += 1
        found = locate(row["loc_desc"], gazetteer=gazetteer)
        if found.lonlat is not None:
            errors.append(min(distance_m(found.lonlat, fix.lonlat) for fix in fixes) / 1000)
        near = [distance_m(c.lonlat, fix.lonlat) / 1000 for c in found.candidates for fix in fixes]
        possible += [min(near)] if near else []
    within = {f"within_{km}km": round(sum(e <= km for e in errors) / max(1, count), 3) for km in (1, 5, 25)}
    best = {f"best_of_5_{km}km": round(sum(e <= km for e in possible) / max(1, count), 3) for km in (1, 5, 25)}
    line = {"n": count, "answered": round(len(errors) / max(1, count), 3), **within, **best}
    print(f"\n## Release phrases against their own grids\n{line}")
    return line


def crossed(count: int) -> dict[str, Any]:
    """The list of Iraq with names in one script, asked in the other, governorate given."""
    with gzip.open(SHARED / "data" / "dtm_iraq_places.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["location_name"] and row["arabic_name"]]
    rows = rows[:: max(1, len(rows) // count)]
    result = {}
    print("\n## Across scripts: the list of Iraq in one script, asked in the other")
    for held, asked in (("arabic_name", "location_name"), ("location_name", "arabic_name")):
        known = Gazetteer.embedded()
        with gzip.open(SHARED / "data" / "dtm_iraq_places.csv.gz", "rt", encoding="utf-8", newline="") as file:
            listed = [row for row in csv.DictReader(file) if row[held]]
        units = {name: known.unit(name, "IQ") for name in {row["governorate"] for row in listed}}
        places = [list_row(row, held, units[row["governorate"]]) for row in listed]
        gazetteer = Gazetteer.from_frame(frame("places", places))
        questions = [
            {"id": row["place_id"], "input": row[asked], "country": "Iraq", "admin1_hint": row["governorate"],
             "lon": row["lon"], "lat": row["lat"], "tol_km": "5"}
            for row in rows
        ]  # fmt: skip
        answers, _ = answers_of(questions, gazetteer)
        right = sum(error_m(q, answers[q["id"]]) <= 5000 for q in questions if q["id"] in answers)
        listed_right = sum(in_five(q, gazetteer) for q in questions)
        count = len(questions)
        line = {
            "n": count,
            "answered": round(len(answers) / count, 3),
            "in_5": round(listed_right / count, 3),
            "right": round(right / count, 3),
            "of_answered": round(right / max(1, len(answers)), 3),
        }
        result[f"{asked} of {held}"] = line
        print(f"asked by {asked}, held by {held}: {line}")
    return result


def in_five(question: dict[str, str], gazetteer: Gazetteer) -> bool:
    """Whether the place is among the five best candidates, answered or not."""
    found = locate(question["input"], gazetteer=gazetteer, country="IQ", adm1=question["admin1_hint"])
    truth = LonLat(float(question["lon"]), float(question["lat"]))
    return any(distance_m(truth, candidate.lonlat) <= 5000 for candidate in found.candidates)


def list_row(row: dict[str, str], held: str, unit: Any) -> dict[str, Any]:
    """A row of the list of Iraq as a place that bears its name in one script only."""
    point = {"lon": float(row["lon"]), "lat": float(row["lat"]), "adm1_pcode": unit.adm1_pcode if unit else None}
    return {
        "place_id": row["place_id"],
        "name": row[held],
        "kind": "village",
        "country": "IQ",
        "source": "list",
    } | point


def peers(rows: list[dict[str, str]], limit: int) -> dict[str, Any]:
    """The naive geocoders and the prototype of the shared benches, on the same rows and place lists."""
    baselines = load("geocode_baselines")
    result: dict[str, Any] = defaultdict(dict)
    print("\n## Peers on the A+B rows, all place lists")
    asked = (
        ("exact", baselines.exact, None),
        ("WRatio 85", baselines.wratio, limit),
        ("prototype", baselines.folded, None),
    )
    for name, ask, most in asked:
        use = rows[:most]
        start = time.perf_counter()
        got = [(row, ask(row)) for row in use]
        spent = (time.perf_counter() - start) / len(use) * 1000
        given = [(row, found[1]) for row, found in got if found]
        right = sum(
            bool(
                baselines.km(float(r["lat"]), float(r["lon"]), baselines.LAT[at], baselines.LON[at])
                <= float(r["tol_km"])
            )
            for r, at in given
        )
        result[name] = {"n": len(use), "answered": round(len(given) / len(use), 3), "right": round(right / len(use), 3),
                        "of_answered": round(right / max(1, len(given)), 3), "ms": round(spent, 1)}  # fmt: skip
        print(f"{name:18s}{result[name]}")
    return dict(result)


OUT = ROOT / ".bench"


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


if __name__ == "__main__":
    main()
