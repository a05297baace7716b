"""What lies there: units, shares, tallies, images, damage. It may import data and geo. Most use `share` and `tally`."""

from typing import TYPE_CHECKING

# isort: off
from . import later as later

if TYPE_CHECKING:
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
    from .units import Provenance, check_units, codes_of, match_units
    from .units import read_units, recoded, unit_codes, units_from_crosswalk
    from .written import tidy_tallies, write_tallies
    from .damage import DamagePoints, Near, damage_near, read_damage
    from .raster import Acquired, Look, Overlay, Pair, Picture, RasterLimits, Stretch
    from .raster import iso_date, open_raster, overlay, pair
    from .raster.archive import Archive, read_archive, rewrite_archive
    from .raster.pyramid import Making, Tiled, tile_pyramid, zooms_for
    from .raster.sampling import exposed, sample, zonal
    from .scenes import Taken, Wish, catalogues, circle_of, reach_of, search_scenes, take_scene

__all__ = [
    "Acquired", "Archive", "Ask", "BoundaryFile", "BoundarySource", "DamagePoints", "Errand", "Given", "Look",
    "Making", "Near", "Overlay", "Pair", "PartResult", "PartsJob", "Picture", "Provenance", "RasterLimits", "Sheet",
    "Stretch", "Support", "Taken", "Tiled", "Wish", "added_support", "boundary_source", "boundary_sources", "breaks",
    "catalogues", "check_units", "circle_of", "claims_parts", "codes_of", "damage_near", "exact_text", "exposed",
    "fetch_boundaries", "finest_level", "geopackage", "iso_date", "join_by_parts", "joined", "match_units",
    "open_raster", "overlay", "pair", "rates", "reach_of", "read_archive", "read_damage", "read_given",
    "read_population", "read_units", "recoded", "rewrite_archive", "sample", "search_scenes", "share", "support",
    "take_scene", "tally", "tally_by_parts", "tidy_tallies", "tile_pyramid", "unit_codes", "unit_population",
    "units_from_crosswalk", "write_tallies", "zonal", "zooms_for",
]  # fmt: skip
