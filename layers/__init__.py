"""What lies there: administrative units, shares of placements in them, tallies that stay honest.

This room may import data and geo. Most people want `share`, then `tally`.
"""

from .fetch import BoundaryFile, BoundarySource, Errand, boundary_source, boundary_sources, fetch_boundaries
from .join import share
from .support import Support, finest_level, support
from .tally import tally
from .units import Provenance, check_units, match_units, read_units, recoded, unit_codes, units_from_crosswalk
from .written import tidy_tallies, write_tallies

__all__ = [
    "BoundaryFile", "BoundarySource", "Errand", "Provenance", "Support", "boundary_source", "boundary_sources",
    "check_units", "fetch_boundaries", "finest_level", "match_units", "read_units", "recoded", "share", "support",
    "tally", "tidy_tallies", "unit_codes", "units_from_crosswalk", "write_tallies",
]  # fmt: skip
