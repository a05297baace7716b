"""Beside the main table: release phrases, names across scripts, the naive peers, and what no choice could mend."""

from __future__ import annotations

import csv
import gzip
import time
from collections import defaultdict
from typing import Any

from geocode_data import SHARED, answers_of, error_m, load

from data import frame, norm_country
from geo import Gazetteer, LonLat, distance_m, locate, parse_coordinates
from geo.phrases import read_phrase
from geo.resolve.choose import rank
from geo.resolve.model import choice_model
from geo.resolve.terms import Hints

ALIKE = 0.9


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
        hints = Hints(code, gazetteer.unit(row["admin1_hint"], code), beside=gazetteer.beside_unit)
        ranked = rank(phrase, gazetteer, hints, choice_model())
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
