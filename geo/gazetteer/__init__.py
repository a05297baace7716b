"""Places to look names up in, with the provenance of every row."""

from .embedded import adm1_units, embedded_places
from .gazetteer import Gazetteer
from .matching import Match
from .place import Named, Place

__all__ = ["Gazetteer", "Match", "Named", "Place", "adm1_units", "embedded_places"]
