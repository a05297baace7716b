"""Circles on the globe over many units at once: the area of each circle in each unit, exactly, by sums along edges.

The boundary of what a circle and a unit have in common is made of stretches of the unit's edges inside the circle, and
of arcs of the circle inside the unit. By Green's theorem its area is the sum of half the cross products of the former
and of half the squared radius times the angle of the latter. Each circle is looked at in the azimuthal equal-area
projection around its own centre: there it is a circle, and an area is the area on the globe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from ..types import Flags, Floats, Whole
from .edges import Edges
from .globe import gaussian_radius

# Pairs of a circle and an edge that are looked at together: their columns stay in the processor's cache.
BATCH = 200_000
# Angles closer to none or to a full turn than this cannot be told from each other: such circles are overlaid instead.
DOUBT = 1e-7
# A chord shorter than this part of the radius is a touch.
TOUCH = 1e-9
ELLIPSE = 1.02
# Up to so many sums they are kept for every unit at once.
DENSE = 1_500_000


@dataclass(frozen=True)
class Circles:
    """Centres in degrees and on the unit sphere, and radii: the angle at the earth's centre, and in the projection."""

    lon: Floats
    lat: Floats
    angle: Floats
    sines: tuple[Floats, Floats, Floats, Floats]
    square: Floats

    @staticmethod
    def of(lon: Floats, lat: Floats, radius_m: Floats) -> Circles:
        """Return circles from centres in degrees and radii in metres along the ground."""
        angle = np.clip(radius_m / gaussian_radius(lat), 0, np.pi)
        east, north = np.radians(lon), np.radians(lat)
        sines = np.sin(east), np.cos(east), np.sin(north), np.cos(north)
        return Circles(lon, lat, angle, sines, (2 * np.sin(angle / 2)) ** 2)


@dataclass(frozen=True)
class Common:
    """For circles and units that have something in common: areas as parts of the whole circle.

    `near` tells the circles that an edge meets, `doubtful` those whose arcs could not be told, `turned` the pairs in
    which an arc of the circle lies in the unit or may do.
    """

    circle: Whole
    unit: Whole
    part: Floats
    turned: Flags
    near: Flags
    doubtful: Flags


def common_areas(edges: Edges, circles: Circles) -> Common:
    """Return what each circle has of each unit whose edges it meets; a circle that meets none has no rows."""
    count = len(circles.lon)
    found = [_batch(edges, circles, *pairs) for pairs in _pairs(edges, circles)]
    circle, unit, twice, swept, turned, met = (
        (np.concatenate(columns) for columns in zip(*found, strict=True))
        if found
        else (
            np.zeros(0, dtype=np.int64),
            np.zeros(0, dtype=np.int64),
            np.zeros(0),
            np.zeros(0),
            np.zeros(0, dtype=bool),
            np.zeros(0, dtype=np.int64),
        )
    )
    near, doubtful = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    near[met] = True
    full = 2 * np.pi
    angle = np.mod(swept, full)
    doubtful[circle[turned & ((angle < DOUBT) | (angle > full - DOUBT))]] = True
    part = (twice / circles.square[circle] + np.where(turned, angle, 0.0)) / full
    return Common(circle, unit, part, turned, near, doubtful)


def _pairs(edges: Edges, circles: Circles) -> Iterator[tuple[Whole, Whole]]:
    """Yield pairs of circle and edge that may meet, whole circles to a batch, circles ascending."""
    first, last, of = _ranges(edges, circles)
    length = last - first
    per_circle = np.bincount(of, weights=length, minlength=len(circles.lon))
    batch = (np.cumsum(per_circle) // BATCH).astype(np.int64)[of]
    cuts = np.flatnonzero(np.diff(batch, prepend=-1, append=-1)) if len(batch) else np.zeros(0, dtype=np.int64)
    for start, end in pairwise(cuts):
        size = length[start:end]
        total = int(size.sum())
        if not total:
            continue
        begun = np.cumsum(size) - size
        edge = np.repeat(first[start:end] - begun, size) + np.arange(total)
        yield np.repeat(of[start:end], size), edge


def _ranges(edges: Edges, circles: Circles) -> tuple[Whole, Whole, Whole]:
    """Return for each circle the runs of edges, one for each row of cells, that may meet it."""
    lon, lat, angle = circles.lon, circles.lat, circles.angle
    tall = np.degrees(angle)
    wide = np.sin(np.clip(angle, 0, np.pi / 2)) / np.maximum(np.cos(np.radians(lat)), 1e-9)
    wide = np.where((wide < 1) & (angle < np.pi / 2), np.degrees(np.arcsin(np.clip(wide, 0, 1))), 360.0)
    rows, columns = edges.size
    low = np.clip(edges.row(lat - tall - edges.half_lat), 0, rows)
    high = np.clip(edges.row(lat + tall + edges.half_lat) + 1, 0, rows)
    each = np.maximum(high - low, 0)
    of = np.repeat(np.arange(len(lon)), each)
    row = np.repeat(low - (np.cumsum(each) - each), each) + np.arange(int(each.sum()))
    # How wide the circle is at this row: an ellipse in degrees, somewhat wider, where it is small and not near a pole.
    south = edges.south + row * edges.side
    off = np.maximum(np.maximum(south - edges.half_lat - lat[of], lat[of] - south - edges.side - edges.half_lat), 0.0)
    slim = np.tan(np.radians(np.abs(lat))) * angle < 0.4 * (ELLIPSE - 1)
    share = np.where(slim[of], np.sqrt(np.clip(1 - (off / np.maximum(tall[of], 1e-12)) ** 2, 0, 1)), 1.0)
    reach = wide[of] * np.where(slim[of], np.minimum(share * ELLIPSE + 0.02, 1.02), 1.0) + edges.half_lon
    left = np.clip(edges.column(lon[of] - reach), 0, columns)
    right = np.clip(edges.column(lon[of] + reach) + 1, 0, columns)
    start = row * columns
    return edges.first[start + left], edges.first[start + np.maximum(right, left)], of


def _batch(edges: Edges, circles: Circles, of: Whole, edge: Whole) -> tuple[Floats | Whole | Flags, ...]:
    """Return rows of circle, unit, twice the area along edges, swept angle, whether it has arcs; and circles met."""
    sin_lon, cos_lon, sin_lat, cos_lat = (values[of] for values in circles.sines)
    square = circles.square[of]
    frame = sin_lon, cos_lon, sin_lat, cos_lat
    px, py = _projected(edges.start, edge, *frame)
    qx, qy = _projected(edges.end, edge, *frame)
    dx, dy = qx - px, qy - py
    a, b = dx * dx + dy * dy, px * dx + py * dy
    p_in, q_in = px * px + py * py < square, qx * qx + qy * qy < square
    c = px * px + py * py - square
    root2 = b * b - a * c
    hit = p_in | q_in | ((root2 > (TOUCH * TOUCH) * a * square) & (b < 0) & (b + a > 0))
    kept = np.flatnonzero(hit)
    of, edge, px, py, qx, qy = of[kept], edge[kept], px[kept], py[kept], qx[kept], qy[kept]
    twice, swept = px * qy - py * qx, np.zeros(len(kept))
    # Most edges lie wholly inside their circle; only the others enter or leave it, and turn along its arc.
    cut = np.flatnonzero(~(p_in & q_in)[kept])
    at = kept[cut]
    root = np.sqrt(np.maximum(root2[at], 0.0))
    enter = np.where(p_in[at], 0.0, np.clip((-b[at] - root) / a[at], 0, 1))
    leave = np.where(q_in[at], 1.0, np.clip((-b[at] + root) / a[at], 0, 1))
    twice[cut] *= leave - enter
    x, y, dx, dy = px[cut], py[cut], dx[at], dy[at]
    swept[cut] = np.where(p_in[at], 0.0, np.arctan2(y + enter * dy, x + enter * dx))
    swept[cut] -= np.where(q_in[at], 0.0, np.arctan2(y + leave * dy, x + leave * dx))
    crossed = np.zeros(len(kept), dtype=bool)
    crossed[cut] = True
    return (*_summed(edges, of, edge, twice, swept, crossed), of[np.flatnonzero(np.diff(of, prepend=-1))])


def _projected(
    points: tuple[Floats, Floats, Floats],
    edge: Whole,
    sin_lon: Floats,
    cos_lon: Floats,
    sin_lat: Floats,
    cos_lat: Floats,
) -> tuple[Floats, Floats]:
    """Return points in the azimuthal equal-area projection around the centres, on the unit sphere."""
    x, y, z = (values[edge] for values in points)
    out = cos_lon * x + sin_lon * y
    east = cos_lon * y - sin_lon * x
    north = cos_lat * z - sin_lat * out
    scale = np.sqrt(2 / (1 + np.maximum(sin_lat * z + cos_lat * out, -1 + 1e-12)))
    return east * scale, north * scale


def _summed(
    edges: Edges, of: Whole, edge: Whole, twice: Floats, swept: Floats, crossed: Flags
) -> tuple[Whole, Whole, Floats, Floats, Flags]:
    """Return the sums by circle and unit: an edge counts for the unit on its left, and against that on its right."""
    left, right = edges.left[edge], edges.right[edge]
    shared = np.flatnonzero(right >= 0)
    units = edges.units
    base = of[0] if len(of) else 0
    key = np.concatenate([(of - base) * units + left, (of[shared] - base) * units + right[shared]])
    size = (int(of[-1] - base) + 1) * units if len(of) else 0
    if size <= DENSE:
        code, distinct = key, np.flatnonzero(np.bincount(key, minlength=size))
    else:
        code, distinct = pd.factorize(key)
        size = len(distinct)
    area = np.bincount(code, np.concatenate([twice, -twice[shared]]), size)
    angle = np.bincount(code, np.concatenate([swept, -swept[shared]]), size)
    turned = np.bincount(code[np.concatenate([crossed, crossed[shared]])], minlength=size) > 0
    if len(area) != len(distinct):
        area, angle, turned = area[distinct], angle[distinct], turned[distinct]
    pairs = np.asarray(distinct, dtype=np.int64)
    return pairs // units + base, pairs % units, area.astype(np.float64), angle.astype(np.float64), turned
