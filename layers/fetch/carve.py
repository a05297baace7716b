"""One country's units out of a file of the whole world, as a GeoJSON in our own columns."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import shapely

COLUMNS = ("pcode", "level", "name_en", "name_ar", "name_local", "parent", "country", "lon", "lat")


def as_geojson(units: pd.DataFrame) -> bytes:
    """Write a units frame as GeoJSON; the same units give the same bytes."""
    features = [_feature(row) for row in units.sort_values("pcode").to_dict("records")]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def _feature(row: dict[Any, Any]) -> dict[str, Any]:
    shape = None if row["geometry"] is None else json.loads(shapely.to_geojson(shapely.from_wkb(row["geometry"])))
    properties = {name: None if pd.isna(row[name]) else row[name] for name in COLUMNS}
    properties["level"] = int(row["level"])
    return {"type": "Feature", "properties": properties, "geometry": shape}
