"""A grid over the units of a layer: most of its cells no border touches, and there one look-up tells the unit.

A cell that no border touches lies in the same units with all its points; so does the whole run of such cells side by
side, and one point of it is enough to know them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..types import Flags, Floats, Shapes, Whole

# Cells along the longer side: fine enough that few points fall into cells with a border.
FINEST = 1024
UNKNOWN = -2


@dataclass(frozen=True)
class Grid:
    """Square cells from a corner on; `unit` and `several` hold for points of cells without a border, else UNKNOWN."""

    west: float
    south: float
    side: float
    unit: Whole
    several: Flags

    def look_up(self, lon: Floats, lat: Floats) -> tuple[Whole, Flags]:
        """Return the unit of each point (-1: none, UNKNOWN: to be tested), and whether several cover it."""
        x, y = _cells(lon, self.west, self.side), _cells(lat, self.south, self.side)
        rows, columns = self.unit.shape
        there = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        at = np.where(there, y * columns + x, 0)
        return np.where(there, self.unit.ravel()[at], -1), there & self.several.ravel()[at]


def _cells(values: Floats, start: float, side: float) -> Whole:
    # Monotone in the value: a point before a border is never in a cell after it.
    return np.floor((values - start) / side).astype(np.int64)


def bordered_cells(shapes: Shapes, *, west: float, south: float, side: float, size: tuple[int, int]) -> Flags:
    """Return which cells (rows from south, columns from west) a border of any shape touches, some more included."""
    touched = np.zeros(size, dtype=bool)
    lines = shapely.get_parts(shapely.boundary(shapes[~shapely.is_missing(shapes)]))
    corners, of = shapely.get_coordinates(shapely.segmentize(lines, side), return_index=True)
    x, y = _cells(corners[:, 0], west, side), _cells(corners[:, 1], south, side)
    joined = of[1:] == of[:-1]
    # A piece no longer than a side meets at most the four cells of its two ends.
    for columns in (x[:-1], x[1:]):
        for rows in (y[:-1], y[1:]):
            touched[rows[joined].clip(0, size[0] - 1), columns[joined].clip(0, size[1] - 1)] = True
    return touched


def runs_of(free: Flags) -> tuple[Whole, Whole]:
    """Return for runs of free cells side by side the number of each cell's run (-1: none) and each run's first cell."""
    starts = free & ~np.pad(free[:, :-1], ((0, 0), (1, 0)))
    run = np.where(free, np.cumsum(starts).reshape(free.shape) - 1, -1)
    return run, np.flatnonzero(starts)
