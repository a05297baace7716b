"""One raster as a picture that lies right on a Web Mercator map, and is light enough for a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path

import numpy as np

from data import InputRefused, UsageProblem
from geo import Box

from ..types import Flags
from .acquired import Acquired, acquired
from .colours import Legend, from_palette, painted, stops
from .encode import DEFAULT_QUALITY, Picture, encode
from .limits import DEFAULT_RASTER_LIMITS, RasterLimits
from .opening import Raster, open_raster
from .place import Grid, grid_of, place_of
from .stretch import AS_IT_IS, EMPTY, PLAIN, Bytes, Stretch, in_steps, limits_of
from .thin import Pixels, Source
from .warp import onto_grid, source_under

DEFAULT_SIZE = 2048
BEYOND_RASTER = "the part of it that was asked for holds no value."


@dataclass(frozen=True)
class Look:
    """How a raster is drawn.

    Parameters
    ----------
    size
        Pixels along the longer side, at most.
    extent
        The part to draw; all of it where left out.
    bands
        One band, or three for red, green and blue; chosen by what the file says of its bands where left out.
    stretch
        Which values become dark and bright; left out, the values themselves for 8 bits, else percentiles 2 and 98.
    colours
        Colour map of a single band, see `colourmap_names`.
    unit
        Unit of a single band, for its legend.
    form, quality
        `webp` or `jpeg`, 1 to 100.
    """

    size: int = DEFAULT_SIZE
    extent: Box | None = None
    bands: tuple[int, ...] = ()
    stretch: Stretch | None = None
    colours: str = ""
    unit: str = ""
    form: str = "webp"
    quality: int = DEFAULT_QUALITY


DEFAULT_LOOK = Look()


@dataclass(frozen=True)
class Overlay:
    """A picture in Web Mercator, its bounds in degrees, its legend, and what is known of the image behind it.

    `bounds.east` passes 180 where the image crosses the antimeridian.
    """

    picture: Picture
    bounds: Box
    width: int
    height: int
    acquired: Acquired
    source: str
    legend: Legend | None = None
    notes: tuple[str, ...] = field(default=())


def overlay(
    path: Path | str,
    *,
    date: str = "",
    look: Look = DEFAULT_LOOK,
    crs: str | None = None,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> Overlay:
    """Warp a raster to Web Mercator and encode it; memory follows the picture, never the file.

    Parameters
    ----------
    path
        GeoTIFF or COG, any CRS, type and number of bands.
    date
        When the image was taken; the file's own metadata where left out.
    look
        How it is drawn.
    crs
        The reference system, where the file states none.
    limits
        Budgets for the file.

    Raises
    ------
    UsageProblem
        There is no such file, band, colour map or date.
    InputRefused
        The file cannot be read or placed, or holds no value there.
    """
    with open_raster(path, crs=crs, limits=limits) as raster:
        place = place_of(raster)
        grid = grid_of(raster, place, size=look.size, extent=look.extent)
        made = drawn(raster, grid, look)
        if made is None:
            raise InputRefused(
                BEYOND_RASTER, file=raster.name, hint="Is it all nodata? Look at it with gdalinfo -stats."
            )
        told = acquired(raster, place, given=date)
        notes = (*raster.notes, *((place.note,) if place.note else ()))
    picture = encode(made.colours, made.valid, form=look.form, quality=made.quality(look.quality))
    box = grid.bounds
    name = Path(path)
    return Overlay(picture, box, grid.width, grid.height, told, name.name, made.legend, notes)


@dataclass(frozen=True)
class Painted:
    """Red, green and blue of a grid, the pixels that hold a value, the legend of a single band, the limits by band.

    `keyed` where a colour stands for a value or a class: a lossy picture would make others of them.
    """

    colours: Bytes
    valid: Flags
    legend: Legend | None
    limits: tuple[tuple[float, float], ...] = ()
    keyed: bool = False

    def quality(self, wanted: int) -> int:
        """Return the quality to encode it with: without loss where its colours are a key."""
        return 100 if self.keyed else wanted


def drawn(
    raster: Raster, grid: Grid, look: Look, *, limits: tuple[tuple[float, float], ...] | None = None
) -> Painted | None:
    """Draw a raster on a grid, or nothing where it holds no value there.

    Parameters
    ----------
    limits
        Lowest and highest value of each band, where they were found before; else they are found here.

    Raises
    ------
    UsageProblem, InputRefused
        As `overlay`.
    """
    bands = bands_of(raster, look)
    palette = palette_of(raster, bands) if not look.colours else None
    source = source_under(raster, grid, bands, exact=palette is not None)
    if source is None or not source.valid.any():
        return None
    if palette is not None:
        values, valid = onto_grid(source, grid, exact=True)
        return Painted(*from_palette(values[0], valid, palette), None, keyed=True) if valid.any() else None
    stretch = (look.stretch or _usual(raster, bands, look)).checked()
    units = scales(raster, bands)
    found = limits or tuple(
        limits_of(band, source.valid, stretch, scale=unit) for band, unit in zip(source.values, units, strict=True)
    )
    # Steps of one byte are warped, not values: half of the memory and of the time, or less.
    source = _in_steps(source, found, units)
    steps, valid = onto_grid(source, grid, empty=EMPTY)
    if not valid.any():
        return None
    if len(bands) == 3:
        return Painted(steps, valid, None, found)
    name = look.colours or "grey"
    legend = Legend(*found[0], stops(name), look.unit or str(raster.dataset.units[bands[0] - 1] or "")[:30])
    return Painted(painted(steps[0], name), valid, legend, found, keyed=name != "grey")


def bands_of(raster: Raster, look: Look) -> tuple[int, ...]:
    """Return the bands that are drawn: those that are asked for, or red, green and blue, or the first.

    Raises
    ------
    UsageProblem
        There is no such band, or they are neither one nor three.
    """
    count = raster.dataset.count
    if look.bands:
        if wrong := [band for band in look.bands if not 1 <= band <= count]:
            raise UsageProblem(f"{raster.name} has no band {wrong[0]}.", hint=f"It has {count}, counted from 1.")
        if len(look.bands) not in (1, 3) or (look.colours and len(look.bands) == 3):
            hint = "One band may have a colour map, three are red, green and blue."
            raise UsageProblem("Name one band or three.", hint=hint)
        return look.bands
    meant = [kind.name for kind in raster.dataset.colorinterp]
    if look.colours:
        return (1,)
    if {"red", "green", "blue"} <= set(meant):
        return tuple(meant.index(name) + 1 for name in ("red", "green", "blue"))
    seen = [number for number, name in enumerate(meant, start=1) if name != "alpha"]
    return tuple(seen[:3]) if len(seen) >= 3 else (seen[0],) if seen else (1,)


def palette_of(raster: Raster, bands: tuple[int, ...]) -> dict[int, tuple[int, ...]] | None:
    """Return the colours of a palette image, or None where the band is none."""
    if len(bands) != 1 or raster.dataset.colorinterp[bands[0] - 1].name != "palette":
        return None
    return dict(raster.dataset.colormap(bands[0]))


def scales(raster: Raster, bands: tuple[int, ...]) -> list[tuple[float, float]]:
    """Return scale and offset of each band, as the file states them.

    Raises
    ------
    InputRefused
        They make one value of all, or none.
    """
    parts = [(float(raster.dataset.scales[band - 1]), float(raster.dataset.offsets[band - 1])) for band in bands]
    if any(not isfinite(scale) or not isfinite(offset) or scale == 0 for scale, offset in parts):
        hint = "Correct it: gdal_edit.py -scale 1 -offset 0 FILE."
        raise InputRefused(
            "the scale or offset that it states for its values is no number.", file=raster.name, hint=hint
        )
    return parts


def scaled(raster: Raster, values: Pixels, bands: tuple[int, ...]) -> Pixels:
    """Return values in the unit of the raster, by the scale and offset that the file states."""
    parts = scales(raster, bands)
    if all(part == PLAIN for part in parts):
        return values
    return np.stack(
        [band.astype(np.float32) * scale + offset for band, (scale, offset) in zip(values, parts, strict=True)]
    )


def _in_steps(source: Source, limits: tuple[tuple[float, float], ...], units: list[tuple[float, float]]) -> Source:
    """Return a source in steps from 1 to 255, 0 being no value."""
    steps = np.empty(source.values.shape, dtype=np.uint8)
    for step, band, edges, unit in zip(steps, source.values, limits, units, strict=True):
        step[:] = in_steps(band, source.valid, edges, scale=unit)
    return replace(source, values=steps)


def _usual(raster: Raster, bands: tuple[int, ...], look: Look) -> Stretch:
    whole = all(raster.dataset.dtypes[band - 1] == "uint8" for band in bands)
    return AS_IT_IS if whole and not look.colours else Stretch()
