"""Places to look names up in, with the provenance of every row."""

from .aliases import with_aliases
from .build import BuildReport, SourceReport, build_gazetteer, combine_sources
from .commands import gazetteer_info, gazetteer_search
from .embedded import adm1_units, embedded_places
from .gazetteer import Gazetteer
from .matching import Match
from .place import Named, Place

__all__ = [
    "BuildReport", "Gazetteer", "Match", "Named", "Place", "SourceReport", "adm1_units", "build_gazetteer",
    "combine_sources", "embedded_places", "gazetteer_info", "gazetteer_search", "with_aliases",
]  # fmt: skip
