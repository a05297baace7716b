"""Coordinates as programs write them: WKT, GeoJSON, `geo:`, ISO 6709, and the sentences of a receiver.

Each form fixes the order of its two numbers, so that nothing has to be assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import LonLat
from .fix import Found, half_diagonal_m
from .utm import utm_point

WIDEST_M = 1_000_000.0
_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_WKT = re.compile(
    r"(?:SRID\s?=\s?(?P<srid>\d+)\s?;\s?)?\bPOINT\s*(?:ZM|Z|M)?\s*\(\s*"
    r"(?P<x>[+-]?\d+(?:\.\d+)?)\s+(?P<y>[+-]?\d+(?:\.\d+)?)(?:\s+[+-]?\d+(?:\.\d+)?){0,2}\s*\)(?![^\w\s]*\d)",
    re.IGNORECASE,
)
_SHAPE = re.compile(
    r"\b(?:MULTI)?(?:LINESTRING|POLYGON|MULTIPOINT|CURVE|SURFACE)\s*(?:ZM|Z|M)?\s*\([\d\s.,()+-]*\)", re.IGNORECASE
)
_GEOJSON = re.compile(
    rf"[\"']coordinates[\"']\s*:\s*\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*(,\s*[+-]?\d+(?:\.\d+)?\s*)?\]"
)
# Two numbers under some other name, or under that name misspelt: nothing says which stands first.
_LIST = re.compile(
    r"(?:[\"']\W{0,4}[\[(]|[\"']coordinates[\"']\W{1,6}|coordinates\W{1,5}[\[(])\W{0,2}?"
    r"[+-]?\d+\.\d+\W{1,4}\d+(?:\.\d+)?[^\w,]{0,3}",
    re.IGNORECASE,
)
_NESTED = re.compile(r"coordinates\W{1,6}\[\s*\[[\d\s.,\[\]+-]*\]")
_GEO = re.compile(
    rf"\bgeo:({_NUMBER}),({_NUMBER})(,[+-]?\d+(?:\.\d+)?)?((?:;[A-Za-z][\w-]*(?:=[^;?\s]*)?)*)(?:\?(\S*))?(?![^\w\s]{{0,2}}\d)",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<![\w.+-])([+-]\d{2}(?:\d{2}){0,2}(?:\.\d+)?)([+-]\d{2,3}(?:\d{2}){0,2}(?:\.\d+)?)"
    r"(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w*)?/?(?![\d.+-]|[^\w\s]{1,2}\d)"
)
_NMEA = re.compile(r"(?<![\d.])(\d{2})(\d{2}\.\d+),([NS]),(\d{3})(\d{2}\.\d+),([EW])(?![\w])")


def find_forms(text: str) -> Iterator[Found]:
    """Every such form in a plain text; a shape that is no point is refused."""
    for match in _WKT.finditer(text):
        yield _wkt(match)
    for match in (*_SHAPE.finditer(text), *_NESTED.finditer(text)):
        yield Found(None, 0, "decimal", *match.span(), problem="not_a_point")
    for match in _GEOJSON.finditer(text):
        whole = not _torn(match[2], match[1], match[3])
        torn = Found(None, 0, "decimal", *match.span(), problem="number_left_over")
        yield pair(match[2], match[1], match.span()) if whole else torn
    for match in _LIST.finditer(text):
        if not any(other.start() <= match.end() and match.start() <= other.end() for other in _GEOJSON.finditer(text)):
            yield Found(None, 0, "decimal", *match.span(), problem="order_unknown")
    for match in _GEO.finditer(text):
        yield _geo(match)
    for match in _ISO.finditer(text):
        found = _iso(match)
        if found is not None:
            yield found
    for match in _NMEA.finditer(text):
        lat, lon = (int(match[at]) + float(match[at + 1]) / 60 for at in (1, 4))
        step = 10.0 ** -len(match[2].partition(".")[2]) / 60
        signs = (-1 if match[3] == "S" else 1, -1 if match[6] == "W" else 1)
        yield point(signs[0] * lat, signs[1] * lon, step, "dm", match.span())


def pair(lat: str, lon: str, span: tuple[int, int], *, least_m: float = 0.0, codes: tuple[str, ...] = ()) -> Found:
    """Two numbers of which the order is known, as a point to their last decimal."""
    decimals = max(len(number.partition(".")[2]) for number in (lat, lon))
    return point(float(lat), float(lon), 10.0**-decimals, "decimal", span, least_m=least_m, codes=codes)


def point(
    lat: float,
    lon: float,
    step: float,
    notation: str,
    span: tuple[int, int],
    *,
    least_m: float = 0.0,
    codes: tuple[str, ...] = (),
) -> Found:
    """A point with its last unit in degrees, or its refusal where no such point is."""
    if abs(lat) > 90 or abs(lon) > 180:
        return Found(None, 0, notation, *span, problem="out_of_range")
    radius = max(half_diagonal_m(lat, step), least_m)
    return Found(LonLat(round(lon, 9), round(lat, 9)), radius, notation, *span, codes)


def _wkt(match: re.Match[str]) -> Found:
    srid = int(match["srid"] or 4326)
    if srid == 4326:
        return pair(match["y"], match["x"], match.span())
    zone = srid % 100
    if srid // 100 in (326, 327) and 1 <= zone <= 60:
        made = utm_point(zone, float(match["x"]), float(match["y"]), south=srid // 100 == 327)
        if made is not None:
            return Found(made, 0.5**0.5, "utm", *match.span())
    return Found(None, 0, "decimal", *match.span(), problem="datum_not_wgs84")


def _geo(match: re.Match[str]) -> Found:
    """RFC 5870: `u` is the uncertainty in metres, `crs` another system; Android asks `geo:0,0?q=LAT,LON`."""
    told = dict(part.partition("=")[::2] for part in match[4].casefold().split(";") if part)
    if told.get("crs", "wgs84") != "wgs84":
        return Found(None, 0, "decimal", *match.span(), problem="datum_not_wgs84")
    asked = re.match(rf"(?:.*&)?q=({_NUMBER}),\s?({_NUMBER})(?![\d.])", match[5] or "")
    if asked and float(match[1]) == float(match[2]) == 0:
        return pair(asked[1], asked[2], match.span())
    if _torn(match[1], match[2], match[3]):
        return Found(None, 0, "decimal", *match.span(), problem="number_left_over")
    known = re.fullmatch(r"\d{1,9}(?:\.\d+)?", told.get("u", ""))
    if told.get("u") and (known is None or float(known[0]) > WIDEST_M):
        return Found(None, 0, "decimal", *match.span(), problem="out_of_range")
    return pair(match[1], match[2], match.span(), least_m=float(known[0]) if known else 0.0)


def _torn(lat: str, lon: str, height: str | None) -> bool:
    """Whether a comma too many makes an altitude of a piece of a longitude: the decimals then do not fit."""
    fine, coarse, high = (len((number or "").partition(".")[2].strip()) for number in (lat, lon, height))
    return bool(height) and (fine != coarse or high > max(fine, coarse))


def _iso(match: re.Match[str]) -> Found | None:
    """Digits before the point tell what they are: DD, DDMM or DDMMSS of latitude, one more of longitude."""
    lat, lon = match[1], match[2]
    wide, long = (len(part.partition(".")[0]) - 1 for part in (lat, lon))
    decimals = min(len(part.partition(".")[2]) for part in (lat, lon))
    if wide == 2:
        short = long in (2, 3) and decimals >= 2
        return pair(lat, lon, match.span()) if short else None
    if not (decimals or match.group().endswith("/")):
        return None  # without a point or a stroke at its end it may be a telephone number
    if long != wide + 1 or len(lat.partition(".")[2]) != len(lon.partition(".")[2]):
        return None
    angles = [_packed(part, degrees) for part, degrees in ((lat, 2), (lon, 3))]
    if any(angle is None for angle in angles):
        return Found(None, 0, "dms", *match.span(), problem="minutes_over_60")
    step = 10.0**-decimals / (60 if wide == 4 else 3600)
    return point(angles[0] or 0.0, angles[1] or 0.0, step, "dm" if wide == 4 else "dms", match.span())


def _packed(written: str, degrees: int) -> float | None:
    """`+362006` as degrees; None where minutes or seconds are 60 or more."""
    digits = written[1:]
    units = [float(digits[:degrees]), float(digits[degrees : degrees + 2])]
    if len(digits.partition(".")[0]) > degrees + 2:
        units.append(float(digits[degrees + 2 :]))
    else:
        units[1] = float(digits[degrees:])
    if any(unit >= 60 for unit in units[1:]):
        return None
    degree = sum(unit / 60.0**power for power, unit in enumerate(units))
    return -degree if written[0] == "-" else degree
