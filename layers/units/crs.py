"""From the CRS of a file to WGS 84: by an operation chosen for the area, never by a guess."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS
from pyproj.aoi import AreaOfInterest
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import Transformer

from data import InputRefused

from ..types import Shapes

WGS84 = CRS.from_user_input("OGC:CRS84")


def to_wgs84(shapes: Shapes, crs: str | None, *, file: str = "") -> tuple[Shapes, str]:
    """Return geometries in WGS 84 (longitude first) and a sentence on the operation, empty where none was needed.

    The operation is chosen for the area of the shapes, ballpark shifts are not allowed.

    Raises
    ------
    InputRefused
        Where the CRS is missing or unknown, where no proper operation exists, or where coordinates that should be
        degrees are none.
    """
    if not crs:
        raise InputRefused(
            "The file states no coordinate reference system.",
            file=file,
            hint="Look it up where the file came from and give it: --crs EPSG:32638, or crs= in Python.",
        )
    try:
        stated = CRS.from_user_input(crs)
    except CRSError:
        raise InputRefused(
            f"Unknown coordinate reference system {crs}.", file=file, hint="Give it as EPSG:..."
        ) from None
    if stated.equals(WGS84, ignore_axis_order=True):
        _check_degrees(shapes, file)
        return shapes, ""
    _check_measures(shapes, stated, file)
    transformer = _operation(shapes, stated, file)
    moved = shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    _check_degrees(moved, file)
    used = transformer.get_last_used_operation()
    steps = " + ".join(step for step in used.description.split(" + ") if not step.startswith("axis order"))
    accuracy = f"accuracy {used.accuracy:g} m" if used.accuracy >= 0 else "accuracy not stated"
    return moved, f"Transformed from {stated.to_string()[:60]} by {steps}, {accuracy}."


def _operation(shapes: Shapes, stated: CRS, file: str) -> Transformer:
    try:
        # A rough inverse serves only to find the area for which the operation is then chosen.
        rough = Transformer.from_crs(stated, WGS84, always_xy=True)
        box = rough.transform_bounds(*shapely.total_bounds(shapes), errcheck=True)
        area = AreaOfInterest(*box)
        return Transformer.from_crs(stated, WGS84, always_xy=True, area_of_interest=area, allow_ballpark=False)
    except ProjError as problem:
        raise InputRefused(
            f"No proper way from {stated.name} to WGS 84 is known for this area ({problem}).",
            file=file,
            hint="Convert it with the shift grids of its national survey, or check that the CRS is the right one.",
        ) from None


def _check_measures(shapes: Shapes, stated: CRS, file: str) -> None:
    """Refuse degrees under a CRS in metres: they would all lie within some metres of its origin."""
    west, south, east, north = shapely.total_bounds(shapes)
    if stated.is_projected and -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        raise InputRefused(
            f"It states {stated.name}, whose unit is the metre, and its coordinates reach from {west:.6g}, {south:.6g} "
            f"to {east:.6g}, {north:.6g}: these are degrees.",
            file=file,
            hint="Look up its CRS where the file came from and give it: --crs EPSG:4326, or crs= in Python.",
        )


def _check_degrees(shapes: Shapes, file: str) -> None:
    west, south, east, north = shapely.total_bounds(shapes)
    if np.isnan(west):  # no shape at all, which is told unit by unit
        return
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise InputRefused(
            f"Its coordinates reach from {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}: these are no degrees.",
            file=file,
            hint="The stated CRS is not that of the coordinates; give the right one with --crs, or crs= in Python.",
        )
