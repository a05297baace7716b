"""A pyramid of tiles in Web Mercator, as one PMTiles file: in parallel, and gone on with after a stop."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import product
from math import ceil, floor, log2, pi
from multiprocessing import get_context
from pathlib import Path

from affine import Affine

from data import InputRefused, UsageProblem, write_atomic

from .acquired import Acquired, acquired
from .drawing import BEYOND_RASTER, DEFAULT_LOOK, Look, Painted, drawn
from .encode import encode
from .limits import DEFAULT_RASTER_LIMITS, RasterLimits
from .opening import Raster, open_raster
from .place import DEGREE_M, RADIUS_M, Grid, Place, grid_of, mercator_y, operation, place_of
from .pmtiles import About, write_pmtiles

TILE = 256
# Tiles along one side of what a worker draws at once.
SIDE = 8
WORLD_M = 2 * pi * RADIUS_M
MOST_ZOOM = 22
SAMPLE_SIZE = 1024
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Making:
    """How a pyramid is made: farthest and nearest zoom, processes, and who is told of blocks done and all of them.

    Left out: from one tile to the raster's own pixels, with as many processes as there are processors. `effort` is how
    long WebP looks for a smaller tile, 0 to 6: 4 makes tiles about a seventh smaller, in twice the time.
    """

    zooms: tuple[int, int] | None = None
    workers: int | None = None
    progress: Progress | None = None
    effort: int = 1


USUAL = Making()


@dataclass(frozen=True)
class Plan:
    """What every worker is told: the file, how it is drawn, and the limits that all tiles share."""

    path: Path
    look: Look
    crs: str | None
    limits: RasterLimits
    edges: tuple[tuple[float, float], ...] | None
    operation: str
    turn: float
    box: tuple[float, float, float, float]
    effort: int


@dataclass(frozen=True)
class Tiled:
    """A pyramid that was made: its file, its zooms, how many tiles it holds and how many were there from before."""

    path: Path
    zooms: tuple[int, int]
    tiles: int
    size: int
    resumed: int
    acquired: Acquired


Block = tuple[int, int, int]


def tile_pyramid(
    path: Path | str,
    out: Path | str,
    *,
    date: str = "",
    look: Look = DEFAULT_LOOK,
    crs: str | None = None,
    making: Making = USUAL,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> Tiled:
    """Make a PMTiles pyramid of a raster.

    What was done stands in a folder beside `out` until the end: a run that was stopped goes on where it was.

    Parameters
    ----------
    date, look, crs, limits
        As for `overlay`; the form is always WebP.
    making
        Zooms, processes, progress.

    Raises
    ------
    UsageProblem
        The zooms are none, or `out` is no .pmtiles file.
    InputRefused
        As `overlay`.
    WorldFault
        The file cannot be written.
    """
    target = Path(out)
    if target.suffix != ".pmtiles":
        raise UsageProblem(f"{target.name} does not end in .pmtiles.", hint="Name the file accordingly.")
    with open_raster(path, crs=crs, limits=limits) as raster:
        place = place_of(raster)
        plan = _plan(raster, place, look, crs, effort=making.effort)
        told = acquired(raster, place, given=date)
        first, last = _zooms(raster, place, making.zooms)
    blocks = [block for zoom in range(first, last + 1) for block in _blocks(plan.box, zoom)]
    parts = _parts(target, plan, (first, last))
    missing = [block for block in blocks if not _part(parts, block).exists()]
    resumed = len(blocks) - len(missing)

    def tell(done: int) -> None:
        if making.progress is not None:
            making.progress(resumed + done, len(blocks))

    _draw(plan, missing, parts, making.workers or os.cpu_count() or 1, tell)
    about = About(plan.box, (first, last), {"name": target.stem, "date": told.date, "format": "webp"})
    count = write_atomic_tiles(target, [_part(parts, block) for block in blocks], about)
    shutil.rmtree(parts)
    return Tiled(target, (first, last), count, target.stat().st_size, resumed, told)


def zooms_for(
    path: Path | str, look: Look, *, crs: str | None = None, limits: RasterLimits = DEFAULT_RASTER_LIMITS
) -> tuple[int, int]:
    """Return the zooms of a pyramid that shows a raster as finely as a picture of `look.size` would, and no finer.

    Raises
    ------
    UsageProblem, InputRefused
        As `overlay`.
    """
    with open_raster(path, crs=crs, limits=limits) as raster:
        place = place_of(raster)
        first, native = _zooms(raster, place, None)
        step = grid_of(raster, place, size=look.size, extent=look.extent).transform.a
    last = max(0, min(native, ceil(log2(WORLD_M / TILE / step) - 0.25)))
    return min(first, last), last


def write_atomic_tiles(target: Path, parts: list[Path], about: About) -> int:
    """Put the parts together under a name of their own, then give it the right one."""
    count = 0

    def fill(file: object) -> None:
        nonlocal count
        count = write_pmtiles(file, parts, about)  # type: ignore[arg-type]

    write_atomic(target, fill)
    return count


def _plan(raster: Raster, place: Place, look: Look, crs: str | None, *, effort: int) -> Plan:
    """Find what all tiles share: limits of the stretch from a small picture of the whole."""
    grid = grid_of(raster, place, size=SAMPLE_SIZE, extent=look.extent)
    seen = drawn(raster, grid, look)
    if seen is None:
        raise InputRefused(BEYOND_RASTER, file=raster.name, hint="Is it all nodata? Look at it with gdalinfo -stats.")
    box = (grid.bounds.west, grid.bounds.south, grid.bounds.east, grid.bounds.north)
    way, edges = operation(raster, place), seen.limits or None
    return Plan(raster.path, look, crs, raster.limits, edges, way, grid.turn, box, effort)


def _zooms(raster: Raster, place: Place, given: tuple[int, int] | None) -> tuple[int, int]:
    finest = grid_of(raster, place, size=16_384).transform.a
    native = max(0, min(MOST_ZOOM, ceil(log2(WORLD_M / TILE / finest) - 0.25)))
    span = max((place.box.east - place.box.west) * DEGREE_M, 1.0)
    first, last = given or (max(0, min(native, floor(log2(WORLD_M / span)))), native)
    if not 0 <= first <= last <= MOST_ZOOM:
        raise UsageProblem(f"Zooms {first} to {last} are none.", hint=f"Use 0 to {MOST_ZOOM}, the farthest first.")
    return first, last


def _reach(box: tuple[float, float, float, float], zoom: int) -> tuple[int, int, int, int]:
    """Return the first column and row of tiles that a box lies in at a zoom, and those after the last."""
    size = WORLD_M / 2**zoom
    west, north, east, south = box[0] * DEGREE_M, mercator_y(box[3]), box[2] * DEGREE_M, mercator_y(box[1])
    left, right = floor((west + WORLD_M / 2) / size + 1e-9), ceil((east + WORLD_M / 2) / size - 1e-9)
    top, bottom = floor((WORLD_M / 2 - north) / size + 1e-9), ceil((WORLD_M / 2 - south) / size - 1e-9)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _blocks(box: tuple[float, float, float, float], zoom: int) -> Iterator[Block]:
    """List the blocks of tiles that cover a box at a zoom, by the column and row of their first tile."""
    left, top, right, bottom = _reach(box, zoom)
    for row in range(top, bottom, SIDE):
        for column in range(left, right, SIDE):
            yield zoom, column, row


def _parts(target: Path, plan: Plan, zooms: tuple[int, int]) -> Path:
    """Return the folder of what is done; one that was made from another file or in another way is emptied."""
    folder = target.with_name(f".{target.name}.parts")
    seen = plan.path.stat()
    file = [str(plan.path.resolve()), seen.st_size, seen.st_mtime_ns]
    said = [*file, asdict(plan.look), plan.operation, plan.edges, plan.effort, zooms]
    key = sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()
    note = folder / "key"
    if folder.exists() and (not note.exists() or note.read_text(encoding="utf-8") != key):
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    note.write_text(key, encoding="utf-8")
    return folder


def _part(parts: Path, block: Block) -> Path:
    return parts / "{}-{}-{}".format(*block)


def _draw(plan: Plan, blocks: list[Block], parts: Path, workers: int, done: Callable[[int], object]) -> None:
    if workers <= 1 or len(blocks) < 4:
        for number, block in enumerate(blocks, start=1):
            _draw_block(plan, block, parts)
            done(number)
        return
    with ProcessPoolExecutor(min(workers, len(blocks)), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_draw_block, plan, block, parts) for block in blocks]
        try:
            for number, finished in enumerate(as_completed(waiting), start=1):
                finished.result()
                done(number)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _draw_block(plan: Plan, block: Block, parts: Path) -> None:
    """Draw one block of tiles and write them as one part; those without a value are left out."""
    zoom, column, row = block
    step = WORLD_M / 2**zoom / TILE
    west, north = column * TILE * step - WORLD_M / 2, WORLD_M / 2 - row * TILE * step
    _, _, right, bottom = _reach(plan.box, zoom)
    width, height = (min(SIDE, end - first) * TILE for first, end in ((column, right), (row, bottom)))
    transform = Affine(step, 0, west - plan.turn * DEGREE_M, 0, -step, north)
    grid = Grid(transform, width, height, plan.operation, plan.turn)
    with open_raster(plan.path, crs=plan.crs, limits=plan.limits) as raster:
        made = drawn(raster, grid, replace(plan.look, extent=None), limits=plan.edges)
    tiles = [] if made is None else list(_cut(made, block, plan))
    head = json.dumps([[*place, len(data)] for place, data in tiles]).encode()
    content = len(head).to_bytes(4, "little") + head + b"".join(data for _, data in tiles)
    write_atomic(_part(parts, block), content)


def _cut(made: Painted, block: Block, plan: Plan) -> Iterator[tuple[Block, bytes]]:
    """Cut a picture into the tiles that hold a value, encoded, each with its zoom, column and row."""
    zoom, column, row = block
    rows, columns = made.valid.shape
    for down, across in product(range(0, rows, TILE), range(0, columns, TILE)):
        at = (slice(down, down + TILE), slice(across, across + TILE))
        if made.valid[at].any():
            quality = made.quality(plan.look.quality)
            picture = encode(made.colours[:, *at], made.valid[at], quality=quality, effort=plan.effort)
            yield (zoom, (column + across // TILE) % 2**zoom, row + down // TILE), picture.data
