"""What a build need not do again: readings, placements, cleaned texts and shapes, kept by all that they rest on."""

from .cache import Cache, cache_key
from .joins import levels_again
from .placed import Places, placed_and_checked
from .readings import read_again
from .shapes import base_again, images_again
from .texts import Texts

__all__ = [
    "Cache",
    "Places",
    "Texts",
    "base_again",
    "cache_key",
    "images_again",
    "levels_again",
    "placed_and_checked",
    "read_again",
]
