"""Filling in the governorate and country of rows that lack them, from the settlements around them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NEAREST = 3
FARTHEST_KM = 25.0
KM_PER_DEGREE = 111.32
# Most rows have neighbours close by: only where they have not, the whole reach is looked through.
CELLS_KM = (4.0, FARTHEST_KM)
AT_ONCE = 4_000_000
_Points = NDArray[np.float64]
_Rows = NDArray[np.int64]


def fill_units(places: pd.DataFrame) -> pd.DataFrame:
    """Rows without a governorate take that of the three nearest rows that have one, where all three agree."""
    known = places["adm1_pcode"].notna() & ~places["kind"].isin(["governorate", "country", "district"])
    lacking = places["adm1_pcode"].isna() & ~places["kind"].isin(["governorate", "country"])
    if not lacking.any() or known.sum() < NEAREST:
        return places
    rows = np.flatnonzero(lacking.to_numpy())
    points = places[["lon", "lat"]].to_numpy(dtype=float)
    nearest = _nearest(points[known.to_numpy()], points[rows])
    table = {name: places[name].to_numpy(dtype=object).copy() for name in ("adm1_pcode", "adm1_name", "country")}
    given = {name: places.loc[known, name].to_numpy(dtype=object) for name in table}
    found = nearest[:, 0] >= 0
    rows, nearest = rows[found], nearest[found]
    codes, first = given["adm1_pcode"][nearest], nearest[:, 0]
    own, its = (pd.Series(values).fillna("").to_numpy() for values in (table["country"][rows], given["country"][first]))
    fits = (codes == codes[:, :1]).all(axis=1) & ((own == "") | (own == its))
    for name, values in table.items():
        values[rows[fits]] = given[name][first[fits]]
    return places.assign(
        **{name: pd.Series(values, index=places.index).astype(places[name].dtype) for name, values in table.items()}
    )


def _nearest(at: _Points, asked: _Points) -> _Rows:
    """Rows of the three nearest points of `at` for each point asked, nearest first; -1 where they are too far away."""
    found = np.full((len(asked), NEAREST), -1, dtype=np.int64)
    left = np.arange(len(asked))
    # A degree of longitude is shortest where a row lies farthest from the equator: no cell is narrower than its reach.
    east = float(np.cos(np.radians(min(85.0, np.abs(np.concatenate([at[:, 1], asked[:, 1]])).max() + 1))))
    for cell_km in CELLS_KM:
        cells = _cells(at, cell_km, east)
        for cell, rows in _cells(asked[left], cell_km, east).items():
            around = [n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in cells.get((cell[0] + i, cell[1] + j), ())]
            if len(around) >= NEAREST:
                _compare(at, asked, np.array(sorted(around)), left[rows], found, cell_km)
        left = left[found[left, 0] < 0]
    return found


def _cells(points: _Points, cell_km: float, east: float) -> dict[tuple[int, int], list[int]]:
    """Numbers of the points by cell."""
    wide, high = (np.floor(points * (KM_PER_DEGREE * east, KM_PER_DEGREE) / cell_km).astype(int)).T.tolist()
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, cell in enumerate(zip(wide, high, strict=True)):
        cells[cell].append(number)
    return cells


def _compare(at: _Points, asked: _Points, around: _Rows, rows: _Rows, found: _Rows, reach_km: float) -> None:
    """Enter the three nearest of `around` for rows of which all three lie within the reach."""
    step = max(1, AT_ONCE // len(around))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        lat = np.radians(asked[some, 1])[:, None]
        east = (at[around, 0][None, :] - asked[some, 0][:, None]) * KM_PER_DEGREE * np.cos(lat)
        north = (at[around, 1][None, :] - asked[some, 1][:, None]) * KM_PER_DEGREE
        far = np.hypot(east, north)
        order = np.argsort(far, axis=1, kind="stable")[:, :NEAREST]
        near = np.take_along_axis(far, order, axis=1)[:, -1] <= reach_km
        found[some[near]] = around[order[near]]
