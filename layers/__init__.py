"""What lies there: administrative units, shares of placements in them, tallies that stay honest.

This room may import data and geo. Most people want `share`, then `tally`.
"""

from .join import share
from .tally import tally
from .units import Provenance, read_units, units_from_crosswalk

__all__ = ["Provenance", "read_units", "share", "tally", "units_from_crosswalk"]
