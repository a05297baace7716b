"""A table or query of a PostGIS database as rows of text: read-only, one snapshot, within the limits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..errors import InputRefused, MissingExtra, UsageProblem, WorldFault
from .chunk import CHUNK_ROWS, Chunk, text_chunk
from .header import checked_header
from .jsonfile import KIND, LAT, LON, as_text
from .limits import Limits, refuse_over
from .options import Options
from .wkb import point_of

SCHEMES = ("postgresql://", "postgres://", "postgis://")
SHAPES = frozenset({"geom", "geometry", "the_geom", "wkb_geometry", "geog", "location_geom"})
HEXADECIMAL = re.compile(r"0[01][0-9A-Fa-f]{8,}")
MILLISECONDS, WGS84 = 1000, 4326


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came out of a database: chunks, a name without secrets, and a hash of the rows."""

    chunks: list[Chunk]
    name: str
    sha256: str
    size: int


def is_database(path: object) -> bool:
    """Tell whether an input is the address of a database."""
    return isinstance(path, str) and path.startswith(SCHEMES)


def fetch_rows(url: str, options: Options, *, limits: Limits) -> Fetched:
    """Read the table (`layer`) or the query (`query`) of a database in a transaction that cannot write.

    Raises
    ------
    MissingExtra
        The extra `sql` is not installed.
    UsageProblem
        Neither or both of table and query are named.
    WorldFault
        The database does not answer.
    InputRefused
        The table or query is not to be had, tries to write, or passes a limit.
    """
    if (options.layer is None) == (options.query is None):
        raise UsageProblem("Name either a table or a query of the database.", hint="Use --layer TABLE or --query SQL.")
    try:
        import psycopg  # noqa: PLC0415 (an extra)
    except ImportError:
        raise MissingExtra("Reading a database", "sql") from None
    name = _name(url, options)
    try:
        with psycopg.connect(_plain(url), autocommit=False, connect_timeout=10) as link:
            link.read_only = True
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            link.execute("select set_config('statement_timeout', %s, true)", [str(limits.seconds * MILLISECONDS)])
            return _fetched(link, options, limits, name)
    except psycopg.errors.QueryCanceled:
        raise refuse_over("seconds", None, limits.seconds, file=name) from None
    except psycopg.OperationalError as fault:
        raise WorldFault(f"{name}: the database does not answer: {_first_line(fault)}") from None
    except psycopg.Error as fault:
        hint = "The query runs in a transaction that cannot write."
        raise InputRefused(f"the database refused it: {_first_line(fault)}.", file=name, hint=hint) from None


def _plain(url: str) -> str:
    return "postgresql://" + url.split("://", 1)[1]


def _name(url: str, options: Options) -> str:
    """Name the input by host, database and table; user and password stay out of every report."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}{parts.path} {options.layer or 'query'}"


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]


def _statement(options: Options) -> Any:
    from psycopg import sql  # noqa: PLC0415 (an extra)

    if options.query is not None:
        return options.query
    return sql.SQL("select * from {}").format(sql.Identifier(*str(options.layer).split(".")))


def _fetched(link: Any, options: Options, limits: Limits, name: str) -> Fetched:
    digest, size, rows, chunks = hashlib.sha256(), 0, 0, []
    with link.cursor(name="strikeatlas") as cursor:
        cursor.itersize = CHUNK_ROWS
        cursor.execute(_statement(options))
        for batch in _batches(cursor):
            header = checked_header([column.name for column in cursor.description], file=name, limits=limits)
            cells = [[as_text(_value(value)) for value in row] for row in batch]
            told = repr((header, cells)).encode("utf-8", "backslashreplace")
            digest.update(told)
            size += len(told)
            chunks.append(_chunk(header, cells, rows + 2, options.crs, name))
            rows += len(batch)
            if rows > limits.rows:
                raise refuse_over("rows", None, limits.rows, file=name)
    return Fetched(chunks, name, digest.hexdigest(), size)


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    while batch := cursor.fetchmany(CHUNK_ROWS):
        yield batch


def _value(value: Any) -> Any:
    if isinstance(value, str | bool | list | dict) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _chunk(header: list[str], cells: list[list[str | None]], first: int, crs: str | None, name: str) -> Chunk:
    columns: dict[str, list[str | None]] = dict(zip(header, map(list, zip(*cells, strict=True)), strict=True))
    for shape in [each for each in header if each in SHAPES]:
        if all(text is None or HEXADECIMAL.fullmatch(text) for text in columns[shape]):
            points = [point_of(bytes.fromhex(text) if text else None) for text in columns.pop(shape)]
            if not crs and any(point.lon and point.srid != WGS84 for point in points):
                hint = "Select ST_Transform(..., 4326), or, if they are longitude and latitude, say --crs EPSG:4326."
                raise InputRefused(
                    "its points are not in EPSG:4326; nothing is reprojected here.", file=name, hint=hint
                )
            columns |= {LON: [p.lon for p in points], LAT: [p.lat for p in points], KIND: [p.kind for p in points]}
            break
    return text_chunk(list(columns), list(columns.values()), list(range(first, first + len(cells))))
