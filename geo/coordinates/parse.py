"""All notations together: which stretch of the text is which coordinate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..types import LonLat
from .angles import find_angles
from .fix import CoordinateReading, Fix, Found
from .grids import find_mgrs
from .plain import plain
from .pluscode import find_plus_codes
from .spelling import evened, other_datum

MOST_CHARACTERS = 20_000
# A digit tied to a coordinate by a mark, without a blank, was torn off it: "3;8SLF293240", "43 7 1;8 E".
_DIGIT_BEFORE = re.compile(r"[0-9][^\w\s\x00]+$|[0-9] +$|-[^\w\s\x00]*$")
_DIGIT_AFTER = re.compile(r"[^\w\s\x00]*[0-9]")
# The number of a report before its grid: "3276/37SFU794135", "CS1907 37SFU794135".
_REPORT_BEFORE = re.compile(r"[0-9]{3,}(?:/| +)$|[0-9][.)] +$")
_DIGIT, _SIX_DIGITS = re.compile(r"\d|\+"), re.compile(r"\d{3}[, ]?\d{3}")
# A sign of an address, or of a form that programs write.
_BY_PROGRAM = re.compile(
    r"://|www\.|maps\.|POINT|LINESTRING|POLYGON|CURVE|SURFACE|coordinates|geo:|[\"']\W{0,4}[\[(]"
    r"|[+-]\d[\d.]+[+-]\d|,[NS],",
    re.IGNORECASE,
)
# Two numbers with many decimals that no notation holds: "36,335 43.118889", "36. 335 43. 118889".
_DOUBTFUL = re.compile(r"(?<![\d.,])\d{1,3}[.,] ?\d{3,}[^\w\x00]{1,4}\d{1,3}[.,] ?\d{3,}(?![\d.,])")
_GROUP_AFTER = re.compile(r"[^\w\x00]{1,3}([0-9]{2,7})(?![0-9A-Za-z])")


def parse_coordinates(text: str, *, reference: LonLat | None = None) -> CoordinateReading:
    """Every coordinate of a text, in the order in which they stand.

    Decimal degrees, degrees with minutes and seconds, UTM, MGRS and Plus Codes are read; digits may be Arabic.
    A cell is its centre with half of its diagonal as radius. A text that fits no notation, or two, is refused: its
    reason stands in `problems`. A bare pair is read as latitude, longitude and flagged `order_assumed`.

    Parameters
    ----------
    text
        Any text; the first 20,000 characters are looked at.
    reference
        The place that a short Plus Code is relative to.

    Examples
    --------
    >>> fix = parse_coordinates("38SLF 293 240").fixes[0]
    >>> fix.lonlat, round(fix.radius_m, 1)
    (LonLat(lon=43.0983267, lat=36.3464076), 70.7)
    """
    stripped = plain(text[:MOST_CHARACTERS])
    told, rest = _of_programs(stripped.text)
    written, rest = _of_people(evened(rest) if _DIGIT.search(rest) else rest, reference)
    found = told + [_whole(found, stripped.text, rest) for found in written]
    doubtful = None if found else _DOUBTFUL.search(rest)
    if doubtful:
        found = [Found(None, 0, "decimal", *doubtful.span(), problem="numbers_unclear")]
    if other_datum(stripped.text):
        found = [replace(each, lonlat=None, problem=each.problem or "datum_not_wgs84") for each in found]
    found.sort(key=lambda each: each.start)
    fixes = [_fix(each, text, stripped.span(each.start, each.end)) for each in found if each.lonlat]
    refused = [each for each in found if each.problem]
    spans = tuple(stripped.span(each.start, each.end) for each in refused)
    return CoordinateReading(tuple(fixes), tuple(each.problem for each in refused), spans)


def _of_programs(text: str) -> tuple[list[Found], str]:
    """What addresses and other fixed forms hold, and the text without them."""
    taken: list[Found] = []
    if not _BY_PROGRAM.search(text):
        return taken, text
    # most texts are a name, and a name is found sooner without the grammars of what it does not hold
    from .addresses import find_addresses  # noqa: PLC0415
    from .forms import find_forms  # noqa: PLC0415

    for (start, end), held in find_addresses(text, lambda spelt: find_angles(evened(spelt))):
        taken += held
        text = _without(text, start, end)
    for found in find_forms(text):
        taken.append(found)
        text = _without(text, found.start, found.end)
    return taken, text


def _of_people(text: str, reference: LonLat | None) -> tuple[list[Found], str]:
    taken: list[Found] = []
    if not _DIGIT.search(text):
        return taken, text
    for find in (find_mgrs, _utm, lambda rest: find_plus_codes(rest, reference), find_angles):
        for found in find(text):
            taken.append(found)
            text = _without(text, found.start, found.end)
    return taken, text


def _utm(text: str) -> Iterable[Found]:
    if not _SIX_DIGITS.search(text):
        return ()
    from .utm import find_utm  # noqa: PLC0415 - as above

    return find_utm(text)


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + "\x00" * (end - start) + text[end:]


def _whole(found: Found, text: str, rest: str) -> Found:
    """The coordinate, or its refusal where digits beside it look like a part of it; `rest` is what no other took."""
    if found.lonlat is None:
        return found
    before, after = rest[max(0, found.start - 8) : found.start], rest[found.end : found.end + 12]
    torn = _DIGIT_BEFORE.search(before) and not (found.notation == "mgrs" and _REPORT_BEFORE.search(before))
    group = _GROUP_AFTER.match(after) if found.notation in ("mgrs", "utm") else None
    if group is not None and found.notation == "mgrs":
        digits = re.sub(r"[^0-9]", "", text[found.start + 4 : found.end])
        group = group if len(group[1]) == len(digits) <= 5 else None
    if torn or group or _DIGIT_AFTER.match(after):
        return replace(found, lonlat=None, problem="number_left_over")
    return found


def _fix(found: Found, text: str, span: tuple[int, int]) -> Fix:
    assert found.lonlat is not None  # noqa: S101 - the caller filters
    return Fix(found.lonlat, found.radius_m, found.notation, text[slice(*span)], span, found.warnings)
