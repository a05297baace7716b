"""Points in units: each in one unit, once and only once.

A point that several units cover (a shared border, an overlap) belongs to the one with the lowest code. A point in a
narrow gap between units belongs to the nearest one; of several that are equally near, to the one with the lowest code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..types import Flags, Floats, Shapes, Whole
from .globe import metres_between
from .grid import FINEST, UNKNOWN, Grid, bordered_cells, runs_of
from .layer import Layer

# Boundary files of one country rarely leave wider gaps than this between neighbours.
GAP_M = 250.0
# From so many points on a grid pays.
MANY = 20_000


@dataclass(frozen=True)
class Found:
    """For each point the place of its unit in the layer (-1: none), and whether a rule had to decide."""

    unit: Whole
    on_border: Flags
    in_gap: Flags

    def at(self, rows: Whole) -> Found:
        """Return what is told of some of the points."""
        return Found(self.unit[rows], self.on_border[rows], self.in_gap[rows])


def points_in(layer: Layer, lon: Floats, lat: Floats, *, gap_m: float = GAP_M) -> Found:
    """Return the unit of every point; coordinates in degrees, WGS 84, finite."""
    if len(lon) < MANY:
        unit, on_border = _tested(layer, lon, lat)
    else:
        unit, on_border = gridded(layer, len(lon)).look_up(lon, lat)
        rest = np.flatnonzero(unit == UNKNOWN)
        unit[rest], on_border[rest] = _tested(layer, lon[rest], lat[rest])
    lost = np.flatnonzero(unit < 0)
    unit[lost] = nearest(layer.shapes, lon[lost], lat[lost], within_m=gap_m)
    in_gap = np.zeros(len(lon), dtype=bool)
    in_gap[lost] = unit[lost] >= 0
    return Found(unit, on_border, in_gap)


def _tested(layer: Layer, lon: Floats, lat: Floats) -> tuple[Whole, Flags]:
    """Return the unit of every point (-1: none) and whether several cover it.

    Points are sorted by longitude, so each polygon looks only at its own slab.
    """
    unit = np.full(len(lon), -1, dtype=np.int64)
    several = np.zeros(len(lon), dtype=bool)
    order = np.argsort(lon, kind="stable")
    x, y = lon[order], lat[order]
    for place in np.flatnonzero(~shapely.is_missing(layer.shapes)):
        near = order[_hits(layer.shapes[place], x, y)]
        free = unit[near] < 0
        unit[near[free]] = place
        several[near[~free]] = True
    return unit, several


def gridded(layer: Layer, points: int) -> Grid:
    """Return a grid over the layer, finer for more points."""
    west, south, east, north = shapely.total_bounds(layer.shapes)
    side = max(east - west, north - south) / int(np.clip(np.sqrt(points), 64, FINEST))
    columns, rows = (int(np.floor(extent / side)) + 1 for extent in (east - west, north - south))
    bordered = bordered_cells(layer.shapes, west=west, south=south, side=side, size=(rows, columns))
    run, first = runs_of(~bordered)
    middle = west + (first % columns + 0.5) * side, south + (first // columns + 0.5) * side
    unit, several = (
        np.append(told, told.dtype.type(other))
        for told, other in zip(_tested(layer, *middle), (UNKNOWN, False), strict=True)
    )
    return Grid(west, south, side, unit[run], several[run])


def _hits(shape: object, x: Floats, y: Floats) -> Whole:
    """Return the positions of the sorted points that the shape covers, its border included."""
    west, south, east, north = shapely.bounds(shape)
    first, last = np.searchsorted(x, west, "left"), np.searchsorted(x, east, "right")
    inside = first + np.flatnonzero((y[first:last] >= south) & (y[first:last] <= north))
    shapely.prepare(shape)
    hits: Whole = inside[shapely.intersects_xy(shape, x[inside], y[inside])]
    return hits


def nearest(shapes: Shapes, lon: Floats, lat: Floats, *, within_m: float) -> Whole:
    """Return for every point the nearest shape within a distance in metres, the first of equals; -1 where none is."""
    result = np.full(len(lon), -1, dtype=np.int64)
    if not len(lon):
        return result
    points = shapely.points(lon, lat)
    # A metre is at most this many degrees here; the true distance is measured on the few that are left.
    reach = within_m / (110_000 * np.cos(np.radians(np.clip(np.abs(lat), 0, 85))))
    row, place = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=reach)
    ends = shapely.get_coordinates(shapely.shortest_line(points[row], shapes[place])).reshape(-1, 4)
    far = metres_between(*ends.T)
    near = far <= within_m
    row, place, far = row[near], place[near], far[near]
    best = np.lexsort((place, far, row))
    row, first = np.unique(row[best], return_index=True)
    result[row] = place[best][first]
    return result
