"""Areas in units: which share of each shape lies in which unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from ..types import Flags, Floats, Shapes, Whole
from .globe import flat
from .pieces import Pieces

# A share outside all units below this is a gap between them, not a place; below NOISE it is arithmetic.
GAP_SHARE, NOISE = 1e-3, 1e-9
OUTSIDE = -1


@dataclass(frozen=True)
class Overlaps:
    """Weights by row and unit (OUTSIDE: in none), rows ascending, units ascending and OUTSIDE last within a row."""

    row: Whole
    unit: Whole
    weight: Floats
    certain: Flags
    in_gap: Flags

    @staticmethod
    def joined(parts: list[Overlaps]) -> Overlaps:
        """Return several as one, sorted."""
        row, unit, weight, certain, in_gap = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("row", "unit", "weight", "certain", "in_gap")
        )
        order = np.lexsort((np.where(unit == OUTSIDE, np.iinfo(np.int64).max, unit), row))
        return Overlaps(row[order], unit[order], weight[order], certain[order], in_gap[order])

    @staticmethod
    def stacked(parts: list[Overlaps]) -> Overlaps:
        """Return several as one, of which each has later rows than the one before."""
        if not parts:
            return Overlaps.empty()
        names = ("row", "unit", "weight", "certain", "in_gap")
        return Overlaps(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @staticmethod
    def empty() -> Overlaps:
        """Return no overlaps at all."""
        nothing = np.zeros(0, dtype=np.int64)
        return Overlaps(nothing, nothing, np.zeros(0), nothing.astype(bool), nothing.astype(bool))

    def at(self, rows: Whole) -> Overlaps:
        """Return the same overlaps with row numbers of a larger table: row i is rows[i]."""
        return replace(self, row=rows[self.row])

    def spread(self, of: Whole) -> Overlaps:
        """Return the overlaps of a table whose row i is row of[i] of this one; every row has at least one."""
        first = np.searchsorted(self.row, np.arange(self.row[-1] + 2 if len(self.row) else 1))
        length = np.diff(first)[of]
        start = np.cumsum(length) - length
        at = np.repeat(first[of] - start, length) + np.arange(length.sum())
        row = np.repeat(np.arange(len(of)), length)
        return Overlaps(row, self.unit[at], self.weight[at], self.certain[at], self.in_gap[at])

    def without(self, rows: Whole) -> Overlaps:
        """Return the overlaps of all other rows."""
        return self.kept(~np.isin(self.row, rows)) if len(rows) else self

    def kept(self, kept: Flags) -> Overlaps:
        """Return some of the overlaps."""
        return Overlaps(self.row[kept], self.unit[kept], self.weight[kept], self.certain[kept], self.in_gap[kept])


def shapes_in(pieces: Pieces, shapes: Shapes) -> Overlaps:
    """Return the shares of polygons in EPSG:4326, by area on the globe."""
    return overlaid(pieces, np.arange(len(shapes)), flat(shapes))


def overlaid(pieces: Pieces, rows: Whole, shapes: Shapes) -> Overlaps:
    """Return the shares of shapes in the equal-area projection, of which each stands for a row."""
    near, piece = pieces.tree.query(shapes, predicate="intersects")
    shared = _shared_area(pieces, shapes, near, piece)
    size = len(pieces.unit) + 1
    key, place = np.unique(near * size + pieces.unit[piece], return_inverse=True)
    area = _sums(place, shared, len(key))
    row, unit = key[area > 0] // size, key[area > 0] % size
    area = area[area > 0]
    covered = _sums(row, area, len(rows))
    total: Floats = np.maximum(shapely.area(shapes), covered)
    return with_outside(rows, row, unit, area, total, covered)


def _shared_area(pieces: Pieces, shapes: Shapes, near: Whole, piece: Whole) -> Floats:
    """Return the common area of pairs; a piece that lies wholly inside its shape needs no overlay."""
    shared = pieces.area[piece]
    shapely.prepare(shapes)
    cut = np.flatnonzero(~shapely.contains_properly(shapes[near], pieces.shapes[piece]))
    shared[cut] = shapely.area(shapely.intersection(shapes[near[cut]], pieces.shapes[piece[cut]]))
    return shared


def _sums(place: Whole, values: Floats, size: int) -> Floats:
    return np.bincount(place, weights=values, minlength=size).astype(np.float64)


def with_outside(rows: Whole, row: Whole, unit: Whole, area: Floats, total: Floats, covered: Floats) -> Overlaps:
    """Return overlaps with a row for what no unit covers; a gap's share goes to the units around it."""
    open_share = np.where(total > 0, (total - covered) / np.where(total > 0, total, 1), 1.0)
    gap = (open_share >= NOISE) & (open_share < GAP_SHARE)
    out = np.flatnonzero(open_share >= GAP_SHARE)
    alone = (np.bincount(row, minlength=len(rows)) == 1) & (open_share < NOISE)
    open_area = np.where(total > 0, total - covered, 1.0)[out]
    return Overlaps(
        row=rows[np.concatenate([row, out])],
        unit=np.concatenate([unit, np.full(len(out), OUTSIDE)]),
        weight=np.concatenate([area, open_area]),
        certain=np.concatenate([alone[row], np.zeros(len(out), dtype=bool)]),
        in_gap=np.concatenate([gap[row], np.zeros(len(out), dtype=bool)]),
    )
