"""The gazetteer as one SQLite database: places, readings of their names by key, and where all of it came from."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..names import Key, keys

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = """
CREATE TABLE places (
    row INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL, name_ar TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT NOT NULL, adm1_pcode TEXT NOT NULL, adm1_name TEXT NOT NULL, parent TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, population INTEGER NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL,
    caveat TEXT NOT NULL, names TEXT NOT NULL);
CREATE TABLE readings (
    core TEXT NOT NULL, row INTEGER NOT NULL, text TEXT NOT NULL, epithets TEXT NOT NULL, ending TEXT NOT NULL,
    vowels TEXT NOT NULL, kunya INTEGER NOT NULL, kinds TEXT NOT NULL);
CREATE TABLE areas (row INTEGER PRIMARY KEY, wkb BLOB NOT NULL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
AFTER = "CREATE INDEX readings_core ON readings (core); CREATE INDEX places_id ON places (place_id);"
TEXT_COLUMNS = ("place_id", "name", "name_ar", "kind", "country", "adm1_pcode", "adm1_name", "parent")
FORMAT = "2"
# A row of the table `places` as above; where its names and its kind stand in it.
PlaceRow = tuple[Any, ...]
NAME, NAME_AR, KIND = 2, 3, 4
_Read = Callable[[str], tuple[Key, ...]]
_AROUND = frozenset(("area", "district", "countryside", "governorate"))
_QUALIFIED = re.compile(r"^(.+?)\s*\(([^()]+)\)\s*(\w*)$")


def build_index(
    places: pd.DataFrame, meta: Mapping[str, str] | None = None, *, read: _Read = keys
) -> sqlite3.Connection:
    """A database in memory from a frame with the columns of the table `places`.

    The order of the rows is kept; the hash of their content stands in the table `meta` beside what is passed.
    """
    from data import conform  # noqa: PLC0415 - needs pandas, which takes longer to load than a place to find

    frame = conform(places, "places")
    names = [listed or [] for listed in frame["names"]]
    return fill_index(_place_rows(frame), names, frame["area"].tolist(), meta, read=read)


def fill_index(
    rows: Sequence[PlaceRow],
    names: Sequence[Sequence[str]],
    areas: Sequence[object] = (),
    meta: Mapping[str, str] | None = None,
    *,
    read: _Read = keys,
) -> sqlite3.Connection:
    """A database in memory from rows of the table `places` in it, the further names of each, and outlines as WKB."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)
    digest = hashlib.sha256()
    connection.executemany(f"INSERT INTO places VALUES ({','.join('?' * 16)})", _hashed(rows, digest))  # noqa: S608
    connection.executemany("INSERT INTO readings VALUES (?,?,?,?,?,?,?,?)", _readings(rows, names, read))
    outlines = ((row, wkb) for row, wkb in enumerate(areas) if isinstance(wkb, bytes))
    connection.executemany("INSERT INTO areas VALUES (?,?)", _hashed(outlines, digest))
    connection.executescript(AFTER)
    stated = {"format": FORMAT, "rows": str(len(rows)), "sha256": digest.hexdigest(), **(meta or {})}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(stated.items()))
    connection.commit()
    return connection


def content_sha256(connection: sqlite3.Connection) -> str:
    """The hash of what a database holds now; that of its making stands in the table `meta`."""
    digest = hashlib.sha256()
    for query in ("SELECT * FROM places ORDER BY row", "SELECT row, wkb FROM areas ORDER BY row"):
        for _ in _hashed(connection.execute(query), digest):
            pass
    return digest.hexdigest()


def _hashed(rows: Iterable[tuple[Any, ...]], digest: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, default=bytes.hex).encode())
        yield row


def _place_rows(frame: pd.DataFrame) -> list[PlaceRow]:
    texts = [_texts(frame, column) for column in TEXT_COLUMNS]
    tails = [_texts(frame, column) for column in ("source", "licence", "caveat")]
    points = (frame[column].astype(float).round(7).tolist() for column in ("lon", "lat"))
    people = frame["population"].fillna(0).astype(int).tolist()
    names = ("|".join(listed or []) for listed in frame["names"])
    return list(zip(range(len(frame)), *texts, *points, people, *tails, names, strict=True))


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    return [value if isinstance(value, str) else "" for value in frame[column].tolist()]


def _readings(rows: Sequence[PlaceRow], names: Sequence[Sequence[str]], read: _Read) -> Iterator[tuple[Any, ...]]:
    large = _large_names(rows, names)
    for row, others in zip(rows, names, strict=True):
        number, seen = row[0], set()
        for text in (row[NAME], row[NAME_AR], *others):
            for key in read(without_qualifier(text, large)):
                if key not in seen:
                    seen.add(key)
                    yield key.core, number, text, key.epithets, key.ending, key.vowels, int(key.kunya), key.kinds


def _large_names(rows: Sequence[PlaceRow], names: Sequence[Sequence[str]]) -> frozenset[str]:
    """Cores of cities and governorates: in brackets after a name they say where it lies, not what else it is called."""
    large = [at for at, row in enumerate(rows) if row[KIND] in ("city", "governorate", "country")]
    texts = [text for at in large for text in (rows[at][NAME], rows[at][NAME_AR], *names[at])]
    return frozenset(key.core for text in texts for key in keys(text))


def without_qualifier(text: str, large: frozenset[str]) -> str:
    """A name without a closing bracket that names a city, a governorate or an area around it.

    Examples
    --------
    >>> without_qualifier("Research Centre (Aleppo)", frozenset({"lb"}))
    'Research Centre'
    """
    match = _QUALIFIED.match(text) if "(" in text else None
    if match is None:
        return text
    readings = keys(match[2])
    around = any(_AROUND & set(key.kinds.split()) for key in readings)
    rest = f"{match[1]} {match[3]}".strip()
    return rest if around or any(key.core in large for key in readings) else text
