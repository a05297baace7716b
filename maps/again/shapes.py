"""The base geography and the images of a page, from an earlier build where all that they are made from is the same."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from data import file_sha256

from ..base import View, base_folder, base_geography
from ..project import ImageryFile, Project
from .cache import Cache, cache_key, content_of


def base_again(cache: Cache, view: View, labels: list[dict[str, Any]]) -> bytes:
    """Give what `base_geography` gives."""
    shapes = [file_sha256(path) for path in sorted(base_folder().glob("*.gz"))]
    return cache.content("base", cache_key(list(view), labels, shapes), partial(base_geography, view, labels))


def images_again(cache: Cache, project: Project) -> tuple[bytes, ...]:
    """Give the images of a project, packed as its page holds them."""
    return tuple(
        cache.content("image", _image_key(project, one), partial(_packed, project, one)) for one in project.imagery
    )


def _image_key(project: Project, one: ImageryFile) -> str:
    files = [content_of(project.folder / path) for path in (one.path, one.before) if path]
    return cache_key(asdict(one), files)


def _packed(project: Project, one: ImageryFile) -> bytes:
    from ..page import drawn_image  # noqa: PLC0415 - loads folium, which only pages need

    return drawn_image(project, one).payload
