"""What a build need not do again: readings, placements, cleaned texts and shapes, kept by all that they rest on."""

from .cache import Cache, cache_key, content_of
from .joins import levels_again
from .pages import page_again
from .placed import Places, judged_by, placed_and_checked
from .readings import read_again
from .shapes import base_again, images_again
from .texts import Texts
from .whole import Whole

__all__ = [
    "Cache",
    "Places",
    "Texts",
    "Whole",
    "base_again",
    "cache_key",
    "content_of",
    "images_again",
    "judged_by",
    "levels_again",
    "page_again",
    "placed_and_checked",
    "read_again",
]
