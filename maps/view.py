"""A private page around images alone, without a project file."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from data import write_atomic
from geo import Box
from layers import Overlay, read_archive

from .page import (
    Credit,
    Image,
    ImageBlock,
    PageHead,
    Scene,
    StrikeMap,
    Tiles,
    archive_picture,
    fitted,
    image_block,
    pyramid,
    write_page,
)
from .page.fitting import Progress

NEAREST = 21


@dataclass(frozen=True)
class Ask:
    """What is to be shown, whose it is, the most that its pictures may take, and where the page goes."""

    scene: Scene
    credit: Credit
    megabytes: float
    out: Path
    progress: Progress | None = None


def overlay_page(ask: Ask) -> tuple[str, dict[str, Any]]:
    """
    Return a page as text, and what is told of its pictures; tiles that are too large for it are written beside it.

    Raises
    ------
    UsageProblem
        A file, a date or a setting cannot be used.
    InputRefused
        A file cannot be read or placed.
    WorldFault
        The tiles cannot be written.
    """
    name = (ask.scene.before or ask.scene.image).stem
    credit = ask.credit if ask.credit.title else replace(ask.credit, title=name)
    days, tiles = None, {}
    if ask.scene.image.suffix == ".pmtiles":
        archive = read_archive(ask.scene.image)
        pictures = [("image", archive_picture(archive, date=ask.scene.dates[0]))]
        tiles = {"image": _beside(ask, archive.path) if archive.size > ask.megabytes * 1e6 else Tiles(archive.path)}
        block = image_block(pictures, credit, tiles=tiles)
    else:
        found = fitted(ask.scene, megabytes=ask.megabytes)
        pictures, days = list(found.pictures), found.days
        tiles = _tiled(ask) if found.tiled else {}
        block = image_block(pictures, credit, days=days, tiles=tiles)
        for one in tiles.values():
            if not one.url:
                one.path.unlink()
    page = _page(block, credit, [one.bounds for _, one in pictures])
    beside = [str(ask.out.with_name(one.path.name)) for one in tiles.values() if one.url]
    return page, {"pictures": [_told(role, one) for role, one in pictures], "days": days, "beside": beside}


def _tiled(ask: Ask) -> dict[str, Tiles]:
    """Make the tiles of a scene beside the page; small ones are to be packed into it."""
    files = [role for role, _, _ in ask.scene.files]
    made = {role: pyramid(ask.scene, role, target_of(ask.out, role, files), progress=ask.progress) for role in files}
    small = sum(path.stat().st_size for path in made.values()) <= ask.megabytes * 1e6
    return {role: Tiles(path, "" if small else quote(path.name)) for role, path in made.items()}


def target_of(out: Path, role: str, files: list[str]) -> Path:
    """Where the tiles of an image go that lie beside a page."""
    return out.with_name(f"{out.stem}-tiles.pmtiles" if len(files) == 1 else f"{out.stem}-tiles-{role}.pmtiles")


def _beside(ask: Ask, path: Path) -> Tiles:
    """A pyramid that is there already: used where it lies in the folder of the page, else copied there."""
    if path.resolve().parent == ask.out.resolve().parent:
        return Tiles(path, quote(path.name))
    target = target_of(ask.out, "image", ["image"])
    with path.open("rb") as file:
        write_atomic(target, lambda made: shutil.copyfileobj(file, made))
    return Tiles(target, quote(target.name))


def _page(block: ImageBlock, credit: Credit, seen: list[Box]) -> str:
    west, south = min(box.west for box in seen), min(box.south for box in seen)
    view = (west, south, max(box.east for box in seen), max(box.north for box in seen))
    strike_map = StrikeMap(view=view, max_zoom=NEAREST, min_zoom=2)
    Image(block, fit=True).add_to(strike_map)
    return write_page(strike_map, PageHead(credit.title, preview=True))


def _told(role: str, one: Overlay) -> dict[str, Any]:
    box = one.bounds
    return {
        "role": role,
        "source": one.source,
        **asdict(one.acquired),
        "bounds": [box.west, box.south, box.east, box.north],
        "width": one.width,
        "height": one.height,
        "bytes": one.picture.size,
        "media_type": one.picture.media_type,
        "legend": None if one.legend is None else asdict(one.legend),
        "notes": list(one.notes),
    }
