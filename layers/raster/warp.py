"""From the pixels of a raster to those of a grid in Web Mercator: always warped, never stretched (S4.2)."""

from __future__ import annotations

from math import ceil, floor, hypot
from typing import Any

import numpy as np
from pyproj.transformer import Transformer
from rasterio.enums import Resampling
from rasterio.warp import reproject
from rasterio.windows import Window

from ..types import Flags
from .opening import Raster
from .place import Grid
from .thin import Pixels, Source, read_source

STEPS = 32
# Rows and columns beyond the window, for the kernel of the warp.
MARGIN = 4
WARP_MEGABYTES = 24
# The operation alone leads from the raster to the grid. GDAL asks for a CRS nevertheless, and would swap or fold the
# axes of some: it is told one that has none to swap.
NOMINAL = "EPSG:32631"


def warped(raster: Raster, grid: Grid, bands: tuple[int, ...], *, exact: bool = False) -> tuple[Pixels, Flags]:
    """Return the bands of a raster on a grid, and which pixels of it hold a value.

    Parameters
    ----------
    exact
        No mixing of values: for palettes and classes.

    Raises
    ------
    InputRefused
        The file is damaged, or the time is over.
    """
    source = source_under(raster, grid, bands, exact=exact)
    if source is None:
        shape = (len(bands), grid.height, grid.width)
        return np.zeros(shape, dtype=raster.dataset.dtypes[bands[0] - 1]), np.zeros(shape[1:], dtype=bool)
    return onto_grid(source, grid, exact=exact)


def source_under(raster: Raster, grid: Grid, bands: tuple[int, ...], *, exact: bool = False) -> Source | None:
    """Read what of a raster lies under a grid, no finer than the grid needs; nothing where it does not reach there.

    Raises
    ------
    InputRefused
        As `warped`.
    """
    window, step = _wanted(raster, grid)
    if window is None:
        return None
    source = read_source(raster, bands, step=step, window=window, exact=exact)
    raster.check_time()
    return source


def _wanted(raster: Raster, grid: Grid) -> tuple[Window | None, float]:
    """Return the window of the raster under the grid, and how many of its pixels lie along one of the grid's."""
    back = Transformer.from_pipeline(grid.operation)
    along, down = np.meshgrid(np.linspace(0, grid.width, STEPS + 1), np.linspace(0, grid.height, STEPS + 1))
    x, y = back.transform(*(grid.transform @ (along, down)), direction="INVERSE")
    column, row = (~raster.transform) @ (x, y)
    sound = np.isfinite(column) & np.isfinite(row)
    rows, columns = raster.shape
    if not sound.any():
        return None, 1.0
    left, right = max(0, floor(column[sound].min())), min(columns, ceil(column[sound].max()))
    top, bottom = max(0, floor(row[sound].min())), min(rows, ceil(row[sound].max()))
    if left >= right or top >= bottom:
        return None, 1.0
    step = _step(column, row, grid)
    margin = ceil(MARGIN * max(step, 1))
    left, top = max(0, left - margin), max(0, top - margin)
    right, bottom = min(columns, right + margin), min(rows, bottom + margin)
    return Window(left, top, right - left, bottom - top), step


def _step(column: Pixels, row: Pixels, grid: Grid) -> float:
    """Return the side of the source pixels under one pixel of the grid, the finest anywhere on it."""
    with np.errstate(invalid="ignore"):
        across = np.hypot(np.diff(column, axis=1), np.diff(row, axis=1)) / (grid.width / STEPS)
        down = np.hypot(np.diff(column, axis=0), np.diff(row, axis=0)) / (grid.height / STEPS)
    found = [float(np.nanpercentile(part[np.isfinite(part)], 5)) for part in (across, down) if np.isfinite(part).any()]
    return max(hypot(*found) / np.sqrt(2), 1e-9) if found else 1.0


def onto_grid(source: Source, grid: Grid, *, exact: bool = False, empty: float | None = None) -> tuple[Pixels, Flags]:
    """Warp pixels onto a grid by its own operation; what holds no value takes no part in any mean.

    Parameters
    ----------
    empty
        A number that no pixel with a value has, where one is known; else it is looked for.
    """
    kind, empty = _empty_of(source) if empty is None else (source.values.dtype, empty)
    out = np.full((len(source.values), grid.height, grid.width), empty, dtype=kind)
    held = source.values.astype(kind, copy=False)
    whole = bool(source.valid.all())
    # What the source does not reach stays as it was. Looking for pixels without a value takes half of the time.
    marked = {"init_dest_nodata": False} if whole else {"src_nodata": empty, "dst_nodata": empty}
    reproject(
        held if whole else np.where(source.valid, held, kind.type(empty)),
        out,
        src_transform=source.transform,
        src_crs=NOMINAL,
        dst_transform=grid.transform,
        dst_crs="EPSG:3857",
        resampling=Resampling.nearest if exact else Resampling.bilinear,
        num_threads=2,
        warp_mem_limit=WARP_MEGABYTES,
        COORDINATE_OPERATION=grid.operation,
        **marked,
    )
    valid: Flags = np.isfinite(out[0]) if kind.kind == "f" else out[0] != empty
    return out, valid


def _empty_of(source: Source) -> tuple[np.dtype[Any], float]:
    """Return a number that no pixel has, by which those without a value are marked, and a type that holds it."""
    kind = source.values.dtype
    if kind.kind == "f":
        return np.dtype(np.float32), float("nan")
    inside = source.values if source.valid.all() else source.values[:, source.valid]
    low, high = (int(inside.min()), int(inside.max())) if inside.size else (0, 0)
    if high < np.iinfo(kind).max:
        return kind, float(high + 1)
    if low > np.iinfo(kind).min:
        return kind, float(low - 1)
    if kind.itemsize <= 2:
        return np.dtype(np.int32), float(high + 1)
    return np.dtype(np.float32), float("nan")
