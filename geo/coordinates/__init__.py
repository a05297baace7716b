"""Coordinates in text, read by a closed grammar that refuses what it does not know."""

from .fix import CoordinateReading, Fix
from .parse import parse_coordinates
from .repair import Repair, repairs

__all__ = ["CoordinateReading", "Fix", "Repair", "parse_coordinates", "repairs"]
