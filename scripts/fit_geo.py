"""Fit the choice among candidates and the radii on located records; writes geo/models/choice.toml and radii.toml.

usage: STRIKEATLAS_SHARED=../shared python scripts/fit_geo.py [--check]

Needs scipy, which is no dependency of the project. Rows are split by place, so that no place stands on both sides of a
split; --check measures each fifth with weights fitted on the other four, and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import gzip
import hashlib
import math
import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data import frame, norm_country  # noqa: E402
from geo import Gazetteer, LonLat, distance_m  # noqa: E402
from geo.gazetteer.build import combine_sources  # noqa: E402
from geo.phrases import read_phrase  # noqa: E402
from geo.precision import BANDS  # noqa: E402
from geo.resolve.choose import SAME_SPOT_M, rank  # noqa: E402
from geo.resolve.model import ChoiceModel, choice_model  # noqa: E402
from geo.resolve.terms import Hints  # noqa: E402

MODELS = ROOT / "geo" / "models"
PRIOR = 0.5
FOLDS = 5
SIDE_WEIGHT = 0.25
LEAST = 20
FLOOR_M = 300
KINDS = ("landmark", "neighbourhood", "village", "town", "city", "other")
MAIN_TIERS = ("A_place_name", "B_descriptive")
# What may not turn round, whatever the records say: a mismatch never speaks for a place, agreement never against it.
LOWER_TERMS = [
    "core",
    "share",
    "vowels",
    "vowels_crossed",
    "vowel_edits",
    "vowel_edits_crossed",
    "missing",
    "left_inside",
    "ending",
    "ending_crossed",
    "epithets",
    "kunya",
    "types",
    "left",
    "adm1_other",
    "country_other",
    "parent_far",
    "wide",
    "rest_named",
    "rest_site",
    "short",
    "common",
    "site_missing",
    "street_missing",
    "behind",
    "alias",
    "second",
    "vowels_short",
    "left_large",
    "site_alone",
    "rest_reach",
    "rest_town",
]
RAISING_TERMS = [
    "slip",
    "people_alone",
    "beside",
    "exact",
    "adm1_same",
    "parent_near",
    "parent_alone",
    "kind_same",
    "long",
]
# Where the fit starts and what it is pulled towards: set by hand from the measurements of the design.
START = {
    "bias": 0.2,
    "core": -0.5,
    "share": -5.0,
    "vowels": -6.0,
    "vowels_crossed": -6.0,
    "vowel_edits": -0.4,
    "vowel_edits_crossed": -0.4,
    "ending": -1.2,
    "ending_crossed": -1.5,
    "epithets": -1.0,
    "sibling": -3.0,
    "kunya": -1.5,
    "types": -0.5,
    "exact": 0.5,
    "short": -0.4,
    "long": 0.4,
    "left": -2.0,
    "left_site": -0.5,
    "side": -0.5,
    "several": 0.0,
    "common": -0.5,
    "no_hint": 1.0,
    "adm1_same": 2.5,
    "adm1_other": -2.5,
    "country_other": -5.0,
    "parent_near": 1.0,
    "parent_alone": 0.5,
    "parent_far": -1.5,
    "covers": -3.5,
    "rest_named": -2.0,
    "rest_site": -1.5,
    "rest_near": 1.0,
    "first": 0.7,
    "colon": 1.0,
    "bracketed": -0.5,
    "is_off": -0.3,
    "kind_same": 0.3,
    "kind_other": -1.0,
    "wide": -4.0,
    "people": 0.2,
    "site_missing": -1.0,
    "street_missing": -3.5,
    "is_neighbourhood": 0.3,
    "is_landmark": -1.5,
    "is_other": -1.4,
}
BOUNDS: dict[str, tuple[float | None, float | None]] = {
    **dict.fromkeys(LOWER_TERMS, (None, 0.0)), **dict.fromkeys(RAISING_TERMS, (0.0, None)),
    "covers": (None, -3.0), "sibling": (None, -2.5), "epithets": (None, -0.8), "people": (0.15, 0.4),
}  # fmt: skip


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
    hints = Hints(code, gazetteer.unit(row["admin1_hint"], code))
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


def fit(questions: list[Question], start: dict[str, float]) -> dict[str, float]:
    """Weights that make the right candidates, or "none of these", most likely; pulled towards the start."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only fitting needs it

    names = sorted({term for q in questions for terms in q.terms for term in terms} | set(start))
    at = {name: n for n, name in enumerate(names)}
    mean = np.array([start.get(name, 0.0) for name in names])
    blocks = [(matrix(q, at), np.array(q.right, dtype=bool), q.weight) for q in questions if q.terms]
    bounds = [BOUNDS.get(name, (None, None)) for name in names]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.5 * PRIOR * float(((weights - mean) ** 2).sum()), PRIOR * (weights - mean)
        for x, right, weight in blocks:
            scores = np.append(x @ weights, 0.0)
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            good = np.append(right, not right.any())
            share = chance[good].sum() + 1e-12
            total -= weight * math.log(share)
            pull = np.where(good, chance / share, 0.0) - chance
            slope = slope - weight * (x.T @ pull[:-1])
        return total, slope

    found = minimize(loss, mean, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    return {name: round(float(value), 3) for name, value in zip(names, found.x, strict=True)}


def matrix(question: Question, at: dict[str, int]) -> np.ndarray:
    """Candidates by terms."""
    x = np.zeros((len(question.terms), len(at)))
    for row, terms in enumerate(question.terms):
        for term, value in terms.items():
            x[row, at[term]] = value
    return x


@dataclass
class Answer:
    """What the choice gives for a question: how sure, how far off, whether right."""

    question: Question
    sure: float
    metres: float
    right: bool
    kind: str
    off: bool
    larger: bool


def answer(question: Question, weights: dict[str, float]) -> Answer | None:
    """The best candidate under the weights; None where there is none."""
    if not question.terms:
        return None
    scores = [sum(weights.get(term, 0.0) * value for term, value in terms.items()) for terms in question.terms]
    top = max(*scores, 0.0)
    chance = [math.exp(score - top) for score in scores]
    total = sum(chance) + math.exp(-top)
    best = max(range(len(scores)), key=lambda n: scores[n])
    here = question.points[best]
    reach = SAME_SPOT_M.get(question.kinds[best], 4_000)
    sure = sum(c for c, point in zip(chance, question.points, strict=True) if distance_m(here, point) <= reach) / total
    metres = distance_m(here, question.truth)
    larger = any(term in question.terms[best] for term in ("rest_named", "rest_site", "stated"))
    return Answer(question, sure, metres, question.right[best], question.kinds[best], question.off[best], larger)


def held_out(asked: list[Question], every: list[Question], start: dict[str, float]) -> list[Answer | None]:
    """Answers to questions under weights that were fitted without the part in which they lie."""
    found: list[Answer | None] = []
    for fold in range(FOLDS):
        weights = fit([q for q in every if q.fold != fold], start)
        found += [answer(q, weights) for q in asked if q.fold == fold]
    return found


def conformal(metres: list[float]) -> list[int] | None:
    """Split conformal quantiles for 50, 80 and 95 of 100; None where there are too few to speak of."""
    if len(metres) < LEAST:
        return None
    ranked = sorted(metres)
    at = [min(len(ranked), math.ceil((len(ranked) + 1) * share)) - 1 for share in (0.5, 0.8, 0.95)]
    return [max(FLOOR_M, int(round(ranked[n], -2))) for n in at]


def write_radii(placed: list[Answer], beside: list[Answer]) -> None:
    """The fitted radii as TOML; a class with too few answers takes those of all classes together."""
    head, _, stated = (MODELS / "radii.toml").read_text(encoding="utf-8").partition("[source]")
    stated = stated[stated.index("[stated]") :].split("[named_", 1)[0].rstrip()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    lines = [
        "[source]",
        f'fitted_on = "{len(placed)} answers to place names, each with weights fitted on '
        'the other four fifths of the places; scripts/fit_geo.py"',
        f'fitted_at = "{today}"', "", stated,
    ]  # fmt: skip
    high = 1.01
    for low, title in BANDS:
        band = [a for a in placed if low <= a.sure < high and not a.larger]
        every = conformal([a.metres for a in band])
        lines += ["", f"[{title}]"]
        for kind in KINDS:
            of_kind = [a.metres for a in band if a.kind == kind]
            lines.append(f"{kind} = {conformal(of_kind) or every}  # n = {len(of_kind)}")
        high = low
    larger = [a.metres for a in placed if a.larger]
    lines += ["", "[larger]", f"every = {conformal(larger)}  # n = {len(larger)}"]
    near = (MODELS / "radii.toml").read_text(encoding="utf-8").partition("[near]")[2]
    print(f"near: {conformal([a.metres for a in beside])} from {len(beside)} answers; the stated radii stay")
    (MODELS / "radii.toml").write_text(head + "\n".join(lines) + "\n\n[near]" + near, encoding="utf-8")


def show(title: str, answers: list[Answer | None]) -> None:
    """Risk and coverage at some thresholds, and the reliability of the confidence."""
    count = len(answers)
    given = [a for a in answers if a is not None]
    print(f"{title}: {count} questions")
    for limit in (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9):
        kept = [a for a in given if a.sure >= limit]
        right = sum(a.right for a in kept)
        share = right / max(1, len(kept))
        print(f"  from {limit:.2f}: answered {len(kept) / count:.3f} right {right / count:.3f} of answered {share:.3f}")
    for low in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.2, 0.2: 0.4, 0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        band = [a for a in given if low <= a.sure < high]
        if band:
            said = sum(a.sure for a in band) / len(band)
            print(f"  said {said:.2f} was {sum(a.right for a in band) / len(band):.2f} (n {len(band)})")


def main() -> None:
    """Fit and write, or fit and check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on each fifth with weights fitted on the others")
    given = parser.parse_args()
    folder = shared()
    places, _ = combine_sources(sources(folder))
    gazetteer = Gazetteer.from_frame(places)
    rows = main_questions(folder, gazetteer, MAIN_TIERS)
    crossed = crossed_questions(folder)
    bare = unhinted_questions(folder, gazetteer)
    bare += near_questions(folder, gazetteer)
    start = START
    if given.check:
        show("fitted on the other four fifths", held_out(rows, rows + bare + crossed, start))
        show("the same without the governorate", held_out(bare, rows + bare + crossed, start))
        weights = fit(rows + bare + crossed, start)
        show("Iraq, crossed scripts", [answer(q, weights) for q in crossed])
        print(weights)
        return
    weights = fit(rows + bare + crossed, start)
    write_choice(weights, len(rows), len(crossed))
    near = [q for q in main_questions(folder, gazetteer, ("C_strike_point_near_place",)) if q.terms]
    placed = [a for a in held_out(rows, rows + bare + crossed, start) if a and a.sure >= choice_model().answer_at]
    beside = [a for a in held_out(near, rows + bare + crossed, start) if a and a.sure >= choice_model().answer_at]
    write_radii([a for a in placed if not a.off], [a for a in beside if a.off])


def write_choice(weights: dict[str, float], main_rows: int, side_rows: int) -> None:
    """The fitted weights as TOML, with what they were fitted on and when."""
    head = (MODELS / "choice.toml").read_text(encoding="utf-8").split("[source]", 1)[0]
    today = datetime.datetime.now(tz=datetime.UTC).date()
    by_hand = (MODELS / "choice.toml").read_text(encoding="utf-8").partition("[set]")[2]
    lines = [
        "[source]",
        f'fitted_on = "{main_rows} place names of reported strikes (tiers A and B), {side_rows} places '
        'of Iraq asked across scripts; scripts/fit_geo.py"',
        f'fitted_at = "{today}"', "", "[weights]",
        *(f"{name} = {value}" for name, value in weights.items()), "", "[set]",
    ]  # fmt: skip
    (MODELS / "choice.toml").write_text(head + "\n".join(lines) + by_hand, encoding="utf-8")


if __name__ == "__main__":
    main()
