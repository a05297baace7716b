"""What a build need not do again: readings, placements, cleaned texts and shapes, kept by all that they rest on."""

from .cache import Cache, cache_key
from .placed import Places, placed_and_checked
from .readings import read_again
from .shapes import base_again
from .texts import Texts

__all__ = ["Cache", "Places", "Texts", "base_again", "cache_key", "placed_and_checked", "read_again"]
