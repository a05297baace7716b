"""Discs in units: which share of each circle on the globe lies in which unit."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ..types import Flags, Floats, Whole
from .circles import Circles, Common, common_areas
from .globe import flat_discs, reach_degrees
from .layer import Layer
from .overlaps import NOISE, OUTSIDE, Overlaps, overlaid, with_outside
from .points import Found, points_in

CHUNK = 20_000
# Below this part of a circle a common area is arithmetic.
FAINTEST = 1e-12


@dataclass(frozen=True)
class Around:
    """Some discs: centres in degrees, radii in metres, and the units of their centres."""

    lon: Floats
    lat: Floats
    radius_m: Floats
    centre: Found


def discs_in(layer: Layer, lon: Floats, lat: Floats, radius_m: Floats, *, centre: Found | None = None) -> Overlaps:
    """Return the shares of discs around points, by area; radii in metres, coordinates in degrees.

    Areas are those of true circles on the globe, to within some parts in a million. A disc that no border meets is
    certain. `centre` is what `points_in` says of the centres without a gap, where it is known already.
    """
    centre = centre or points_in(layer, lon, lat, gap_m=0.0)
    chunks = [np.arange(start, min(start + CHUNK, len(lon))) for start in range(0, len(lon), CHUNK)]
    around = [Around(lon[each], lat[each], radius_m[each], centre.at(each)) for each in chunks]
    edges = layer.edges
    # The sums run in numpy, which leaves Python free; what shapely prepares is not for two threads at once.
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as beside:
        found = beside.map(lambda one: common_areas(edges, Circles.of(one.lon, one.lat, one.radius_m)), around)
        parts = [_some(layer, one, common).at(each) for each, one, common in zip(chunks, around, found, strict=True)]
    return Overlaps.stacked(parts)


def _some(layer: Layer, one: Around, common: Common) -> Overlaps:
    # Over a pole or the antimeridian the grid of edges does not go.
    reach = reach_degrees(one.lat, one.radius_m)
    unclear = (np.abs(one.lon) + reach > 180) | (np.abs(one.lat) + reach > 89)
    unclear |= common.doubtful | _ringed(common) | (common.near & one.centre.on_border)
    clear = np.flatnonzero(~common.near & ~unclear)
    parts = [_whole(clear, one.centre.unit[clear], sure=~one.centre.on_border[clear])]
    crossed = common.near & ~unclear
    if crossed.any():
        parts.append(_cut(common, crossed, one.centre.unit))
    rest = np.flatnonzero(unclear)
    if len(rest):
        parts.append(overlaid(layer.pieces, rest, flat_discs(one.lon[rest], one.lat[rest], one.radius_m[rest])))
    return Overlaps.joined(parts)


def _ringed(common: Common) -> Flags:
    """Return the discs whose circle no edge crosses though edges lie inside it: around an enclave or a whole island.

    The circle itself then lies in one unit or in none, and the edges do not tell which.
    """
    crossed = np.zeros(len(common.near), dtype=bool)
    crossed[common.circle[common.turned]] = True
    ringed: Flags = common.near & ~crossed
    return ringed


def _whole(rows: Whole, unit: Whole, *, sure: Flags) -> Overlaps:
    return Overlaps(rows, unit, np.ones(len(rows)), sure & (unit != OUTSIDE), np.zeros(len(rows), dtype=bool))


def _cut(common: Common, wanted: Flags, centre: Whole) -> Overlaps:
    """Return the overlaps of discs that a border crosses, numbered as the circles are."""
    kept = wanted[common.circle] & (common.part > FAINTEST)
    row, unit, part = common.circle[kept], common.unit[kept], np.minimum(common.part[kept], 1.0)
    # A unit that covers the whole disc shows no edge in it; where others do, units overlap.
    size = int(max(unit.max(initial=0), centre.max(initial=0))) + 1
    rows = np.flatnonzero(wanted & (centre >= 0))
    covering = rows[~np.isin(rows * size + centre[rows], common.circle * size + common.unit)]
    row, unit = np.append(row, covering), np.append(unit, centre[covering])
    part = np.append(part, np.ones(len(covering)))
    number = np.flatnonzero(wanted)
    place = np.searchsorted(number, row)
    covered = np.bincount(place, part, len(number)).astype(np.float64)
    total = np.where(covered > 1 - NOISE, covered, 1.0)
    return with_outside(number, place, unit, part, total, covered)
