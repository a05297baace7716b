"""What lies there: administrative units, shares of placements in them, tallies that stay honest.

This room may import data and geo. Most people want `share`, then `tally`.
"""

from typing import TYPE_CHECKING

from . import later as later
from .byparts import PartResult, PartsJob, claims_parts, join_by_parts, tally_by_parts
from .classes import breaks
from .fetch import BoundaryFile, BoundarySource, Errand, boundary_source, boundary_sources, fetch_boundaries
from .geopackage import Sheet, geopackage
from .given import Ask, Given, read_given
from .join import share
from .joined import exact_text, joined
from .population import rates, read_population, unit_population
from .support import Support, added_support, finest_level, support
from .tally import tally
from .units import Provenance, check_units, codes_of, match_units, read_units, recoded, unit_codes, units_from_crosswalk
from .written import tidy_tallies, write_tallies

if TYPE_CHECKING:
    from .raster import Acquired, Look, Overlay, Pair, RasterLimits, Stretch  # isort: skip
    from .raster import iso_date, open_raster, overlay, pair  # isort: skip
    from .raster.pyramid import Making, Tiled, tile_pyramid
    from .raster.sampling import exposed, sample, zonal
    from .scenes import Taken, Wish, catalogues, circle_of, reach_of, search_scenes, take_scene

__all__ = [
    "Acquired", "Ask", "BoundaryFile", "BoundarySource", "Errand", "Given", "Look", "Making", "Overlay", "Pair",
    "PartResult", "PartsJob", "Provenance", "RasterLimits", "Sheet", "Stretch", "Support", "Taken", "Tiled", "Wish",
    "added_support", "boundary_source", "boundary_sources", "breaks", "catalogues", "check_units", "circle_of",
    "claims_parts", "codes_of", "exact_text", "exposed", "fetch_boundaries", "finest_level", "geopackage", "iso_date",
    "join_by_parts", "joined", "match_units", "open_raster", "overlay", "pair", "rates", "reach_of", "read_given",
    "read_population", "read_units", "recoded", "sample", "search_scenes", "share", "support", "take_scene", "tally",
    "tally_by_parts", "tidy_tallies", "tile_pyramid", "unit_codes", "unit_population", "units_from_crosswalk",
    "write_tallies", "zonal",
]  # fmt: skip
