"""What the front door gives at first use: rasters need libraries that take longer to load than most answers."""

from __future__ import annotations

from data import late_door

LATE = late_door(
    "layers",
    {
        ".raster": "Acquired Look Overlay Pair RasterLimits Stretch iso_date open_raster overlay pair",
        ".raster.pyramid": "Making Tiled tile_pyramid",
        ".raster.sampling": "exposed sample zonal",
        ".scenes": "Taken Wish catalogues circle_of reach_of search_scenes take_scene",
    },
)
