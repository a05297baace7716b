"""Reading no more pixels than a picture needs: the fitting overview, and means of blocks where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log2
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.windows import Window

from data import InputRefused

from ..types import Flags
from .opening import Raster

READ_PIXELS = 1_000_000
Pixels = NDArray[Any]


@dataclass(frozen=True)
class Source:
    """Pixels of a raster or of a part of it, by band, with those that hold a value, and where they lie."""

    values: Pixels
    valid: Flags
    transform: Affine


def read_source(
    raster: Raster, bands: tuple[int, ...], *, step: float, window: Window | None = None, exact: bool = False
) -> Source:
    """Read bands so that about `step` pixels of the full raster make one, or fewer do.

    Memory follows what is given back, never the file: an overview is taken where one fits, and blocks of pixels are
    made one by their mean (`exact`: by one of them, for classes and palettes) where none does.

    Parameters
    ----------
    step
        Pixels of the full raster along one pixel of the picture.
    window
        The part that is wanted, in full pixels; all of it where left out.

    Raises
    ------
    InputRefused
        The file is damaged, or the time is over.
    """
    factors = raster.dataset.overviews(bands[0])
    level = max((number for number, factor in enumerate(factors) if factor <= step * 1.05), default=None)
    rows, columns = raster.shape
    whole = window or Window(0, 0, columns, rows)
    with raster.overview(level) as dataset:
        across, down = columns / dataset.width, rows / dataset.height
        part = _outward(whole, across, down, dataset)
        # A power of two, which goes into the blocks of nearly every file.
        block = 2 ** max(0, floor(log2(step / max(across, down) * 1.001)))
        transform = raster.transform @ Affine.scale(across, down) @ Affine.translation(part.col_off, part.row_off)
        if block == 1:
            values, valid = _plain(raster, dataset, bands, part)
            return Source(values, valid, transform)
        values, valid = _blocks(raster, dataset, bands, part, block=block, exact=exact)
        return Source(values, valid, transform @ Affine.scale(block))


def _outward(window: Window, across: float, down: float, dataset: Any) -> Window:
    left, top = int(window.col_off / across), int(window.row_off / down)
    right = min(dataset.width, int(np.ceil((window.col_off + window.width) / across)))
    bottom = min(dataset.height, int(np.ceil((window.row_off + window.height) / down)))
    return Window(left, top, max(1, right - left), max(1, bottom - top))


def _pieces(raster: Raster, dataset: Any, part: Window, *, block: int = 1) -> Iterator[Window]:
    """Cut a window along the file's blocks into pieces of some million pixels; look at the clock before each."""
    tall, wide = dataset.block_shapes[0]
    tall = min(max(tall, block), part.height)
    across = min(part.width, max(READ_PIXELS // tall // max(wide, block), 1) * max(wide, block))
    tall *= max(1, READ_PIXELS // (tall * across))
    # Blocks of the file begin at its corner, those that are made one at that of the window.
    first = -(part.row_off % tall) if block == 1 else 0
    for top in range(first, part.height, tall):
        above, below = max(top, 0), min(top + tall, part.height)
        for left in range(0, part.width, across):
            raster.check_time()
            yield Window(part.col_off + left, part.row_off + above, min(across, part.width - left), below - above)


def _plain(raster: Raster, dataset: Any, bands: tuple[int, ...], part: Window) -> tuple[Pixels, Flags]:
    kind = np.result_type(*(dataset.dtypes[band - 1] for band in bands))
    kind = np.dtype(np.float32) if kind.itemsize == 8 else kind
    values = np.empty((len(bands), part.height, part.width), dtype=kind)
    valid = np.empty((part.height, part.width), dtype=bool)
    for piece in _pieces(raster, dataset, part):
        down, across = _at(piece, part, 1)
        values[:, down, across], valid[down, across] = read_window(dataset, bands, piece)
    return values, valid


def _blocks(
    raster: Raster, dataset: Any, bands: tuple[int, ...], part: Window, *, block: int, exact: bool
) -> tuple[Pixels, Flags]:
    """Make one pixel of each block; the last ones of a row or column may hold fewer pixels."""
    height, width = -(-part.height // block), -(-part.width // block)
    kind = np.result_type(*(dataset.dtypes[band - 1] for band in bands))
    kind = np.dtype(np.float32) if kind.itemsize == 8 else kind
    values = np.zeros((len(bands), height, width), dtype=kind)
    valid = np.zeros((height, width), dtype=bool)
    for piece in _pieces(raster, dataset, part, block=block):
        down, across = _at(piece, part, block)
        held = read_window(dataset, bands, piece)
        found, valid[down, across] = _middle(*held, block) if exact else _mean(*held, block)
        values[:, down, across] = found if kind.kind == "f" or exact else np.rint(found)
    return values, valid


def _at(piece: Window, part: Window, block: int) -> tuple[slice, slice]:
    """Return the rows and columns of the result that a piece makes."""
    top, left = (piece.row_off - part.row_off) // block, (piece.col_off - part.col_off) // block
    return slice(top, top - (-piece.height // block)), slice(left, left - (-piece.width // block))


def _mean(values: Pixels, valid: Flags, block: int) -> tuple[Pixels, Flags]:
    """Return the mean of the valid pixels of each block; a block is valid where half of its pixels are."""
    if valid.all():
        pixels = _summed(np.ones((1, *valid.shape), dtype=np.uint8), block) if _ragged(valid, block) else block * block
        return _summed(values, block) / pixels, np.ones(tuple(-(-size // block) for size in valid.shape), dtype=bool)
    pixels = _summed(np.ones((1, *valid.shape), dtype=np.uint8), block)[0]
    counts = _summed(valid[None].astype(np.uint8), block)[0]
    return _summed(np.where(valid, values, 0), block) / np.maximum(counts, 1), counts * 2 >= pixels


def _ragged(valid: Flags, block: int) -> bool:
    return any(size % block for size in valid.shape)


def _summed(values: Pixels, block: int) -> Pixels:
    """Return sums over blocks of pixels, in a type that holds them."""
    _, rows, columns = values.shape
    if rows % block or columns % block:
        values = np.pad(values, ((0, 0), (0, -rows % block), (0, -columns % block)))
    small = values.dtype.kind in "ub" and values.dtype.itemsize <= 2 and block <= 128
    total = values[:, ::block].astype(np.uint32 if small else np.float64)
    for row in range(1, block):
        np.add(total, values[:, row::block], out=total)
    sums = total[:, :, ::block].copy()
    for column in range(1, block):
        np.add(sums, total[:, :, column::block], out=sums)
    return sums


def _middle(values: Pixels, valid: Flags, block: int) -> tuple[Pixels, Flags]:
    """Return one pixel near the middle of each block."""
    rows, columns = (np.minimum(np.arange(0, size, block) + block // 2, size - 1) for size in valid.shape)
    return values[:, rows[:, None], columns], valid[rows[:, None], columns]


def read_window(dataset: Any, bands: tuple[int, ...], window: Window) -> tuple[Pixels, Flags]:
    """Read a window as it lies in the file, and which pixels hold a value: not nodata, masked, clear, NaN or infinite.

    Raises
    ------
    InputRefused
        A band is not there.
    """
    missing = [band for band in bands if not 1 <= band <= dataset.count]
    if missing:
        raise InputRefused(f"there is no band {missing[0]}.", hint=f"It has {dataset.count}, counted from 1.")
    values = dataset.read(list(bands), window=window)
    valid = np.ones(values.shape[1:], dtype=bool)
    for place, band in enumerate(bands):
        if [flag.name for flag in dataset.mask_flag_enums[band - 1]] != ["all_valid"]:
            valid &= dataset.read_masks(band, window=window) > 0
        if values.dtype.kind == "f":
            valid &= np.isfinite(values[place])
    return values, valid
