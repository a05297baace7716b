"""Several coordinates in one field: one place said twice, one strike with several points, or places far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..footprints import hull
from ..precision import grid_radii
from ..types import Box, LonLat, Radii, distance_m
from .fix import Fix

# Points of one strike; beyond, they are two places, and to take the middle would be to invent a third.
TOGETHER_M = 10_000.0


@dataclass(frozen=True, slots=True)
class Combined:
    """What several coordinates say together.

    `relation` is `one`, `same` (one place in several notations), `together` (points of one strike) or `apart`; the
    point and the radii (metres) are None where they lie apart. `fixes` are those that were taken.
    """

    relation: str
    fixes: tuple[Fix, ...]
    lonlat: LonLat | None = None
    radii: Radii | None = None
    footprint: bytes | None = None
    spread_m: float = 0.0


def combine(fixes: Sequence[Fix], box: Box | None = None) -> Combined:
    """Several coordinates as one answer, or none; with a country's box those inside it go before those outside."""
    inside = [fix for fix in fixes if box is not None and box.holds(fix.lonlat)]
    taken = tuple(inside or fixes)
    finest = min(taken, key=lambda fix: fix.radius_m)
    own = grid_radii(finest.radius_m).at_least(1.0)
    if len(taken) == 1:
        return Combined("one", taken, finest.lonlat, own)
    spread = max(distance_m(a.lonlat, b.lonlat) for a in taken for b in taken)
    if all(distance_m(fix.lonlat, finest.lonlat) <= fix.radius_m + finest.radius_m for fix in taken):
        return Combined("same", taken, finest.lonlat, own, spread_m=spread)
    if spread > TOGETHER_M:
        return Combined("apart", taken, spread_m=spread)
    middle = _middle([fix.lonlat for fix in taken])
    return Combined("together", taken, middle, _radii(taken, middle), hull([fix.lonlat for fix in taken]), spread)


def _middle(points: Sequence[LonLat]) -> LonLat:
    """The middle of the points' rectangle, half-way between two."""
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    return LonLat(round((min(lons) + max(lons)) / 2, 7), round((min(lats) + max(lats)) / 2, 7))


def _radii(fixes: Sequence[Fix], middle: LonLat) -> Radii:
    """Radii that hold half of the cells, four fifths of them, and all."""
    reach = sorted(distance_m(fix.lonlat, middle) + fix.radius_m for fix in fixes)
    return Radii(*(reach[min(len(reach) - 1, round(share * len(reach) + 0.4999) - 1)] for share in (0.5, 0.8, 1.0)))
