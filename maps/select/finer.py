"""Coordinates in whatever writing, for the gate: it takes out what may be one, where the reader takes only what is.

`geo.parse_coordinates` refuses what it does not know, so that nobody is put in a wrong place. Here the doubt counts the
other way: digits finer than the policy may not leave, whether they can be read or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .floor import HALF_DIAGONAL_M

POINT = r"[.\u066b\u00b7\uff0e]"
# Letters and digits of a plus code (Open Location Code); from so many on a code is one.
PLUS = "[2-9CFGHJMPQRVWX]"
MOST_DEGREES = 180
# A minute of arc is about 1.9 km: coarser than a grid of so many decimals.
MINUTES_FROM = 2
FEWEST_ALONE, FEWEST_IN_PAIRS = 4, 3
WORDED = re.compile(
    r"(?i)\d{1,3}\s*(?:°|º|deg(?:ree)?s?\b\.?|درجة)\W{0,3}\d{1,2}(?:[.,]\d+)?\s*(?:['\u2032\u2019]|min(?:ute)?s?\b\.?|دقيقة)"
    r"(?P<seconds>(?:\s*و)?\W{0,3}\d{1,2}(?:[.,]\d+)?\s*(?:[\"\u2033\u201d]|''|sec(?:ond)?s?\b\.?|ثانية))?"
    r"(?:\W{0,2}(?:[NSEW]|north|south|east|west)\b)?"
)
WHOLE = re.compile(r"(?<![\w.])-?\d{6,9}(?:\.\d+)?\s?[,;]\s?-?\d{6,9}(?:\.\d+)?(?![\w.])")
CODES = (
    re.compile(rf"(?<!\w){PLUS}{{4,8}}\+{PLUS}{{2,3}}(?!\w)"),
    re.compile(r"(?i)(?:geohash(?:\.org)?|جيوهاش)[\W_]{1,3}[0-9b-hjkmnp-z]{5,12}(?!\w)"),
    re.compile(r"(?i)(?:(?<![:/])///|(?:w3w\.co|what3words\.com)/)\s?[^\W_]+(?:\.[^\W_]+){2}"),
)
# What may stand between the two numbers of a pair, in texts and in addresses.
BETWEEN = r"(?:\W{1,4}|\D{0,6}(?:m?lon(?:g(?:itude)?)?|lng|[NSEWxy]|!4d)\D{0,4})"
WITHOUT_DIGITS = re.compile(r"\w\+\w|///|w3w|what3words|geohash")
# The name of a publication (DOI) begins as a number does.
PUBLICATION = re.compile(r"10\.\d{4,9}/")


def fine_spans(text: str, decimals: int) -> list[tuple[int, int]]:
    """
    Where a text holds what may be a coordinate finer than a grid of that many decimals, in order, none overlapping.

    >>> fine_spans("https://map.example/@36.345671,43.101234,17z", 2)
    [(20, 44)]
    """
    if sum(char.isdigit() for char in text) < 4 and not WITHOUT_DIGITS.search(text):
        return []
    from geo import parse_coordinates  # noqa: PLC0415 - most texts have been searched before, and need no grammar

    finest = HALF_DIAGONAL_M * 10.0**-decimals
    spans = [fix.span for fix in parse_coordinates(text).fixes if fix.radius_m < finest]
    spans += _numbers(text, decimals)
    spans += [hit.span() for hit in WORDED.finditer(text) if hit["seconds"] or decimals < MINUTES_FROM]
    spans += [hit.span() for pattern in (WHOLE, *CODES) for hit in pattern.finditer(text)]
    return _apart(spans)


def _numbers(text: str, decimals: int) -> Iterator[tuple[int, int]]:
    """Numbers of degrees with more decimals than allowed; two that follow each other need fewer than one alone."""
    one, pair = _patterns(decimals)
    for hit in one.finditer(text):
        if _is_degrees(hit[0]) and not PUBLICATION.match(text, hit.start()):
            yield hit.span()
    for hit in pair.finditer(text):
        if not PUBLICATION.match(text, hit.start()):
            yield hit.span()


@cache
def _patterns(decimals: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    alone, paired = (max(decimals + 1, fewest) for fewest in (FEWEST_ALONE, FEWEST_IN_PAIRS))
    number = rf"[-+]?\d{{1,3}}{POINT}\d{{{paired},}}"
    one = rf"(?<![\d.])[-+]?\d{{1,3}}(?:{POINT}\d{{{alone},}}|,\d{{{alone + 1},}})(?![\d,]\d)"
    return re.compile(one), re.compile(rf"(?<![\d.]){number}{BETWEEN}{number}")


def _is_degrees(number: str) -> bool:
    whole = re.match(r"[-+]?\d+", number)
    return whole is not None and abs(int(whole[0])) <= MOST_DEGREES


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
