"""What is wrong with a set of boundaries: found, sized and listed; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data import conform
from geo import adm1_units

from ..join.globe import areas_m2
from ..join.layer import Layer, layer_of
from .gaps import gaps_in

# Below this an overlap or a gap is the rounding of coordinates.
LEAST_M2 = 100.0
# A child may stick out of its parent by so much of its own area before it is told.
OUTSIDE_SHARE = 1e-3
# What lies so near to a gap, in degrees, lies along it.
TOUCHING = 1e-6
# Units so many degrees from every governorate of their country are drawn somewhere else.
FAR = 3.0
Finding = dict[str, Any]
NOTES = {
    "unit_repaired": "Its polygon was broken and was mended.",
    "unit_without_polygon": "It has no polygon.",
    "unit_name_missing": "It has no name.",
    "unit_merged": "It stood in several rows.",
    "pcode_substitute": "It has no code in the column of codes; another column gave one.",
}


def check_units(units: pd.DataFrame) -> pd.DataFrame:
    """Return what is found in a units frame: gaps, overlaps, parents that do not hold, swapped axes, and warnings.

    Each level is looked at by itself, and against the level above where that is in the frame. Sizes are square metres
    on the globe; a gap is a hole that the units of a level surround. Sorted by level, finding and code.

    Returns
    -------
    A unit_findings frame; empty where nothing was found.
    """
    findings = list(_warned(units))
    for level in sorted(int(level) for level in units["level"].dropna().unique()):
        layer = layer_of(units, level=level)
        findings += [
            {**finding, "level": level}
            for kind in (_overlaps, _gaps, _parents, _spread)
            for finding in kind(layer, units)
        ]
    findings += list(_astray(units))
    table = conform(
        pd.DataFrame(findings, columns=["finding", "level", "pcode", "other", "area_m2", "lon", "lat", "note"]),
        "unit_findings",
    )
    return table.sort_values(["level", "finding", "pcode", "other", "lon"], kind="stable").reset_index(drop=True)


def _warned(units: pd.DataFrame) -> Iterator[Finding]:
    for row in units.itertuples(index=False):
        for code in row.warnings:
            yield {"finding": code, "level": row.level, "pcode": row.pcode, "note": NOTES.get(code, code)}


def _overlaps(layer: Layer, _: pd.DataFrame) -> Iterator[Finding]:
    shapes = layer.shapes
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = one < two
    one, two = one[pairs], two[pairs]
    common = shapely.intersection(shapes[one], shapes[two])
    for first, second, shape, area in zip(one, two, common, areas_m2(common), strict=True):
        if area >= LEAST_M2:
            pair = layer.pcodes[first], layer.pcodes[second]
            yield _sized("overlap", pair, shape, area, f"{_size(area)} belong to both {pair[0]} and {pair[1]}.")


def _gaps(layer: Layer, _: pd.DataFrame) -> Iterator[Finding]:
    holes = gaps_in(layer.shapes)
    for hole, area in zip(holes, areas_m2(holes) if len(holes) else [], strict=True):
        if area < LEAST_M2:
            continue
        near = shapely.STRtree(layer.shapes).query(hole, predicate="dwithin", distance=TOUCHING)
        around = [layer.pcodes[at] for at in near]
        pair = (min(around), max(around)) if len(around) > 1 else (around[0], None)
        where = f"between {', '.join(sorted(around))}" if len(around) > 1 else f"inside {around[0]}"
        yield _sized("gap", pair, hole, area, f"{_size(area)} {where} belong to no unit.")


def _parents(layer: Layer, units: pd.DataFrame) -> Iterator[Finding]:
    if not (units["level"] == layer.level - 1).any():
        return
    above = layer_of(units, level=layer.level - 1)
    for place, pcode in enumerate(layer.pcodes):
        parent = layer.parents.get(pcode)
        if parent is None or parent not in above.places:
            yield {
                "finding": "no_parent",
                "pcode": pcode,
                "other": parent,
                "note": "Its parent is not in the level above.",
            }
            continue
        outer, shape = above.shapes[above.places[parent]], layer.shapes[place]
        if shape is None or outer is None:
            continue
        out = shapely.difference(shape, outer)
        area, own = areas_m2(np.asarray([out, shape], dtype=object))
        if area >= max(LEAST_M2, OUTSIDE_SHARE * own):
            yield _sized("outside_parent", (pcode, parent), out, area, f"{_size(area)} of it lie outside {parent}.")


def _spread(layer: Layer, _: pd.DataFrame) -> Iterator[Finding]:
    for place, box in enumerate(shapely.bounds(layer.shapes)):
        if box[2] - box[0] > 180:
            note = "It reaches over more than half the globe: it was not cut at the antimeridian."
            yield {"finding": "antimeridian", "pcode": layer.pcodes[place], "note": note}


def _astray(units: pd.DataFrame) -> Iterator[Finding]:
    """Tell a set that lies far from its country, and whether it would not if its latitude stood first."""
    known = adm1_units()
    for country, rows in units.dropna(subset=["lon", "lat"]).groupby("country"):
        points = known[known["country"] == country]
        if points.empty:
            continue
        lon, lat = rows["lon"].astype(float).median(), rows["lat"].astype(float).median()
        if np.hypot(points["lon"] - lon, points["lat"] - lat).min() < FAR:
            continue
        swapped = np.hypot(points["lon"] - lat, points["lat"] - lon).min() < FAR
        note = f"The units of {country} lie far from it, around {lon:.2f} {lat:.2f}"
        note += ", and would not if longitude and latitude were swapped." if swapped else ": is its CRS the right one?"
        kind = "swapped_axes" if swapped else "far_from_country"
        yield {"finding": kind, "level": None, "pcode": None, "note": note}


def _sized(finding: str, pair: tuple[str | None, str | None], shape: Any, area: float, note: str) -> Finding:
    point = shapely.point_on_surface(shape)
    lon, lat = round(float(shapely.get_x(point)), 6), round(float(shapely.get_y(point)), 6)
    return {
        "finding": finding,
        "pcode": pair[0],
        "other": pair[1],
        "area_m2": round(float(area), 1),
        "lon": lon,
        "lat": lat,
        "note": note,
    }


def _size(area: float) -> str:
    return f"{area / 1e6:,.1f} km2" if area >= 1e5 else f"{area:,.0f} m2"
