"""A placement for every claim: judged places first, then stated coordinates, grids, and the place in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data import frame, norm_country, words

from ..coordinates import combine, parse_coordinates, repairs
from ..gazetteer import Gazetteer, Place
from ..precision import extent_radii, precision_of_kind, precision_of_radius, stated_precision, stated_radii
from ..resolve import locate, shown_fixes, told_of
from ..types import Candidate, LonLat, Placement, Radii, distance_m
from .judged import judged_placement, judged_places

AGREES_WITHIN_M = 15_000
NEXT_PLACE_M = 25_000
NULL_ISLAND_DEG = 1.0
MOST_REPAIRS = 3
SETTLED, KNOWN_KINDS = ("town", "village"), ("city", "town", "village")
BY_POINT = ("grid", "stated_coordinates")
# All that a placement, and a finding on a single claim, is made from, beside the gazetteer and the judgements.
PLACED_BY = (
    "record_id",
    "claim_id",
    "recorder",
    "country",
    "adm1_text",
    "place_text",
    "place_text_ar",
    "relation",
    "stated_lon",
    "stated_lat",
    "stated_mgrs",
    "stated_precision",
)
# Of a claim: the place in Latin and in Arabic letters, country, larger unit, relation.
PlaceQuestion = tuple[str, ...]
ASKED = ("place_text", "place_text_ar", "country", "adm1_text", "relation")


def place_claims(
    claims: pd.DataFrame,
    gazetteer: Gazetteer,
    *,
    judgements: pd.DataFrame | None = None,
    known: Mapping[PlaceQuestion, Placement] | None = None,
) -> pd.DataFrame:
    """One row of the table `placements` for each claim, in order; what cannot be placed says why.

    A judged place goes above all, then coordinates that the recorder states (with its precision class), then a grid
    reference, then the words. Coordinates are degrees in WGS 84, radii metres. What is `known` already, from
    `answer_questions` and the same gazetteer, is not looked up again.
    """
    judged = judged_places(judgements)
    asked: dict[PlaceQuestion, Placement] = dict(known or {})
    records = placed_by(claims)
    placed = (_place(claim, gazetteer, judged, asked).row(str(claim["claim_id"])) for claim in records)
    return frame("placements", placed)


def questions_of(claims: pd.DataFrame) -> set[PlaceQuestion]:
    """Return what the claims ask a gazetteer, each question once."""
    columns = [claims[name].astype("string").fillna("").str.strip() for name in ASKED]
    return set(zip(*columns, strict=True))


def answer_questions(questions: Iterable[PlaceQuestion], gazetteer: Gazetteer) -> dict[PlaceQuestion, Placement]:
    """Look up questions, for `place_claims` to know."""
    known: dict[PlaceQuestion, Placement] = {}
    for question in questions:
        by_words(dict(zip(ASKED, question, strict=True)), gazetteer, known)
    return known


def _place(
    claim: Mapping[str, Any],
    gazetteer: Gazetteer,
    judged: Mapping[str, Mapping[str, Any]],
    known: dict[PlaceQuestion, Placement],
) -> Placement:
    decision = judged.get(text_of(claim, "record_id"))
    if decision is not None:
        placed = judged_placement(decision, gazetteer)
        point = placed.lonlat
        return replace(placed, adm1_pcode=_unit(point, claim, None, gazetteer)) if point else placed
    named = by_words(claim, gazetteer, known)
    point = stated_point(claim)
    if point is not None and not is_null_island(point):
        return _stated(point, claim, named, gazetteer)
    named = _with_repairs(claim, named)
    grid = _grid(claim, named, gazetteer)
    return grid if grid is not None else _in_unit(named, claim, gazetteer)


def _in_unit(named: Placement, claim: Mapping[str, Any], gazetteer: Gazetteer) -> Placement:
    """The same, with the governorate around a point that stands among the words as coordinates."""
    point = named.lonlat
    if point is None or named.adm1_pcode or named.method not in BY_POINT:
        return named
    return replace(named, adm1_pcode=_unit(point, claim, None, gazetteer))


def place_columns() -> tuple[str, ...]:
    """Name the columns of a claim on which its placement, and a finding on it alone, rest."""
    return PLACED_BY


def placed_by(claims: pd.DataFrame, *more: str) -> list[dict[str, Any]]:
    """Rows of the columns from which places are found, those that are there."""
    names = [name for name in (*PLACED_BY, *more) if name in claims]
    return [dict(zip(names, row, strict=True)) for row in zip(*(claims[name].tolist() for name in names), strict=True)]


def text_of(row: Mapping[str, Any], column: str) -> str:
    """A text cell, empty where it is missing."""
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def stated_point(claim: Mapping[str, Any]) -> LonLat | None:
    """The point that the recorder states, or None; numbers that are no point of the globe state none."""
    point = raw_point(claim)
    return point if point is not None and abs(point.lon) <= 180 and abs(point.lat) <= 90 else None


def raw_point(claim: Mapping[str, Any]) -> LonLat | None:
    """The two numbers that the recorder states, whatever they are, or None."""
    lon, lat = claim.get("stated_lon"), claim.get("stated_lat")
    if lon is None or lat is None or pd.isna(lon) or pd.isna(lat):
        return None
    return LonLat(float(lon), float(lat))


def is_null_island(point: LonLat) -> bool:
    """Whether both numbers are zero, as programs write them where there is no coordinate."""
    return abs(point.lon) < NULL_ISLAND_DEG and abs(point.lat) < NULL_ISLAND_DEG


def by_words(claim: Mapping[str, Any], gazetteer: Gazetteer, known: dict[PlaceQuestion, Placement]) -> Placement:
    """Placement from the words alone: the Latin text and the Arabic one, whichever is surer."""
    question = tuple(text_of(claim, column) for column in ASKED)
    if question in known:
        return known[question]
    latin, arabic, country, unit, relation = question
    prefix = "near " if relation == "near" and "near" not in latin.casefold() else ""
    texts = [prefix + latin] if latin else []
    texts += [arabic] if arabic else []
    found = [
        locate(text, gazetteer=gazetteer, country=country or None, adm1=unit or None, larger=True) for text in texts
    ]
    known[question] = _more_telling(found) or locate("", gazetteer=gazetteer)
    return known[question]


def _more_telling(found: list[Placement]) -> Placement | None:
    """Of two texts on one place: the answered one; a described area; the finer class where both agree; the surer."""
    answered = [placement for placement in found if placement.lon is not None]
    if len(answered) < 2:
        return next(iter(answered or found), None)
    first, second = answered
    if first.footprint or second.footprint:
        return first if first.footprint else second
    order = words("precision")
    agree = first.lonlat and second.lonlat and distance_m(first.lonlat, second.lonlat) <= AGREES_WITHIN_M
    if agree and first.precision != second.precision:
        return min(answered, key=lambda placement: order.index(placement.precision))
    return max(answered, key=lambda placement: placement.confidence or 0.0)


def _stated(point: LonLat, claim: Mapping[str, Any], named: Placement, gazetteer: Gazetteer) -> Placement:
    agrees = named.lonlat is not None and distance_m(point, named.lonlat) <= AGREES_WITHIN_M
    precision, codes = _precision(claim, gazetteer.by_id(named.place_id) if agrees else None)
    said = text_of(claim, "stated_precision")
    told = f"at the precision “{said}”" if said else "without a precision"
    return Placement(
        lon=point.lon,
        lat=point.lat,
        precision=precision,
        method="stated_coordinates",
        reason=f"The recorder states the point, {told}.",
        radii=_reach(precision, gazetteer.by_id(named.place_id) if agrees else None),
        confidence=None,
        place_id=named.place_id if agrees else None,
        place_name=named.place_name if agrees else None,
        adm1_pcode=_unit(point, claim, named if agrees else None, gazetteer),
        footprint_kind="circle",
        candidates=named.candidates,
        warnings=codes,
    )


def _reach(precision: str, place: Place | None) -> Radii:
    """Radii of a stated point; one that stands for a whole town reaches as far as the town does."""
    radii = stated_radii(precision)
    return radii.wider(extent_radii(place.kind, place.population)) if place and precision == "town" else radii


def _precision(claim: Mapping[str, Any], there: Place | None) -> tuple[str, tuple[str, ...]]:
    """The class of a stated point; `there` is the named place where it lies at the point.

    A code for a settlement is resolved by the kind of the place: "city" may be written of a village.
    """
    stated = stated_precision(text_of(claim, "recorder"), text_of(claim, "stated_precision"))
    if stated in SETTLED and there is not None and there.kind in KNOWN_KINDS:
        return precision_of_kind(there.kind), ()
    if stated and stated != "by_kind":
        return stated, ()
    # A point whose precision nobody states, at a place that nobody knows, may lie anywhere around there.
    precision = precision_of_kind(there.kind) if there is not None else "around_place"
    if precision in ("site", "exact"):
        precision = "neighbourhood"
    return precision, () if stated else ("precision_not_stated",)


def _with_repairs(claim: Mapping[str, Any], named: Placement) -> Placement:
    """The placement by words, with repaired readings of a grid that cannot be read or lies far away as candidates."""
    written = text_of(claim, "stated_mgrs")
    if not written or named.lonlat is None:
        return named
    found = repairs(written, named.lonlat)[:MOST_REPAIRS]
    if not found:
        return named
    added = tuple(Candidate("", f"grid, {r.change}", "grid", r.lonlat.lon, r.lonlat.lat, 0.0) for r in found)
    return replace(named, candidates=named.candidates + added, warnings=(*named.warnings, "grid_repaired"))


def _grid(claim: Mapping[str, Any], named: Placement, gazetteer: Gazetteer) -> Placement | None:
    reading = parse_coordinates(text_of(claim, "stated_mgrs"))
    if not reading.fixes:
        return None
    code = norm_country(text_of(claim, "country"))
    found = combine(reading.fixes, gazetteer.box(code) if code else None)
    several = len(reading.fixes) > 1 and found.relation != "same"
    codes = (*named.warnings, "several_places") if several else named.warnings
    candidates = (shown_fixes(reading.fixes) if several else ()) + named.candidates
    if found.lonlat is None or found.radii is None:
        reason = f"{told_of(found)} None is chosen; the words are. {named.reason}"
        return replace(named, reason=reason, candidates=candidates, warnings=tuple(dict.fromkeys(codes)))
    agrees = named.lonlat is not None and distance_m(found.lonlat, named.lonlat) <= AGREES_WITHIN_M
    own = "The recorder states a grid reference; the point is the centre of its cell."
    return Placement(
        lon=found.lonlat.lon,
        lat=found.lonlat.lat,
        precision=precision_of_radius(found.radii.r95_m),
        method="grid",
        reason=own if found.relation == "one" and not several else told_of(found),
        radii=found.radii,
        place_id=named.place_id if agrees else None,
        place_name=named.place_name if agrees else None,
        adm1_pcode=_unit(found.lonlat, claim, named if agrees else None, gazetteer),
        footprint=found.footprint,
        footprint_kind="polygon" if found.footprint else "circle",
        candidates=candidates,
        warnings=tuple(code for code in dict.fromkeys(codes) if code in ("several_places", "grid_repaired")),
        unread=reading.problems,
    )


def _unit(point: LonLat, claim: Mapping[str, Any], named: Placement | None, gazetteer: Gazetteer) -> str | None:
    """P-code of the governorate: as stated, else of the named place, else of the places around the point."""
    unit = gazetteer.unit(text_of(claim, "adm1_text"), text_of(claim, "country") or None)
    if unit is not None and unit.adm1_pcode:
        return unit.adm1_pcode
    if named is not None and named.adm1_pcode:
        return named.adm1_pcode
    around = [
        place for place, metres in gazetteer.around(point, count=3) if metres <= NEXT_PLACE_M and place.adm1_pcode
    ]
    codes = {place.adm1_pcode for place in around}
    return codes.pop() if len(codes) == 1 else None
