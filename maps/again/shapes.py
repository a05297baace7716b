"""The base geography and the images of a page, from an earlier build where all that they are made from is the same."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from data import file_sha256

from ..base import base_folder
from ..page.pagedata import fresh_base
from ..project import ImageryFile, Project
from .cache import Cache, cache_key, content_of

if TYPE_CHECKING:
    from ..page import ImageBlock

# The first byte of an image that is kept: whether tiles of it lie beside the page.
TILED, WHOLE = b"\x01", b"\x00"


def base_again(cache: Cache, view: tuple[float, float, float, float]) -> bytes:
    """Give what `fresh_base` gives; the names of places in it are a part of the program."""
    shapes = [file_sha256(path) for path in sorted(base_folder().glob("*.gz"))]
    return cache.content("base", cache_key(list(view), shapes), partial(fresh_base, view))


def images_again(cache: Cache, project: Project) -> tuple[ImageBlock, ...]:
    """Give the images of a project, packed as its page holds them."""
    if not project.imagery and not project.online:
        return ()
    from ..page import BESIDE, ImageBlock, online_blocks  # noqa: PLC0415 - loads what only pages with images need

    held = [
        cache.content("image", _image_key(project, one, number), partial(_packed, project, one, number))
        for number, one in enumerate(project.imagery, start=1)
    ]
    blocks = [ImageBlock(one[1:], (BESIDE,) if one[:1] == TILED else ()) for one in held]
    return (*blocks, *online_blocks(project))


def _image_key(project: Project, one: ImageryFile, number: int) -> str:
    files = [content_of(project.folder / path) for path in (one.path, one.before) if path]
    return cache_key(asdict(one), files, number)


def _packed(project: Project, one: ImageryFile, number: int) -> bytes:
    from ..page import drawn_image  # noqa: PLC0415 - loads folium, which only pages need

    block = drawn_image(project, one, number).block
    return (TILED if block.beside else WHOLE) + block.payload
