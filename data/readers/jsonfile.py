"""JSON, JSON lines and GeoJSON as rows of text: nested names joined by points, numbers as written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import InputRefused
from .chunk import CHUNK_ROWS, Chunk, text_chunk
from .delimited import text_lines
from .limits import MEGABYTE, Limits, refuse_over
from .opening import Opened

# A parsed document takes several times its text; the text itself is what can be counted beforehand.
TIMES_TEXT = 8
LINES = (".jsonl", ".ndjson", ".geojsonl")
LON, LAT, KIND = "geometry.lon", "geometry.lat", "geometry.type"
WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")
Record = dict[str, str | None]

# What stands in the place of "Point" where a point has no two numbers: the flag on other shapes tells of it.
NO_POINT = "Point without a place"


class _TwiceError(ValueError):
    """A record names one key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _TwiceError
    return made


def _parse(text: str) -> Any:
    """Parse JSON with its numbers kept as they are written; NaN and Infinity are unknown."""
    return json.loads(
        text, object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=lambda _: None, strict=False
    )


def json_chunks(opened: Opened, *, limits: Limits) -> Iterator[Chunk]:
    """Read a JSON document, JSON lines or GeoJSON in chunks; the first record is row 2, a line is its own row.

    Raises
    ------
    InputRefused
        The document is not JSON, holds no records, or passes a limit.
    """
    numbered = _lines(opened) if opened.suffix in LINES else _document(opened, limits)
    records: list[tuple[int, Record]] = []
    misshapen: list[tuple[int, str, str, str]] = []
    header: dict[str, None] = {}
    for count, (number, value) in enumerate(numbered, start=1):
        if count > limits.rows:
            raise refuse_over("rows", None, limits.rows, file=opened.name)
        if isinstance(value, dict):
            record = _flat(value)
            header.update(dict.fromkeys(record))
            records.append((number, record))
        else:
            text, fault = (value.line.strip(), value.fault) if isinstance(value, _Unread) else (str(value), value)
            misshapen.append((number, text[:200], *_why(fault)))
        if len(header) > limits.columns:
            raise refuse_over("columns", len(header), limits.columns, file=opened.name)
    names = list(header) or ["column 1"]
    for start in range(0, max(len(records), 1), CHUNK_ROWS):
        part = records[start : start + CHUNK_ROWS]
        columns = ([record.get(name) for _, record in part] for name in names)
        numbers = [number for number, _ in part]
        yield text_chunk(names, columns, numbers, misshapen=misshapen if start == 0 else [])


@dataclass(frozen=True, slots=True)
class _Unread:
    """A line that is no record, and why."""

    line: str
    fault: ValueError


def _why(value: Any) -> tuple[str, str]:
    if isinstance(value, _TwiceError):
        return "key_twice", "The record names one key twice; rename one of them."
    if isinstance(value, ValueError):
        return "not_json", f"The line is no JSON: {value}."
    return "not_a_record", "A record is an object with names and values."


def _lines(opened: Opened) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text_lines(opened), start=1):
        if line.strip(" \r\n\t\x1e"):
            try:
                yield number, _record(_parse(line.strip("\x1e")))
            except RecursionError:
                yield number, _Unread(line, ValueError("nested too deeply"))
            except ValueError as fault:
                yield number, _Unread(line, fault)


def _document(opened: Opened, limits: Limits) -> Iterable[tuple[int, Any]]:
    most = limits.memory_megabytes * MEGABYTE // TIMES_TEXT
    if opened.size > most:
        raise refuse_over("memory_megabytes", None, limits.memory_megabytes, file=opened.name)
    text = "".join(text_lines(opened))
    if len(text) > most:
        raise refuse_over("memory_megabytes", None, limits.memory_megabytes, file=opened.name)
    try:
        document = _parse(text)
    except _TwiceError:
        raise InputRefused("a record names one key twice.", file=opened.name, hint="Rename one of them.") from None
    except RecursionError:
        raise InputRefused("it is nested too deeply.", file=opened.name, hint="Write one flat record each.") from None
    except json.JSONDecodeError as fault:
        where = f"{fault.msg} at line {fault.lineno}, column {fault.colno}"
        raise InputRefused(f"this is no JSON: {where}.", file=opened.name, hint="Check it there.") from None
    return enumerate(map(_record, _records(document, opened.name)), start=2)


def _records(document: Any, file: str) -> list[Any]:
    """Find the list of records in a document: the document, its features, or the one list it holds."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        if isinstance(document.get("features"), list):
            _check_crs(document, file)
            return list(document["features"])
        lists = [
            value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if len(lists) == 1:
            return list(lists[0])
    raise InputRefused("it holds no list of records.", file=file, hint='Write [{"name": value, ...}, ...].')


def _check_crs(document: dict[str, Any], file: str) -> None:
    stated = document.get("crs")
    name = stated.get("properties", {}).get("name") if isinstance(stated, dict) else None
    if name is not None and name not in WGS84:
        hint = "Convert it to longitude and latitude (EPSG:4326)."
        raise InputRefused(f"its coordinates are in {name}; nothing is reprojected here.", file=file, hint=hint)


def _record(value: Any) -> Any:
    """Open a GeoJSON feature: its properties, and the point it stands on."""
    if not (isinstance(value, dict) and value.get("type") == "Feature"):
        return value
    made = dict(value["properties"]) if isinstance(value.get("properties"), dict) else {}
    if "id" in value and "id" not in made:
        made["id"] = value["id"]
    geometry = value.get("geometry")
    if isinstance(geometry, dict):
        made[KIND] = geometry.get("type")
        at = geometry.get("coordinates")
        if made[KIND] == "Point" and isinstance(at, list) and len(at) >= 2:
            made[LON], made[LAT] = at[0], at[1]
        elif made[KIND] == "Point":
            made[KIND] = NO_POINT
    return made


def _flat(value: dict[str, Any], before: str = "") -> Record:
    made: Record = {}
    for key, inner in value.items():
        name = f"{before}{key}".strip()
        if isinstance(inner, dict) and inner:
            made |= _flat(inner, f"{name}.")
        else:
            made[name] = as_text(inner)
    return made


def as_text(value: Any) -> str | None:
    """Write a value as the text of a cell; a list of texts so that it can be split again."""
    if value is None or value in ({}, []):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return list_text(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def list_text(parts: list[str]) -> str:
    """Join a list into one cell; as JSON where a part holds what divides the parts."""
    plain = not any(";" in part or "|" in part or part != part.strip() or not part for part in parts)
    return "; ".join(parts) if plain and not parts[0].startswith("[") else json.dumps(parts, ensure_ascii=False)
