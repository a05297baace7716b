"""What the front door gives at first use: rasters need libraries that take longer to load than most answers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

OF_RASTER = (
    "Acquired", "Look", "Overlay", "Pair", "RasterLimits", "Stretch", "iso_date", "open_raster", "overlay", "pair",
)  # fmt: skip
HOME = (
    dict.fromkeys(OF_RASTER, ".raster")
    | dict.fromkeys(("Making", "Tiled", "tile_pyramid"), ".raster.pyramid")
    | dict.fromkeys(("Taken", "Wish", "catalogues", "circle_of", "reach_of", "search_scenes", "take_scene"), ".scenes")
    | dict.fromkeys(("exposed", "sample", "zonal"), ".raster.sampling")
)


def __getattr__(name: str) -> Any:
    """A name of `layers.raster`, loaded now."""
    if name not in HOME:
        raise AttributeError(f"module 'layers' has no attribute {name!r}")
    return getattr(import_module(HOME[name], __package__), name)
