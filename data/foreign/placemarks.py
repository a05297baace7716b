"""The fields of a KML file's placemarks, which the driver leaves out; run by the worker, it imports nothing of ours."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any
from xml.parsers import expat

CONTAINERS, FIELDS = ("Document", "Folder"), ("SimpleData", "Data")
Point = tuple[float, float]
# Whoever lays a field of every placemark over every other makes a table too large to hold.
MOST_FIELDS = 500


class Placemarks:
    """Placemarks with a shape as they stand in the file, each with the container that it stands in."""

    def __init__(self) -> None:
        self.found: list[tuple[int, Point, dict[str, str]]] = []
        self.closed: list[int] = []
        self._open: list[int] = []
        self._containers = 0
        self._fields: dict[str, str] | None = None
        self._point: Point | None = None
        self._name = self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        tag, self._text = tag.rpartition(":")[2], ""
        if tag in CONTAINERS:
            self._open.append(self._containers)
            self._containers += 1
        elif tag == "Placemark":
            self._fields, self._point = {}, None
        elif tag in FIELDS:
            self._name = attributes.get("name", "")

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        self._text += piece

    def end(self, tag: str) -> None:
        """Close an element."""
        tag = tag.rpartition(":")[2]
        if tag in CONTAINERS and self._open:
            self.closed.append(self._open.pop())
        elif self._fields is None:
            return
        elif tag in ("SimpleData", "value") and self._name and len(self._fields) < MOST_FIELDS:
            self._fields[self._name], self._name = self._text.strip(), ""
        elif tag == "coordinates" and self._point is None:
            self._point = first_pair(self._text)
        elif tag == "Placemark":
            if self._point is not None:
                self.found.append((self._open[-1] if self._open else -1, self._point, self._fields))
            self._fields = None


def first_pair(text: str) -> Point | None:
    """Read the first longitude and latitude of a list of coordinates."""
    try:
        lon, lat = text.split(maxsplit=1)[0].split(",")[:2]
        return float(lon), float(lat)
    except (ValueError, IndexError):
        return None


def first_point(shape: bytes | None) -> Point | None:
    """Read the first point of a shape in WKB."""
    at = 0
    while shape:
        order = "<" if shape[at] else ">"
        kind = struct.unpack_from(f"{order}I", shape, at + 1)[0] % 1000
        if kind > 3:
            at += 9
            continue
        x, y = struct.unpack_from(f"{order}2d", shape, at + 5 + 4 * (kind - 1))
        return float(x), float(y)
    return None


def with_fields(batches: list[Any], path: Path) -> list[Any]:
    """Give batches the fields of their placemarks; as they were, where the two cannot be laid side by side."""
    reader = Placemarks()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(path.read_bytes(), True)
    points = [first_point(shape) for batch in batches for shape in batch.column("geometry").to_pylist()]
    rows = _in_order(reader, points)
    return list(_side_by_side(batches, rows)) if rows else batches


def _in_order(reader: Placemarks, points: list[Point | None]) -> list[dict[str, str]]:
    """Return the fields in the order of the rows: the driver takes container by container, by their begin or their end.

    Empty where no order fits, or where two fit and tell different things.
    """
    ends = {container: place for place, container in enumerate(reader.closed)}
    orders = [
        sorted(reader.found, key=lambda mark: mark[0]),
        sorted(reader.found, key=lambda mark: ends.get(mark[0], len(ends))),
        reader.found,
    ]
    fit = [[fields for _, _, fields in marks] for marks in orders if [point for _, point, _ in marks] == points]
    return fit[0] if fit and all(rows == fit[0] for rows in fit) else []


def _side_by_side(batches: list[Any], rows: list[dict[str, str]]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    taken = {name.lower() for name in (batches[0].schema.names if batches else ())}
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name.lower() not in taken]
    at = 0
    for batch in batches:
        here = rows[at : at + batch.num_rows]
        at += batch.num_rows
        more = [pa.array([row.get(name) for row in here], pa.string()) for name in names]
        columns = [batch.column(name) for name in batch.schema.names]
        yield pa.RecordBatch.from_arrays(
            [*columns[:-1], *more, columns[-1]], names=[*batch.schema.names[:-1], *names, batch.schema.names[-1]]
        )
