"""All notations together: which stretch of the text is which coordinate."""

from __future__ import annotations

from ..types import LonLat
from .angles import find_angles
from .fix import CoordinateReading, Fix, Found
from .grids import find_mgrs, find_utm
from .plain import plain
from .pluscode import find_plus_codes

MOST_CHARACTERS = 20_000


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
    taken: list[Found] = []
    rest = stripped.text
    for find in (find_mgrs, find_utm, lambda t: find_plus_codes(t, reference), find_angles):
        for found in find(rest):
            taken.append(found)
            rest = rest[: found.start] + "\x00" * (found.end - found.start) + rest[found.end :]
    taken.sort(key=lambda found: found.start)
    fixes = [_fix(found, text, stripped.span(found.start, found.end)) for found in taken if found.lonlat]
    return CoordinateReading(tuple(fixes), tuple(found.problem for found in taken if found.problem))


def _fix(found: Found, text: str, span: tuple[int, int]) -> Fix:
    assert found.lonlat is not None  # noqa: S101 - the caller filters
    return Fix(found.lonlat, found.radius_m, found.notation, text[slice(*span)], span, found.warnings)
