"""UTM coordinates: the zone, with its band or hemisphere, before or behind easting and northing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ..types import LonLat
from .fix import Found
from .grids import lies_in_zone

_LETTER = r"[C-HJ-NP-X]"
_ZONE = rf"(?:UTM\W{{0,3}})?(?:zone\W{{0,2}})?(?P<zone>\d{{1,2}})\s?(?P<letter>{_LETTER})(?![A-Za-z])"
_CODE = r"EPSG\W{0,2}32(?P<half>[67])(?P<coded>\d\d)"
_TOLD = rf"(?:UTM\W{{0,3}}(?:zone\W{{0,2}})?|zone\W{{0,2}})(?P<bare>\d{{1,2}})(?!\d|\W{{0,2}}{_LETTER}(?![A-Za-z]))"
_E_WORD, _N_WORD = r"E(?:ast(?:ing)?)?", r"N(?:orth(?:ing)?)?"
_EAST = r"(?P<east>0?\d{6}(?:\.\d+)?|\d{3}[, ]\d{3}(?:\.\d+)?)(?:(?!\d)|(?=\d{7}(?!\d)))"
_GROUPED = r"\d{1,2}[, ]\d{3}[, ]\d{3}(?:\.\d+)?"
_NORTH = rf"(?P<north>{_GROUPED}|\d{{1,7}}(?:\.\d+)?)(?!\d)"
_SHORT = rf"\d{{1,5}}(?:\.\d+)?(?=\s?m?\s?{_N_WORD}(?![A-Za-z]))"
_LONG_NORTH = rf"(?P<north>{_GROUPED}|\d{{6,7}}(?:\.\d+)?|{_SHORT})(?!\d)"
_BEFORE_EAST = rf"(?:(?:{_E_WORD}|X)[\s:=.]{{0,3}})"
_BEFORE_NORTH = rf"(?:(?:{_N_WORD}|Y)[\s:=.]{{0,3}})"
_BEHIND_EAST = rf"\s?m?\s?(?:{_E_WORD}(?![A-Za-z]))?"
_BEHIND_NORTH = rf"\s?m?\s?(?:{_N_WORD}(?![A-Za-z]))?"
_GAP = r"\s?[,;/]?\s*"
_EN = rf"{_BEFORE_EAST}?{_EAST}{_BEHIND_EAST}{_GAP}{_BEFORE_NORTH}?"
_NE = rf"{_BEFORE_NORTH}{_LONG_NORTH}\s?m?{_GAP}{_BEFORE_EAST}{_EAST}\s?m?"
_END = r"(?![0-9A-Za-z])(?!\.\d)"
# What follows an easting is no easting of its own.
_START = r"(?<![0-9A-Za-z.])(?<!\dE )(?<!\dE, )"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}(?:{_ZONE}|{_CODE}|{_TOLD})[,;:)]?\s*{_EN}{_NORTH}{_BEHIND_NORTH}{_END}",
        rf"{_START}(?:{_ZONE}|{_CODE}|{_TOLD})[,;:)]?\s*{_NE}{_END}",
        rf"{_START}{_EN}{_LONG_NORTH}{_BEHIND_NORTH}[,;]?\s*\(?(?:(?=UTM|zone|EPSG)(?:{_ZONE}|{_CODE}|{_TOLD}))\)?(?![0-9A-Za-z])",
        rf"{_START}{_EN}(?P<north>\d{{7}}(?:\.\d+)?){_BEHIND_NORTH},?\s+\(?{_ZONE}(?P<half>)(?P<coded>)(?P<bare>)\)?(?![0-9A-Za-z]|\W{{0,2}}zone)",
        rf"{_START}{_NE}[,;]?\s*\(?(?:{_ZONE}|{_CODE}|{_TOLD})\)?(?![0-9A-Za-z])",
    )
)
_WITHOUT_ZONE = re.compile(
    rf"{_START}(?:{_BEFORE_EAST}0?\d{{6}}(?:\.\d+)?\s?m?{_GAP}{_BEFORE_NORTH}\d{{6,7}}(?:\.\d+)?"
    rf"|0?\d{{6}}(?:\.\d+)?\s?m?\s?E{_GAP}\d{{6,7}}(?:\.\d+)?\s?m?\s?N){_END}",
    re.IGNORECASE,
)
# Zones with land between 50 and 58 degrees south: Patagonia, the Falklands and the islands of the far south.
_LAND_FAR_SOUTH = frozenset((18, 19, 20, 21, 24, 43, 57, 60))


def find_utm(text: str) -> Iterator[Found]:
    """Every UTM coordinate in a plain text, to the metre or its decimals; one without a zone is refused."""
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield _utm(match)
    for match in _WITHOUT_ZONE.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            yield Found(None, 0, "utm", *match.span(), problem="utm_zone_missing")


def _utm(match: re.Match[str]) -> Found:
    span = match.span()
    zone = int(match["zone"] or match["coded"] or match["bare"])
    letter = (match["letter"] or "").upper()
    east, north = (re.sub(r"[, ]", "", match[name]) for name in ("east", "north"))
    if not 1 <= zone <= 60:
        return Found(None, 0, "utm", *span, problem="utm_zone")
    readings = _readings(zone, letter, float(east), float(north), half=match["half"])
    if len(readings) != 1:
        return Found(None, 0, "utm", *span, problem="utm_hemisphere" if readings else "utm_out_of_range")
    decimals = max(len(east.partition(".")[2]), len(north.partition(".")[2]))
    if ("." in east) != ("." in north):
        return Found(None, 0, "utm", *span, problem="utm_uneven_decimals")
    point, codes = readings[0]
    return Found(point, math.sqrt(0.5) * 10.0**-decimals, "utm", *span, codes)


def _readings(
    zone: int, letter: str, easting: float, northing: float, *, half: str | None
) -> list[tuple[LonLat, tuple[str, ...]]]:
    """A letter may be a latitude band or a hemisphere: the readings under which the point lies where it says.

    `38S` is band S (32-40 north) or the southern half of zone 38. Where the northing fits the band, the band is meant:
    the same northing south of the equator would be open ocean but for a few zones, where the reading is flagged.
    """
    if half:
        coded = utm_point(zone, easting, northing, south=half == "7")
        return [(coded, ())] if coded else []
    point = utm_point(zone, easting, northing, south=bool(letter) and letter < "N")
    if letter and point and lies_in_zone(point, zone, letter):
        return [(point, ("hemisphere_assumed",) if letter == "S" and zone in _LAND_FAR_SOUTH else ())]
    if letter in ("", "N"):
        north = utm_point(zone, easting, northing, south=False)
        return [(north, () if letter else ("hemisphere_assumed",))] if north else []
    if letter == "S":
        south = utm_point(zone, easting, northing, south=True)
        return [(south, ())] if south else []
    return []


def utm_point(zone: int, easting: float, northing: float, *, south: bool) -> LonLat | None:
    """A UTM coordinate on WGS 84 as longitude and latitude; None outside the projection's range."""
    if not 100_000 <= easting <= 900_000 or not 0 <= northing <= 10_000_000:
        return None
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and seldom needed

    change = Transformer.from_crs((32700 if south else 32600) + zone, 4326, always_xy=True)
    lon, lat = change.transform(easting, northing)
    if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lat) > 84:
        return None
    return LonLat(round(lon, 7), round(lat, 7))
