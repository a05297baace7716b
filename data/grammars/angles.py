"""One angle in a cell of its own, as sheets write it: degrees with a point or a comma, or with minutes and seconds.

Pairs of angles in running text are read by the geo room; here the column says which of the two an angle is.
"""

from __future__ import annotations

import math
import re

from .text import fold

_MARKS = str.maketrans({"′": "'", "″": '"', "º": "°", "˚": "°"})
_HEMISPHERES = {"lat": {"n": 1, "s": -1}, "lon": {"e": 1, "w": -1}}
_ANGLE = re.compile(
    r"""(?P<before>[nsew])?\s*
        (?P<sign>[+-])?\s*
        (?P<degrees>\d{1,3}(?:[.,]\d+)?)
        (?:\s*°\s*
           (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*'\s*
              (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:"|'')\s*)?
           )?
        )?
        \s*(?P<after>[nsew])?""",
    re.VERBOSE,
)


def read_angle(text: str, axis: str) -> float | None:
    r"""
    Read a latitude or a longitude in degrees, or refuse it.

    Parameters
    ----------
    text
        The cell: `36.3298`, `36,3298`, `36° 20' 10.5" N`, with digits of any script. A comma can only be the decimal
        one: three digits before it at most, and no pair.
    axis
        `lat` or `lon`: a hemisphere of the other axis is refused, as is a sign beside a hemisphere.

    Returns
    -------
    float or None
        Degrees, unchecked against the globe; None where the text is not in the grammar.

    Examples
    --------
    >>> read_angle("36,3298", "lat"), read_angle("43°07'30\"E", "lon"), read_angle("43 E", "lat")
    (36.3298, 43.125, None)
    """
    match = _ANGLE.fullmatch(fold(text.translate(_MARKS)).strip())
    if match is None:
        return None
    sides = [side for side in (match["before"], match["after"]) if side]
    if len(sides) > 1 or (sides and (match["sign"] or sides[0] not in _HEMISPHERES[axis])):
        return None
    parts = [part.replace(",", ".") for part in match.group("degrees", "minutes", "seconds") if part is not None]
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60 for part in parts[1:]):
        return None
    degrees = math.fsum(float(part) / (1, 60, 3600)[place] for place, part in enumerate(parts))
    south_or_west = match["sign"] == "-" or (bool(sides) and _HEMISPHERES[axis][sides[0]] < 0)
    return round(-degrees if south_or_west else degrees, 9)


_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+")


def read_point_of(text: str) -> tuple[float, float, bool] | None:
    """
    Read a latitude and a longitude that stand in one cell, or refuse them.

    Parameters
    ----------
    text
        Two angles as `read_angle` takes them, with a comma, semicolon or blank between. Letters say which is
        which; without letters the latitude stands first, as maps on the web write it.

    Returns
    -------
    tuple or None
        Latitude, longitude, and whether their order was assumed; None where there is no reading, or more than one.

    Examples
    --------
    >>> read_point_of("36.3298, 43.0997"), read_point_of("43,0997 E; 36,3298 N"), read_point_of("36,32,43,09")
    ((36.3298, 43.0997, True), (36.3298, 43.0997, False), None)
    """
    folded = fold(text.translate(_MARKS)).strip(" ()[]")
    found = set()
    for gap in _BETWEEN.finditer(folded):
        first, second = folded[: gap.start()], folded[gap.end() :]
        if gap.group() == "," and "," in first + second:
            continue
        assumed = not re.search("[nsew]", folded)
        for lat, lon in ((first, second),) if assumed else ((first, second), (second, first)):
            north, east = read_angle(lat, "lat"), read_angle(lon, "lon")
            if north is not None and east is not None:
                found.add((north, east, assumed))
    return found.pop() if len(found) == 1 else None
