"""Values of a raster under shapes: each pixel counts by the share of it that a shape covers."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from exactextract import exact_extract
from exactextract.raster import RasterSource
from rasterio.windows import Window

from data import InputRefused

from ..join.globe import STRAIGHT_DEGREES
from ..types import Floats, Shapes
from .opening import Raster
from .place import Place
from .thin import read_window

# exactextract compares the two systems by name; both sides are in that of the raster.
SAME = "EPSG:3857"
STATISTICS = ("sum", "mean", "min", "max", "stdev", "count")
CELLS = 8_000_000


class Values(RasterSource):
    """One band of a raster as exactextract reads it: north up, in the file's unit, without what holds no value."""

    def __init__(self, raster: Raster, band: int) -> None:
        super().__init__()
        if raster.transform.b or raster.transform.d:
            hint = "Turn it once: gdalwarp INPUT OUTPUT.tif."
            raise InputRefused("it is rotated, and statistics need rows along the axes.", file=raster.name, hint=hint)
        if not 1 <= band <= raster.dataset.count:
            raise InputRefused(
                f"it has no band {band}.", file=raster.name, hint=f"It has {raster.dataset.count}, counted from 1."
            )
        self.raster, self.band = raster, band
        self.scale = float(raster.dataset.scales[band - 1])
        self.offset = float(raster.dataset.offsets[band - 1])

    def res(self) -> tuple[float, float]:
        """Width and height of a pixel."""
        return abs(self.raster.transform.a), abs(self.raster.transform.e)

    def extent(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        rows, columns = self.raster.shape
        x, y = self.raster.transform @ (np.array([0.0, columns]), np.array([0.0, rows]))
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def srs_wkt(self) -> str:
        """Return the name that both sides bear."""
        return str(gpd.GeoSeries(crs=SAME).crs.to_wkt())

    def nodata_value(self) -> None:
        """Nothing: the mask says it all."""

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> Any:
        """Return a window, counted from the corner in the north-west, as a masked array."""
        rows, columns = self.raster.shape
        if nx == 0 or ny == 0:
            return np.ma.masked_array(np.zeros((ny, nx)), True)
        east, south = self.raster.transform.a > 0, self.raster.transform.e < 0
        window = Window(x0 if east else columns - x0 - nx, y0 if south else rows - y0 - ny, nx, ny)
        self.raster.check_time()
        values, valid = read_window(self.raster.dataset, (self.band,), window)
        turned = (slice(None, None, 1 if south else -1), slice(None, None, 1 if east else -1))
        found = values[0].astype(np.float64) * self.scale + self.offset
        return np.ma.masked_array(found[turned], ~valid[turned])

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the value of the pixel around each point in the raster's CRS, NaN where there is none."""
        column, row = (~self.raster.transform) @ (x, y)
        rows, columns = self.raster.shape
        found = np.full(len(x), np.nan)
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        tall, wide = self.raster.dataset.block_shapes[self.band - 1]
        where = np.flatnonzero(inside)
        column, row = (np.floor(part[where]).astype(np.int64) for part in (column, row))
        block = (row // tall) * (columns // wide + 1) + column // wide
        for one in np.unique(block):
            here = block == one
            left, top = int(column[here][0]) // wide * wide, int(row[here][0]) // tall * tall
            window = Window(left, top, min(wide, columns - left), min(tall, rows - top))
            self.raster.check_time()
            values, valid = read_window(self.raster.dataset, (self.band,), window)
            at = (row[here] - top, column[here] - left)
            held = np.where(valid[at], values[0][at].astype(np.float64) * self.scale + self.offset, np.nan)
            found[where[here]] = held
        return found


def into_raster(shapes: Shapes, raster: Raster, place: Place) -> Shapes:
    """Return shapes in longitude and latitude as shapes in the raster's CRS and counting; long edges are bent first."""
    bent = shapely.segmentize(shapes, STRAIGHT_DEGREES)

    def move(lonlat: Floats) -> Floats:
        x, y = points_into(lonlat[:, 0], lonlat[:, 1], raster, place)
        return np.column_stack([x, y])

    moved: Shapes = shapely.transform(bent, move)
    sound = np.array([shape is not None and bool(np.isfinite(shapely.bounds(shape)).all()) for shape in moved])
    moved[~sound] = None
    return moved


def points_into(lon: Floats, lat: Floats, raster: Raster, place: Place) -> tuple[Floats, Floats]:
    """Return points in longitude and latitude in the raster's CRS, counted as it counts where it passes 180 degrees."""
    x, y = place.to_lonlat.transform(lon, lat, direction="INVERSE")
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if raster.crs.is_geographic:
        turn = 360.0 / float(np.degrees(raster.crs.axis_info[0].unit_conversion_factor))
        middle = float((raster.transform @ (raster.shape[1] / 2, 0))[0])
        x = x + turn * np.round((middle - x) / turn)
    return x, y


def statistics(shapes: Shapes, raster: Raster, place: Place, *, band: int = 1) -> pd.DataFrame:
    """Return sum, mean, min, max, stdev and count of the pixels under each shape, row for row.

    A pixel counts by the share of it that lies inside. `count` is the number of pixels with a value, `covered` the
    share of the shape that they make up. Where none has a value, all but `covered` are null: no value is not zero.

    Raises
    ------
    InputRefused
        The raster is rotated or damaged, has no such band, or the time is over.
    """
    source = Values(raster, band)
    own = into_raster(shapes, raster, place)
    there = np.flatnonzero(~shapely.is_missing(own) & ~shapely.is_empty(own))
    table = pd.DataFrame(np.nan, index=range(len(shapes)), columns=list(STATISTICS)).assign(covered=0.0)
    if not len(there):
        return table
    frame = gpd.GeoDataFrame({"row": there}, geometry=own[there], crs=SAME)
    found = exact_extract(
        source, frame, list(STATISTICS), include_cols=["row"], output="pandas", strategy=_strategy(own[there], source),
        max_cells_in_memory=CELLS,
    )  # fmt: skip
    across, down = source.res()
    cells = shapely.area(own[there]) / (across * down)
    count = found["count"].to_numpy(dtype=np.float64, na_value=0.0)
    for name in STATISTICS:
        values = found[name].to_numpy(dtype=np.float64, na_value=np.nan)
        table.loc[there, name] = np.where(count > 0, values, np.nan)
    table.loc[there, "covered"] = np.clip(np.divide(count, cells, out=np.zeros(len(cells)), where=cells > 0), 0, 1)
    return table


def _strategy(shapes: Shapes, source: Values) -> str:
    """Read the raster once where the shapes together cover more of it than it holds; else each shape's part alone."""
    across, down = source.res()
    left, bottom, right, top = source.extent()
    boxes = shapely.bounds(shapes)
    cells = float(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sum()) / (across * down)
    whole = (right - left) * (top - bottom) / (across * down)
    return "raster-sequential" if cells > whole or len(shapes) > 2000 else "feature-sequential"
