"""Plus Codes (Open Location Code): full ones, and short ones beside a place to which they belong."""

from __future__ import annotations

import re

from ..types import LonLat
from .fix import Found, half_diagonal_m
from .plain import plain

_ALPHABET = "23456789CFGHJMPQRVWX"
_FULL = re.compile(
    rf"(?<![0-9A-Za-z])([23456789C][23456789CFGHJMPQRV](?:[{_ALPHABET}]{{6}}\+(?:[{_ALPHABET}]{{2,7}})?"
    rf"|[{_ALPHABET}]{{4}}00\+|[{_ALPHABET}]{{2}}0000\+|000000\+))(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"(?<![0-9A-Za-z])([{_ALPHABET}]{{4}}\+[{_ALPHABET}]{{2,7}})(?![0-9A-Za-z])", re.IGNORECASE)


def find_plus_codes(text: str, reference: LonLat | None = None) -> list[Found]:
    """Every Plus Code in a plain text; a short code needs the place that it is relative to."""
    found = []
    for match in _FULL.finditer(text):
        lonlat, step = decode(match[1])
        found.append(Found(lonlat, half_diagonal_m(lonlat.lat, step), "pluscode", *match.span()))
    for match in _SHORT.finditer(text):
        if reference is None:
            found.append(Found(None, 0, "pluscode", *match.span(), problem="plus_code_short"))
            continue
        lonlat, step = _nearest(match[1], reference)
        found.append(Found(lonlat, half_diagonal_m(lonlat.lat, step), "pluscode", *match.span()))
    return found


def without_short_codes(text: str) -> str:
    """A text without its short Plus Codes: what is left names the place that they are relative to."""
    return _SHORT.sub(" ", plain(text).text).strip(" ,;")


def decode(code: str) -> tuple[LonLat, float]:
    """Centre of a full code's cell and its longer side in degrees.

    Examples
    --------
    >>> point, side = decode("7FG49Q00+")
    >>> point.lon, point.lat, side
    (2.775, 20.375, 0.05)
    """
    digits = code.upper().replace("+", "").rstrip("0")
    lat, lon, step = -90.0, -180.0, 20.0
    for at in range(0, min(len(digits), 10), 2):
        lat += _ALPHABET.index(digits[at]) * step
        lon += _ALPHABET.index(digits[at + 1]) * step if at + 1 < len(digits) else 0
        if at + 2 < min(len(digits), 10):
            step /= 20
    height = width = step
    for digit in digits[10:]:
        row, column = divmod(_ALPHABET.index(digit), 4)
        height, width = height / 5, width / 4
        lat, lon = lat + row * height, lon + column * width
    return LonLat(round(lon + width / 2, 9), round(lat + height / 2, 9)), max(height, width)


def _nearest(code: str, reference: LonLat) -> tuple[LonLat, float]:
    """A short code lacks its first four digits: the cell nearest to the reference is meant."""
    full = _prefix(reference) + code.upper()
    point, step = decode(full)
    lon = min((point.lon + shift for shift in (-1, 0, 1)), key=lambda x: abs(x - reference.lon))
    lat = min((point.lat + shift for shift in (-1, 0, 1)), key=lambda y: abs(y - reference.lat))
    return LonLat(lon, lat), step


def _prefix(point: LonLat) -> str:
    lat, lon = point.lat + 90, point.lon + 180
    pairs = [(lat // 20, lon // 20), (lat % 20 // 1, lon % 20 // 1)]
    return "".join(_ALPHABET[int(a)] + _ALPHABET[int(b)] for a, b in pairs)
