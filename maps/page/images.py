"""The images that a project names, drawn and packed for its page, with the tiles that lie beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from data import InputRefused, UsageProblem, private_folder, write_atomic
from geo import Box
from layers import Look, Overlay, Stretch, read_archive, rewrite_archive

from ..project import ImageryFile, OnlineLayer, Project
from ..version import strikeatlas_version
from .fitting import Scene, fitted, pyramid
from .imagepack import Credit, ImageBlock, Tiles, archive_picture, image_block
from .online import Server, online_block, server_of

# Where the tiles of a page lie beside it, and where they are kept between two runs.
FOLDER = "tiles"


@dataclass(frozen=True)
class Drawn:
    """One row of [[layers]] that is an image: its pictures with their roles, the days between two, and its tiles."""

    settings: ImageryFile
    pictures: tuple[tuple[str, Overlay], ...]
    days: int | None = None
    tiles: dict[str, Tiles] = field(default_factory=dict)

    @property
    def block(self) -> ImageBlock:
        """The same, packed for the page."""
        one = self.settings
        credit = Credit(one.title, one.title_ar, one.credit, one.licence)
        return image_block(self.pictures, credit, opacity=one.opacity, days=self.days, tiles=self.tiles)

    @property
    def files(self) -> dict[str, Path]:
        """What lies beside the page, by its path from there."""
        return {one.url: one.path for one in self.tiles.values() if one.url}


def drawn_images(project: Project) -> list[Drawn]:
    """
    Draw every image of a project; tiles are made once, and kept in its work folder.

    Raises
    ------
    UsageProblem
        A file, a date or a value of [[layers]] cannot be used.
    InputRefused
        A file cannot be read or placed.
    """
    return [drawn_image(project, one, number) for number, one in enumerate(project.imagery, start=1)]


def online_layers(project: Project) -> list[tuple[OnlineLayer, Server]]:
    """
    The online layers that a project names, each with the server that it asks.

    Raises
    ------
    UsageProblem
        A template, a provider or its zooms are none.
    """
    return [(one, _server(one)) for one in project.online]


def _server(one: OnlineLayer) -> Server:
    found = server_of(one.url, provider=one.provider, release=one.release)
    if len(one.zooms) not in (0, 2) or not all(isinstance(zoom, int) for zoom in one.zooms):
        raise UsageProblem(f"The zooms of {found.host} need a first and a last.", hint="Such as [0, 17].")
    return replace(found, zooms=(one.zooms[0], one.zooms[1])) if one.zooms else found


def image_blocks(project: Project) -> tuple[ImageBlock, ...]:
    """All images of a project as blocks of its page: those that it holds, then the online ones."""
    return (*(image.block for image in drawn_images(project)), *online_blocks(project))


def online_blocks(project: Project) -> tuple[ImageBlock, ...]:
    """The online layers of a project as blocks of its page."""
    blocks = []
    for one, server in online_layers(project):
        credit = Credit(one.title, one.title_ar, one.credit, one.licence)
        told = {"released": one.released, "date": one.date}
        blocks.append(online_block(server, credit, **told, opacity=one.opacity, extent=one.extent))
    return tuple(blocks)


def copy_tiles(project: Project, folder: Path) -> list[str]:
    """Copy the tiles that lie beside a page into its folder, and return their paths there."""
    files = {name: path for image in drawn_images(project) for name, path in image.files.items()}
    for name, path in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        with path.open("rb") as file:
            write_atomic(folder / name, partial(copyfileobj, file))
    return list(files)


def drawn_image(project: Project, one: ImageryFile, number: int) -> Drawn:
    """Draw one image of a project, the first being 1; see `drawn_images`."""
    path = project.folder / one.path
    if path.suffix == ".pmtiles":
        return _of_archive(project, one, path, number)
    before = project.folder / one.before if one.before else None
    dates = (one.before_date, one.date) if before else (one.date, "")
    scene = Scene(path, before, dates, one.difference, _look(one), one.crs or None)
    found = fitted(scene, megabytes=one.megabytes)
    drawn = Drawn(one, found.pictures, found.days)
    if not found.tiled:
        return drawn
    kept = {role: _kept(project, scene, role) for role, _, _ in scene.files}
    return replace(drawn, tiles=_laid(kept, one, number))


def _of_archive(project: Project, one: ImageryFile, path: Path, number: int) -> Drawn:
    if one.before:
        hint = "Name both images as GeoTIFFs: their tiles are made."
        raise UsageProblem(f"{one.path} is a pyramid, and a pair is made of two images.", hint=hint)
    archive = read_archive(path)
    said = ["archive", *_seen(path), strikeatlas_version()]
    kept = _folder(project) / f"{_key(said)}.pmtiles"
    if not kept.exists():
        rewrite_archive(archive, kept)
    picture = archive_picture(archive, date=one.date)
    return Drawn(one, (("image", picture),), None, _laid({"image": kept}, one, number))


def _laid(kept: dict[str, Path], one: ImageryFile, number: int) -> dict[str, Tiles]:
    """Small pyramids go into the page, large ones beside it."""
    size = sum(path.stat().st_size for path in kept.values()) / 1_000_000
    if size > one.tiles_megabytes:
        raise UsageProblem(
            f"The tiles of {one.path} take {size:.1f} MB, more than the {one.tiles_megabytes:g} of tiles_megabytes.",
            hint="Use a smaller size, extent or quality, or raise tiles_megabytes where the host allows it.",
        )
    beside = size > one.megabytes
    names = {
        role: f"{FOLDER}/{number}.pmtiles" if len(kept) == 1 else f"{FOLDER}/{number}-{role}.pmtiles" for role in kept
    }
    return {role: Tiles(path, names[role] if beside else "") for role, path in kept.items()}


def _kept(project: Project, scene: Scene, role: str) -> Path:
    """The tiles of an image, with nothing in them but pictures; made where they, or what they are made of, are new."""
    file, date = scene.image_of(role)
    said = [*_seen(file), date, asdict(scene.look), scene.crs, strikeatlas_version()]
    target = _folder(project) / f"{_key(said)}.pmtiles"
    if not target.exists():
        made = pyramid(scene, role, target.with_suffix(".made.pmtiles"))
        rewrite_archive(read_archive(made), target)
        made.unlink()
    return target


def _folder(project: Project) -> Path:
    return private_folder(private_folder(project.folder / "work") / FOLDER)


def _seen(file: Path) -> list[Any]:
    try:
        seen = file.stat()
    except OSError as fault:
        raise InputRefused(
            f"it cannot be looked at: {fault.strerror}.", file=file.name, hint="Check the path."
        ) from fault
    return [str(file.resolve()), seen.st_size, seen.st_mtime_ns]


def _key(said: list[Any]) -> str:
    return sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:32]


def _look(one: ImageryFile) -> Look:
    return Look(
        size=one.size,
        extent=_box(one),
        bands=one.bands,
        stretch=_stretch(one),
        colours=one.colours,
        unit=one.unit,
        form=one.form,
        quality=one.quality,
    )


def _box(one: ImageryFile) -> Box | None:
    if one.extent and len(one.extent) != 4:
        raise UsageProblem(f"The extent of {one.path} needs west, south, east, north.", hint="Give four numbers.")
    return Box(*one.extent) if one.extent else None


def _stretch(one: ImageryFile) -> Stretch | None:
    if one.stretch and len(one.stretch) != 2:
        raise UsageProblem(f"The stretch of {one.path} needs a low and a high value.", hint="Give two numbers.")
    return Stretch(values=(one.stretch[0], one.stretch[1])) if one.stretch else None
