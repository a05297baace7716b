"""Shapes out of a frame's WKB, and polygons made valid, with what was done to each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely

from .types import Shapes

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7


def shapes_of(values: Iterable[Any]) -> Shapes:
    """Return a column of WKB as geometries, None where there is none."""
    blobs = [None if blob is None or blob is pd.NA else blob for blob in values]
    shapes: Shapes = shapely.from_wkb(np.asarray(blobs, dtype=object))
    return shapes


def repaired(shapes: Shapes) -> tuple[Shapes, list[list[str]]]:
    """Return polygons, two-dimensional and valid (or None), and for each the codes of what was done.

    What is no polygon becomes None with `unit_without_polygon`; a broken ring is mended with `unit_repaired`.
    """
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    broken = ~shapely.is_valid(flat) & ~shapely.is_missing(flat)
    mended = flat.copy()
    mended[broken] = [_areas(shape) for shape in shapely.make_valid(flat[broken], method="structure")]
    areal = np.isin(shapely.get_type_id(mended), (POLYGON, MULTIPOLYGON)) & ~shapely.is_empty(mended)
    mended[~areal] = None
    codes = [
        ["unit_without_polygon"] if lost else ["unit_repaired"] if was else []
        for lost, was in zip(~areal, broken, strict=True)
    ]
    return mended, codes


def _areas(shape: Any) -> Any:
    """Return the polygons of a shape alone: mending may leave lines and points beside them."""
    if shapely.get_type_id(shape) != COLLECTION:
        return shape
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) in (POLYGON, MULTIPOLYGON)]
    return shapely.union_all(parts) if parts else None
