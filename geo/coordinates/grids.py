"""Grid references: MGRS in any spacing and number of digits, and UTM."""

from __future__ import annotations

import math
import re
import warnings
from functools import cache
from typing import Any

from ..types import LonLat
from .fix import Found

_MGRS = re.compile(
    r"(?<![0-9A-Za-z])(\d{1,2})[ \-]?([C-HJ-NP-X])[ \-]?([A-HJ-NP-Z])([A-HJ-NP-V])[ \-]?"
    r"(\d[\d \-]{0,12}\d|\d)(?![0-9A-Za-z+])",
    re.IGNORECASE,
)
_UTM = re.compile(
    r"(?<![0-9A-Za-z])(?:UTM\s*)?(?:zone\s*)?(\d{1,2})\s?([C-HJ-NP-X])[,;]?\s*"
    r"(\d{6}(?:\.\d+)?)\s?m?\s?E?[,;/]?\s*(\d{1,7}(?:\.\d+)?)\s?m?\s?N?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_UTM_ZONE_LAST = re.compile(
    r"(?<![0-9A-Za-z.])(\d{6}(?:\.\d+)?)\s?m?\s?E[,;/]?\s*(\d{1,7}(?:\.\d+)?)\s?m?\s?N[,;]?\s*"
    r"\(?(?:UTM\s*)?zone\s*(\d{1,2})\s?([C-HJ-NP-X])?\)?",
    re.IGNORECASE,
)
_MONTHS = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
# Zones with land between 50 and 58 degrees south: Patagonia, the Falklands and the islands of the far south.
_LAND_FAR_SOUTH = frozenset((18, 19, 20, 21, 24, 43, 57, 60))
BANDS = "CDEFGHJKLMNPQRSTUVWX"
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")


def find_mgrs(text: str) -> list[Found]:
    """Every MGRS reference in a plain text; a malformed one is refused with its reason."""
    found = []
    for match in _MGRS.finditer(text):
        letters = (match[2] + match[3] + match[4]).upper()
        digits = re.sub(r"\D", "", match[5])
        if letters in _MONTHS and re.fullmatch(r"(?:19|20)?\d\d", digits):
            continue
        halves = [part for part in re.split(r"[ \-]+", match[5].strip()) if part]
        if len(digits) < 4 and len(match.group()) - len(digits) < 5:
            continue
        found.append(_mgrs(match, letters, digits, halves))
    return found


def _mgrs(match: re.Match[str], letters: str, digits: str, halves: list[str]) -> Found:
    start, end = match.span()
    end = start + len(match.group().rstrip(" -"))
    problem = mgrs_problem(int(match[1]), letters, digits, halves)
    if problem:
        return Found(None, 0, "mgrs", start, end, problem=problem)
    point = mgrs_point(int(match[1]), letters, digits)
    if point is None or not lies_in_zone(point, int(match[1]), letters[0]):
        return Found(None, 0, "mgrs", start, end, problem="mgrs_square_not_in_zone")
    side = 10.0 ** (5 - len(digits) // 2)
    return Found(point, side * math.sqrt(0.5), "mgrs", start, end)


def mgrs_problem(zone: int, letters: str, digits: str, halves: list[str]) -> str:
    """Why a grid reference is malformed; an empty text where it is well formed."""
    if not 1 <= zone <= 60:
        return "mgrs_zone"
    if len(digits) % 2 or len(digits) > 10:
        return "mgrs_odd_digits"
    if len(halves) == 2 and len(halves[0]) != len(halves[1]):
        return "mgrs_uneven_halves"
    if len(halves) > 2:
        return "mgrs_uneven_halves"
    if letters[1] not in COLUMNS[(zone - 1) % 3]:
        return "mgrs_column_letter"
    return ""


def mgrs_point(zone: int, letters: str, digits: str) -> LonLat | None:
    """Centre of the cell, or None where the square does not exist."""
    try:
        with warnings.catch_warnings():
            # the library warns where band and row contradict each other, and answers all the same
            warnings.simplefilter("error")
            lat, lon = _mgrs_library().toLatLon(f"{zone:02d}{letters}{digits}")
    except Exception:  # the library raises bare errors of its C code
        return None
    return LonLat(round(float(lon), 7), round(float(lat), 7))


@cache
def _mgrs_library() -> Any:
    from mgrs import MGRS  # noqa: PLC0415 - loads a C library that most runs do not need

    return MGRS()


def lies_in_zone(point: LonLat, zone: int, band: str) -> bool:
    """Whether a point lies in its stated zone and band, with the half degree by which squares overhang."""
    middle = zone * 6 - 183
    south = BANDS.index(band) * 8 - 80
    north = south + (12 if band == "X" else 8)
    return abs(point.lon - middle) <= 3.6 and south - 1 <= point.lat <= north + 1


def find_utm(text: str) -> list[Found]:
    """Every UTM coordinate in a plain text, to the metre or its decimals."""
    found = [_utm(m.span(), int(m[1]), m[2].upper(), m[3], m[4]) for m in _UTM.finditer(text)]
    last = [_utm(m.span(), int(m[3]), (m[4] or "").upper(), m[1], m[2]) for m in _UTM_ZONE_LAST.finditer(text)]
    return found + last


def _utm(span: tuple[int, int], zone: int, letter: str, easting: str, northing: str) -> Found:
    if not 1 <= zone <= 60:
        return Found(None, 0, "utm", *span, problem="utm_zone")
    readings = _readings(zone, letter, float(easting), float(northing))
    if len(readings) != 1:
        return Found(None, 0, "utm", *span, problem="utm_hemisphere" if readings else "utm_out_of_range")
    decimals = max(len(easting.partition(".")[2]), len(northing.partition(".")[2]))
    if ("." in easting) != ("." in northing):
        return Found(None, 0, "utm", *span, problem="utm_uneven_decimals")
    point, codes = readings[0]
    return Found(point, math.sqrt(0.5) * 10.0**-decimals, "utm", *span, codes)


def _readings(zone: int, letter: str, easting: float, northing: float) -> list[tuple[LonLat, tuple[str, ...]]]:
    """A letter may be a latitude band or a hemisphere: the readings under which the point lies where it says.

    `38S` is band S (32-40 north) or the southern half of zone 38. Where the northing fits the band, the band is meant:
    the same northing south of the equator would be open ocean but for a few zones, where the reading is flagged.
    """
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
