"""The arrays that this room speaks of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Arrays of shapely geometries, None where there is none.
Shapes = NDArray[Any]
