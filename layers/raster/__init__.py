"""Satellite images and other rasters: opened safely, warped, sampled.

It may import data and geo. Most callers want `overlay` for a picture on a map, `sample` for values at places.
"""

from .acquired import Acquired, days_between, iso_date
from .colours import Legend, colourmap_names
from .drawing import Look, Overlay, overlay
from .encode import Picture
from .limits import RasterLimits
from .opening import Raster, open_raster
from .pairs import Pair, check_dates, pair
from .stretch import Stretch

__all__ = [
    "Acquired", "Legend", "Look", "Overlay", "Pair", "Picture", "Raster", "RasterLimits", "Stretch", "check_dates",
    "colourmap_names", "days_between", "iso_date", "open_raster", "overlay", "pair",
]  # fmt: skip
