"""What may be told beside a published point: the shape that the words describe, and what else the words could mean."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from geo import LonLat, distance_m

METRES_A_DEGREE = 111_319.5
# Shapes that follow from the words alone; one that a person drew, or that lies around several points, stays at home.
OF_WORDS = ("sector", "corridor")
MOST_ALTERNATIVES = 3
LEAST_SHARE = 0.02
# Where a person or a recorder gave the point, there is nothing else that it could be.
BY_WORDS = ("gazetteer", "online", "unplaced")
# Sites such as hospitals, camps and schools are never named as what else it could have been.
SETTLED = ("city", "town", "village", "neighbourhood", "district", "governorate")


def shapes(placements: pd.DataFrame, points: pd.DataFrame, *, grid: np.ndarray, half_m: np.ndarray) -> list[str | None]:
    """
    Rings of the sectors and corridors as JSON lists of longitude and latitude, null for all else.

    A ring is widened by half the diagonal of the record's rounding cell and its corners are set on the grid of its
    point, so that it holds the area it stands for and no corner is finer than the point. One that would reach less far
    from the point than the published 80 % radius is left out: the circle is drawn.

    Parameters
    ----------
    placements, points
        The table `placements` before and after rounding, row by row.
    grid, half_m
        Decimals of each record's grid, and half the diagonal of its cell in metres.
    """
    found: list[str | None] = [None] * len(points)
    drawn = placements["footprint_kind"].isin(OF_WORDS) & placements["footprint"].notna() & points["lon"].notna()
    for row in np.flatnonzero(drawn.to_numpy(dtype=bool)):
        point, radius = LonLat(*points[["lon", "lat"]].iloc[row]), points["r80_m"].iloc[row]
        ring = _ring(placements["footprint"].iloc[row], int(grid[row]), float(half_m[row]))
        reach = max((distance_m(point, LonLat(*corner)) for corner in ring), default=0.0)
        if len(ring) > 3 and reach >= radius:
            found[row] = json.dumps(ring)
    return found


def _ring(footprint: bytes, decimals: int, half_m: float) -> list[list[float]]:
    from shapely import from_wkb, transform  # noqa: PLC0415 - slow to import, and few records have a shape

    area = from_wkb(footprint)
    if area.geom_type != "Polygon" or area.is_empty:
        return []
    east = math.cos(math.radians(area.centroid.y))
    flat = transform(area, lambda xy: xy * (east, 1.0))
    # What is smoothed away is widened before.
    slack = half_m / METRES_A_DEGREE / 2
    wide = flat.buffer(3 * slack, quad_segs=3).simplify(slack)
    corners = np.round(transform(wide, lambda xy: xy / (east, 1.0)).exterior.coords, decimals) + 0.0
    apart = [corner for n, corner in enumerate(corners.tolist()) if not n or corner != corners[n - 1].tolist()]
    return [[round(lon, decimals), round(lat, decimals)] for lon, lat in apart]


def alternatives(placements: pd.DataFrame) -> list[str | None]:
    """
    What else the words could mean, by name, kind and share, as JSON; null where nothing else comes near.

    Names of the gazetteer only, never a coordinate, a site or a place that another claim names; best first.
    """
    found: list[str | None] = [None] * len(placements)
    known = (placements["candidates"].notna() & placements["method"].isin(BY_WORDS)).to_numpy(dtype=bool)
    asked = placements.loc[known, ["candidates", "place_id"]]
    # The same words stand in many records, and mean the same.
    told = cache(_others)
    for row, candidates, chosen in zip(np.flatnonzero(known), *(asked[name].tolist() for name in asked), strict=True):
        found[row] = told(candidates, str(chosen))
    return found


def _others(candidates: str, chosen: str) -> str | None:
    listed = [one for one in json.loads(candidates) if _may_be_told(one) and one["place_id"] != chosen]
    rows = [
        {"name": one["name"], "kind": one["kind"], "share": round(float(one["probability"]), 2)}
        for one in sorted(listed, key=lambda one: -float(one["probability"]))[:MOST_ALTERNATIVES]
    ]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def _may_be_told(one: Mapping[str, Any]) -> bool:
    known = isinstance(one.get("place_id"), str) and one["place_id"] and isinstance(one.get("name"), str)
    return bool(known) and one.get("kind") in SETTLED and float(one.get("probability") or 0) >= LEAST_SHARE
