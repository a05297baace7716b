"""Placements of claims and incidents."""

from .claims import place_claims
from .incidents import place_incidents

__all__ = ["place_claims", "place_incidents"]
