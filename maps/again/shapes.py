"""The base geography of a page, from an earlier build where view and names are the same."""

from __future__ import annotations

from functools import partial
from typing import Any

from data import file_sha256

from ..base import View, base_folder, base_geography
from .cache import Cache, cache_key


def base_again(cache: Cache, view: View, labels: list[dict[str, Any]]) -> bytes:
    """Give what `base_geography` gives."""
    shapes = [file_sha256(path) for path in sorted(base_folder().glob("*.gz"))]
    return cache.content("base", cache_key(list(view), labels, shapes), partial(base_geography, view, labels))
