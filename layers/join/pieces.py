"""The polygons of a layer in small pieces, in the equal-area projection, in a tree: quick to overlay with any shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ..types import Floats, Shapes, Whole
from .globe import flat

# A polygon is cut into pieces of at most this many vertices, so that no single overlay is long.
PIECE_VERTICES = 256


@dataclass(frozen=True)
class Pieces:
    """The polygons of a layer in small pieces, in the equal-area projection, in a tree."""

    shapes: Shapes
    unit: Whole
    area: Floats
    boxes: Floats
    tree: Any


def pieces_of(polygons: Shapes) -> Pieces:
    """Return polygons in degrees, missing ones left out, cut into pieces that are quick to overlay."""
    shapes, unit = [], []
    for place in np.flatnonzero(~shapely.is_missing(polygons)):
        for piece in _cut(flat(polygons[place])):
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
