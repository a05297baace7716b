"""Places to look names up in, with the provenance of every row."""

from .aliases import with_aliases
from .build import BuildReport, SourceReport, build_gazetteer, combine_sources
from .commands import gazetteer_info, gazetteer_search
from .embedded import adm1_units, embedded_places
from .gazetteer import Gazetteer
from .kinds import kind_of_feature, kind_of_name, kind_of_word
from .matching import Match
from .osm import osm_place
from .place import Named, Place
from .units import UnitNames

__all__ = [
    "BuildReport", "Gazetteer", "Match", "Named", "Place", "SourceReport", "UnitNames", "adm1_units",
    "build_gazetteer", "combine_sources", "embedded_places", "gazetteer_info", "gazetteer_search", "kind_of_feature",
    "kind_of_name", "kind_of_word", "osm_place", "with_aliases",
]  # fmt: skip
