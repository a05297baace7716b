"""Opening a raster under the locked-down settings, and refusing what could not be placed or read."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from data import InputRefused, UsageProblem

from .checks import check_blocks, check_crs, check_shape
from .limits import DEFAULT_RASTER_LIMITS, RasterLimits, refuse_over
from .locked import DRIVER, OPEN_OPTIONS, locked

TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
CONVERT = "Convert it once, where you trust it: gdal_translate -of COG INPUT OUTPUT.tif."
NO_PLACE = (
    "Give it its place: gdal_edit.py -a_srs EPSG:... -a_ullr WEST NORTH EAST SOUTH FILE writes it into the file; "
    "control points and world files are warped in with gdalwarp."
)


@dataclass(frozen=True)
class Raster:
    """A raster that is open, what it says of its place, and the clock that it is read against.

    `transform` goes from column and row to `crs`. Values are read through `dataset` while the block of `open_raster`
    runs, and no longer.
    """

    path: Path
    dataset: Any
    crs: CRS
    transform: Affine
    limits: RasterLimits
    until: float
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, as errors tell it."""
        return self.path.name

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.dataset.height), int(self.dataset.width)

    def check_time(self) -> None:
        """Stop where the time for this file is over; raises InputRefused."""
        if time.monotonic() > self.until:
            raise refuse_over("seconds", None, self.limits.seconds, file=self.name)

    @contextmanager
    def overview(self, level: int | None) -> Iterator[Any]:
        """Give the dataset of an overview, the finest being 0, or the full one for None."""
        if level is None:
            yield self.dataset
            return
        with _dataset(self.path, overview_level=level) as dataset:
            yield dataset


@contextmanager
def open_raster(
    path: Path | str, *, crs: str | None = None, limits: RasterLimits = DEFAULT_RASTER_LIMITS
) -> Iterator[Raster]:
    """Open a GeoTIFF or COG by that one driver, with nothing read but the file and nothing asked of the network.

    Parameters
    ----------
    path
        A file on the disk. What lies beside it (.aux.xml, .ovr, .tfw) is not looked at.
    crs
        The reference system, where the file states none; a file's own is never overruled.
    limits
        Budgets; the error names the one that was passed.

    Raises
    ------
    UsageProblem
        There is no such file, or `crs` contradicts it.
    InputRefused
        It is no TIFF, is damaged, states no place, or passes a limit.
    """
    where = Path(path)
    _check_head(where)
    with locked():
        try:
            with _dataset(where) as dataset:
                yield _raster(where, dataset, crs, limits)
        except RasterioError as fault:
            hint = "Copy it again from where it came from, and compare the sizes."
            raise InputRefused(f"damaged or cut: {_told(fault)}.", file=where.name, hint=hint) from fault
        except MemoryError as fault:
            raise InputRefused("there is not enough memory for it.", file=where.name, hint=CONVERT) from fault


def _raster(where: Path, dataset: Any, crs: str | None, limits: RasterLimits) -> Raster:
    check_shape(dataset, limits, file=where.name)
    transform = _transform(where, dataset)
    stated, notes = _crs(where, dataset, crs)
    check_blocks(dataset, where.stat().st_size, limits, file=where.name)
    raster = Raster(where, dataset, stated, transform, limits, time.monotonic() + limits.seconds, notes)
    check_crs(stated, transform, raster.shape, file=where.name)
    return raster


def _dataset(where: Path, **more: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        return rasterio.open(str(where.resolve()), driver=DRIVER, **OPEN_OPTIONS, **more)


def _told(fault: BaseException) -> str:
    deepest = fault
    while deepest.__cause__ is not None:
        deepest = deepest.__cause__
    return str(deepest).rstrip(".")[:200]


def _check_head(where: Path) -> None:
    if not where.is_file():
        raise UsageProblem(f"There is no file {where}.", hint="Check the path.")
    with where.open("rb") as file:
        head = file.read(16)
    if head.startswith(TIFF):
        return
    if not head:
        raise InputRefused("the file is empty.", file=where.name, hint="Check that this is the file you meant.")
    if head.lstrip().startswith(b"<"):
        hint = f"A description that points to other files is never followed. {CONVERT}"
        raise InputRefused("this is no TIFF but a text in markup, such as a VRT.", file=where.name, hint=hint)
    raise InputRefused("this is no GeoTIFF.", file=where.name, hint=CONVERT)


def _crs(where: Path, dataset: Any, given: str | None) -> tuple[CRS, tuple[str, ...]]:
    stated = dataset.crs
    if stated is None and given is None:
        hint = "Look it up where the file came from and give it with --crs EPSG:..., or crs= in Python. " + NO_PLACE
        raise InputRefused("it states no coordinate reference system.", file=where.name, hint=hint)
    try:
        found = CRS.from_wkt(stated.to_wkt()) if stated is not None else CRS.from_user_input(given)
        wanted = CRS.from_user_input(given) if given is not None else found
    except (CRSError, RasterioError) as fault:
        hint = "Give it as EPSG:..., or convert the file with gdalwarp."
        raise InputRefused("its coordinate reference system is not known.", file=where.name, hint=hint) from fault
    # The register knows for which area a system is meant; a file's own words seldom say it.
    code = found.to_epsg(min_confidence=100)
    found = CRS.from_epsg(code) if code else found
    if stated is not None and not found.equals(wanted, ignore_axis_order=True):
        hint = "Leave crs out, or correct the file with gdal_edit.py -a_srs."
        raise UsageProblem(f"{where.name} states {found.name}, not {wanted.name}.", hint=hint)
    return found, (() if stated is not None else (f"The CRS {wanted.name} was given by the caller.",))


def _transform(where: Path, dataset: Any) -> Affine:
    transform = dataset.transform
    if not all(isfinite(part) for part in transform[:6]) or transform.determinant == 0:
        raise InputRefused("its georeference is no mapping of pixels to places.", file=where.name, hint=NO_PLACE)
    if transform.is_identity or transform == Affine.scale(1, -1):
        what = (
            "has control points only" if dataset.gcps[0] else "has rational coefficients only" if dataset.rpcs else ""
        )
        raise InputRefused(f"it {what or 'does not say where it lies'}.", file=where.name, hint=NO_PLACE)
    return transform
