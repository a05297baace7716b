"""Places to look names up in, with the provenance of every row."""

from typing import TYPE_CHECKING

from data import late_door

if TYPE_CHECKING:
    from .gazetteer import Gazetteer
    from .kinds import kind_of_feature, kind_of_name, kind_of_word
    from .matching import Match
    from .place import Named, Place

# The list of units is read without what looks names up.
LATE = late_door(
    "geo.gazetteer",
    {
        ".gazetteer": "Gazetteer",
        ".kinds": "kind_of_feature kind_of_name kind_of_word",
        ".matching": "Match",
        ".place": "Named Place",
    },
)

__all__ = ["Gazetteer", "Match", "Named", "Place", "kind_of_feature", "kind_of_name", "kind_of_word"]
