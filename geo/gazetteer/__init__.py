"""Places to look names up in, with the provenance of every row."""

from .gazetteer import Gazetteer
from .kinds import kind_of_feature, kind_of_name, kind_of_word
from .matching import Match
from .place import Named, Place

__all__ = ["Gazetteer", "Match", "Named", "Place", "kind_of_feature", "kind_of_name", "kind_of_word"]
