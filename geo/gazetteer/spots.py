"""Points of all settlements as arrays, to ask what lies around a point."""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from ..types import EARTH_RADIUS_M, LonLat


class Spots:
    """Rows, longitudes and latitudes (degrees) of the settlements of a gazetteer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        wide = "('governorate', 'country', 'district')"
        found = connection.execute(f"SELECT row, lon, lat, adm1_pcode FROM places WHERE kind NOT IN {wide}").fetchall()  # noqa: S608
        self._rows = [row for row, *_ in found]
        self._lon = np.radians(np.array([lon for _, lon, _, _ in found], dtype=np.float64))
        self._lat = np.radians(np.array([lat for _, _, lat, _ in found], dtype=np.float64))
        self._unit = np.array([unit for *_, unit in found], dtype=np.str_)

    def nearest(self, point: LonLat, count: int, adm1_pcode: str | None = None) -> list[tuple[int, float]]:
        """Row numbers and distances in metres, nearest first."""
        if not self._rows:
            return []
        metres = self._metres(point)
        if adm1_pcode is not None:
            metres = np.where(self._unit == adm1_pcode, metres, np.inf)
        order = np.argsort(metres, kind="stable")[:count]
        return [(self._rows[at], float(metres[at])) for at in order if np.isfinite(metres[at])]

    def _metres(self, point: LonLat) -> NDArray[np.float64]:
        lon, lat = np.radians(point.lon), np.radians(point.lat)
        half = np.sin((self._lat - lat) / 2) ** 2
        half = half + np.cos(lat) * np.cos(self._lat) * np.sin((self._lon - lon) / 2) ** 2
        metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        return metres
