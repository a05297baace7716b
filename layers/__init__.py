"""What lies there: administrative units, shares of placements in them, tallies that stay honest.

This room may import data and geo. Most people want `share`, then `tally`.
"""

from .join import WHOLE, share
from .tally import PERIODS, tally
from .units import Provenance, read_units, units_from_crosswalk

__all__ = ["PERIODS", "WHOLE", "Provenance", "read_units", "share", "tally", "units_from_crosswalk"]
