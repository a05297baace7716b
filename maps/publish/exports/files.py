"""Every data file of a site, as bytes by its path; the same tables give the same bytes."""

from __future__ import annotations

import pandas as pd

from ...tables import csv_bytes
from .geojson import geojson_bytes
from .geoparquet import geoparquet_bytes
from .kml import kml_bytes
from .package import package_bytes
from .tables import as_declared
from .workbook import workbook_bytes

NAME = "strikeatlas"


def data_files(tables: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    """
    Write tables as CSV, one workbook, one GeoPackage, and the incidents as GeoJSON and GeoParquet.

    Parameters
    ----------
    tables
        By name; `incidents` has lon and lat in degrees (WGS 84), `about` tells of them all.
    """
    typed = as_declared(tables)
    files = {f"data/{name}.csv": csv_bytes(table) for name, table in tables.items()}
    files["data/incidents.geojson"] = geojson_bytes(typed["incidents"], typed["about"])
    files["data/incidents.kml"] = kml_bytes(typed["incidents"], typed["about"])
    files["data/incidents.parquet"] = geoparquet_bytes(typed["incidents"], typed["about"])
    files[f"data/{NAME}.gpkg"] = package_bytes(typed)
    files[f"data/{NAME}.xlsx"] = workbook_bytes(typed)
    return files
