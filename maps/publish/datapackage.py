"""datapackage.json: every column of every table with its type and meaning (Frictionless Data Package 1)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pandas as pd

from data import Field, words

from ..project import Project
from ..select import Selection
from ..tables import plain_rows
from ..version import strikeatlas_version
from .exports import kinds

TYPES = {"text": "string", "json": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
}
KEYS = {"incidents": "incident_id", "claims": "claim_id", "sources": "source_id", "about": "key"}


def _field(name: str, item: Field) -> dict[str, Any]:
    """One column; lists are text joined by a semicolon, as the files hold them."""
    told: dict[str, Any] = {"name": name, "type": TYPES.get(item.type, "string"), "description": item.meaning}
    if item.unit:
        told["unit"] = item.unit
    constraints: dict[str, Any] = {"required": True} if item.required else {}
    if item.words and item.type == "text":
        constraints["enum"] = words(item.words)
    return told | ({"constraints": constraints} if constraints else {})


def _schema(name: str, table: pd.DataFrame) -> dict[str, Any]:
    declared = kinds(name)
    schema: dict[str, Any] = {"fields": [_field(column, declared[column]) for column in table.columns]}
    schema["missingValues"] = [""]
    return schema | ({"primaryKey": KEYS[name]} if name in KEYS else {})


def _resource(path: str, content: bytes, tables: dict[str, pd.DataFrame], about: dict[str, Any]) -> dict[str, Any]:
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    resource: dict[str, Any] = {
        "name": stem if ending == "csv" else f"{stem}-{ending}",
        "path": path,
        "format": ending,
        "mediatype": MEDIA[ending],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        **about,
    }
    if ending == "csv":
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema(stem, tables[stem])}
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "header": True}
    return resource


def datapackage_bytes(
    project: Project, selection: Selection, files: dict[str, bytes], tables: dict[str, pd.DataFrame]
) -> bytes:
    """
    Return the descriptor of the data files; every resource bears its licence and the precision of its positions.

    Parameters
    ----------
    files
        Bytes of each data file by its path in the site.
    """
    policy = selection.policy
    about = {
        "licenses": [{"name": "other", "title": policy.licence}],
        "precision": {"coordinate_decimals": policy.coordinate_decimals, "crs": "OGC:CRS84"},
    }
    sources = selection.sources[["publisher", "licence"]].dropna(how="all").drop_duplicates()
    content = {
        "profile": "data-package",
        "name": "strikeatlas-site",
        "title": project.atlas.title,
        "description": "Reported strikes and reported harm, each number with its claimant, range and source.",
        "version": selection.as_of.isoformat(),
        "created": f"{selection.as_of.isoformat()}T00:00:00Z",
        **about,
        "contributors": [{"title": policy.attribution, "role": "author"}],
        "sources": [_source(row) for row in plain_rows(sources)],
        "resources": [_resource(path, content, tables, about) for path, content in sorted(files.items())],
        "strikeatlas": strikeatlas_version(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _source(row: dict[str, Any]) -> dict[str, str]:
    title = row["publisher"] or "a source without a name"
    return {"title": f"{title} ({row['licence']})" if row["licence"] else title}
