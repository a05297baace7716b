"""The gazetteer: where names are looked up, by key, with the provenance of every row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from math import floor
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from data import InputRefused, norm_country, write_atomic

from ..names import Key, keys, rural
from ..types import Box, LonLat
from .embedded import embedded_index
from .index import build_index, content_sha256
from .made import Made
from .matching import Match, find
from .near import confused_cores, near_cores
from .place import Named, Place
from .slip import slips_of_one

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    "row, place_id, name, name_ar, kind, country, adm1_pcode, adm1_name, parent, lon, lat, population, "
    "source, licence, caveat"
)
# For so many misspelt names a gazetteer is searched as it stands; from then on every form of a spelling is made ready.
FEW = 12
_READING = "row, text, core, epithets, ending, vowels, kunya, kinds"


class Gazetteer:
    """Named places, looked up by folding key; made by `embedded`, `from_frame` or `open`, never changed.

    Examples
    --------
    >>> Gazetteer.embedded().find("الرقة", country="SY")[0].place.name
    'Ar Raqqah'
    """

    def __init__(self, connection: sqlite3.Connection, *, path: str = "") -> None:
        self._connection = connection
        self._path = path
        self._places: dict[int, Place] = {}
        self._named: dict[str, tuple[Named, ...]] = {}
        self._made = Made(connection)
        self._asked = 0
        self._whole = False

    @classmethod
    def embedded(cls) -> Gazetteer:
        """The places that come with the package: Iraq and Syria."""
        return _embedded()

    @classmethod
    def from_frame(cls, places: pd.DataFrame) -> Gazetteer:
        """A gazetteer in memory from a frame with the columns of the table `places`.

        Raises
        ------
        UsageProblem
            A column is not declared in the field dictionary.
        """
        return cls(build_index(places))

    @classmethod
    def open(cls, path: Path | str) -> Gazetteer:
        """A gazetteer from a file that `gazetteer build` made; nothing is read until it is asked.

        Raises
        ------
        InputRefused
            The file is absent or no gazetteer.
        """
        file = Path(path)
        if not file.is_file():
            raise InputRefused("There is no such gazetteer.", file=str(path), hint="Make one with `gazetteer build`.")
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            connection.execute("SELECT core FROM readings LIMIT 1").fetchone()
        except sqlite3.DatabaseError as problem:
            raise InputRefused("This file is no gazetteer.", file=str(path)) from problem
        return cls(connection, path=str(file))

    def write(self, path: Path | str) -> Path:
        """Write it as a file that `open` reads; the file is replaced at once or not at all."""
        return write_atomic(path, self._connection.serialize())

    def __reduce__(self) -> tuple[object, ...]:
        if self._path:
            return (Gazetteer.open, (self._path,))
        return (_from_bytes, (self._connection.serialize(),))

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM places").fetchone()[0])

    @property
    def info(self) -> dict[str, str]:
        """What stands in the file about itself: rows, sources, licences, the hash of the content."""
        return dict(self._connection.execute("SELECT name, value FROM meta ORDER BY name").fetchall())

    def is_whole(self) -> bool:
        """Whether the file is sound, and holds what it held when it was built; reads all of it."""
        try:
            sound = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return bool(sound and content_sha256(self._connection) == self.info["sha256"])
        except (sqlite3.DatabaseError, KeyError, UnicodeDecodeError):
            return False

    @property
    def places(self) -> pd.DataFrame:
        """All rows as a frame of the table `places`."""
        return self.some(())

    def some(self, rows: Iterable[int]) -> pd.DataFrame:
        """Rows by their numbers as a frame of the table `places`; all of them for none."""
        import pandas as pd  # noqa: PLC0415 - takes longer to load than a place to find

        from data import conform  # noqa: PLC0415 - as above

        chosen = ", ".join(str(int(row)) for row in rows)
        only = f"WHERE row IN ({chosen})" if chosen else ""
        query = f"SELECT *, {self._area()} AS area FROM places {only} ORDER BY row"  # noqa: S608
        table = pd.read_sql_query(query, self._connection).drop(columns="row")
        table["names"] = [text.split("|") if text else [] for text in table["names"]]
        for column in ("name_ar", "country", "adm1_pcode", "adm1_name", "parent", "licence", "caveat"):
            table[column] = table[column].where(table[column] != "", None)
        table["population"] = table["population"].where(table["population"] > 0, None).astype("Int64")
        return conform(table, "places")

    def place(self, row: int) -> Place:
        """One place by its row."""
        found = self._places.get(row)
        if found is None:
            query = f"SELECT {_COLUMNS}, {self._area()} FROM places WHERE row = ?"  # noqa: S608
            values = self._connection.execute(query, (row,)).fetchone()
            found = self._places[row] = Place._make(values)
        return found

    def _area(self) -> str:
        """The outline of a row as a column."""
        return "(SELECT wkb FROM areas WHERE areas.row = places.row)" if self._made.with_areas else "NULL"

    def by_id(self, place_id: str | None) -> Place | None:
        """One place by its identity, or None."""
        found = self._connection.execute("SELECT row FROM places WHERE place_id = ?", (place_id,)).fetchone()
        return self.place(found[0]) if found else None

    def around(self, point: LonLat, *, count: int) -> list[tuple[Place, float]]:
        """The nearest places that are settlements or parts of them, with their distance in metres."""
        return [(self.place(row), metres) for row, metres in self._made.spots.nearest(point, count)]

    def nearest_in_unit(self, point: LonLat, adm1_pcode: str) -> tuple[Place, float] | None:
        """The nearest settlement of a governorate, or None where the gazetteer holds none."""
        found = self._made.spots.nearest(point, 1, adm1_pcode)
        return (self.place(found[0][0]), found[0][1]) if found else None

    def beside_unit(self, point: LonLat, adm1_pcode: str) -> bool:
        """Whether places of a governorate lie some ten kilometres around a point: as near as its cell, or the next."""
        lon, lat = floor(point.lon * 10), floor(point.lat * 10)
        cells = self._made.cells
        return any(
            adm1_pcode in cells.get((x, y), ()) for x in (lon - 1, lon, lon + 1) for y in (lat - 1, lat, lat + 1)
        )

    def named(self, core: str) -> tuple[Named, ...]:
        """Every spelling with this core."""
        found = self._named.get(core)
        if found is None:
            query = f"SELECT {_READING} FROM readings WHERE core = ? ORDER BY rowid"  # noqa: S608
            rows = () if self._whole else self._connection.execute(query, (core,)).fetchall()
            found = self._named[core] = tuple(_named(row) for row in rows)
        return found

    def near(self, core: str) -> tuple[str, ...]:
        """Cores of the gazetteer that differ from this one by one edit."""
        return near_cores(core, self._made.cores)

    def confused(self, core: str) -> tuple[str, ...]:
        """Cores of the gazetteer that differ from this one by one letter that is often confused."""
        return confused_cores(core, self._made.cores)

    def spelt_like(self, name: str) -> list[tuple[Named, float]]:
        """Spellings that are alike as a whole, with how alike they are (1 is the same)."""
        found = self._made.spoken.like(name)
        return [(named, like) for text, core, like in found for named in self.named(core) if named.text == text]

    def slipped(self, name: str) -> list[Named]:
        """Spellings one slip of the hand away, each with one reading."""
        found = slips_of_one(self._connection, name) if self._hardly_asked() else self._made.slips.of(name)
        return [named for text, core in found for named in self.named(core) if named.text == text]

    def _hardly_asked(self) -> bool:
        """Whether making every form ready would take longer than the few questions that were asked so far."""
        self._asked += 1
        return self._asked <= FEW and not self._made.has_slips

    def prepare(self, names: Iterable[str]) -> None:
        """Make many look-ups ready at once; `find` answers the same without, only slower.

        The readings are held in memory from then on: about a kilobyte for each.
        """
        if not self._whole:
            readings: dict[str, list[Named]] = {}
            for row in self._connection.execute(f"SELECT {_READING} FROM readings ORDER BY rowid"):  # noqa: S608
                readings.setdefault(row[2], []).append(_named(row))
            self._named = {core: tuple(listed) for core, listed in readings.items()}
            every = self._connection.execute(f"SELECT {_COLUMNS}, {self._area()} FROM places")  # noqa: S608
            for values in every:
                self._places[values[0]] = Place._make(_once(values))
            self._whole = True
        unknown = [name for name in names if not any(key.core in self._named for key in keys(name))]
        self._made.slips.prepare(unknown)
        self._made.spoken.prepare(name for name in unknown if not self._made.slips.of(name))

    def same(self, name: str) -> tuple[Place, ...]:
        """Places that bear the very same name, spelling apart: look-up by whole key, without likeness or choice."""
        found = {
            named.row: None
            for key in keys(name)
            for named in self.named(key.core)
            if named.key.vowels == key.vowels and named.key.epithets == key.epithets
        }
        return tuple(self.place(row) for row in found)

    def box(self, country: str) -> Box | None:
        """The rectangle that holds a country's places, with a margin of a degree; None where it has too few."""
        return self._made.boxes.get(country)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of which the gazetteer holds enough places to know their extent."""
        return tuple(sorted(self._made.boxes))

    def unit(self, text: str | None, country: str | None = None) -> Place | None:
        """The governorate that a text names, of this gazetteer or of the embedded places; None where none does."""
        if not text:
            return None
        return self._unit(text, norm_country(country) if country else None) or (
            None if self is _embedded() else _embedded().unit(text, country)
        )

    def _unit(self, text: str, wanted: str | None) -> Place | None:
        found = [
            (rural(named.key) != rural(key), named.key.ending != key.ending, place)
            for key in keys(text)
            for named in self.named(key.core)
            if (place := self.place(named.row)).kind == "governorate" and wanted in (None, place.country)
        ]
        return min(found, key=lambda row: row[:2])[2] if found else None

    def find(self, name: str, *, country: str | None = None, limit: int = 10, near: bool = True) -> list[Match]:
        """Places with a like name, best first; one row for each place, those of the country before others.

        Exact keys are looked up first; only where none is good, keys one edit away (unless `near` is False).
        """
        return find(self, name, country=norm_country(country) if country else None, limit=limit, near=near)


@cache
def _embedded() -> Gazetteer:
    return Gazetteer(embedded_index())


def _named(row: tuple[int, str, str, str, str, str, int, str]) -> Named:
    number, text, core, epithets, close, vowels, kunya, kinds = row
    return Named(number, text, Key(core, epithets, close, vowels, bool(kunya), kinds))


def _once(values: Iterable[Any]) -> Iterator[Any]:
    """The same values; of texts, which stand in many rows, one is held."""
    return (intern(value) if type(value) is str else value for value in values)


def _from_bytes(content: bytes) -> Gazetteer:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(content)
    return Gazetteer(connection)
