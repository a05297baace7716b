"""The precision floor: positions on a fixed grid that no record passes and no policy undercuts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import stated_radii

from .beside import shapes

# Half the diagonal of a cell of one degree at the equator, where cells are largest (EPSG:4326, WGS 84 semi-major axis).
HALF_DIAGONAL_M = 0.5 * float(np.hypot(111_319.5, 111_319.5))
FINE_CLASSES = ("exact", "site", "street")


def half_diagonal_m(decimals: np.ndarray) -> np.ndarray:
    """Half the diagonal, in metres, of a rounding cell of that many decimals."""
    return np.asarray(HALF_DIAGONAL_M * 10.0 ** -np.asarray(decimals, dtype=float))


def grid_decimals(r50_m: np.ndarray, floor: int) -> np.ndarray:
    """
    Decimals of the coarsest grid whose rounding stays inside a record's own radius, and never more than the policy's.

    Parameters
    ----------
    r50_m : array of metres
        Median radius of each record; nan counts as coarse.
    floor : int
        Decimals that the policy allows.
    """
    radius = np.where(np.isfinite(r50_m) & (r50_m > 0), r50_m, HALF_DIAGONAL_M)
    wanted = np.ceil(np.log10(HALF_DIAGONAL_M / radius) - 1e-9)
    return np.clip(wanted, 0, floor).astype(int)


def coarser_class(precision: pd.Series, half_m: np.ndarray) -> pd.Series:
    """Class that the rounding leaves: an exact record on a grid of 100 m is a site, on one of 500 m a street."""
    out = precision.copy()
    for name, wider in zip(FINE_CLASSES, (*FINE_CLASSES[1:], "neighbourhood"), strict=True):
        too_fine = (out == name) & (half_m > stated_radii(name).r80_m)
        out = out.mask(too_fine, wider)
    return out


def floor_placements(placements: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """
    Placements as they may be published: rounded, with radius and class that say so.

    Every column of a position is changed here, before anything (bounds, order, clusters) is derived from it. The
    published radius covers the record's own doubt and the rounding together; it is never below half the diagonal. Of an
    area only the shape of a sector or corridor is left, on the same grid (see `shapes`).
    """
    out = placements.copy()
    placed = out["lon"].notna() & out["lat"].notna()
    grid = grid_decimals(out["r50_m"].to_numpy(dtype=float, na_value=np.nan), decimals)
    half = half_diagonal_m(grid)
    for column in ("lon", "lat"):
        values = out[column].to_numpy(dtype=float, na_value=np.nan)
        scale = 10.0**grid
        out[column] = np.where(placed, np.round(values * scale) / scale, np.nan)
    for column in ("r50_m", "r80_m", "r95_m"):
        values = out[column].to_numpy(dtype=float, na_value=np.nan)
        out[column] = np.where(placed, np.ceil(np.hypot(values, half)), np.nan)
    out["precision"] = coarser_class(out["precision"], np.where(placed, half, 0.0))
    out["shape"] = pd.Series(shapes(placements, out, grid=grid, half_m=half), index=out.index, dtype=object)
    out["footprint"] = None
    return out
