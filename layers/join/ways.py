"""The way by which each placement finds its units: by its point, its area, or a code that it bears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ..shapes import repaired, shapes_of
from ..types import Flags, Floats, Shapes, Whole
from .layer import Layer

# A point of these classes is taken as the place itself; of the others the disc or footprint is.
POINT_CLASSES = ("exact", "site")
UNPLACEABLE = ("country", "unknown")
# The level of the units whose codes placements bear.
CODE_LEVEL = 1
NONE, STATED, CODE, POINT, SHAPE, DISC = range(6)


@dataclass(frozen=True)
class Placed:
    """The columns of placements that a join needs, as arrays, and the way that each row goes."""

    subject: pd.Series
    precision: pd.Series
    code: pd.Series
    lon: Floats
    lat: Floats
    radii: Floats
    footprint: Shapes
    way: Whole

    def on(self, way: int) -> Whole:
        """Return the rows that go one way."""
        return np.flatnonzero(self.way == way)


def placed(placements: pd.DataFrame, layer: Layer) -> Placed:
    """Return placements with the way that each goes at this layer; radii are the columns r50, r80, r95 in metres."""
    rows = placements.reset_index(drop=True)
    precision = rows["precision"].astype("string").fillna("unknown")
    lon, lat = (_numbers(rows[name]) for name in ("lon", "lat"))
    radii = np.stack([_numbers(rows[name]) for name in ("r50_m", "r80_m", "r95_m")], axis=1)
    # A footprint without an area says no more than the point does.
    footprint, _ = repaired(shapes_of(rows["footprint"]))
    code = rows["adm1_pcode"].astype("string")
    way = _ways(precision, np.isfinite(lon) & np.isfinite(lat), ~shapely.is_missing(footprint), layer=layer)
    way[(way == DISC) & ~(radii[:, 2] > 0)] = POINT
    # A code of another system tells nothing here; the circle still does.
    known = {one: layer.knows(one) for one in code.dropna().unique()}
    stated = _flags(precision.eq("governorate") & code.map(known).eq(other=True)) & shapely.is_missing(footprint)
    way[stated & (way != NONE) & (layer.level >= CODE_LEVEL)] = STATED
    return Placed(rows["subject_id"], precision, code, lon, lat, radii, footprint, way)


def _ways(precision: pd.Series, has_point: Flags, has_area: Flags, *, layer: Layer) -> Whole:
    way: Whole = np.select(
        [
            _flags(precision.isin(UNPLACEABLE)),
            ~(has_point | has_area) | (not layer.drawn),
            _flags(precision.isin(POINT_CLASSES)) & has_point,
            has_area,
        ],
        [NONE, CODE, POINT, SHAPE],
        default=DISC,
    ).astype(np.int64)
    return way


def _flags(values: pd.Series) -> Flags:
    flags: Flags = values.fillna(value=False).to_numpy(dtype=bool)
    return flags


def _numbers(values: pd.Series) -> Floats:
    numbers: Floats = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers
