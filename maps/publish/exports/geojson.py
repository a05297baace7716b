"""Incidents as GeoJSON (RFC 7946): a point where there is one, null where there is none."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from ...tables import plain

POSITION = ("lon", "lat")


def geojson_bytes(incidents: pd.DataFrame, about: pd.DataFrame) -> bytes:
    """Return a FeatureCollection; `about` stands in a member of its own, which readers of GeoJSON leave alone."""
    told = dict(zip(about["key"], (plain(value) for value in about["value"]), strict=True))
    names = [name for name in incidents.columns if name not in POSITION]
    columns = {name: [plain(value) for value in incidents[name]] for name in incidents.columns}
    # One feature to a line: a difference between two versions is then a line, too.
    lines = [_line(columns, names, row) for row in range(len(incidents))]
    head = f'{{"type": "FeatureCollection", "about": {_json(told)}, "features": [\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


def _line(columns: dict[str, list[Any]], names: list[str], row: int) -> str:
    lon, lat = (columns[name][row] for name in POSITION)
    point = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {name: columns[name][row] for name in names}
    identity = columns["incident_id"][row]
    return _json({"type": "Feature", "id": identity, "geometry": point, "properties": properties})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
