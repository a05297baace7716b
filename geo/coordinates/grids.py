"""Grid references of the MGRS, in any spacing and number of digits."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..types import LonLat
from .fix import Found

_GAP = r"(?: {0,4}| ?- ?)"
_DIGITS = r"(?P<digits>\d[\d \-]{0,16}\d|\d)(?![0-9A-Za-z+])"
_MGRS = re.compile(
    rf"(?<![0-9A-Za-z])(?P<zone>\d{{1,2}}){_GAP}(?P<band>[C-HJ-NP-X]){_GAP}"
    rf"(?P<square>[A-HJ-NP-Z][A-HJ-NP-V]){_GAP}{_DIGITS}",
    re.IGNORECASE,
)
# Letter by letter: "38S L F 31164 22762".
_APART = re.compile(
    rf"(?<![0-9A-Za-z])(?P<zone>\d{{1,2}}) ?(?P<band>[C-HJ-NP-X]) {{1,4}}"
    rf"(?P<square>[A-HJ-NP-Z] {{1,2}}[A-HJ-NP-V]) {{1,4}}{_DIGITS}"
)
# Parts of a table that were joined again: "38S/LF/31164/22762".
_JOINED = re.compile(
    r"(?<![0-9A-Za-z])(?P<zone>\d{1,2})(?P<band>[C-HJ-NP-X])(?P<mark>[/._,])(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])(?P=mark)"
    r"(?P<digits>(?P<first>\d{1,5})(?P=mark)\d{1,5})(?![0-9A-Za-z+])(?!(?P=mark)\d)",
    re.IGNORECASE,
)
_WITHOUT_ZONE = re.compile(
    r"(?:^\W*|\b(?:grid|grids|mgrs|usng|gr|coords?|coordinates|vic|vicinity|ivo)\W{1,3})"
    r"([A-HJ-NP-Z][A-HJ-NP-V](?: ?\d{3} ?\d{3}| ?\d{4} ?\d{4}| ?\d{5} ?\d{5}))(?![0-9A-Za-z])"
)
_DATE = re.compile(r"[A-Z]{2} ?(?:19|20)\d\d ?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
# A second reference that leaves out what it shares with the first: "38SLF 293 240; 294 241", "38SLF293240, LF294241".
_SHORTENED = re.compile(r"\s?(?:[,;/&]|and)\s?(?:[A-HJ-NP-Z][A-HJ-NP-V] ?)?(\d{3,5})[ \-]?(\d{3,5})(?![0-9A-Za-z])")
# Words that have the letters of a square: "36 deg 20 min 06", "12 men 30".
_OF_ANGLES = {"DEG", "MIN", "SEC"}
_WORDS = _OF_ANGLES | {"MEN", "KMS"}
_MONTHS = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
BANDS = "CDEFGHJKLMNPQRSTUVWX"
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")


def find_mgrs(text: str) -> Iterator[Found]:
    """Every MGRS reference in a plain text; a malformed one is refused with its reason."""
    for pattern in (_MGRS, _APART, _JOINED):
        for match in pattern.finditer(text):
            letters = re.sub(r"\s", "", match["band"] + match["square"]).upper()
            digits = re.sub(r"\D", "", match["digits"])
            if not _is_prose(match.group(), letters, digits):
                halves = [part for part in re.split(r"[^\d]+", match["digits"].strip()) if part]
                yield _mgrs(match, letters, digits, halves)
                yield from _shortened(text, match, digits)
    for match in _WITHOUT_ZONE.finditer(text):
        if not _DATE.fullmatch(match[1]):
            yield Found(None, 0, "mgrs", *match.span(1), problem="mgrs_zone_missing")


def _is_prose(written: str, letters: str, digits: str) -> bool:
    """Whether a number, a word of three letters and a number only look like a reference: a date, "12 men 30"."""
    if letters in _MONTHS and re.fullmatch(r"(?:19|20)?\d\d", digits):
        return True
    word = re.fullmatch(r"\d+( *)([A-Za-z]{3})( *)[\d \-]+", written)
    if word is None:
        return len(digits) < 4 and len(written) - len(digits) < 5
    apart, plain_case = bool(word[1]), not word[2].isupper()
    if letters in _WORDS and (apart or len(digits) < 4 or (plain_case and letters in _OF_ANGLES and len(digits) < 6)):
        return True
    year = re.fullmatch(r"(?:19|20)\d\d", digits) is not None
    if apart and word[3] and len(digits) < 6 and (plain_case or year or len(digits) < 4):
        return True
    return len(digits) < 4 and len(written) - len(digits) < 5


def _shortened(text: str, match: re.Match[str], digits: str) -> Iterator[Found]:
    more = _SHORTENED.match(text, match.end())
    while more is not None and len(more[1]) == len(more[2]) and len(more[1] + more[2]) == len(digits):
        yield Found(None, 0, "mgrs", more.start(1), more.end(), problem="mgrs_shortened")
        more = _SHORTENED.match(text, more.end())


def _mgrs(match: re.Match[str], letters: str, digits: str, halves: list[str]) -> Found:
    start, end = match.span()
    end = start + len(match.group().rstrip(" -"))
    zone = int(match["zone"])
    problem = mgrs_problem(zone, letters, digits, halves)
    if problem:
        return Found(None, 0, "mgrs", start, end, problem=problem)
    point = mgrs_point(zone, letters, digits)
    if point is None or not lies_in_zone(point, zone, letters[0]):
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
    # off Norway and Svalbard some zones are twice as wide
    return abs(point.lon - middle) <= (6.6 if band in "VX" else 3.6) and south - 1 <= point.lat <= north + 1
