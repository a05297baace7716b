"""Filling in the governorate and country of rows that lack them, from the settlements around them."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEAREST = 3
FARTHEST_KM = 25.0
KM_PER_DEGREE = 111.32


def fill_units(places: pd.DataFrame) -> pd.DataFrame:
    """Rows without a governorate take that of the three nearest rows that have one, where all three agree."""
    known = places["adm1_pcode"].notna() & ~places["kind"].isin(["governorate", "country", "district"])
    lacking = places["adm1_pcode"].isna() & ~places["kind"].isin(["governorate", "country"])
    if not lacking.any() or known.sum() < NEAREST:
        return places
    at = places.loc[known, ["lon", "lat"]].to_numpy(dtype=float)
    codes = places.loc[known, "adm1_pcode"].to_numpy(dtype=object)
    names = places.loc[known, "adm1_name"].to_numpy(dtype=object)
    countries = places.loc[known, "country"].to_numpy(dtype=object)
    filled = places.copy()
    for row in np.flatnonzero(lacking.to_numpy()):
        nearest = _nearest(at, float(places["lon"].iat[row]), float(places["lat"].iat[row]))
        if nearest is None or len({codes[n] for n in nearest}) != 1:
            continue
        first = nearest[0]
        if pd.isna(places["country"].iat[row]) or places["country"].iat[row] == countries[first]:
            filled.loc[filled.index[row], ["adm1_pcode", "adm1_name", "country"]] = [
                codes[first],
                names[first],
                countries[first],
            ]
    return filled


def _nearest(at: np.ndarray, lon: float, lat: float) -> list[int] | None:
    gap = (at - (lon, lat)) * (KM_PER_DEGREE * np.cos(np.radians(lat)), KM_PER_DEGREE)
    distance = np.hypot(gap[:, 0], gap[:, 1])
    nearest = np.argpartition(distance, NEAREST - 1)[:NEAREST]
    if distance[nearest].max() > FARTHEST_KM:
        return None
    return [int(n) for n in nearest[np.argsort(distance[nearest], kind="stable")]]
