"""The point inside a piece of well-known binary; of any other shape only which one it is."""

from __future__ import annotations

import math
import struct
from typing import NamedTuple

POINT, HAS_SRID = 1, 0x20000000
KINDS = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}


class Shape(NamedTuple):
    """Kind of a shape, and for a point its coordinates as text with all their digits."""

    kind: str | None = None
    lon: str | None = None
    lat: str | None = None
    srid: int | None = None


def point_of(shape: bytes | None) -> Shape:
    """Read a shape in WKB or PostGIS' EWKB; what is too short to be one has no kind.

    Examples
    --------
    >>> point_of(bytes.fromhex("0101000000000000000000454000000000000041C0"))
    Shape(kind='Point', lon='42.0', lat='-34.0', srid=None)
    """
    if not shape or len(shape) < 9:
        return Shape()
    order = "<" if shape[0] == 1 else ">"
    code = struct.unpack_from(f"{order}I", shape, 1)[0]
    srid = struct.unpack_from(f"{order}I", shape, 5)[0] if code & HAS_SRID else None
    kind = (code & 0xFFFF) % 1000
    start = 9 if code & HAS_SRID else 5
    if kind != POINT or len(shape) < start + 16:
        return Shape(KINDS.get(kind, "other"), srid=srid)
    lon, lat = struct.unpack_from(f"{order}2d", shape, start)
    return (
        Shape("Point", srid=srid) if math.isnan(lon) or math.isnan(lat) else Shape("Point", repr(lon), repr(lat), srid)
    )
