"""Tallies as other programs take them: one tidy table with names, or a GeoPackage with the units beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import write_atomic

from .geopackage import EPOCH, Sheet, geopackage
from .population import rates
from .shapes import shapes_of
from .types import Shapes

NOT_PLACEABLE = {"unit": "not placeable at this level", "unit_ar": "غير قابل للتحديد في هذا المستوى"}
UNIT_COLUMNS = {"name_en": "unit", "name_ar": "unit_ar", "lon": "lon", "lat": "lat"}


def tidy_tallies(tallies: pd.DataFrame, units: pd.DataFrame, population: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return tallies with the names and the reference point of their unit, row for row in the same order.

    With `population` also with the people of their unit and the rates to 100,000 of them, see `rates`.

    The rows of what is not placeable say so in the place of the name. Columns that are empty throughout (status and
    precision of a tally that is not split) are left out.
    """
    names = units[["pcode", "level", *UNIT_COLUMNS]].rename(columns=UNIT_COLUMNS)
    counted = tallies if population is None else rates(tallies, population)
    table = counted.merge(names, on=["pcode", "level"], how="left", validate="many_to_one")
    lost = table["pcode"].isna()
    for name, told in NOT_PLACEABLE.items():
        table[name] = table[name].mask(lost, told)
    split = [name for name in ("status", "precision", "supported") if table[name].isna().all()]
    first = ["pcode", "unit", "unit_ar"]
    rest = [name for name in table.columns if name not in {*first, *split}]
    return table[[*first, *rest]]


def write_tallies(
    tallies: pd.DataFrame,
    units: pd.DataFrame,
    path: str | Path,
    *,
    changed: str = EPOCH,
    population: pd.DataFrame | None = None,
) -> Path:
    """Write a GeoPackage: the units of the tallies' levels with their shapes, and the tallies as a table beside them.

    A unit without a polygon is its reference point. The two join by `pcode`. The same input gives the same bytes, and
    the file is there whole or not at all.

    Parameters
    ----------
    changed
        When the data was last changed, ISO 8601 in UTC, for the file's own record.
    population
        The people of the units, for rates beside the tallies.

    Raises
    ------
    WorldFault
        Where the file cannot be written.
    """
    own = units[units["level"].isin(tallies["level"].unique())].sort_values("pcode", kind="stable")
    sheets = [
        Sheet("units", own.drop(columns="geometry"), "Administrative units", shapes=_shapes(own)),
        Sheet(
            "tallies",
            tidy_tallies(tallies, units, population),
            "Reported counts by unit, period and claimant, never added up",
        ),
    ]
    return write_atomic(path, geopackage(sheets, changed=changed))


def _shapes(units: pd.DataFrame) -> Shapes:
    shapes = shapes_of(units["geometry"])
    lon, lat = (units[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("lon", "lat"))
    points = np.where(np.isnan(lon), None, shapely.points(np.nan_to_num(lon), np.nan_to_num(lat)))
    result: Shapes = np.where(shapely.is_missing(shapes), points, shapes)
    return result
