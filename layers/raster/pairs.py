"""Two images of one place, before and after: with their dates, or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data import InputRefused, UsageProblem
from geo import Box

from ..types import Flags, Floats
from .acquired import Acquired, acquired, days_between
from .colours import Legend, painted, stops
from .drawing import DEFAULT_LOOK, Look, Overlay, bands_of, overlay, scaled
from .encode import encode
from .limits import DEFAULT_RASTER_LIMITS, RasterLimits
from .opening import Raster, open_raster
from .place import Grid, grid_of, operation, place_of
from .stretch import SAMPLE, stretched
from .thin import Pixels
from .warp import warped

# Differences are shown in units of the usual difference, up to this many of them.
MOST_SPREADS = 4.0
# The median of absolute deviations of a normal distribution, to its standard deviation.
MAD = 1.4826


@dataclass(frozen=True)
class Pair:
    """Images before and after, the days between them where both are known to the day, and what differs.

    `difference` is a screening aid: it shows where brightness changed more than elsewhere, by season, shadow and view
    as much as by anything else.
    """

    before: Overlay
    after: Overlay
    days: int | None
    difference: Overlay | None = None


def pair(
    before: Path | str,
    after: Path | str,
    *,
    dates: tuple[str, str] = ("", ""),
    look: Look = DEFAULT_LOOK,
    difference: bool = False,
    crs: str | None = None,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> Pair:
    """Warp two images of one place for a comparison.

    Parameters
    ----------
    before, after
        GeoTIFF or COG.
    dates
        When each was taken; the files' own metadata where left empty.
    look
        How both are drawn.
    difference
        Whether a difference image is made too.
    crs
        The reference system of either file, where it states none.

    Raises
    ------
    UsageProblem
        The date of either is not known, they are in the wrong order, or show different places.
    InputRefused
        A file cannot be read or placed.
    """
    first, second = (
        overlay(path, date=date, look=look, crs=crs, limits=limits)
        for path, date in zip((before, after), dates, strict=True)
    )
    check_dates(first.acquired, second.acquired, names=(first.source, second.source))
    shared = _shared(first.bounds, second.bounds)
    if shared is None:
        raise UsageProblem(
            f"{first.source} and {second.source} show no common ground.", hint="Compare images of the same place."
        )
    apart = days_between(first.acquired.date, second.acquired.date)
    paths = (Path(before), Path(after))
    made = _difference(paths, replace(look, extent=shared), crs, limits) if difference else None
    return Pair(first, second, apart, made)


def check_dates(before: Acquired, after: Acquired, *, names: tuple[str, str]) -> None:
    """Refuse a comparison whose dates are not known, or not in order; raises UsageProblem."""
    for told, name, option in zip((before, after), names, ("--date", "--after-date"), strict=True):
        if not told.date:
            raise UsageProblem(
                f"It is not known when {name} was taken, and before and after mean nothing without it.",
                hint=f"Give the day of the exposure with {option} (not that of a release or a download).",
            )
    length = min(len(before.date), len(after.date))
    if before.date[:length] > after.date[:length]:
        raise UsageProblem(f"{names[0]} ({before.date}) is later than {names[1]} ({after.date}).", hint="Swap them.")


def _shared(one: Box, other: Box) -> Box | None:
    west, east = max(one.west, other.west), min(one.east, other.east)
    south, north = max(one.south, other.south), min(one.north, other.north)
    return Box(west, south, east, north) if west < east and south < north else None


def _difference(paths: tuple[Path, Path], look: Look, crs: str | None, limits: RasterLimits) -> Overlay:
    after = paths[1]
    with ExitStack() as opened:
        rasters = [opened.enter_context(open_raster(path, crs=crs, limits=limits)) for path in paths]
        places = [place_of(raster) for raster in rasters]
        grid = grid_of(rasters[1], places[1], size=look.size, extent=look.extent)
        told = acquired(rasters[1], places[1])
        coarser = replace(grid_of(rasters[0], places[0], size=look.size, extent=look.extent), turn=grid.turn)
        # Both on the coarser of the two grids: detail that only one can have is no difference.
        grid = coarser if coarser.transform.a > grid.transform.a else grid
        parts = [_brightness(raster, _own(raster, grid), look) for raster in rasters]
    (first, one), (second, other) = parts
    valid = one & other
    if not valid.any():
        raise InputRefused("the images share no pixel with a value.", file=after.name, hint="Compare other images.")
    change = _spreads(second, valid) - _spreads(first, valid)
    spread = _spread(change[valid]) or 1.0
    limit = (-MOST_SPREADS, MOST_SPREADS)
    colours = painted(stretched((change / spread).astype(np.float32), valid, limit), "balance")
    picture = encode(colours, valid, form=look.form, quality=look.quality)
    legend = Legend(*limit, stops("balance"), "σ")
    return Overlay(picture, grid.bounds, grid.width, grid.height, told, after.name, legend)


def _own(raster: Raster, grid: Grid) -> Grid:
    """Return the same pixels, reached by the operation of another raster."""
    return replace(grid, operation=operation(raster, place_of(raster)))


def _brightness(raster: Raster, grid: Grid, look: Look) -> tuple[Pixels, Flags]:
    bands = bands_of(raster, look)
    values, valid = warped(raster, grid, bands)
    return scaled(raster, values, bands).mean(axis=0, dtype=np.float32), valid


def _spreads(values: Pixels, valid: Flags) -> Floats:
    """Return values as distances from their median, in units of their usual distance."""
    inside = values[valid][:: max(1, int(valid.sum()) // SAMPLE)]
    middle = float(np.median(inside))
    result: Floats = (values - middle) / (_spread(inside) or 1.0)
    return result


def _spread(values: Pixels) -> float:
    seen = values[:: max(1, values.size // SAMPLE)]
    return MAD * float(np.median(np.abs(seen - np.median(seen))))
