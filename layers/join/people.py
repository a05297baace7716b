"""Where people live: shares of a place that several units hold, weighed by a raster of population.

Half of a disc may be desert. The raster is looked at in points spread evenly over each band of a disc, or over a
footprint: a unit gets the part of the people who live there. Where the raster knows nothing, the area counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from data import InputRefused

from ..types import Flags, Floats, Shapes, Whole
from .bands import BANDS
from .globe import STRAIGHT_DEGREES, gaussian_radius
from .layer import Layer
from .overlaps import OUTSIDE, Overlaps

if TYPE_CHECKING:
    from pyproj import Transformer

    from ..raster import Raster

# Points on a side of the square around a disc: some 1,800 lie in it.
SIDE = 48
# The raster stays open while all records are joined.
SECONDS = 86_400.0


@dataclass(frozen=True)
class Sample:
    """Points spread evenly over a place, and how much each counts by area; all together count one."""

    lon: Floats
    lat: Floats
    weight: Floats
    band: Whole


@dataclass(frozen=True)
class People:
    """A raster that counts people to a cell, and the way to it from degrees."""

    raster: Raster

    @cached_property
    def into(self) -> Transformer:
        """The way from longitude and latitude to the raster's coordinates."""
        from pyproj import Transformer  # noqa: PLC0415 - slow to import, and few projects count people

        return Transformer.from_crs("OGC:CRS84", self.raster.crs, always_xy=True)

    def at(self, lon: Floats, lat: Floats) -> tuple[Floats, Flags]:
        """Return how densely people live at some points, on one scale for these points, and where that is known."""
        x, y = self.into.transform(lon, lat)
        column, row = ~self.raster.transform @ (np.asarray(x), np.asarray(y))
        rows, columns = self.raster.shape
        inside = np.isfinite(column) & (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        density, known = np.zeros(len(lon)), np.zeros(len(lon), dtype=bool)
        if not inside.any():
            return density, known
        left, top = np.floor(column[inside].min()), np.floor(row[inside].min())
        wide, high = np.floor(column[inside].max()) - left + 1, np.floor(row[inside].max()) - top + 1
        step = max(1.0, min(wide, high) / SIDE)
        from rasterio.windows import Window  # noqa: PLC0415 - loads GDAL, which only a join by people needs

        from ..raster.thin import read_source  # noqa: PLC0415

        part = read_source(self.raster, (1,), step=step, window=Window(left, top, wide, high))
        at, down = ~part.transform @ (np.asarray(x)[inside], np.asarray(y)[inside])
        across = np.clip(np.floor(at).astype(np.int64), 0, part.values.shape[-1] - 1)
        down = np.clip(np.floor(down).astype(np.int64), 0, part.values.shape[-2] - 1)
        found = part.values[0, down, across].astype(np.float64)
        # A negative number of people is a missing value that the file does not call so.
        sure = part.valid[down, across] & np.isfinite(found) & (found >= 0)
        density[inside], known[inside] = np.where(sure, found, 0.0), sure
        return density, known

    def living_in(self, shapes: Shapes) -> Floats:
        """Return how many people live in each polygon in degrees: cells that a border cuts count by their part.

        Raises
        ------
        InputRefused
            Where a cell counts less than nobody.
        """
        import exactextract  # noqa: PLC0415 (both take long to load, and few joins need them)
        import geopandas  # noqa: PLC0415

        counts = np.zeros(len(shapes))
        there = np.flatnonzero(~shapely.is_missing(shapes))
        bent = shapely.transform(
            shapely.segmentize(shapes[there], STRAIGHT_DEGREES),
            lambda xy: np.column_stack(self.into.transform(xy[:, 0], xy[:, 1])),
        )
        frame = geopandas.GeoDataFrame(geometry=list(bent), crs=self.raster.dataset.crs)
        told = exactextract.exact_extract(self.raster.dataset, frame, ["sum", "min"], output="pandas")
        if (told["min"] < 0).any():
            raise InputRefused(
                "it counts fewer people than none in some cells.",
                file=self.raster.name,
                hint="These are missing values: say so in the file, gdal_edit.py -a_nodata VALUE FILE.",
            )
        counts[there] = told["sum"].fillna(0).to_numpy(dtype=np.float64)
        return counts


@contextmanager
def people_in(path: Path | str | None) -> Iterator[People | None]:
    """Open a raster of population; None where none is given.

    Raises
    ------
    UsageProblem, InputRefused
        As `open_raster`.
    """
    if path is None:
        yield None
        return
    from ..raster import RasterLimits, open_raster  # noqa: PLC0415 - as above

    with open_raster(path, limits=RasterLimits(seconds=SECONDS)) as raster:
        yield People(raster)


def by_people(people: People, layer: Layer, found: Overlaps, places: list[Sample | None]) -> Overlaps:
    """Return overlaps in which each row that has a place, and more than one unit, is weighed by where people live."""
    several = np.bincount(found.row, minlength=len(places)) > 1
    own = np.asarray([place is not None for place in places], dtype=bool) & several
    kept = [found.kept(~own[found.row])] if len(found.row) else []
    ends = np.searchsorted(found.row, np.arange(len(places) + 1))
    # Many records stand on one place: it is worked out once.
    known: dict[int, Overlaps] = {}
    for row in np.flatnonzero(own).tolist():
        place = places[row]
        if place is None:
            continue
        if id(place) not in known:
            known[id(place)] = _weighed(people, layer, place, found.unit[ends[row] : ends[row + 1]])
        kept.append(known[id(place)].at(np.asarray([row])))
    return Overlaps.joined(kept) if kept else found


def _weighed(people: People, layer: Layer, place: Sample, units: Whole) -> Overlaps:
    density, known = np.zeros(len(place.lon)), np.zeros(len(place.lon), dtype=bool)
    weight = place.weight.copy()
    for band in np.unique(place.band):
        at = np.flatnonzero(place.band == band)
        density[at], known[at] = people.at(place.lon[at], place.lat[at])
        sure = at[known[at]]
        total = density[sure].sum()
        if total > 0:
            weight[sure] = weight[sure].sum() * density[sure] / total
    unit = np.full(len(place.lon), OUTSIDE, dtype=np.int64)
    for candidate in units[units != OUTSIDE][::-1]:
        unit[shapely.intersects_xy(layer.shapes[candidate], place.lon, place.lat)] = candidate
    order = [*units[units != OUTSIDE], OUTSIDE]
    sums = np.asarray([weight[unit == one].sum() for one in order])
    there = np.flatnonzero(sums > 0)
    nothing = np.zeros(len(there), dtype=bool)
    row = np.zeros(len(there), dtype=np.int64)
    return Overlaps(row, np.asarray(order, dtype=np.int64)[there], sums[there], nothing, nothing)


def disc_sample(lon: float, lat: float, radii: Floats) -> Sample:
    """Spread points over a disc, each band with its own weight; radii are r50, r80, r95 in metres."""
    ascending = bool((np.diff(np.nan_to_num(radii, nan=-1.0), prepend=0.0) > 0).all())
    inner = 0.0
    parts = []
    for band, (outer, share) in enumerate(
        zip(radii, BANDS, strict=True) if ascending else [(radii[2], 1.0)],
    ):
        x, y = _grid(inner / outer)
        parts.append((x * outer, y * outer, np.full(len(x), share / len(x)), np.full(len(x), band)))
        inner = float(outer)
    x, y, weight, number = (np.concatenate(column) for column in zip(*parts, strict=True))
    around = gaussian_radius(np.asarray([lat]))[0]
    north = lat + np.degrees(y / around)
    east = lon + np.degrees(x / around) / np.cos(np.radians(north))
    return Sample(east, north, weight, number)


def _grid(inner: float) -> tuple[Floats, Floats]:
    """Return points spread evenly between a circle and the unit circle."""
    side = np.arange(-SIDE + 1, SIDE, 2) / SIDE
    x, y = (axis.ravel() for axis in np.meshgrid(side, side))
    far = np.hypot(x, y)
    ring = (far <= 1) & (far > inner)
    ring = ring if ring.any() else far <= 1
    return x[ring], y[ring]


def shape_sample(shape: Any) -> Sample | None:
    """Spread points over a footprint in degrees; None where it is too thin for any."""
    west, south, east, north = shapely.bounds(shape)
    x, y = (np.linspace(low, high, 2 * SIDE + 1)[1::2] for low, high in ((west, east), (south, north)))
    lon, lat = (axis.ravel() for axis in np.meshgrid(x, y))
    shapely.prepare(shape)
    inside = shapely.intersects_xy(shape, lon, lat)
    count = int(inside.sum())
    # Points are even in degrees; a degree of longitude is shorter further north.
    weight = np.cos(np.radians(lat[inside]))
    zeros = np.zeros(count, dtype=np.int64)
    return Sample(lon[inside], lat[inside], weight / weight.sum(), zeros) if count else None


def samples(lon: Floats, lat: Floats, radii: Floats, shapes: Shapes | None = None) -> list[Sample | None]:
    """Return the points of discs, or of footprints; a place that stands again is spread once."""
    made: dict[bytes, Sample | None] = {}
    out = []
    for at in range(len(lon)):
        if shapes is not None:
            key = bytes(shapely.to_wkb(shapes[at]))
        else:
            key = np.asarray([lon[at], lat[at], *radii[at]]).tobytes()
        if key not in made:
            made[key] = shape_sample(shapes[at]) if shapes is not None else disc_sample(lon[at], lat[at], radii[at])
        out.append(made[key])
    return out
