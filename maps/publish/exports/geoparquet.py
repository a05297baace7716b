"""Incidents as GeoParquet 1.1: points as WKB in OGC:CRS84, the same bytes for the same table."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from data import ARROW_TYPES

from ...tables import plain
from .tables import kinds

GEOMETRY = "geometry"


def points(incidents: pd.DataFrame) -> Any:
    """Positions as shapely points, longitude first; None where there is none."""
    lon, lat = (incidents[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    placed = np.isfinite(lon) & np.isfinite(lat)
    made = shapely.points(np.where(placed, lon, 0.0), np.where(placed, lat, 0.0))
    return np.where(placed, made, None)


def bounds(shapes: Any) -> list[float] | None:
    """West, south, east, north of what is placed, in degrees."""
    edges = [float(edge) for edge in shapely.total_bounds(shapes)]
    return edges if all(np.isfinite(edges)) else None


def geoparquet_bytes(incidents: pd.DataFrame, about: pd.DataFrame) -> bytes:
    """Return the table with its geometry and, in the file's own record, what `about` tells."""
    declared = kinds("incidents")
    shapes = points(incidents)
    names = [str(name) for name in incidents.columns]
    arrays = [pa.array(incidents[name], type=ARROW_TYPES[declared[name].type], from_pandas=True) for name in names]
    wkb = pa.array([None if shape is None else shapely.to_wkb(shape, byte_order=1) for shape in shapes], pa.binary())
    told = {row["key"]: plain(row["value"]) for row in about.to_dict("records")}
    metadata = {"geo": json.dumps(_geo(shapes)), "about": json.dumps(told, ensure_ascii=False)}
    fields = [*(pa.field(name, ARROW_TYPES[declared[name].type]) for name in names), pa.field(GEOMETRY, pa.binary())]
    table = pa.Table.from_arrays([*arrays, wkb], schema=pa.schema(fields))
    numbers = [name for name in names if declared[name].type in ("integer", "number")]
    file = io.BytesIO()
    # No second copy of the schema, and no statistics over texts: what stands once is checked once.
    with pq.ParquetWriter(
        file, table.schema, compression="zstd", store_schema=False, write_statistics=numbers
    ) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(metadata)
    return file.getvalue()


def _geo(shapes: Any) -> dict[str, Any]:
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    box = bounds(shapes)
    return {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: column | ({"bbox": box} if box else {})},
    }
