"""Which column of a frame is what, and its points in degrees: checked at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from pyproj import Transformer
from rapidfuzz import process

from data import UsageProblem

WGS84 = "EPSG:4326"
# Spellings under which a column is found by itself; the first that is there is taken.
KNOWN = {
    "lon": ("lon", "lng", "longitude", "stated_lon"),
    "lat": ("lat", "latitude", "stated_lat"),
    "date": ("date", "happened_from", "event_date", "date_start"),
    "place": ("place", "place_text", "location", "location_name", "where_description"),
    "precision": ("precision",),
    "claimant": ("claimant", "recorder"),
    "status": ("status", "grading"),
    "unit": ("unit", "adm1", "adm_1", "governorate"),
    "killed_min": ("killed_min", "civilians_killed_min"),
    "killed_max": ("killed_max", "civilians_killed_max"),
    "injured_min": ("injured_min", "civilians_injured_min"),
    "injured_max": ("injured_max", "civilians_injured_max"),
    "id": ("id", "incident_id", "code"),
    "note": (),
}


@dataclass(frozen=True)
class FrameColumns:
    """Names of the columns of a frame; those left out are looked for under common names, `note` only where named."""

    lon: str | None = None
    lat: str | None = None
    date: str | None = None
    place: str | None = None
    precision: str | None = None
    claimant: str | None = None
    status: str | None = None
    unit: str | None = None
    killed_min: str | None = None
    killed_max: str | None = None
    injured_min: str | None = None
    injured_max: str | None = None
    id: str | None = None
    note: str | None = None


def frame_columns(given: Mapping[str, Any]) -> FrameColumns:
    """
    Names of columns as options, checked.

    Raises
    ------
    UsageProblem
        For an unknown option, with the nearest known one.
    """
    known = [one.name for one in fields(FrameColumns)]
    for name in given:
        if name not in known:
            nearest = process.extractOne(name, known, score_cutoff=60)
            hint = f"Did you mean '{nearest[0]}'?" if nearest else f"Known: {', '.join(known)}."
            raise UsageProblem(f"Unknown option '{name}'.", hint=hint)
    return FrameColumns(**given)


def numbers_of(series: pd.Series, name: str) -> np.ndarray:
    """A column as numbers, nan where unknown; raises UsageProblem with the first row that holds none."""
    try:
        return np.asarray(pd.to_numeric(series, errors="raise").to_numpy(dtype=float, na_value=np.nan))
    except (ValueError, TypeError):
        bad = series[pd.to_numeric(series, errors="coerce").isna() & series.notna()]
        raise UsageProblem(
            f"Row {bad.index[0]}, column '{series.name}': {bad.iloc[0]!r} is no number ({name}).", hint="Correct it."
        ) from None


def on_earth(lon: np.ndarray, lat: np.ndarray, index: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude as they are, where they are degrees on this earth; raises UsageProblem where not."""
    wrong = np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90))
    if len(wrong):
        raise UsageProblem(
            f"Row {index[wrong[0]]}: {lon[wrong[0]]:g}, {lat[wrong[0]]:g} is no longitude and latitude.",
            hint="Give degrees in WGS 84; a GeoDataFrame in metres needs its CRS set.",
        )
    return lon, lat


def degrees(frame: geopandas.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Points of a frame in degrees, EPSG:4326; raises UsageProblem for areas, and where no CRS is told (S4.1)."""
    points = frame.geometry
    kinds = set(points.geom_type.dropna()) - {"Point"}
    if kinds:
        raise UsageProblem(
            f"The frame holds {sorted(kinds)[0]} geometries, and incidents are points.",
            hint="Use the Units element for areas; a centre taken from an area would be a false pin.",
        )
    if frame.crs is None:
        raise UsageProblem("The frame has no CRS.", hint="Say which: gdf.set_crs('EPSG:4326').")
    x, y = (np.asarray(axis, dtype=float) for axis in (points.x, points.y))
    if frame.crs == WGS84:
        return on_earth(x, y, frame.index)
    # No guess at a datum shift: an operation that is only a ballpark is refused (S4.1).
    change = Transformer.from_crs(frame.crs, WGS84, always_xy=True, allow_ballpark=False)
    lon, lat = change.transform(x, y)
    gone = ~np.isfinite(lon) | ~np.isfinite(lat)
    return on_earth(np.where(gone, np.nan, lon), np.where(gone, np.nan, lat), frame.index)
