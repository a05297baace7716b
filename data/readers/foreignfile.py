"""Tables out of the locked room as rows of text: workbooks, Parquet, and vector files with points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import InputRefused
from ..foreign.room import read_arrow
from .chunk import CHUNK_ROWS, Chunk
from .header import checked_header
from .heading import Under, under_heading
from .jsonfile import KIND, LAT, LON, list_text
from .limits import Limits
from .opening import Opened
from .options import Options
from .wkb import point_of

SHOWN = 5
WGS84 = ("EPSG:4326", "OGC:CRS84")
WGS84_NAMES = ('GEOGCS["WGS 84"', 'GEOGCS["GCS_WGS_1984"', 'GEOGCRS["WGS 84"')


def foreign_chunks(opened: Opened, options: Options, *, limits: Limits) -> tuple[Iterator[Chunk], dict[str, Any]]:
    """Read a foreign file in chunks of text; also what the worker told of it. The first record is row 2.

    Raises
    ------
    InputRefused
        As `read_foreign`; also where the points are not in longitude and latitude.
    """
    table, told = read_arrow(opened.path, layer=options.layer, limits=limits)
    if "head" in told:
        under = under_heading(table, told["head"], file=opened.name, limits=limits)
        return _sheet_chunks(under), told | {"said": _sheets(told) + under.said}
    names = checked_header(table.column_names, file=opened.name, limits=limits)
    if "geometry" in names and told["driver"] != "Parquet":
        _check_crs(table, options.crs or told["crs"], opened.name)
    return _typed_chunks(table), told


def _sheets(told: dict[str, Any]) -> str:
    """Say that there are other sheets, with the names of some."""
    others = [name for name in told["layers"] if name != told["layer"]]
    more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
    return f" (not read: {', '.join(others[:SHOWN])}{more})" if others else ""


def _sheet_chunks(under: Under) -> Iterator[Chunk]:
    hint = f"A value stands right of the {under.cells.num_columns} columns that have names."
    for start in range(0, max(under.cells.num_rows, 1), CHUNK_ROWS):
        cells, over, rows = (part.slice(start, CHUNK_ROWS) for part in (under.cells, under.over, under.rows))
        told = zip(rows.to_pylist(), over.to_pylist(), strict=True)
        misshapen = [(row, text[:200], "too_many_values", hint) for row, text in told if text]
        kept = pc.equal(over, "")
        yield Chunk(cells.filter(kept), rows.filter(kept).to_numpy(), misshapen, under.blank_rows if start == 0 else 0)


def _typed_chunks(table: Any) -> Iterator[Chunk]:
    for start in range(0, max(table.num_rows, 1), CHUNK_ROWS):
        part = table.slice(start, CHUNK_ROWS).combine_chunks()
        cells: dict[str, Any] = {}
        for name in part.column_names:
            if name == "geometry" and pa.types.is_binary(part.column(name).type):
                cells |= _points(part.column(name).to_pylist())
            else:
                cells[name] = _as_text(part.column(name))
        yield Chunk(pa.table(cells), np.arange(start + 2, start + 2 + part.num_rows))


def _as_text(column: Any) -> Any:
    """Write a typed column as text: numbers shortest, days in ISO, lists so that they can be split again."""
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_struct(kind) or pa.types.is_map(kind):
        return pa.array([_nested(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        text = pc.cast(column, pa.string())
        return pc.replace_substring_regex(text, r"[ T]00:00:00(?:\.0+)?Z?$", "")
    if pa.types.is_dictionary(kind):
        return _as_text(pc.cast(column, kind.value_type))
    return pc.cast(column, pa.string())


def _nested(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return list_text(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _points(shapes: list[bytes | None]) -> dict[str, Any]:
    """Read longitude and latitude out of WKB points; of any other shape only its kind is told."""
    found = [point_of(shape) for shape in shapes]
    columns = {
        LON: [each.lon for each in found],
        LAT: [each.lat for each in found],
        KIND: [each.kind for each in found],
    }
    return {name: pa.array(column, pa.string()) for name, column in columns.items()}


def _check_crs(table: Any, crs: str | None, file: str) -> None:
    """Let only longitude and latitude pass: nothing is reprojected here, and nothing assumed."""
    if all(point_of(shape).lon is None for shape in table.column("geometry").to_pylist()):
        return
    if crs is None:
        hint = "If they are longitude and latitude on WGS 84, say so: --crs EPSG:4326."
        raise InputRefused("the file does not say what its coordinates are.", file=file, hint=hint)
    if crs not in WGS84 and not crs.startswith(WGS84_NAMES):
        hint = "Convert it to EPSG:4326, or, if the file is wrong about it, say so: --crs EPSG:4326."
        raise InputRefused(f"its coordinates are in {crs[:80]}; nothing is reprojected here.", file=file, hint=hint)
