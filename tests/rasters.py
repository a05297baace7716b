"""Rasters for tests, made here and nowhere else: an invented country, in any CRS, type and layout."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

UTM = "EPSG:32638"
CORNER = from_origin(500_000, 3_700_000, 10, 10)


def write_raster(
    path: Path, values: np.ndarray, *, crs: str | None = UTM, transform: Affine | None = CORNER, **more: Any
) -> Path:
    """Write bands as a GeoTIFF; `more` goes into its profile, but tags, masks, palettes and overviews are set apart."""
    values = values if values.ndim == 3 else values[None]
    apart = {name: more.pop(name, None) for name in ("tags", "mask", "palette", "overviews", "colorinterp", "units")}
    count, height, width = values.shape
    profile = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": values.dtype.name} | more
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with (
            rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True, GDAL_PAM_ENABLED=False),
            rasterio.open(path, "w", crs=crs, transform=transform, **profile) as out,
        ):
            out.write(values)
            _set_apart(out, apart)
    return path


def _set_apart(out: Any, apart: dict[str, Any]) -> None:
    if apart["colorinterp"]:
        out.colorinterp = apart["colorinterp"]
    if apart["units"]:
        out.units = apart["units"]
    if apart["palette"]:
        out.write_colormap(1, apart["palette"])
    if apart["mask"] is not None:
        out.write_mask(apart["mask"])
    if apart["tags"]:
        out.update_tags(**apart["tags"])
    if apart["overviews"]:
        out.build_overviews(apart["overviews"], Resampling.average)


def scene(rows: int, columns: int, *, bands: int = 3, kind: str = "uint16", seed: int = 1) -> np.ndarray:
    """Fields, a river and a town, as a satellite might see them; the same for the same seed."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    field = np.sin(x / 31) * np.cos(y / 23) + 0.4 * np.sin((x + 2 * y) / 57)
    river = np.exp(-(((y - rows * (0.5 + 0.2 * np.sin(x / columns * 5))) / (rows / 40)) ** 2))
    parts = [900 + 250 * field - 500 * river, 1000 + 220 * field - 350 * river, 800 + 180 * field + 200 * river]
    image = np.stack([parts[band % 3] + draw.normal(0, 25, (rows, columns)) for band in range(bands)])
    return image.clip(1, 4000).astype(kind) if kind != "uint8" else (image / 8).clip(1, 254).astype(kind)


def peak(rows: int, columns: int, row: int, column: int, *, side: int = 3) -> np.ndarray:
    """One bright square on dark ground, its middle on one pixel: a control point that can be found again."""
    values = np.full((rows, columns), 10, dtype=np.uint8)
    values[row - side // 2 : row + side // 2 + 1, column - side // 2 : column + side // 2 + 1] = 250
    return values
