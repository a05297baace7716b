"""Areas that words describe: sectors and corridors, and the point-radius method that goes with them.

Formulae after Wieczorek, Guo and Hijmans (2004) and Chapman and Wieczorek (2020), Georeferencing Best Practices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .types import EARTH_RADIUS_M, LonLat, Radii

# Radius, in metres, within which a place of a kind lies around its reference point.
EXTENT_M = {
    "city": 4_000.0,
    "town": 1_500.0,
    "village": 700.0,
    "neighbourhood": 500.0,
    "landmark": 100.0,
    "other": 1_500.0,
}
ARC_STEPS = 12
ROAD_SIDE_M = 2_000.0
LEAST_M = 10.0


def moved(point: LonLat, bearing: float, metres: float) -> LonLat:
    """The point at a distance in metres and a bearing in degrees clockwise from north, on a great circle.

    Examples
    --------
    >>> round(moved(LonLat(0.0, 0.0), 90, 111195).lon, 3)
    1.0
    """
    angle, course = metres / EARTH_RADIUS_M, math.radians(bearing)
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    north = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(course))
    east = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(north)
    )
    return LonLat(round(math.degrees(lon + east), 6), round(math.degrees(north), 6))


def offset_radius_m(distance_m: float, half_angle: float, *, slack_m: float = 0.0, point_m: float = 0.0) -> float:
    """Uncertainty of "a distance in a direction of a place", in metres.

    `half_angle` is half of the sector that the direction leaves open (degrees), `slack_m` the sum of the place's
    extent and half of the distance's last unit, datum and map errors, `point_m` the precision of the coordinates.

    Examples
    --------
    >>> round(offset_radius_m(10_000, 22.5))
    3902
    """
    angle = math.radians(half_angle)
    along = distance_m + slack_m - distance_m * math.cos(angle)
    return math.hypot(along, distance_m * math.sin(angle)) + point_m


def offset_radii(distance_m: float, step_m: float, half_angle: float, kind: str) -> Radii:
    """Radii for a stated distance and direction from a place of a kind; the 95 % radius is that of the formula."""
    outer = offset_radius_m(distance_m, half_angle, slack_m=EXTENT_M.get(kind, 1_500.0) + step_m / 2)
    return Radii(0.5 * outer, 0.8 * outer, outer)


def ring_radii(distance_m: float, step_m: float, kind: str) -> Radii:
    """Radii around a place of a kind for "10 km from" it: all directions are open, the distance is not."""
    slack = EXTENT_M.get(kind, 1_500.0) + step_m / 2
    outer = distance_m + slack
    return Radii(max(distance_m, 0.5 * outer), max(distance_m + 0.6 * slack, 0.8 * outer), outer)


def ring(anchor: LonLat, distance_m: float, step_m: float) -> bytes:
    """All that lies at a distance from a place, to half of the distance's last unit, as WKB in EPSG:4326."""
    slack = max(step_m / 2, LEAST_M)
    inner, outer = max(0.0, distance_m - slack), distance_m + slack
    from shapely import Polygon, to_wkb  # noqa: PLC0415 - as below

    edges = [[moved(anchor, turn * 7.5, far) for turn in range(48)] for far in (outer, inner) if far > 0]
    rings = [[(point.lon, point.lat) for point in edge] for edge in edges]
    return bytes(to_wkb(Polygon(rings[0], rings[1:])))


def sector(anchor: LonLat, bearing: float, half_angle: float, *, inner_m: float, outer_m: float) -> bytes:
    """The part of a ring around a place that a direction leaves open, as WKB in EPSG:4326."""
    from shapely import Polygon, to_wkb  # noqa: PLC0415 - slow to import, and only phrases with a direction need it

    # narrower than the sixth decimal of a degree it would fold over
    outer_m, inner_m = max(outer_m, LEAST_M), min(inner_m, max(outer_m, LEAST_M) - LEAST_M)
    turns = [bearing - half_angle + 2 * half_angle * step / ARC_STEPS for step in range(ARC_STEPS + 1)]
    ring = [moved(anchor, turn, outer_m) for turn in turns]
    ring += [moved(anchor, turn, inner_m) for turn in reversed(turns)] if inner_m > 0 else [anchor]
    return bytes(to_wkb(Polygon([(point.lon, point.lat) for point in ring])))


def corridor(start: LonLat, end: LonLat, *, side_m: float = ROAD_SIDE_M) -> bytes:
    """The strip along the straight line between two places, as WKB in EPSG:4326."""
    from shapely import LineString, to_wkb, transform  # noqa: PLC0415 - as above

    east = math.cos(math.radians((start.lat + end.lat) / 2))
    line = LineString([(start.lon * east, start.lat), (end.lon * east, end.lat)])
    strip = line.buffer(math.degrees(side_m / EARTH_RADIUS_M), quad_segs=4)
    return bytes(to_wkb(transform(strip, lambda xy: xy / (east, 1.0))))


def hull(points: Sequence[LonLat], *, side_m: float = 100.0) -> bytes:
    """The area around several points, with a margin in metres, as WKB in EPSG:4326."""
    from shapely import MultiPoint, to_wkb, transform  # noqa: PLC0415 - as above

    east = math.cos(math.radians(sum(point.lat for point in points) / len(points)))
    spots = MultiPoint([(point.lon * east, point.lat) for point in points]).convex_hull
    area = spots.buffer(math.degrees(side_m / EARTH_RADIUS_M), quad_segs=4)
    return bytes(to_wkb(transform(area, lambda xy: xy / (east, 1.0))))


def middle(start: LonLat, end: LonLat) -> LonLat:
    """The point half-way between two places that are not far apart."""
    return LonLat(round((start.lon + end.lon) / 2, 6), round((start.lat + end.lat) / 2, 6))


def between_radii(length_m: float) -> Radii:
    """Radii for "between A and B": half of the length holds the whole stretch."""
    return Radii(0.25 * length_m, 0.4 * length_m, 0.5 * length_m + ROAD_SIDE_M)
