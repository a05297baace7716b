"""What a gazetteer makes of its rows when it is first needed: points, spellings, slips of the hand, cores, extents."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING

from ..types import Box

if TYPE_CHECKING:
    from .slips import Slips
    from .spoken import Spoken
    from .spots import Spots

_BOXES = (
    "SELECT country, min(lon) - 1, min(lat) - 1, max(lon) + 1, max(lat) + 1 FROM places "
    "WHERE country != '' GROUP BY country HAVING count(*) >= 20"
)
_CELLS = (
    "SELECT DISTINCT CAST(floor(lon * 10) AS INT), CAST(floor(lat * 10) AS INT), adm1_pcode FROM places "
    "WHERE adm1_pcode != '' AND kind NOT IN ('governorate', 'country', 'district')"
)


class Made:
    """The indexes of one gazetteer, each made once. Most need numpy, which loads slower than a place is found."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @cached_property
    def spots(self) -> Spots:
        """Points of all settlements."""
        from .spots import Spots  # noqa: PLC0415 - needs numpy

        return Spots(self._connection)

    @cached_property
    def spoken(self) -> Spoken:
        """Spellings as a whole."""
        from .spoken import Spoken  # noqa: PLC0415 - needs numpy

        return Spoken(self._connection)

    @cached_property
    def slips(self) -> Slips:
        """Spellings by the forms that one slip of the hand leaves."""
        from .slips import Slips  # noqa: PLC0415 - needs numpy

        found = self._connection.execute("SELECT text, core FROM readings ORDER BY rowid DESC")
        return Slips(dict(found))

    @property
    def has_slips(self) -> bool:
        """Whether the index of slips stands."""
        return "slips" in self.__dict__

    @cached_property
    def cores(self) -> frozenset[str]:
        """Every core under which a name stands."""
        return frozenset(row[0] for row in self._connection.execute("SELECT DISTINCT core FROM readings"))

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Rectangles that hold the places of a country, with a margin of a degree; none for one with few places."""
        rows = self._connection.execute(_BOXES)
        return {code: Box(west, south, east, north) for code, west, south, east, north in rows}

    @cached_property
    def cells(self) -> dict[tuple[int, int], frozenset[str]]:
        """Governorates with places in each cell of a tenth of a degree."""
        found: dict[tuple[int, int], set[str]] = {}
        for lon, lat, unit in self._connection.execute(_CELLS):
            found.setdefault((lon, lat), set()).add(unit)
        return {cell: frozenset(units) for cell, units in found.items()}

    @cached_property
    def with_areas(self) -> bool:
        """Whether a row has an outline; files of the first format have no table for them."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'areas'").fetchone()
        return bool(found) and bool(self._connection.execute("SELECT 1 FROM areas").fetchone())
