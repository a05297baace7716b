"""A picture where it fits into a page; above that a small picture, and a pyramid of tiles for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from layers import Look, Making, Overlay, Pair, RasterLimits, overlay, pair, tile_pyramid, zooms_for

from .imagepack import check_size

# Pixels along a side that telephones still draw as one picture.
LARGEST = 4096
SMALLEST = 256
USUAL_LOOK, USUAL_LIMITS = Look(), RasterLimits()
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Scene:
    """An image, or with `before` a pair, whose later image is `image`; `dates` stand in that order."""

    image: Path
    before: Path | None = None
    dates: tuple[str, str] = ("", "")
    difference: bool = False
    look: Look = USUAL_LOOK
    crs: str | None = None
    limits: RasterLimits = field(default=USUAL_LIMITS)

    @property
    def files(self) -> list[tuple[str, Path, str]]:
        """Role, file and date of each image."""
        if self.before is None:
            return [("image", self.image, self.dates[0])]
        return [("before", self.before, self.dates[0]), ("after", self.image, self.dates[1])]

    def image_of(self, role: str) -> tuple[Path, str]:
        """File and date of the image in a role."""
        return next((file, date) for name, file, date in self.files if name == role)


@dataclass(frozen=True)
class Fitted:
    """Pictures that fit into a page, with their roles; `tiled` where they show less than was asked for."""

    pictures: tuple[tuple[str, Overlay], ...]
    days: int | None = None
    tiled: bool = False


def pair_pictures(found: Pair) -> list[tuple[str, Overlay]]:
    """The pictures of a pair with their roles."""
    both = [("before", found.before), ("after", found.after)]
    return both if found.difference is None else [*both, ("difference", found.difference)]


def fitted(scene: Scene, *, megabytes: float) -> Fitted:
    """
    Draw a scene as finely as is asked, or, where that is more than a page may hold, as finely as fits.

    Raises
    ------
    UsageProblem, InputRefused
        As `layers.overlay` and `layers.pair`; or not even a small picture fits.
    """
    asked, size = scene.look.size, min(scene.look.size, LARGEST)
    while True:
        pictures, days = _drawn(replace(scene, look=replace(scene.look, size=size)))
        longest = max(max(one.width, one.height) for _, one in pictures)
        if size <= SMALLEST:
            check_size([one for _, one in pictures], megabytes)
        if sum(one.picture.size for _, one in pictures) <= megabytes * 1_000_000:
            # A picture that is smaller than it may be has the raster's own pixels, and nothing is finer.
            return Fitted(pictures, days, tiled=asked > size and longest >= size)
        size = max(SMALLEST, min(size, longest) // 2)


def _drawn(scene: Scene) -> tuple[tuple[tuple[str, Overlay], ...], int | None]:
    if scene.before is None:
        found = overlay(scene.image, date=scene.dates[0], look=scene.look, crs=scene.crs, limits=scene.limits)
        return (("image", found),), None
    both = pair(
        scene.before, scene.image, dates=scene.dates, look=scene.look, difference=scene.difference, crs=scene.crs,
        limits=scene.limits,
    )  # fmt: skip
    return tuple(pair_pictures(both)), both.days


def pyramid(scene: Scene, role: str, out: Path, *, progress: Progress | None = None) -> Path:
    """
    Make the tiles of one image of a scene, as fine as was asked for.

    Raises
    ------
    UsageProblem, InputRefused, WorldFault
        As `layers.tile_pyramid`.
    """
    path, date = scene.image_of(role)
    zooms = zooms_for(path, scene.look, crs=scene.crs, limits=scene.limits)
    making = Making(zooms, progress=progress)
    tile_pyramid(path, out, date=date, look=scene.look, crs=scene.crs, limits=scene.limits, making=making)
    return out
