"""What the front door gives at first use: rasters need libraries that take longer to load than most answers."""

from __future__ import annotations

from data import late_door

LATE = late_door(
    "layers",
    {
        ".byparts": "PartResult PartsJob claims_parts join_by_parts tally_by_parts",
        ".classes": "breaks",
        ".damage": "DamagePoints Near damage_near read_damage",
        ".fetch": "BoundaryFile BoundarySource Errand boundary_source boundary_sources fetch_boundaries",
        ".geopackage": "Sheet geopackage",
        ".given": "Ask Given read_given",
        ".join": "share",
        ".joined": "exact_text joined",
        ".population": "rates read_population unit_population",
        ".raster": "Acquired Look Overlay Pair Picture RasterLimits Stretch iso_date open_raster overlay pair",
        ".raster.archive": "Archive read_archive rewrite_archive",
        ".raster.pyramid": "Making Tiled tile_pyramid zooms_for",
        ".raster.sampling": "exposed sample zonal",
        ".scenes": "Taken Wish catalogues circle_of reach_of search_scenes take_scene",
        ".support": "Support added_support finest_level support",
        ".tally": "tally",
        ".units": "Provenance check_units codes_of match_units read_units recoded unit_codes units_from_crosswalk",
        ".written": "tidy_tallies write_tallies",
    },
)
