"""Where a raster lies, and the Web Mercator grid that its picture is drawn on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import atan, ceil, degrees, pi, radians, sinh

import numpy as np
from affine import Affine
from pyproj import CRS
from pyproj.aoi import AreaOfInterest
from pyproj.exceptions import ProjError
from pyproj.transformer import Transformer

from data import InputRefused, UsageProblem
from geo import Box

from ..types import Floats
from .opening import Raster

RADIUS_M = 6_378_137.0
EDGE_LAT = 85.05112877980659
DEGREE_M = radians(1) * RADIUS_M
STEPS = 48
LONLAT = CRS.from_user_input("OGC:CRS84")
MERCATOR = CRS.from_epsg(3857)
UNBOUND = re.compile(r"step( inv)? proj=(webmerc|longlat)\b")


@dataclass(frozen=True)
class Grid:
    """Pixels of a picture in Web Mercator; `operation` is the PROJ pipeline from the raster's CRS to it.

    Longitudes are counted as the raster counts them, and not cut at 180 degrees: what crosses the antimeridian goes on
    beyond it. `turn` is added to bring them to where a map shows them: 0, 360 or -360.
    """

    transform: Affine
    width: int
    height: int
    operation: str
    turn: float = 0.0

    @property
    def bounds(self) -> Box:
        """West, south, east, north in degrees."""
        west, north = self.transform @ (0, 0)
        east, south = self.transform @ (self.width, self.height)
        return Box(west / DEGREE_M + self.turn, _lat(south), east / DEGREE_M + self.turn, _lat(north))


@dataclass(frozen=True)
class Place:
    """The area of a raster: its box in degrees, and the operation from its CRS to longitude and latitude."""

    box: Box
    to_lonlat: Transformer
    note: str


def place_of(raster: Raster) -> Place:
    """Find where a raster lies on the Earth; the operation is chosen for that area, without ballpark shifts (S4.1).

    Raises
    ------
    InputRefused
        Where no proper operation is known, or the CRS cannot be that of the coordinates.
    """
    x, y = _mesh(raster)
    rough = Transformer.from_crs(raster.crs, LONLAT, always_xy=True)
    area = AreaOfInterest(*_box(raster, *rough.transform(x, y), wrapped=True))
    try:
        proper = Transformer.from_crs(
            raster.crs, LONLAT, always_xy=True, area_of_interest=area, allow_ballpark=False, accuracy=None
        )
        lon, lat = proper.transform(x, y)
    except ProjError as problem:
        raise InputRefused(
            f"no proper way from {raster.crs.name} to WGS 84 is known for this area ({problem}).",
            file=raster.name,
            hint="Convert it with the shift grids of its national survey, or check that the CRS is the right one.",
        ) from None
    if raster.crs.is_geographic:
        # PROJ folds 190 degrees to -170; the pixels go on counting.
        lon = lon + 360 * np.round((x * _unit(raster.crs) - lon) / 360)
    if doubt := _doubt(raster, area):
        return Place(Box(*_box(raster, lon, lat)), proper, doubt)
    steps = [step for step in proper.description.split(" + ") if not step.startswith("axis order")]
    accuracy = f", accuracy {proper.accuracy:g} m" if proper.accuracy > 0 else ""
    note = f"Placed from {raster.crs.name} by {' + '.join(steps)}{accuracy}." if steps and accuracy else ""
    return Place(Box(*_box(raster, lon, lat)), proper, note)


def _doubt(raster: Raster, area: AreaOfInterest) -> str:
    """Return a sentence where a raster lies nowhere near the area that its CRS is meant for."""
    meant = raster.crs.area_of_use
    if meant is None or meant.west > meant.east:
        return ""
    apart = area.west_lon_degree > meant.east or area.east_lon_degree < meant.west
    apart = apart or area.south_lat_degree > meant.north or area.north_lat_degree < meant.south
    where = f"{area.west_lon_degree:.2f}, {area.south_lat_degree:.2f}"
    return f"It lies at {where}, outside the area that {raster.crs.name} is meant for: check its CRS." if apart else ""


def grid_of(raster: Raster, place: Place, *, size: int, extent: Box | None = None) -> Grid:
    """Lay a grid of square pixels over a raster, or over the part of it within `extent`, no finer than its own pixels.

    Parameters
    ----------
    size
        Pixels along the longer side, at most.
    extent
        West, south, east, north in degrees.

    Raises
    ------
    UsageProblem
        The raster does not reach into `extent`, or `size` is none.
    """
    if not 1 <= size <= 16_384:
        raise UsageProblem(f"A picture of {size} pixels cannot be made.", hint="Use 1 to 16384.")
    (west, south, east, north), turn = _within(raster, place.box, extent)
    left, right = west * DEGREE_M, east * DEGREE_M
    bottom, top = mercator_y(south), mercator_y(north)
    finest = _pixel_m(raster, place)
    step = max(max(right - left, top - bottom) / size, finest)
    width, height = (max(1, ceil((high - low) / step - 1e-6)) for low, high in ((left, right), (bottom, top)))
    return Grid(Affine(step, 0, left, 0, -step, top), width, height, operation(raster, place), turn)


def operation(raster: Raster, place: Place) -> str:
    """Write the PROJ pipeline from the raster's CRS to Web Mercator, with longitudes that do not fold at 180."""
    lon, lat = place.box.west + place.box.east, place.box.south + place.box.north
    middle = ((lon / 2 + 180) % 360 - 180, lat / 2)
    area = AreaOfInterest(middle[0], middle[1], middle[0], middle[1])
    way = Transformer.from_crs(raster.crs, MERCATOR, always_xy=True, area_of_interest=area, allow_ballpark=False)
    return UNBOUND.sub(r"step\1 proj=\2 over", str(way.definition))


def _unit(crs: CRS) -> float:
    return float(degrees(crs.axis_info[0].unit_conversion_factor))


def _mesh(raster: Raster) -> tuple[Floats, Floats]:
    """Return points all over the raster, its edges included, in its own CRS."""
    rows, columns = raster.shape
    along, down = np.meshgrid(np.linspace(0, columns, STEPS + 1), np.linspace(0, rows, STEPS + 1))
    x, y = raster.transform @ (along.ravel(), down.ravel())
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def _box(raster: Raster, lon: Floats, lat: Floats, *, wrapped: bool = False) -> tuple[float, float, float, float]:
    """Return the box around points, gone on with over the antimeridian where the raster crosses it."""
    sound = np.isfinite(lon) & np.isfinite(lat)
    if sound.mean() < 0.25:
        raise InputRefused(
            f"its coordinates lie outside what {raster.crs.name} can describe.",
            file=raster.name,
            hint="The stated CRS is not that of the coordinates; correct it with gdal_edit.py -a_srs EPSG:...",
        )
    lon, lat = lon[sound], lat[sound]
    if not raster.crs.is_geographic:
        middle = lon[len(lon) // 2]
        lon = middle + (lon - middle + 180) % 360 - 180
    west, east, south, north = (float(edge) for edge in (lon.min(), lon.max(), lat.min(), lat.max()))
    if wrapped:
        return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)
    if south >= EDGE_LAT or north <= -EDGE_LAT:
        hint = "Web Mercator ends at 85 degrees; use a map in a polar projection."
        raise InputRefused("it lies beyond what a web map can show.", file=raster.name, hint=hint)
    return west, max(south, -EDGE_LAT), east, min(north, EDGE_LAT)


def _within(raster: Raster, box: Box, extent: Box | None) -> tuple[tuple[float, float, float, float], float]:
    """Return the part of the box that is wanted, as the raster counts, and what leads from there to the map."""
    west, south, east, north = box.west, box.south, box.east, box.north
    if extent is None:
        return (west, south, east, north), float(-360 * np.ceil((west + east) / 720 - 0.5))
    for turn in (0, 360, -360):
        low, high = max(west, extent.west + turn), min(east, extent.east + turn)
        if low < high and max(south, extent.south) < min(north, extent.north):
            return (low, max(south, extent.south), high, min(north, extent.north)), float(-turn)
    raise UsageProblem(
        f"{raster.name} lies between {west:.4f}, {south:.4f} and {east:.4f}, {north:.4f}, outside the extent.",
        hint="Choose another extent, or check the CRS of the file.",
    )


def _pixel_m(raster: Raster, place: Place) -> float:
    """Return the side of a pixel in the middle of the raster, in metres of Web Mercator."""
    rows, columns = raster.shape
    column, row = np.array([0.0, 1.0, 0.0]) + columns / 2 - 0.5, np.array([0.0, 0.0, 1.0]) + rows / 2 - 0.5
    lon, lat = place.to_lonlat.transform(*(raster.transform @ (column, row)))
    lat = np.clip(lat, -EDGE_LAT, EDGE_LAT)
    x = (lon[0] + (lon - lon[0] + 180) % 360 - 180) * DEGREE_M
    y = np.array([mercator_y(float(one)) for one in lat])
    area = abs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))
    return float(np.sqrt(area)) if np.isfinite(area) and area > 0 else 1.0


def mercator_y(lat: float) -> float:
    """Return the northing in Web Mercator of a latitude in degrees."""
    return float(np.arcsinh(np.tan(np.radians(lat)))) * RADIUS_M


def _lat(y: float) -> float:
    return degrees(atan(sinh(y / RADIUS_M))) if abs(y) < 20 * pi * RADIUS_M else 0.0
