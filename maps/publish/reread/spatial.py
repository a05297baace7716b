"""Reading back what was written as GeoJSON and GeoPackage, down to geometry headers and free pages."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Sequence
from typing import Any

from ..exports import kinds
from .cells import Cells, Column, Leak, canonical, canonical_column
from .tabular import Found, box_of, point_of, with_points

HEADER = struct.Struct("<2sBBi4d")
OWN = ("gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", "sqlite_sequence", "layer_styles")
COUNTED = "fid"
GEOMETRY = "geom"
# A column of numbers keeps those that are whole, and not above this, as integers.
LARGEST_WHOLE = 1 << 47


def read_geojson(path: str, data: bytes) -> Found:
    """Features of incidents; a member that is none of ours is a finding."""
    content = json.loads(data)
    features = content["features"]
    found = Found(texts=[data])
    if set(content) != {"type", "about", "features"}:
        found.leaks.append(Leak(path, "", "a member that is none of ours"))
    names = list(features[0]["properties"]) if features else [n for n in kinds("incidents") if n not in ("lon", "lat")]
    if any(
        list(one["properties"]) != names or set(one) != {"type", "id", "geometry", "properties"} for one in features
    ):
        found.leaks.append(Leak(path, "", "a feature with other members than the first"))
        return found
    cells: Cells = {name: canonical_column([one["properties"][name] for one in features]) for name in names}
    if cells.get("incident_id") != [canonical(one["id"]) for one in features] and features:
        found.leaks.append(Leak(path, "id", "an identity that is not the incident's"))
    points = [_point(one["geometry"]) for one in features]
    cells |= {"lon": [lon for lon, _ in points], "lat": [lat for _, lat in points]}
    found.tables["incidents"] = cells
    return found


def _point(geometry: Any) -> tuple[str, str]:
    if geometry is None:
        return "", ""
    if set(geometry) != {"type", "coordinates"} or geometry["type"] != "Point" or len(geometry["coordinates"]) != 2:
        raise ValueError("This is no point.")
    lon, lat = geometry["coordinates"]
    return canonical(lon), canonical(lat)


def read_gpkg(path: str, data: bytes) -> Found:
    """Every table of the package; tables beyond ours, and pages that no table uses, are findings."""
    found = Found(texts=[data])
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(data)
        if database.execute("PRAGMA freelist_count").fetchone()[0]:
            found.leaks.append(Leak(path, "", "pages that no table uses"))
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            found.leaks.append(Leak(path, "", "the database is damaged"))
        objects = database.execute("SELECT type, name FROM sqlite_master ORDER BY rowid").fetchall()
        tables = [name for kind, name in objects if kind == "table" and name not in OWN]
        strange = [name for kind, name in objects if kind not in ("table", "index")]
        found.leaks += [Leak(path, name, "an object that is none of ours") for name in strange]
        for name in tables:
            _read_table(found, path, database, name)
        _check_contents(found, path, database)
    finally:
        database.close()
    return found


def _read_table(found: Found, path: str, database: sqlite3.Connection, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    cursor = database.execute(f"SELECT * FROM {quoted} ORDER BY {COUNTED}")  # noqa: S608 -- the name is quoted
    titles = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    columns = dict(zip(titles, zip(*rows, strict=True) if rows else [()] * len(titles), strict=True))
    if list(columns.pop(COUNTED)) != list(range(1, len(rows) + 1)):
        found.leaks.append(Leak(path, name, "rows that are not counted from one: something was taken out"))
    blobs = columns.pop(GEOMETRY, None)
    try:
        declared = kinds(name)
    except Exception:  # a table that is none of ours is told as such, whatever it is
        found.leaks.append(Leak(path, name, "a table that was not selected"))
        return
    cells: Cells = {title: _cells(column, declared, title) for title, column in columns.items()}
    found.tables[name] = cells
    if blobs is not None:
        with_points(found, path, cells, [_blob(found, path, blob) for blob in blobs])


def _cells(column: Sequence[Any], declared: dict[str, Any], title: str) -> Column:
    if title in declared and declared[title].type == "boolean":
        return canonical_column([None if value is None else bool(value) for value in column])
    return canonical_column(column)


def _blob(found: Found, path: str, blob: bytes | None) -> tuple[str, str]:
    """The point of a geometry; its header repeats it as a box, which is held against it."""
    if blob is None:
        return "", ""
    _, _, _, _, west, east, south, north = HEADER.unpack(blob[: HEADER.size])
    lon, lat = point_of(blob[HEADER.size :])
    if [canonical(edge) for edge in (west, east, south, north)] != [lon, lon, lat, lat]:
        found.leaks.append(Leak(path, GEOMETRY, "the header of a point holds another point"))
    return lon, lat


def seams(data: bytes, hit: bytes) -> int:
    """
    How often some bytes stand across the seam of two cells of a row, and in no cell: nothing stands between them there.

    A withheld "watch:V12" is read where a published "watch:V1" is followed by "2017-03".
    """
    database = sqlite3.connect(":memory:")
    times = 0
    try:
        database.deserialize(data)
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            quoted = '"' + name.replace('"', '""') + '"'
            for row in database.execute(f"SELECT * FROM {quoted}"):  # noqa: S608 -- the name is quoted
                cells = [_stored(value) for value in row]
                if any(hit in one for one in cells):
                    return 0
                times += b"".join(cells).count(hit)
    finally:
        database.close()
    return times


def _stored(value: Any) -> bytes:
    """A cell as SQLite sets it down: whole numbers in as few bytes as they need, none for nought and one."""
    if value is None or isinstance(value, bytes):
        return value or b""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, float) and not (value.is_integer() and abs(value) < LARGEST_WHOLE):
        return struct.pack(">d", value)
    whole = int(value)
    if whole in (0, 1):
        return b""
    size = next(size for size in (1, 2, 3, 4, 6, 8) if -(1 << (8 * size - 1)) <= whole < 1 << (8 * size - 1))
    return whole.to_bytes(size, "big", signed=True)


def _check_contents(found: Found, path: str, database: sqlite3.Connection) -> None:
    boxes = database.execute("SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents").fetchall()
    for name, *box in boxes:
        wanted = box_of(found.tables["incidents"]) if name == "incidents" else None
        if [edge for edge in box if edge is not None] != (wanted or []):
            found.leaks.append(Leak(path, "gpkg_contents", "bounds that are not those of the published points"))
