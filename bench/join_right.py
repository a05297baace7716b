"""The join beside plain shapely: random points and discs in the subdistricts of Iraq, every difference counted.

    STRIKEATLAS_SHARED=FOLDER python bench/join_right.py [POINTS] [DISCS]

Points: the first unit by code whose polygon `shapely.intersects` the point. Discs: circles of 1,024 corners on the
globe, overlaid with each polygon by `shapely.intersection`, edges in short pieces that are straight in degrees, areas
in an equal-area projection. These circles have corners and ours have none: shares agree to the difference of the two.
What lies outside all units counts as a gap between them where it is less than a thousandth, in both.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np
import shapely

from layers import read_units
from layers.join.discs import discs_in
from layers.join.globe import areas_m2, discs
from layers.join.layer import Layer, layer_of
from layers.join.overlaps import GAP_SHARE
from layers.join.points import points_in

FOLDER = Path(os.environ.get("STRIKEATLAS_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
FILE = FOLDER / "data" / "boundaries" / "cod_IRQ_adm3_20190603.geojson"
CORNERS, SHORT, TOLERANCE = 1024, 0.005, 1e-5


def points(layer: Layer, random: np.random.Generator, count: int) -> int:
    """How many points lie in another unit than plain shapely says."""
    west, south, east, north = shapely.total_bounds(layer.shapes)
    lon, lat = random.uniform(west, east, count), random.uniform(south, north, count)
    plain = np.full(count, -1)
    for place in reversed(range(len(layer.shapes))):
        plain[shapely.intersects(layer.shapes[place], shapely.points(lon, lat))] = place
    wrong = int((points_in(layer, lon, lat, gap_m=0.0).unit != plain).sum())
    print(f"{count} points, {int((plain >= 0).sum())} of them in a unit: {wrong} differ from plain shapely")
    return wrong


def circles(layer: Layer, random: np.random.Generator, count: int) -> int:
    """How many discs have a share that differs from plain shapely's by more than the corners of its circles explain."""
    west, south, east, north = shapely.total_bounds(layer.shapes)
    lon, lat = random.uniform(west, east, count), random.uniform(south, north, count)
    radius = 10 ** random.uniform(2.5, 4.8, count)
    began = time.perf_counter()
    found = discs_in(layer, lon, lat, radius)
    ours = time.perf_counter() - began
    total = np.bincount(found.row, weights=found.weight, minlength=count)
    mine = np.zeros((count, len(layer.shapes)))
    inside = found.unit >= 0
    mine[found.row[inside], found.unit[inside]] = (found.weight / total[found.row])[inside]
    began = time.perf_counter()
    round_ = discs(lon, lat, radius, corners=CORNERS)
    row, place = shapely.STRtree(layer.shapes).query(round_, predicate="intersects")
    plain = np.zeros_like(mine)
    common = areas_m2(shapely.segmentize(shapely.intersection(round_[row], layer.shapes[place]), SHORT))
    plain[row, place] = common / areas_m2(shapely.segmentize(round_, SHORT))[row]
    covered = plain.sum(axis=1)
    gap = covered > 1 - GAP_SHARE
    plain[gap] /= covered[gap, None]
    theirs = time.perf_counter() - began
    far = np.abs(mine - plain).max(axis=1)
    wrong = int((far > TOLERANCE).sum())
    print(
        f"{count} discs of 300 m to 63 km, {int((plain > 0).sum())} shares: {wrong} differ by more than {TOLERANCE:g}"
    )
    print(f"  largest difference {far.max():.1e}; {ours:.1f} s, plain shapely {theirs:.1f} s")
    return wrong


def main(given: list[int]) -> None:
    layer = layer_of(read_units(FILE), level=3)
    random = np.random.default_rng(23)
    wrong = points(layer, random, given[0] if given else 10_000)
    wrong += circles(layer, random, given[1] if len(given) > 1 else 10_000)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
