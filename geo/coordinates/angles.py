"""Degrees in their usual spellings: decimal, with minutes, with seconds, labelled or with a hemisphere.

The grammar is closed: a pair whose numbers could be read in two ways is refused or flagged, never guessed in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..types import LonLat
from .fix import Found, half_diagonal_m

_HEMISPHERES = {
    **dict.fromkeys(("n", "north", "شمالا", "شمال", "شمالي", "ش"), "n"),
    **dict.fromkeys(("s", "south", "جنوبا", "جنوب", "جنوبي", "ج"), "s"),
    **dict.fromkeys(("e", "east", "شرقا", "شرق", "شرقي", "ق"), "e"),
    **dict.fromkeys(("w", "west", "غربا", "غرب", "غربي", "غ"), "w"),
}
_LABELS = {
    **dict.fromkeys(("lat", "latitude", "y", "العرض", "عرض"), "lat"),
    **dict.fromkeys(("lon", "lng", "long", "longitude", "x", "الطول", "طول"), "lon"),
}
_SPELT_MARKS = {
    **dict.fromkeys(("degree", "degrees", "deg", "درجة", "درجات"), "deg"),
    **dict.fromkeys(("minute", "minutes", "دقيقة", "دقائق"), "min"),
    **dict.fromkeys(("second", "seconds", "ثانية", "ثواني"), "sec"),
}
_TOKEN = re.compile(
    r"""(?P<dms>(?<![\d.])\d{1,3}\s?d(?:eg)?\s?
            (?:\d{1,2}\s?m(?:in)?\s?\d{1,2}(?:\.\d+)?\s?s(?:ec)?|\d{1,2}(?:\.\d+)?\s?m(?:in)?(?!\s?\d))(?![a-z]))
      | (?P<packed>(?<![\d.])\d{4,7}(?:\.\d+)?\s?[NSEW](?![a-zA-Z]))
      | (?P<num>(?:(?<![\w.])[+-]|(?<![\d.]))\d{1,3}(?:\.\d+)?(?![\d.]*\d))
      | (?P<word>[^\W\d_]+)
      | (?P<deg>°) | (?P<sec>"|'') | (?P<min>')
      | (?P<join>[:=])
      | (?P<sep>[,;/|])
      | (?P<hyphen>-)
      | (?P<torn>(?<=\d)[()\[\]](?=[\d.]))
      | (?P<blank>[\s()\[\]]+)
      | (?P<other>.)""",
    re.VERBOSE,
)
_COMMAS = re.compile(r"(?<![\d.,])(-?\d{1,3}),(\d{3,})(\s*[;/|]\s*|,\s+|\s+)(-?\d{1,3}),(\d{3,})(?![\d.,]*\d)")
_FOUR = re.compile(r"(?<![\d.,])-?\d{1,3},\d{2,},-?\d{1,3},\d{2,}(?![\d.,]*\d)")
_POINT = re.compile(r"\bPOINT\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,2}(?:\.\d+)?)\s*\)", re.IGNORECASE)
_POINT_WORD = re.compile(r"P\W?O\W?I\W?N\W?T[^\w\x00]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Angle:
    value: float
    step: float
    axis: str
    parts: int
    decimals: int
    start: int
    end: int
    problem: str = ""
    # where the hemisphere stands: before, behind, or in a label; and whether degrees and minutes bear their marks
    side: str = ""
    marked: bool = False


def find_angles(text: str) -> list[Found]:
    """Every pair of angles in a plain text, and what was refused."""
    found = [_point(match) for match in _POINT.finditer(text)]
    refused = [Found(None, 0, "decimal", *m.span(), problem="commas_ambiguous") for m in _FOUR.finditer(text)]
    blank = text
    for part in found + refused:
        blank = blank[: part.start] + " " * (part.end - part.start - 1) + "\x00" + blank[part.end :]
    blank = _COMMAS.sub(_decimal_commas, blank)
    return found + refused + [_as_wkt(pair, blank) for pair in _pairs(_tokens(blank), whole=len(text.strip(" ()[]")))]


def _point(match: re.Match[str]) -> Found:
    lon, lat = match[1], match[2]
    return _found(_decimal(lon, "lon", match.span()), _decimal(lat, "lat", match.span()), ())


def _decimal(text: str, axis: str, span: tuple[int, int]) -> _Angle:
    decimals = len(text.partition(".")[2])
    return _Angle(float(text), 10.0**-decimals, axis, 1, decimals, *span)


def _decimal_commas(match: re.Match[str]) -> str:
    gap = match[3].replace(",", ";")
    return f"{match[1]}.{match[2]}{gap}{match[4]}.{match[5]}"


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        word = match.group().casefold()
        if kind == "word":
            kind = "hemi" if word in _HEMISPHERES else "label" if word in _LABELS else _SPELT_MARKS.get(word, "other")
            if word in ("خط", "and", "و"):
                kind = "blank"
        if kind != "blank":
            found.append(_Token(kind, match.group(), *match.span()))
    return found


def _pairs(tokens: list[_Token], whole: int) -> list[Found]:
    found: list[Found] = []
    numbers = sum(token.kind == "num" for token in tokens)
    if numbers % 2 == 0 and all(token.kind in ("num", "sep") for token in tokens):
        whole = 0
    at = 0
    while at < len(tokens):
        first, after = _angle(tokens, at)
        if first is None:
            at += 1
            continue
        if after < len(tokens) and tokens[after].kind == "sep":
            after += 1
        second, end = _angle(tokens, after)
        pair = _pair(first, second, whole) if second and not _cut_off(tokens, at, end) else None
        if pair is None:
            at += 1
            continue
        found.append(pair)
        at = end
    return found


def _as_wkt(found: Found, text: str) -> Found:
    """A pair behind the word POINT has longitude first; where the rest of its form is broken, it is refused."""
    return replace(found, lonlat=None, problem="wkt_malformed") if _POINT_WORD.search(text, 0, found.start) else found


def _cut_off(tokens: list[_Token], at: int, end: int) -> bool:
    """Whether the pair is a piece torn out of a longer run of numbers and marks."""
    before = tokens[at - 1] if at else None
    marks = ("deg", "min", "sec", "join", "hyphen", "num")
    torn = before is not None and before.kind in marks and before.end == tokens[at].start and at > 1
    if (torn and tokens[at - 2].kind == "num") or _kind(tokens, end) in ("deg", "min", "sec"):
        return True
    # a hemisphere that no number follows belongs to the number before it, whatever mark stands between
    while _kind(tokens, end) in ("sep", "other", "hyphen"):
        end += 1
    return _kind(tokens, end) == "hemi" and _kind(tokens, end + 1) not in ("num", "dms", "packed")


def _angle(tokens: list[_Token], at: int) -> tuple[_Angle | None, int]:
    start, axis, sign, side = at, "", 1, ""
    if _kind(tokens, at) == "label":
        axis, at, side = _LABELS[tokens[at].text.casefold()], at + 1, "label"
        at += _kind(tokens, at) == "join"
    if _kind(tokens, at) == "hemi":
        axis, sign = _hemisphere(tokens[at].text)
        at, side = at + 1, "before"
    if _kind(tokens, at) == "packed":
        return _solid(tokens[at], axis, sign), at + 1
    if _kind(tokens, at) == "dms":
        solid, at = tokens[at], at + 1
        if not axis and _kind(tokens, at) == "hemi":
            axis, sign = _hemisphere(tokens[at].text)
            at, side = at + 1, "behind"
        return replace(_solid(solid, axis, sign), end=tokens[at - 1].end, side=side), at
    if _kind(tokens, at) != "num":
        return None, start
    numbers, marked, at = _numbers(tokens, at)
    if not axis and _kind(tokens, at) == "hemi":
        axis, sign = _hemisphere(tokens[at].text)
        at, side = at + 1, "behind"
    if len(numbers) > 1 and not marked and not axis:
        numbers, at = numbers[:1], _first_number(tokens, start) + 1
    made = _make(numbers, axis, sign, (tokens[start].start, tokens[at - 1].end))
    signed = any(token.kind in ("deg", "min", "sec") for token in tokens[start:at])
    return replace(made, side=side, marked=signed), at


def _kind(tokens: list[_Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _first_number(tokens: list[_Token], at: int) -> int:
    while tokens[at].kind != "num":
        at += 1
    return at


def _hemisphere(text: str) -> tuple[str, int]:
    letter = _HEMISPHERES[text.casefold()]
    return ("lat" if letter in "ns" else "lon"), (-1 if letter in "sw" else 1)


def _numbers(tokens: list[_Token], at: int) -> tuple[list[str], bool, int]:
    """Degrees, minutes and seconds with or without their marks."""
    numbers, marked = [tokens[at].text], False
    at += 1
    for mark in ("deg", "min", "sec"):
        tied = mark != "sec" and _kind(tokens, at) in ("hyphen", "join") and _continues(tokens, at + 1, numbers[-1])
        if _kind(tokens, at) == mark or tied:
            marked, at = True, at + 1
        if mark == "sec" or not _continues(tokens, at, numbers[-1]):
            break
        numbers.append(tokens[at].text.lstrip("-"))
        at += 1
    return numbers, marked, at


def _continues(tokens: list[_Token], at: int, last: str) -> bool:
    """Whether a number belongs to the same angle: a whole number went before, and it is below 60."""
    if _kind(tokens, at) != "num" or "." in last:
        return False
    whole = tokens[at].text.lstrip("-").partition(".")[0]
    return len(whole) <= 2 and not tokens[at].text.startswith("+")


def _solid(token: _Token, axis: str, sign: int) -> _Angle:
    """`36d20m6s` and `362006N`: angles without a gap."""
    if token.kind == "packed":
        axis, sign = _hemisphere(token.text[-1])
        digits, _, rest = token.text[:-1].strip().partition(".")
        seconds = len(digits) >= 6
        cut = len(digits) - (4 if seconds else 2)
        numbers = [digits[:cut], digits[cut : cut + 2]] + ([digits[cut + 2 :]] if seconds else [])
        numbers[-1] += f".{rest}" if rest else ""
    else:
        numbers = re.findall(r"\d+(?:\.\d+)?", token.text)
    made = _make(numbers, axis, sign, (token.start, token.end))
    return replace(made, side="behind" if token.kind == "packed" else "")


def _make(numbers: list[str], axis: str, sign: int, span: tuple[int, int]) -> _Angle:
    if numbers[0].startswith("-"):
        sign = -sign
    units = [abs(float(number)) for number in numbers]
    value = sum(unit / 60**power for power, unit in enumerate(units))
    decimals = len(numbers[-1].partition(".")[2])
    problem = "minutes_over_60" if any(unit >= 60 for unit in units[1:]) else ""
    if numbers[0].startswith("-") and axis and sign > 0:
        problem = "sign_and_hemisphere"
    step = 10.0**-decimals / 60 ** (len(numbers) - 1)
    return _Angle(sign * value, step, axis, len(numbers), decimals, *span, problem=problem)


def _pair(first: _Angle, second: _Angle, whole: int) -> Found | None:
    """Two angles as a point; None where they are no pair at all."""
    if not first.axis and not second.axis:
        if first.parts != second.parts:
            return None
        lonely = second.end - first.start >= whole
        least = 1 if lonely else 2
        if first.parts == second.parts == 1 and min(first.decimals, second.decimals) < least:
            return None
        return _found(second, first, ("order_assumed",))
    if first.axis and first.axis == second.axis:
        return None
    one_sided = not (first.axis and second.axis)
    short, long = sorted((first, second), key=lambda angle: angle.parts)
    if one_sided and (short.parts != long.parts or (long.parts == 1 and not min(first.decimals, second.decimals))):
        return None
    lat_first = first.axis == "lat" or second.axis == "lon"
    lat, lon = (first, second) if lat_first else (second, first)
    # 36°20'N 43°E is a pair; "35.5 N, 4 3.1 E", "36 20 N, 43 7 8 E" and "N 36, 43 E" are pieces of several
    mixed = long.parts > short.parts and (long.parts - short.parts > 1 or short.decimals > 0 or not short.marked)
    mixed = mixed or first.side != second.side
    problem = "one_hemisphere" if one_sided else "mixed_notation" if mixed else ""
    return _found(replace(lon, problem=lon.problem or problem), lat, ())


def _found(lon: _Angle, lat: _Angle, warnings: tuple[str, ...]) -> Found:
    start, end = min(lon.start, lat.start), max(lon.end, lat.end)
    notation = {1: "decimal", 2: "dm", 3: "dms"}[max(lon.parts, lat.parts)]
    problem = lon.problem or lat.problem
    if not problem and (abs(lat.value) > 90 or abs(lon.value) > 180):
        problem = "out_of_range"
    if problem:
        return Found(None, 0, notation, start, end, problem=problem)
    point = LonLat(round(lon.value, 9), round(lat.value, 9))
    return Found(point, half_diagonal_m(lat.value, max(lon.step, lat.step)), notation, start, end, warnings)
