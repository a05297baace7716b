"""A GeoPackage, written by ourselves: the same bytes for the same tables, whole or not at all, no page left behind.

Follows OGC 12-128r18 (GeoPackage 1.3.1): features with a geometry in EPSG:4326, and attribute tables without one.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from .types import Shapes

APPLICATION_ID, VERSION = 0x47504B47, 10300
NO_SHAPE, POINT = -1, 0
# The time of writing would make each file another; it is the caller's to tell.
EPOCH = "1970-01-01T00:00:00.000Z"
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""


@dataclass(frozen=True)
class Sheet:
    """One table of the package; `shapes` row for row makes it a feature table, `key` names its counted column."""

    name: str
    table: pd.DataFrame
    description: str = ""
    shapes: Shapes | None = None
    key: str = "fid"


def geopackage(sheets: Iterable[Sheet], *, changed: str = EPOCH) -> bytes:
    """Return tables as the bytes of a GeoPackage.

    Parameters
    ----------
    sheets
        In the order in which they are to stand; lists become text joined by a semicolon.
    changed
        When they were last changed, ISO 8601 in UTC; a fixed date where the caller tells none.
    """
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.executescript(TABLES)
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _systems())
        for sheet in sheets:
            _add(database, sheet, changed)
        return database.serialize()
    finally:
        database.close()


def _systems() -> list[tuple[Any, ...]]:
    undefined = "undefined"
    return [
        ("Undefined cartesian SRS", -1, "NONE", -1, undefined, "undefined cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, undefined, "undefined geographic coordinate reference system"),
        (
            "WGS 84 geodetic",
            4326,
            "EPSG",
            4326,
            CRS.from_epsg(4326).to_wkt("WKT1_GDAL"),
            "longitude, latitude in degrees",
        ),
    ]


def _add(database: sqlite3.Connection, sheet: Sheet, changed: str) -> None:
    columns = [(str(name), _kind(sheet.table[name])) for name in sheet.table.columns]
    features = sheet.shapes is not None
    declared = [f"{_quoted(name)} {kind}" for name, kind in columns]
    spatial = ["geom GEOMETRY"] if features else []
    database.execute(
        f"CREATE TABLE {_quoted(sheet.name)} "
        f"({', '.join([f'{_quoted(sheet.key)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL', *spatial, *declared])})"
    )
    bounds = [None] * 4 if sheet.shapes is None else _bounds(sheet.shapes)
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (sheet.name, "features" if features else "attributes", sheet.name, sheet.description, changed, *bounds,
         4326 if features else None),
    )  # fmt: skip
    if features:
        kind = "POINT" if set(shapely.get_type_id(sheet.shapes)) <= {NO_SHAPE, POINT} else "GEOMETRY"
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (sheet.name, kind))
    cells = [[_cell(value) for value in sheet.table[name]] for name in sheet.table.columns]
    if sheet.shapes is not None:
        cells.insert(0, [_blob(shape) for shape in sheet.shapes])
    names = [*(["geom"] if features else []), *(name for name, _ in columns)]
    marks = ", ".join("?" * len(names))
    database.executemany(
        f"INSERT INTO {_quoted(sheet.name)} ({', '.join(map(_quoted, names))}) VALUES ({marks})",  # noqa: S608
        zip(*cells, strict=True),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values.dtype):
        return "BOOLEAN"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "INTEGER"
    return "REAL" if pd.api.types.is_float_dtype(values.dtype) else "TEXT"


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _bounds(shapes: Shapes) -> list[float | None]:
    return [None if np.isnan(edge) else float(edge) for edge in shapely.total_bounds(shapes)]


def _blob(shape: Any) -> bytes | None:
    """Return a geometry as the standard wants it: a header with its box, then WKB."""
    if shape is None:
        return None
    west, south, east, north = shapely.bounds(shape)
    header = struct.pack("<2sBBi4d", b"GP", 0, 0b0000_0011, 4326, west, east, south, north)
    return header + bytes(shapely.to_wkb(shape, byte_order=1))
