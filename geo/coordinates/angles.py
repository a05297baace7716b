"""Degrees in their usual spellings: decimal, with minutes, with seconds, labelled or with a hemisphere.

The grammar is closed: a pair whose numbers could be read in two ways is refused or flagged, never guessed in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..types import LonLat
from .fix import Found, half_diagonal_m
from .tokens import HEMISPHERES, LABELS, Token, tokens_of

_COMMAS = re.compile(r"(?<![\d.,])(-?\d{1,3}),(\d{3,})(\s*[;/|]\s*|,\s+|\s+)(-?\d{1,3}),(\d{3,})(?![\d.,]*\d)")
_FOUR = re.compile(r"(?<![\d.,])-?\d{1,3},\d{2,},-?\d{1,3},\d{2,}(?![\d.,]*\d)")
_POINT_WORD = re.compile(r"P\W?O\W?I\W?N\W?T[^\w\x00]*\Z", re.IGNORECASE)


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
    negative: bool = False


def find_angles(text: str) -> list[Found]:
    """Every pair of angles in a plain text, and what was refused."""
    refused = [Found(None, 0, "decimal", *m.span(), problem="commas_ambiguous") for m in _FOUR.finditer(text)]
    blank = text
    for part in refused:
        blank = blank[: part.start] + " " * (part.end - part.start - 1) + "\x00" + blank[part.end :]
    blank = _COMMAS.sub(_decimal_commas, blank)
    return refused + [_as_wkt(pair, blank) for pair in _pairs(tokens_of(blank), whole=len(text.strip(" ()[]\x00")))]


def _decimal_commas(match: re.Match[str]) -> str:
    gap = match[3].replace(",", ";")
    return f"{match[1]}.{match[2]}{gap}{match[4]}.{match[5]}"


def _pairs(tokens: list[Token], whole: int) -> list[Found]:
    found: list[Found] = []
    alone: list[Found] = []
    numbers = sum(token.kind == "num" for token in tokens)
    if numbers % 2 == 0 and all(token.kind in ("num", "sep") for token in tokens):
        whole = 0
    at = 0
    while at < len(tokens):
        first, after = _angle(tokens, at)
        if first is None:
            at += 1
            continue
        joint = _kind(tokens, after)
        if joint == "sep" or (joint == "hyphen" and first.axis):
            after += 1
        second, end = _angle(tokens, after)
        pair = _pair(first, second, whole) if second and not _cut_off(tokens, at, end) else None
        if pair is None:
            if first.axis and first.side and (first.marked or first.decimals > 2):
                alone.append(Found(None, 0, "decimal", first.start, first.end, problem="half_a_pair"))
            at += 1
            continue
        found.append(pair)
        at = end
    return found or alone[:1]


def _as_wkt(found: Found, text: str) -> Found:
    """A pair behind the word POINT has longitude first; where the rest of its form is broken, it is refused."""
    return replace(found, lonlat=None, problem="wkt_malformed") if _POINT_WORD.search(text, 0, found.start) else found


def _cut_off(tokens: list[Token], at: int, end: int) -> bool:
    """Whether the pair is a piece torn out of a longer run of numbers and marks."""
    before = tokens[at - 1] if at else None
    marks = ("deg", "min", "sec", "join", "hyphen", "num")
    torn = before is not None and before.kind in marks and before.end == tokens[at].start and at > 1
    torn = torn or (at > 1 and before is not None and before.kind in ("deg", "min"))
    if (torn and tokens[at - 2].kind == "num") or _kind(tokens, end) in ("deg", "min", "sec"):
        return True
    # a hemisphere that no number follows belongs to the number before it, whatever mark stands between
    while _kind(tokens, end) in ("sep", "other", "hyphen", "join", "deg", "min", "sec"):
        end += 1
    return _kind(tokens, end) == "hemi" and _kind(tokens, end + 1) not in ("num", "dms", "packed")


def _angle(tokens: list[Token], at: int) -> tuple[_Angle | None, int]:
    start, axis, sign, side = at, "", 1, ""
    if _kind(tokens, at) == "label":
        axis, at, side = LABELS[tokens[at].text], at + 1, "label"
        at += _kind(tokens, at) == "join"
    if _kind(tokens, at) == "hemi" and (not axis or _hemisphere(tokens[at].text)[0] == axis):
        axis, sign = _hemisphere(tokens[at].text)
        at, side = at + 1, side or "before"
    if _kind(tokens, at) == "packed":
        return _solid(tokens[at], axis, sign), at + 1
    if _kind(tokens, at) not in ("num", "dms"):
        return None, start
    if _kind(tokens, at) == "dms":
        made, marked, at = _solid(tokens[at], axis, sign), True, at + 1
    else:
        numbers, marked, at = _numbers(tokens, at)
        if len(numbers) > 1 and not marked and not axis and _kind(tokens, at) != "hemi":
            numbers, at = numbers[:1], _first_number(tokens, start) + 1
        made = _make(numbers, axis, sign, (tokens[start].start, tokens[at - 1].end))
        marked = any(token.kind in ("deg", "min", "sec") for token in tokens[start:at])
    if made.negative and side and (side == "before" or sign < 0):
        made = replace(made, problem="sign_and_hemisphere")
    made, at = _closed(replace(made, side=side, marked=marked), tokens, at)
    return replace(made, start=tokens[start].start, end=tokens[at - 1].end), at


def _closed(angle: _Angle, tokens: list[Token], at: int) -> tuple[_Angle, int]:
    """The angle with the hemisphere and the label that stand behind it."""
    if _kind(tokens, at) == "hemi" and angle.side != "before":
        axis, sign = _hemisphere(tokens[at].text)
        follows = _kind(tokens, at + 1) in ("num", "dms")
        if not angle.axis or axis == angle.axis:
            problem = "sign_and_hemisphere" if angle.negative else angle.problem
            angle = replace(angle, axis=axis, value=angle.value * sign, problem=problem, side=angle.side or "behind")
            at += 1
        elif not follows:
            angle, at = replace(angle, problem="label_and_hemisphere"), at + 1
    if _kind(tokens, at) == "label" and angle.side != "label":
        axis = LABELS[tokens[at].text]
        ends = _kind(tokens, at + 1) not in ("num", "dms", "packed", "hemi", "join")
        if ends and axis == (angle.axis or axis):
            angle, at = replace(angle, axis=axis, side=angle.side or "label"), at + 1
    return angle, at


def _kind(tokens: list[Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _first_number(tokens: list[Token], at: int) -> int:
    while tokens[at].kind != "num":
        at += 1
    return at


def _hemisphere(text: str) -> tuple[str, int]:
    letter = HEMISPHERES[text]
    return ("lat" if letter in "ns" else "lon"), (-1 if letter in "sw" else 1)


def _numbers(tokens: list[Token], at: int) -> tuple[list[str], bool, int]:
    """Degrees, minutes and seconds with or without their marks."""
    numbers, marked = [tokens[at].text], False
    at += 1
    for mark in ("deg", "min", "sec"):
        tied = mark != "sec" and _kind(tokens, at) in ("hyphen", "join") and _continues(tokens, at + 1, numbers[-1])
        if _kind(tokens, at) == mark or tied:
            marked, at = True, at + 1
            # "36 degrees, 20 minutes": the comma stands between the parts of one angle
            following = {"deg": "min", "min": "sec"}.get(mark, "")
            if following and tokens[at : at + 1] and tokens[at].text == "," and _kind(tokens, at + 2) == following:
                at += 1
        if mark == "sec" or not _continues(tokens, at, numbers[-1]):
            break
        numbers.append(tokens[at].text.lstrip("-"))
        at += 1
    return numbers, marked, at


def _continues(tokens: list[Token], at: int, last: str) -> bool:
    """Whether a number belongs to the same angle: a whole number went before, and it is below 60."""
    if _kind(tokens, at) != "num" or "." in last:
        return False
    whole = tokens[at].text.lstrip("-").partition(".")[0]
    return len(whole) <= 2 and not tokens[at].text.startswith("+")


def _solid(token: Token, axis: str, sign: int) -> _Angle:
    """`36d20m6s` and `362006N`: angles without a gap."""
    if token.kind == "packed":
        behind = token.text[-1].isalpha()
        axis, sign = _hemisphere((token.text[-1] if behind else token.text[0]).casefold())
        digits, _, rest = token.text.strip("NSEW ").partition(".")
        seconds = len(digits) >= 6
        cut = len(digits) - (4 if seconds else 2)
        numbers = [digits[:cut], digits[cut : cut + 2]] + ([digits[cut + 2 :]] if seconds else [])
        numbers[-1] += f".{rest}" if rest else ""
    else:
        numbers = re.findall(r"\d+(?:\.\d+)?", token.text)
    made = _make(numbers, axis, sign, (token.start, token.end))
    return replace(made, side=("behind" if token.text[-1].isalpha() else "before") if token.kind == "packed" else "")


def _make(numbers: list[str], axis: str, sign: int, span: tuple[int, int]) -> _Angle:
    negative = numbers[0].startswith("-")
    sign = -sign if negative else sign
    units = [abs(float(number)) for number in numbers]
    value = sum(unit / 60**power for power, unit in enumerate(units))
    decimals = len(numbers[-1].partition(".")[2])
    problem = "minutes_over_60" if any(unit >= 60 for unit in units[1:]) else ""
    step = 10.0**-decimals / 60 ** (len(numbers) - 1)
    return _Angle(sign * value, step, axis, len(numbers), decimals, *span, problem=problem, negative=negative)


def _pair(first: _Angle, second: _Angle, whole: int) -> Found | None:
    """Two angles as a point; None where they are no pair at all."""
    if not first.axis and not second.axis:
        return _bare_pair(first, second, whole)
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
    # "36 N, 43.11889 E" and "1,66021 E 0 N": one of the two has lost its decimals, or the other has found some
    uneven = long.parts == 1 and min(first.decimals, second.decimals) == 0 and max(first.decimals, second.decimals) > 2
    mixed = mixed or uneven or first.side != second.side
    problem = "one_hemisphere" if one_sided else "mixed_notation" if mixed else ""
    return _found(replace(lon, problem=lon.problem or problem), lat, ())


def _bare_pair(first: _Angle, second: _Angle, whole: int) -> Found | None:
    """Two angles of which neither has a hemisphere or a label: latitude is taken to stand first."""
    if first.parts != second.parts or _is_time(first, second, whole):
        return None
    if first.parts > 1 and not (first.marked and second.marked):
        return Found(None, 0, "dms", first.start, second.end, problem="no_hemisphere")
    least = 1 if second.end - first.start >= whole else 2
    if first.parts == 1 and min(first.decimals, second.decimals) < least:
        return None
    return _found(second, first, ("order_assumed",))


def _is_time(first: _Angle, second: _Angle, whole: int) -> bool:
    """Whether two numbers may be times or dates: 12:30:15 and 14:45:10, 25-03-17; "12.30, 14.45" in a sentence."""
    most = max(abs(first.value), abs(second.value))
    if first.marked or second.marked or first.parts > 1 or most >= 24:
        return not (first.marked or second.marked) and first.parts > 1 and most < 32
    minutes = (round(abs(angle.value) % 1 * 100) for angle in (first, second))
    return second.end - first.start < whole and first.decimals == second.decimals == 2 and max(minutes) < 60


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
