"""Polygons made valid, and what was done to each said as a warning."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from ..types import Shapes

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7


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
