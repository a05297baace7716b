"""The one place where a boundary file is opened: its columns, its shapes, its CRS as the file states it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from numpy.typing import NDArray

from data import InputRefused

# RFC 7946: a GeoJSON file is in WGS 84, longitude first.
GEOJSON_CRS = "OGC:CRS84"


@dataclass(frozen=True)
class Source:
    """A boundary file as it is: attributes, geometries row for row, CRS (None where the file states none), hash."""

    table: pd.DataFrame
    shapes: NDArray[Any]
    crs: str | None
    sha256: str


def read_source(path: Path) -> Source:
    """Read a GeoJSON file.

    Raises
    ------
    InputRefused
        Where the file is not there or is no GeoJSON feature collection.
    """
    try:
        raw = path.read_bytes()
        document = json.loads(raw)
    except FileNotFoundError:
        raise InputRefused("The file is not there.", file=path.name) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise InputRefused(f"Not readable as GeoJSON: {problem}.", file=path.name) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not features:
        raise InputRefused("No features in it.", file=path.name, hint="Expected a GeoJSON FeatureCollection.")
    table = pd.DataFrame([feature.get("properties") or {} for feature in features])
    texts = [json.dumps(feature["geometry"]) if feature.get("geometry") else None for feature in features]
    stated = ((document.get("crs") or {}).get("properties") or {}).get("name")
    return Source(table, shapely.from_geojson(texts), stated or GEOJSON_CRS, hashlib.sha256(raw).hexdigest())
