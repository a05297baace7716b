"""Plausibility of stated places and points: every finding names both values, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import norm_country

from ..coordinates import combine, parse_coordinates
from ..gazetteer import Gazetteer
from ..placing.claims import by_words, is_null_island, placed_by, raw_point, stated_point, text_of
from ..precision import stated_precision, stated_radii
from ..resolve.terms import akin_units
from ..types import LonLat, Placement, distance_m
from .findings import Finding, findings_frame
from .repeats import repeated

CENTROID_M = 2_000
REACH_M = {"landmark": 3_000, "neighbourhood": 3_000, "village": 9_000, "town": 10_000, "city": 15_000, "other": 12_000}
NEAR_REACH_M = 30_000
# A grid and a point of one record that lie farther apart are two places.
GRID_REACH_M = 5_000
UNIT_SEEN_M = 30_000
UNIT_MARGIN_M = 20_000
DECIMALS = {
    "neighbourhood": 5,
    "village": 5,
    "town": 5,
    "around_place": 4,
    "district": 4,
    "governorate": 4,
    "country": 3,
}
# The seventh decimal of a degree is a centimetre.
MOST_DECIMALS = 7


def check(claims: pd.DataFrame, gazetteer: Gazetteer | None = None) -> pd.DataFrame:
    """Warnings on the places of claims: one row for each finding, with what is stated and what was found.

    Codes: swapped, null_island, country_centroid, outside_country, place_contradicts_point, repeated_coordinate,
    too_many_digits, grid_malformed. Nothing is edited; `add_warnings` puts the codes beside the claims.
    """
    places = gazetteer or Gazetteer.embedded()
    return check_together(claims, check_each(claims, places))


def check_each(claims: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Findings on each claim by itself; they rest on the columns `place_columns` and on the gazetteer alone."""
    known: dict[tuple[str, ...], Placement] = {}
    records = placed_by(claims)
    return findings_frame(finding.row(claim) for claim in records for finding in _of_claim(claim, gazetteer, known))


def check_together(claims: pd.DataFrame, each: pd.DataFrame) -> pd.DataFrame:
    """Add to the findings on each claim those that only all claims together show, in the order of the claims."""
    found = repeated(claims)
    both = pd.concat([each, found], ignore_index=True) if len(found) else each
    order = {claim: at for at, claim in enumerate(claims["claim_id"].tolist())}
    # The first claim in the table, then the code; findings of one code stay in their order.
    places = [order[claim] for claim in both["claim_id"].tolist()]
    return both.assign(_at=places).sort_values(["_at", "code"], kind="stable", ignore_index=True).drop(columns="_at")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A point as it stands in a claim: its column, how it is written, and where it is."""

    column: str
    shown: str
    point: LonLat


def _of_claim(
    claim: Mapping[str, Any], places: Gazetteer, known: dict[tuple[str, ...], Placement]
) -> Iterator[Finding]:
    written = text_of(claim, "stated_mgrs")
    grid = parse_coordinates(written)
    for problem in grid.problems:
        yield Finding("grid_malformed", "stated_mgrs", written, problem, "The grid cannot be read.")
    raw, point = raw_point(claim), stated_point(claim)
    if raw is not None and point is None:
        note = "There is no such point on the globe."
        yield Finding("outside_country", "stated_lon", _shown(raw), "-180 to 180, -90 to 90", note)
    there = combine(grid.fixes).lonlat if grid.fixes else None
    if point is not None and there is not None:
        yield from _grid_elsewhere(claim, point, there, written)
    if point is not None:
        yield from _of_point(_Stated("stated_lon", _shown(point), point), claim, places, known)
    elif there is not None:
        yield from _of_point(_Stated("stated_mgrs", written, there), claim, places, known)


def _of_point(
    stated: _Stated, claim: Mapping[str, Any], places: Gazetteer, known: dict[tuple[str, ...], Placement]
) -> Iterator[Finding]:
    point = stated.point
    if is_null_island(point):
        note = "The point lies where both numbers are zero."
        yield Finding("null_island", stated.column, stated.shown, "0 0", note)
        return
    outside = _outside(stated, claim, places)
    if outside:
        yield outside
        return
    if stated.column == "stated_lon":
        yield from filter(None, (_centroid(point, claim, places), _digits(point, claim)))
    contradicted = _named_elsewhere(stated, claim, places, known) or _other_unit(point, claim, places)
    if contradicted:
        yield contradicted


def _grid_elsewhere(claim: Mapping[str, Any], point: LonLat, there: LonLat, written: str) -> Iterator[Finding]:
    """Two coordinates of one record that are two places."""
    precision = stated_precision(text_of(claim, "recorder"), text_of(claim, "stated_precision"))
    slack = stated_radii(precision).r95_m if precision else 0.0
    metres = distance_m(point, there)
    if metres > max(GRID_REACH_M, slack):
        note = f"The grid lies {metres / 1000:.1f} km from the stated point."
        yield Finding("place_contradicts_point", "stated_mgrs", written, _shown(point), note)


def _outside(stated: _Stated, claim: Mapping[str, Any], places: Gazetteer) -> Finding | None:
    code, point = norm_country(text_of(claim, "country")), stated.point
    box = places.box(code) if code else None
    if box is None or box.holds(point):
        return None
    if stated.column == "stated_lon" and box.holds(point.swapped()):
        note = f"Exchanged, the two numbers lie in {code}."
        return Finding("swapped", "stated_lon", stated.shown, _shown(point.swapped()), note)
    note = "The point lies outside the stated country."
    if any(box.holds(LonLat(x * point.lon, y * point.lat)) for x, y in ((-1, 1), (1, -1), (-1, -1))):
        note = "The point lies outside the stated country; with another sign it lies inside."
    return Finding("outside_country", stated.column, stated.shown, str(code), note)


def _centroid(point: LonLat, claim: Mapping[str, Any], places: Gazetteer) -> Finding | None:
    code = norm_country(text_of(claim, "country"))
    centre = places.by_id(f"country:{code}") if code else None
    if centre is None or distance_m(point, centre.lonlat) > CENTROID_M:
        return None
    return Finding(
        "country_centroid", "stated_lon", _shown(point), centre.name, "The point is the middle of the country."
    )


def _digits(point: LonLat, claim: Mapping[str, Any]) -> Finding | None:
    precision = stated_precision(text_of(claim, "recorder"), text_of(claim, "stated_precision")) or ""
    most = DECIMALS.get(precision, MOST_DECIMALS)
    given = max(_decimals(value) for value in (point.lon, point.lat))
    if given <= most:
        return None
    note = "More digits than the class can know." if precision in DECIMALS else "More digits than anybody can measure."
    return Finding("too_many_digits", "stated_lon", f"{given} decimals", precision or "no class stated", note)


def _decimals(value: float) -> int:
    """Decimals of a number as it was written; what a computer adds to it at the thirteenth digit is not counted."""
    return len(f"{value:.12g}".partition(".")[2])


def _named_elsewhere(
    stated: _Stated, claim: Mapping[str, Any], places: Gazetteer, known: dict[tuple[str, ...], Placement]
) -> Finding | None:
    """The named place, where the gazetteer is sure of it, lies farther from the point than its kind and class allow."""
    point = stated.point
    named = by_words(claim, places, known)
    place = places.by_id(named.place_id) if named.place_id else None
    if place is None or named.lonlat is None or place.kind not in REACH_M:
        return None
    precision = stated_precision(text_of(claim, "recorder"), text_of(claim, "stated_precision"))
    slack = stated_radii(precision).r80_m if precision in ("district", "governorate", "country") else 0.0
    reach = REACH_M[place.kind] + slack + (NEAR_REACH_M if named.precision == "around_place" else 0.0)
    metres = distance_m(point, named.lonlat)
    if metres <= reach:
        return None
    if stated.column == "stated_lon" and distance_m(point.swapped(), named.lonlat) <= reach:
        note = f"Exchanged, the two numbers lie at {place.name}."
        return Finding("swapped", "stated_lon", stated.shown, _shown(point.swapped()), note)
    what = "point" if stated.column == "stated_lon" else "grid"
    note = f"{place.name} ({place.kind}) lies {metres / 1000:.1f} km from the {what}."
    found = place.name if what == "point" else f"{place.name}, not {stated.shown}"
    return Finding("place_contradicts_point", "place_text", _said(claim), found, note)


def _other_unit(point: LonLat, claim: Mapping[str, Any], places: Gazetteer) -> Finding | None:
    """All places around the point lie in another governorate, and the stated one begins only far away."""
    unit = places.unit(text_of(claim, "adm1_text"), text_of(claim, "country") or None)
    if unit is None or not unit.adm1_pcode:
        return None
    around = [(place, metres) for place, metres in places.around(point, count=5) if metres <= UNIT_SEEN_M]
    if (
        len(around) < 3
        or any(place.adm1_pcode == unit.adm1_pcode for place, _ in around)
        or akin_units(unit.adm1_name, around[0][0].adm1_name)
    ):
        return None
    nearest = places.nearest_in_unit(point, unit.adm1_pcode)
    if nearest is not None and nearest[1] <= UNIT_MARGIN_M:
        return None
    note = f"Places around the point lie in {around[0][0].adm1_name}."
    return Finding("place_contradicts_point", "adm1_text", text_of(claim, "adm1_text"), around[0][0].adm1_name, note)


def _said(claim: Mapping[str, Any]) -> str:
    return text_of(claim, "place_text") or text_of(claim, "place_text_ar")


def _shown(point: LonLat) -> str:
    return f"{point.lon} {point.lat}"
