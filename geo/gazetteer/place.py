"""One row of a gazetteer, and one reading of one of its names."""

from __future__ import annotations

from typing import NamedTuple

from ..names import Key
from ..types import LonLat


class Place(NamedTuple):
    """A named place with its provenance; the columns of the table `places` without the spellings; `area` is WKB."""

    row: int
    place_id: str
    name: str
    name_ar: str
    kind: str
    country: str
    adm1_pcode: str
    adm1_name: str
    parent: str
    lon: float
    lat: float
    population: int
    source: str
    licence: str
    caveat: str
    area: bytes | None = None

    @property
    def lonlat(self) -> LonLat:
        """The reference point."""
        return LonLat(self.lon, self.lat)


class Named(NamedTuple):
    """A spelling of a place and one of its readings."""

    row: int
    text: str
    key: Key
