"""What a raster says of itself, checked before a pixel is read."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from affine import Affine
from pyproj import CRS

from data import InputRefused

from .limits import MEGABYTE, RasterLimits, refuse_over

# Parts of a CRS that make PROJ open a file that the text names.
NAMES_A_FILE = re.compile(r"grids\s*=|PARAMETERFILE|EXTENSION\[|\.(gsb|gtx|tif|las|los)\b", re.IGNORECASE)
SLACK_DEGREES = 0.51
KINDS = "uif"


def check_shape(dataset: Any, limits: RasterLimits, *, file: str) -> None:
    """Hold size, bands and type to what can be read; raises InputRefused."""
    if dataset.count < 1:
        raise InputRefused("it has no band.", file=file, hint="Check that this is the file you meant.")
    if dataset.count > limits.bands:
        raise refuse_over("bands", dataset.count, limits.bands, file=file)
    declared = dataset.width * dataset.height
    if declared > limits.pixels:
        raise refuse_over("pixels", f"{dataset.width} x {dataset.height}", limits.pixels, file=file)
    strange = [kind for kind in dataset.dtypes if np.dtype(kind).kind not in KINDS]
    if strange:
        hint = "Write its magnitude: gdal_calc.py, or gdal_translate -ot Float32."
        raise InputRefused(f"its pixels are of the type {strange[0]}.", file=file, hint=hint)


def check_blocks(dataset: Any, size: int, limits: RasterLimits, *, file: str) -> None:
    """Refuse a file whose pieces are too large to unpack, or lie beyond its end; raises InputRefused."""
    rows, columns = dataset.block_shapes[0]
    bands = dataset.count if str(dataset.interleaving or "").lower().endswith("pixel") else 1
    megabytes = rows * columns * bands * np.dtype(dataset.dtypes[0]).itemsize / MEGABYTE
    if megabytes > limits.block_megabytes:
        raise refuse_over("block_megabytes", f"{megabytes:.0f}", limits.block_megabytes, file=file)
    across, down = -(-dataset.width // columns), -(-dataset.height // rows)
    for x, y in {(0, 0), (across - 1, 0), (0, down - 1), (across - 1, down - 1), (across // 2, down // 2)}:
        offset = dataset.get_tag_item(f"BLOCK_OFFSET_{x}_{y}", "TIFF", bidx=1)
        length = dataset.get_tag_item(f"BLOCK_SIZE_{x}_{y}", "TIFF", bidx=1)
        if offset and length and int(offset) + int(length) > size:
            hint = "Copy it again from where it came from, and compare the sizes."
            raise InputRefused(f"cut: a part of it lies beyond its end ({size} bytes).", file=file, hint=hint)


def check_crs(crs: CRS, transform: Affine, shape: tuple[int, int], *, file: str) -> None:
    """Refuse a CRS that names files, that is no place on the Earth, or that is not that of the coordinates."""
    if NAMES_A_FILE.search(crs.to_wkt()):
        hint = "Write the file anew under its EPSG code: gdalwarp -t_srs EPSG:..."
        raise InputRefused("its coordinate reference system names another file.", file=file, hint=hint)
    if not (crs.is_geographic or crs.is_projected):
        hint = "Give the real one with gdal_edit.py -a_srs EPSG:..."
        raise InputRefused(
            f"its coordinate reference system ({crs.name}) is no place on the Earth.", file=file, hint=hint
        )
    if not crs.is_geographic:
        return
    corners = np.array([transform @ (x, y) for x in (0, shape[1]) for y in (0, shape[0])])
    degrees = np.degrees(corners * crs.axis_info[0].unit_conversion_factor)
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    sound = south >= -90 - SLACK_DEGREES and north <= 90 + SLACK_DEGREES
    if not (sound and west >= -360 - SLACK_DEGREES and east <= 360 + SLACK_DEGREES and east - west <= 361):
        raise InputRefused(
            f"its coordinates reach from {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}: these are no degrees.",
            file=file,
            hint="The stated CRS is not that of the coordinates; correct it with gdal_edit.py -a_srs EPSG:...",
        )
