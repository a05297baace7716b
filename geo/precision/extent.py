"""How far a place itself reaches: a radius that is smaller than the place would be a false pin."""

from __future__ import annotations

import math

from ..types import Radii

# People on a square kilometre of built-up ground, set so that Mosul (1.7 million people in GeoNames) is 10 km across.
DENSITY_PER_KM2 = 22_150
# Below this the fitted radii are wider than the place in any case.
LARGE = 50_000
# A neighbourhood of which only the reference point is known: distance to reported strikes there (docs/geocoding.md).
NEIGHBOURHOOD = Radii(500.0, 2300.0, 5000.0)


def extent_radii(kind: str, population: int) -> Radii:
    """
    Least radii in metres for a point that may lie anywhere in a named place.

    A town is taken as a disc of even density: half of it lies within 0.71 of its radius, 80 % within 0.89 and 95 %
    within 0.97.

    >>> extent_radii("city", 1_739_800).r95_m
    4874.0
    """
    if kind == "neighbourhood":
        return NEIGHBOURHOOD
    if kind not in ("city", "town") or population < LARGE:
        return Radii(0.0, 0.0, 0.0)
    reach = 1000 * math.sqrt(population / (math.pi * DENSITY_PER_KM2))
    return Radii(*(round(reach * math.sqrt(share), 0) for share in (0.5, 0.8, 0.95)))
