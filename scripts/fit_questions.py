"""The questions that the choice is fitted on: located records, with and without their hints and across scripts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from fit_start import ROOT, START

sys.path.insert(0, str(ROOT))

from data import frame, norm_country
from geo import Gazetteer, LonLat, distance_m
from geo.gazetteer.embedded import adm1_units
from geo.gazetteer.lists import combine_sources
from geo.phrases import read_phrase
from geo.resolve.choose import rank
from geo.resolve.model import ChoiceModel
from geo.resolve.terms import Hints

FOLDS = 5
SIDE_WEIGHT = 0.25
MISPLACED = 75 / 2404
MAIN_TIERS = ("A_place_name", "B_descriptive")


@dataclass
class Question:
    """A text with its known point: the candidates' terms, which of them are right, and where they lie."""

    id: str
    fold: int
    weight: float
    terms: list[dict[str, float]]
    right: list[bool]
    points: list[LonLat]
    kinds: list[str]
    off: list[bool]
    truth: LonLat
    tolerance_m: float
    lang: str


def shared() -> Path:
    """The folder of real data."""
    return Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))


def sources(folder: Path) -> list[str]:
    """The three place lists."""
    data = folder / "data"
    return [
        "embedded",
        f"table:{data}/ucdp_places.csv.gz?name=name&lat=lat&lon=lon&admin1=admin1&country=country",
        f"table:{data}/dtm_iraq_places.csv.gz?name=location_name&name_ar=arabic_name&lat=lat&lon=lon"
        "&admin1=governorate&country_is=IQ&id=place_id",
    ]


def empty_model() -> ChoiceModel:
    """A model that only sorts: the terms are what is wanted."""
    return ChoiceModel(START, 0.0, 0.0)


def fold_of(lon: float, lat: float) -> int:
    """Which of the parts a place belongs to: by its cell of a tenth of a degree, so that a place is never in two."""
    cell = f"{round(lon, 1)} {round(lat, 1)}"
    return hashlib.sha256(cell.encode()).digest()[0] % FOLDS


def ask(row: dict[str, str], gazetteer: Gazetteer, model: ChoiceModel, weight: float) -> Question:
    """The candidates of one row."""
    phrase = read_phrase(row["input"])
    code = norm_country(row["country"]) or phrase.country
    hints = Hints(code, gazetteer.unit(row["admin1_hint"], code), beside=gazetteer.beside_unit)
    ranked = rank(phrase, gazetteer, hints, model)
    truth = LonLat(float(row["lon"]), float(row["lat"]))
    reach = float(row["tol_km"]) * 1000
    points = [r.match.place.lonlat for r in ranked]
    return Question(
        row["id"], fold_of(truth.lon, truth.lat), weight, [r.evidence for r in ranked],
        [distance_m(p, truth) <= reach for p in points], points, [r.match.place.kind for r in ranked],
        [r.slot.part.relation.off for r in ranked], truth, reach, row.get("lang", "en"),
    )  # fmt: skip


def main_questions(folder: Path, gazetteer: Gazetteer, tiers: Iterable[str]) -> list[Question]:
    """Rows of the development file."""
    with (folder / "data" / "geocode_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tier"] in tiers]
    return [ask(row, gazetteer, empty_model(), 1.0) for row in rows]


def unhinted_questions(folder: Path, gazetteer: Gazetteer) -> list[Question]:
    """The same rows without their governorate: the text and the country must do."""
    with (folder / "data" / "geocode_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tier"] in MAIN_TIERS]
    return [ask(row | {"admin1_hint": ""}, gazetteer, empty_model(), SIDE_WEIGHT) for row in rows]


def misplaced_questions(folder: Path, gazetteer: Gazetteer) -> list[Question]:
    """The same rows with a governorate that is not theirs, as often as recorders state one.

    Rows whose governorate does not fit were taken out of the file; of 2,404 records of the same recorder 75 state
    another governorate than their point lies in, a third of these within 20 km of it.
    """
    draw = random.Random(11)
    units = {"SY": [], "IQ": []}
    for unit in adm1_units().dropna(subset="pcode").to_dict("records"):
        units[unit["country"]].append(unit)
    with (folder / "data" / "geocode_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tier"] in MAIN_TIERS and row["admin1_hint"]]
    made = []
    for row in rows:
        code = norm_country(row["country"])
        own = gazetteer.unit(row["admin1_hint"], code)
        others = [u for u in units[code] if own is None or u["pcode"] != own.adm1_pcode]
        point = LonLat(float(row["lon"]), float(row["lat"]))
        beside = [u for u in others if gazetteer.beside_unit(point, u["pcode"])]
        stated = draw.choice(beside if beside else others)
        made.append(ask(row | {"admin1_hint": stated["name_en"]}, gazetteer, empty_model(), MISPLACED))
    return made


def near_questions(folder: Path, gazetteer: Gazetteer) -> list[Question]:
    """Places that releases name as being near a strike; right is what lies within 25 km, as most strikes do."""
    with (folder / "data" / "geocode_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"tol_km": "25"} for row in csv.DictReader(file) if row["tier"].startswith("C_")]
    hinted = [ask(row, gazetteer, empty_model(), SIDE_WEIGHT) for row in rows]
    return hinted + [ask(row | {"admin1_hint": ""}, gazetteer, empty_model(), 2 * SIDE_WEIGHT) for row in rows]


def crossed_questions(folder: Path, count: int = 1500) -> list[Question]:
    """Places of Iraq asked in one script of a gazetteer that holds the other, two in five of them taken out."""
    draw = random.Random(7)
    with gzip.open(folder / "data" / "dtm_iraq_places.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["location_name"] and row["arabic_name"]]
    places, _ = combine_sources(sources(folder)[:2])
    questions: list[Question] = []
    for asked, held in (("location_name", "arabic_name"), ("arabic_name", "location_name")):
        kept = [row for row in rows if draw.random() < 0.6]
        extra = [
            {"place_id": f"dtm:{row['place_id']}", "name": row[held], "kind": "village", "country": "IQ",
             "lon": float(row["lon"]), "lat": float(row["lat"]), "source": "list"}
            for row in kept
        ]  # fmt: skip
        gazetteer = Gazetteer.from_frame(with_units(places, extra, kept))
        for row in draw.sample(rows, count // 2):
            made = {"id": row["place_id"], "input": row[asked], "country": "Iraq", "lon": row["lon"], "lat": row["lat"],
                    "admin1_hint": row["governorate"], "tol_km": "3"}  # fmt: skip
            questions.append(ask(made, gazetteer, empty_model(), SIDE_WEIGHT))
    return questions


def with_units(places: Any, extra: list[dict[str, Any]], rows: Sequence[dict[str, str]]) -> Any:
    """The places and the further rows as one frame, governorates resolved by name."""
    known = Gazetteer.embedded()
    codes = {name: known.unit(name, "IQ") for name in {row["governorate"] for row in rows}}
    found = [codes[row["governorate"]] for row in rows]
    named = [
        made | ({"adm1_pcode": unit.adm1_pcode, "adm1_name": unit.name} if unit else {})
        for made, unit in zip(extra, found, strict=True)
    ]
    return pd.concat([places, frame("places", named)], ignore_index=True)
