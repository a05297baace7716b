"""Lists of places as tables: embedded, built from sources, with aliases. Everything here needs pandas."""

from .aliases import with_aliases
from .build import BuildReport, SourceReport, build_gazetteer, combine_sources
from .embedded import adm1_units, embedded_places
from .units import UnitNames

__all__ = [
    "BuildReport", "SourceReport", "UnitNames", "adm1_units", "build_gazetteer", "combine_sources",
    "embedded_places", "with_aliases",
]  # fmt: skip
