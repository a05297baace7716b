"""Coordinates in text, read by a closed grammar that refuses what it does not know."""

from .fix import CoordinateReading, Fix
from .parse import parse_coordinates
from .pluscode import without_short_codes
from .repair import Repair, repairs
from .several import Combined, combine

__all__ = [
    "Combined", "CoordinateReading", "Fix", "Repair", "combine", "parse_coordinates", "repairs", "without_short_codes",
]  # fmt: skip
