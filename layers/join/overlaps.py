"""Areas in units: which share of each shape lies in which unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from ..types import Flags, Floats, Shapes, Whole
from .globe import flat, flat_discs, reach_degrees
from .layer import Layer
from .points import points_in

# A polygon is cut into pieces of at most this many vertices, so that no single overlay is long.
PIECE_VERTICES = 256
# A share outside all units below this is a gap between them, not a place; below NOISE it is arithmetic.
GAP_SHARE, NOISE = 1e-3, 1e-9
CHUNK = 50_000
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
        return self._kept(~np.isin(self.row, rows))

    def only(self, rows: Whole) -> Overlaps:
        """Return the overlaps of these rows."""
        return self._kept(np.isin(self.row, rows))

    def _kept(self, kept: Flags) -> Overlaps:
        return Overlaps(self.row[kept], self.unit[kept], self.weight[kept], self.certain[kept], self.in_gap[kept])


@dataclass(frozen=True)
class Pieces:
    """The polygons of a layer in small pieces, in the equal-area projection, in a tree."""

    shapes: Shapes
    unit: Whole
    area: Floats
    boxes: Floats
    tree: Any


def pieces_of(layer: Layer) -> Pieces:
    """Return the polygons of a layer cut into pieces that are quick to overlay."""
    shapes, unit = [], []
    for place in np.flatnonzero(~shapely.is_missing(layer.shapes)):
        for piece in _cut(flat(layer.shapes[place])):
            shapes.append(piece)
            unit.append(place)
    array = np.asarray(shapes, dtype=object)
    return Pieces(
        array, np.asarray(unit, dtype=np.int64), shapely.area(array), shapely.bounds(array), shapely.STRtree(array)
    )


def _cut(shape: Any) -> Iterator[Any]:
    if shapely.get_num_coordinates(shape) <= PIECE_VERTICES:
        yield shape
        return
    west, south, east, north = shapely.bounds(shape)
    x, y = (west + east) / 2, (south + north) / 2
    wide = east - west > north - south
    across = ((west, south, x, north), (x, south, east, north))
    for box in across if wide else ((west, south, east, y), (west, y, east, north)):
        half = shapely.intersection(shape, shapely.box(*box))
        if not shapely.is_empty(half):
            yield from _cut(half)


def discs_in(layer: Layer, lon: Floats, lat: Floats, radius_m: Floats, pieces: Pieces | None = None) -> Overlaps:
    """Return the shares of discs around points, by area; radii in metres, coordinates in degrees.

    A disc that no border touches is certain without any overlay.
    """
    centre = points_in(layer, lon, lat, gap_m=0.0).unit
    deep = _clear_of_border(layer, centre, shapely.points(lon, lat), reach_degrees(lat, radius_m))
    sure, rest = np.flatnonzero(deep), np.flatnonzero(~deep)
    parts = [_whole(sure, centre[sure])]
    pieces = pieces or pieces_of(layer)
    for start in range(0, len(rest), CHUNK):
        rows = rest[start : start + CHUNK]
        parts.append(_overlaid(pieces, rows, flat_discs(lon[rows], lat[rows], radius_m[rows])))
    return Overlaps.joined(parts)


def shapes_in(layer: Layer, shapes: Shapes, pieces: Pieces | None = None) -> Overlaps:
    """Return the shares of polygons in EPSG:4326, by area on the globe."""
    return Overlaps.joined([_overlaid(pieces or pieces_of(layer), np.arange(len(shapes)), flat(shapes))])


def _whole(rows: Whole, unit: Whole) -> Overlaps:
    full = np.ones(len(rows), dtype=bool)
    return Overlaps(rows, unit, np.ones(len(rows)), full, ~full)


def _clear_of_border(layer: Layer, centre: Whole, points: Shapes, reach: Floats) -> Flags:
    """Return which points lie farther from the border of their own unit than their disc reaches."""
    deep = np.zeros(len(points), dtype=bool)
    for place in np.unique(centre[centre >= 0]):
        border = shapely.boundary(layer.shapes[place])
        shapely.prepare(border)
        rows = np.flatnonzero(centre == place)
        deep[rows] = ~shapely.dwithin(border, points[rows], reach[rows])
    return deep


def _overlaid(pieces: Pieces, rows: Whole, shapes: Shapes) -> Overlaps:
    near, piece = pieces.tree.query(shapes, predicate="intersects")
    shared = _shared_area(pieces, shapes, near, piece)
    size = len(pieces.unit) + 1
    key, place = np.unique(near * size + pieces.unit[piece], return_inverse=True)
    area = _sums(place, shared, len(key))
    row, unit = key[area > 0] // size, key[area > 0] % size
    area = area[area > 0]
    covered = _sums(row, area, len(rows))
    total: Floats = np.maximum(shapely.area(shapes), covered)
    return _with_outside(rows, row, unit, area, total, covered)


def _shared_area(pieces: Pieces, shapes: Shapes, near: Whole, piece: Whole) -> Floats:
    """Return the common area of pairs; a piece that lies wholly inside its shape needs no overlay."""
    shared = pieces.area[piece]
    shapely.prepare(shapes)
    cut = np.flatnonzero(~shapely.contains_properly(shapes[near], pieces.shapes[piece]))
    shared[cut] = shapely.area(shapely.intersection(shapes[near[cut]], pieces.shapes[piece[cut]]))
    return shared


def _sums(place: Whole, values: Floats, size: int) -> Floats:
    return np.bincount(place, weights=values, minlength=size).astype(np.float64)


def _with_outside(rows: Whole, row: Whole, unit: Whole, area: Floats, total: Floats, covered: Floats) -> Overlaps:
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
