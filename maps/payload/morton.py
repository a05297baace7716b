"""Order along a Morton curve: rows that lie near each other on the map stand near each other in the payload."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def morton_order(lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """
    Return the rows in the order of a page: placed ones along a Morton curve, then those without a place.

    Longitude and latitude are degrees, WGS 84, NaN where there is none; rows on one point keep their order.

    >>> morton_order([44.0, float("nan"), 40.0], [36.0, float("nan"), 33.0]).tolist()
    [2, 0, 1]
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    placed = np.isfinite(x) & np.isfinite(y)
    key = _spread(_steps(x, placed, 360)) | (_spread(_steps(y, placed, 180)) << np.uint64(1))
    return np.lexsort((key, ~placed))


def _steps(degrees: npt.NDArray[np.float64], placed: npt.NDArray[np.bool_], span: int) -> npt.NDArray[np.uint64]:
    share = np.where(placed, degrees, 0) / span + 0.5
    return np.clip(share * 2**31, 0, 2**31 - 1).astype(np.uint64)


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for shift, mask in SPREAD:
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values
