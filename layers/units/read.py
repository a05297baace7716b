"""Administrative units from a user's boundary file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import conform

from ..shapes import repaired
from ..types import Shapes
from .columns import ColumnSet, given_set, known_set
from .crs import to_wgs84
from .frame import named_units
from .kept import note_of
from .source import Source, read_source


@dataclass(frozen=True)
class Provenance:
    """What the user knows of a boundary file that the file does not say itself."""

    vintage: str | None = None
    licence: str | None = None
    source: str | None = None


def read_units(
    path: str | Path,
    *,
    level: int | None = None,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    about: Provenance | None = None,
) -> pd.DataFrame:
    """Read a boundary file into a units frame; the columns of the usual publishers are known by themselves.

    Polygons are WKB in EPSG:4326, longitude first. Broken ones are mended and marked `unit_repaired`; rows of one code
    are joined. Sorted by code. The hash of the file, vintage, licence and what was done stay with every row.

    Parameters
    ----------
    path
        A GeoJSON, GeoPackage, Shapefile (zipped or not), GeoParquet or KML file.
    level
        The level to read where the columns bear several; the finest by default.
    layer
        The layer of a file that holds several.
    columns
        Our column to the file's, for other files: {"pcode": "CODE", "name_en": "NAME"}; needs `level`.
    crs
        The CRS where the file states none or a wrong one; it is never assumed.
    about
        Vintage, licence and source as known to the user; else what stands in the note beside a fetched file.

    Raises
    ------
    InputRefused
        Where the file cannot be read, its CRS is missing, or a unit has no code.
    UsageProblem
        Where its columns are not known.
    """
    where = Path(path)
    source = read_source(where, layer=layer, level=level)
    present = [str(column) for column in source.table.columns]
    known = given_set(columns, present, level=level) if columns else known_set(present, level=level)
    units = named_units(source.table, known, file=where.name)
    shapes, note = to_wgs84(source.shapes, crs or source.crs, file=where.name)
    units = _with_shapes(units, shapes)
    units = _merged(units)
    about = _filled(about or Provenance(), where)
    return _told(units, source=source, known=known, about=about, note=note, file=where.name)


def _filled(about: Provenance, path: Path) -> Provenance:
    """Return what the user tells, and for the rest what was noted beside the file when it was fetched."""
    noted = note_of(path) or {}
    return Provenance(
        vintage=about.vintage or noted.get("vintage") or None,
        licence=about.licence or noted.get("licence") or None,
        source=about.source or noted.get("publisher") or None,
    )


def _with_shapes(units: pd.DataFrame, shapes: Shapes) -> pd.DataFrame:
    shapes = shapes.copy()
    shapes[shapely.is_empty(shapes)] = None
    polygons, codes = repaired(shapes)
    points = np.where(shapely.is_missing(polygons), shapely.centroid(shapes), shapely.point_on_surface(polygons))
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    return units.assign(
        geometry=polygons,
        lon=pd.to_numeric(units["lon"]).astype("Float64").fillna(pd.Series(lon, index=units.index)),
        lat=pd.to_numeric(units["lat"]).astype("Float64").fillna(pd.Series(lat, index=units.index)),
        warnings=[[*had, *more] for had, more in zip(units["warnings"], codes, strict=True)],
    )


def _merged(units: pd.DataFrame) -> pd.DataFrame:
    """Return one row per code: parts of one unit are joined, and the row says so."""
    rows = []
    for _, group in units.groupby("pcode", sort=True):
        row = group.iloc[0].copy()
        if len(group) > 1:
            row["geometry"] = shapely.union_all([shape for shape in group["geometry"] if shape is not None])
            merged = sorted({code for codes in group["warnings"] for code in codes} | {"unit_merged"})
            row["warnings"] = merged
            point = shapely.point_on_surface(row["geometry"])
            row["lon"], row["lat"] = shapely.get_x(point), shapely.get_y(point)
        rows.append(row)
    return pd.DataFrame(rows).reset_index(drop=True)


def _told(
    units: pd.DataFrame, *, source: Source, known: ColumnSet, about: Provenance, note: str, file: str
) -> pd.DataFrame:
    vintage = about.vintage or units["vintage"]
    shapes = units["geometry"].to_numpy()
    return conform(
        units.assign(
            geometry=[None if shape is None else shapely.to_wkb(shape) for shape in shapes],
            vintage=vintage,
            licence=about.licence or known.licence,
            source=about.source or f"{known.name}, {file}",
            source_sha256=source.sha256,
            note=note or None,
        ),
        "units",
    )
