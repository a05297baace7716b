"""Repairs of a grid reference that is malformed or lies far from the place named with it: candidates, never answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..types import LonLat, distance_m
from .grids import BANDS, COLUMNS, lies_in_zone, mgrs_point, mgrs_problem
from .plain import plain

_LOOSE = re.compile(
    r"(?<![0-9A-Za-z])(\d{1,2})\s?([A-Za-z])\s?([A-Za-z])\s?([A-Za-z])\s?(\d[\d\s\-]{1,12}\d)(?![0-9A-Za-z])"
)
_WITHOUT_ZONE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][A-Za-z] )([A-HJ-NP-Z][A-HJ-NP-V]) ?"
    r"(\d{3} ?\d{3}|\d{4} ?\d{4}|\d{5} ?\d{5})(?![0-9A-Za-z])"
)
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
REACH_M = 30_000


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired reference, its point, and what was changed."""

    text: str
    lonlat: LonLat
    change: str


def repairs(text: str, near: LonLat, *, reach_m: float = REACH_M) -> list[Repair]:
    """Grid references one slip away from those in the text that lie near a place, nearest first.

    Slips that are tried: the zone left out, another zone, band, column or row letter, two neighbouring digits
    exchanged, one digit too many. A reference that is well formed and lies near the place needs none and gives none.

    Examples
    --------
    >>> mosul = LonLat(43.119, 36.335)
    >>> [(repair.text, repair.change) for repair in repairs("38SLE293240", mosul)]
    [('38SLF293240', 'row letter')]
    """
    found: list[Repair] = []
    for match in _LOOSE.finditer(plain(text).text):
        zone, letters = int(match[1]), (match[2] + match[3] + match[4]).upper()
        digits = re.sub(r"\D", "", match[5])
        asis = _point(zone, letters, digits)
        if asis is not None and distance_m(asis, near) <= reach_m:
            continue
        for number, other, changed, change in _slips(zone, letters, digits):
            point = _point(number, other, changed)
            if point is not None and distance_m(point, near) <= reach_m:
                found.append(Repair(f"{number:02d}{other}{changed}", point, change))
    for match in _WITHOUT_ZONE.finditer(plain(text).text):
        digits = re.sub(r"\D", "", match[2])
        for zone in range(1, 61) if len(digits) % 2 == 0 else ():
            for band in _bands_at(near):
                point = _point(zone, band + match[1], digits) if match[1][0] in COLUMNS[(zone - 1) % 3] else None
                if point is not None and distance_m(point, near) <= reach_m:
                    found.append(Repair(f"{zone:02d}{band}{match[1]}{digits}", point, "zone missing"))
    unique = {repair.text: repair for repair in reversed(found)}
    return sorted(unique.values(), key=lambda repair: (distance_m(repair.lonlat, near), repair.text))


def _bands_at(near: LonLat) -> str:
    """The latitude bands in which a place near a point may lie."""
    at = int((near.lat + 80) // 8)
    return BANDS[max(0, at - 1) : at + 2] if -80 <= near.lat <= 84 else ""


def _point(zone: int, letters: str, digits: str) -> LonLat | None:
    if letters[0] not in BANDS or letters[2] not in _ROWS or mgrs_problem(zone, letters, digits, [digits]):
        return None
    point = mgrs_point(zone, letters, digits)
    return point if point is not None and lies_in_zone(point, zone, letters[0]) else None


def _slips(zone: int, letters: str, digits: str) -> Iterator[tuple[int, str, str, str]]:
    band, column, row = letters[0], letters[1], letters[2]
    for number in (zone - 1, zone + 1):
        yield number, letters, digits, "zone"
    for other in BANDS:
        yield zone, other + column + row, digits, "band"
    for other in COLUMNS[(zone - 1) % 3]:
        yield zone, band + other + row, digits, "column letter"
    for other in _ROWS:
        yield zone, band + column + other, digits, "row letter"
    for at in range(len(digits) - 1):
        yield zone, letters, digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], "digits exchanged"
    if len(digits) % 2:
        for at in range(len(digits)):
            yield zone, letters, digits[:at] + digits[at + 1 :], "a digit too many"
