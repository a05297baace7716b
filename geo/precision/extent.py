"""How far a place itself reaches: a radius that is smaller than the place would be a false pin."""

from __future__ import annotations

import math

from ..types import LonLat, Radii, distance_m

# People on a square kilometre of built-up ground, set so that Mosul (1.7 million people in GeoNames) is 10 km across.
PEOPLE_PER_KM2 = 22_150
# Below this the fitted radii are wider than the place in any case.
LARGE = 50_000
# A neighbourhood of which only the reference point is known: distance to reported strikes there (docs/geocoding.md).
GRID_STEPS = 40
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
    reach = 1000 * math.sqrt(population / (math.pi * PEOPLE_PER_KM2))
    return Radii(*(round(reach * math.sqrt(share), 0) for share in (0.5, 0.8, 0.95)))


def area_radii(point: LonLat, area: bytes) -> Radii:
    """Radii in metres around a point that hold half, 80 % and 95 % of an outline (WKB in EPSG:4326)."""
    from shapely import Point, from_wkb, prepare  # noqa: PLC0415 - slow to import, and few places have an outline

    shape = from_wkb(area)
    prepare(shape)
    west, south, east, north = shape.bounds
    steps = [(at + 0.5) / GRID_STEPS for at in range(GRID_STEPS)]
    spots = [LonLat(west + x * (east - west), south + y * (north - south)) for x in steps for y in steps]
    far = sorted(distance_m(point, spot) for spot in spots if shape.covers(Point(spot.lon, spot.lat)))
    if not far:
        return Radii(0.0, 0.0, 0.0)
    return Radii(*(round(far[min(len(far) - 1, int(share * len(far)))], 0) for share in (0.5, 0.8, 0.95)))
