"""The borders of a layer as single edges: each once, with the units on its two sides, in the cells of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..types import Floats, Shapes, Whole

# An edge is cut where it is longer than this part of a cell, so that it belongs to the cell of its middle.
CELLS_A_SIDE = 512
# A straight line in degrees of this length and the one in the projection lie less than a centimetre apart.
LONGEST_DEGREES = 0.005
NOBODY = -1


@dataclass(frozen=True)
class Edges:
    """Edges in the order of their cells, rows from south; their ends are points on the unit sphere.

    `left` and `right` are the units on either side, NOBODY where there is none; `first` is where the edges of each cell
    begin. No edge reaches farther than `half_lon` and `half_lat` degrees from its middle.
    """

    start: tuple[Floats, Floats, Floats]
    end: tuple[Floats, Floats, Floats]
    left: Whole
    right: Whole
    first: Whole
    west: float
    south: float
    side: float
    size: tuple[int, int]
    half_lon: float
    half_lat: float
    units: int

    def row(self, lat: Floats) -> Whole:
        """Return rows of cells, which may lie beyond the grid."""
        return np.floor((lat - self.south) / self.side).astype(np.int64)

    def column(self, lon: Floats) -> Whole:
        """Return columns of cells, which may lie beyond the grid."""
        return np.floor((lon - self.west) / self.side).astype(np.int64)


def edges_of(shapes: Shapes) -> Edges:
    """Return the edges of polygons in degrees; missing shapes have none.

    A border that two units share exactly is one edge.
    """
    start, end, left, right = _sided(shapes)
    west, south, east, north = shapely.total_bounds(shapes)
    side = max(east - west, north - south, 1e-9) / CELLS_A_SIDE
    start, end, of = _cut(start, end, min(side, LONGEST_DEGREES))
    middle = (start + end) / 2
    rows, columns = int((north - south) / side) + 1, int((east - west) / side) + 1
    row = np.clip(np.floor((middle[:, 1] - south) / side), 0, rows - 1).astype(np.int64)
    column = np.clip(np.floor((middle[:, 0] - west) / side), 0, columns - 1).astype(np.int64)
    cell = row * columns + column
    order = np.argsort(cell, kind="stable")
    half = np.abs(end - start).max(axis=0, initial=0.0) / 2
    return Edges(
        start=_on_sphere(start[order]),
        end=_on_sphere(end[order]),
        left=left[of][order],
        right=right[of][order],
        first=np.searchsorted(cell[order], np.arange(rows * columns + 1)),
        west=float(west),
        south=float(south),
        side=float(side),
        size=(rows, columns),
        half_lon=float(half[0]),
        half_lat=float(half[1]),
        units=len(shapes),
    )


def _sided(shapes: Shapes) -> tuple[Floats, Floats, Whole, Whole]:
    """Return ends in degrees and the units on both sides: what two units run along in opposite ways is one edge."""
    there = np.flatnonzero(~shapely.is_missing(shapes))
    parts, of = shapely.get_parts(shapely.orient_polygons(shapes[there]), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    unit = there[of[part[ring[joined]]]]
    known, number = np.unique(corners, axis=0, return_inverse=True)
    one, two = number.ravel()[joined], number.ravel()[joined + 1]
    real = one != two
    one, two, unit = one[real], two[real], unit[real]
    low, high = np.minimum(one, two), np.maximum(one, two)
    order = np.lexsort((unit, low, high))
    low, high, unit, forward = low[order], high[order], unit[order], (one < two)[order]
    key = low * len(known) + high
    again = np.diff(key, prepend=-1) == 0
    group = np.cumsum(~again) - 1
    size = np.bincount(group)
    # Only where exactly two run opposite ways is the border common; all else stays as each unit has it.
    opposite = np.bincount(group, weights=np.where(forward, 1, -1)) == 0
    paired = ((size == 2) & opposite)[group]
    lead = ~paired | ~again
    right = np.full(len(unit), NOBODY, dtype=np.int64)
    right[:-1] = np.where(paired[:-1] & ~again[:-1], unit[1:], NOBODY)
    start, end = np.where(forward, low, high), np.where(forward, high, low)
    return known[start[lead]], known[end[lead]], unit[lead], right[lead]


def _cut(start: Floats, end: Floats, longest: float) -> tuple[Floats, Floats, Whole]:
    """Return edges cut into equal pieces no longer than some degrees in either direction, and of which each is one."""
    pieces = np.maximum(np.ceil(np.abs(end - start).max(axis=1) / longest), 1).astype(np.int64)
    of = np.repeat(np.arange(len(start)), pieces)
    at = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step = (end - start)[of] / pieces[of][:, None]
    last = (at + 1 == pieces[of])[:, None]
    return start[of] + step * at[:, None], np.where(last, end[of], start[of] + step * (at + 1)[:, None]), of


def _on_sphere(lonlat: Floats) -> tuple[Floats, Floats, Floats]:
    east, north = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    return np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)
