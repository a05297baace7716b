"""Geometries of foreign files as outlines in WGS 84, each with a point that lies inside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data import InputRefused

# A fiftieth of the place, 100 m at most: finer than a placement by a name can be, and a tenth of the bytes.
SIMPLIFIED_DEG, SIMPLIFIED_SHARE = 0.001, 0.02
DEGREES = frozenset(("EPSG:4326", "OGC:CRS84"))


@dataclass(frozen=True, slots=True)
class Outline:
    """A point inside (degrees, WGS 84), and the outline as WKB; None for a point, which has none."""

    lon: float
    lat: float
    area: bytes | None


def outlines(shapes: Sequence[bytes | None], crs: str | None, *, file: str) -> list[Outline | None]:
    """Outlines of geometries (WKB) in any stated CRS; None where there is no geometry.

    Raises
    ------
    InputRefused
        No CRS is stated, no exact way leads from it to WGS 84, or the numbers are no degrees.
    """
    import shapely  # noqa: PLC0415 - slow to import, and only boundary files need it

    found = shapely.from_wkb([bytes(shape) if shape is not None else None for shape in shapes])
    found = shapely.force_2d(found)
    change = _to_wgs84(crs, shapely.total_bounds(found), file)
    if change is not None:
        found = shapely.transform(found, change, interleaved=False)
    if not _are_degrees(shapely.total_bounds(found)):
        raise InputRefused(
            "Its coordinates are no degrees.", file=file, hint="State the CRS that it is in: ?crs=EPSG:N."
        )
    return [_outline(shape) for shape in found]


def _outline(shape: Any) -> Outline | None:
    from shapely import make_valid, to_wkb  # noqa: PLC0415 - as above

    if shape is None or shape.is_empty:
        return None
    whole = shape if shape.is_valid else make_valid(shape)
    point = whole.representative_point()
    west, south, east, north = whole.bounds
    step = min(SIMPLIFIED_DEG, SIMPLIFIED_SHARE * max(east - west, north - south))
    area = to_wkb(whole.simplify(step)) if whole.area else None
    return Outline(round(point.x, 6), round(point.y, 6), area)


def _to_wgs84(crs: str | None, bounds: Sequence[float], file: str) -> Any:
    """The way to WGS 84 for the area of the shapes, without a ballpark shift; None where they are there already."""
    if not crs:
        hint = "Look it up where the file came from and give it: units:FILE?crs=EPSG:32638."
        raise InputRefused("The file states no coordinate reference system.", file=file, hint=hint)
    if crs in DEGREES:
        return None
    from pyproj import CRS, Transformer  # noqa: PLC0415 - slow to import, and seldom needed
    from pyproj.aoi import AreaOfInterest  # noqa: PLC0415
    from pyproj.exceptions import CRSError, ProjError  # noqa: PLC0415

    try:
        stated = CRS.from_user_input(crs)
        plain = Transformer.from_crs(stated, 4326, always_xy=True).transform_bounds(*bounds)
        near = AreaOfInterest(*plain) if _are_degrees(plain) and plain[0] <= plain[2] else None
        return Transformer.from_crs(stated, 4326, always_xy=True, area_of_interest=near, allow_ballpark=False).transform
    except (CRSError, ProjError) as fault:
        hint = "Convert the file to WGS 84 where its shift is known."
        raise InputRefused(f"No exact way leads from {crs[:60]} to WGS 84.", file=file, hint=hint) from fault


def _are_degrees(bounds: Sequence[float]) -> bool:
    west, south, east, north = bounds
    return math.isnan(west) or (west >= -180.001 and east <= 180.001 and south >= -90.001 and north <= 90.001)
