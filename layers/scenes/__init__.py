"""Scenes before and after a day over a place: found by STAC catalogues, cut to a window, with hash and licence.

It may import data and geo. Nothing is asked of the network unless a function here is called.
"""

from .search import Wish, catalogues, circle_of, reach_of, search_scenes
from .take import Taken, take_scene

__all__ = [
    "Taken", "Wish", "catalogues", "circle_of", "reach_of", "search_scenes", "take_scene",
]  # fmt: skip
