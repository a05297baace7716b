"""Discs as geo gives them: half of the truth within r50, four fifths within r80, nineteen twentieths within r95.

A recorder's "near Mosul" has a small core and a wide ring around it. Spread evenly over the circle of 95 %, nearly all
of it would fall on land where nearly none of the strikes lie. So each band is spread evenly, and keeps its own weight.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..types import Floats, Whole
from .discs import discs_in
from .layer import Layer
from .overlaps import OUTSIDE, Overlaps
from .points import points_in

# What lies beyond r95 is spread over the bands by their weights.
BANDS = np.asarray([0.50, 0.30, 0.15]) / 0.95
FAINTEST = 1e-12


def bands_in(layer: Layer, lon: Floats, lat: Floats, radii_m: Floats) -> Overlaps:
    """Return the shares of placements with three radii (columns r50, r80, r95; metres), each band by area.

    Certain is what lies inside one unit with the whole circle of 95 %. Where r50 or r80 is not known, or they do not
    ascend, the circle of 95 % alone is shared by area.
    """
    # Many records stand on the reference point of one town: it is worked out once.
    first, of = _distinct_rows([lon, lat, *radii_m.T])
    found = _distinct(layer, lon[first], lat[first], radii_m[first])
    return found if len(first) == len(lon) else found.spread(of)


def _distinct_rows(columns: list[Floats]) -> tuple[Whole, Whole]:
    """Return the first row of each kind of row, and of which kind each row is; kinds stand in order of their rows."""
    kind = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code, values = pd.factorize(column, use_na_sentinel=False)
        kind, _ = pd.factorize(kind * (len(values) + 1) + code)
    first = np.flatnonzero(~pd.Series(kind).duplicated().to_numpy())
    return first, kind


def _distinct(layer: Layer, lon: Floats, lat: Floats, radii_m: Floats) -> Overlaps:
    centre = points_in(layer, lon, lat, gap_m=0.0)
    whole = discs_in(layer, lon, lat, radii_m[:, 2], centre=centre)
    steps = np.diff(radii_m, axis=1, prepend=0.0)
    sure = np.zeros(len(lon), dtype=bool)
    sure[whole.row[whole.certain]] = True
    banded = ~sure & (np.nan_to_num(steps, nan=-1.0) > 0).all(axis=1)
    rows = np.flatnonzero(banded)
    if not len(rows):
        return whole
    own = centre.at(rows)
    inner = [discs_in(layer, lon[rows], lat[rows], radii_m[rows, band], centre=own).at(rows) for band in (0, 1)]
    outer = whole.kept(banded[whole.row])
    return Overlaps.joined([whole.kept(~banded[whole.row]), _weighed([*inner, outer], radii_m, layer)])


def _weighed(discs: list[Overlaps], radii: Floats, layer: Layer) -> Overlaps:
    """Return the bands' shares from those of the nested discs: a band is a disc less the one inside it."""
    area = radii**2
    size = len(layer.pcodes) + 1
    keys, weights, gaps = [], [], []
    for band, disc in enumerate(discs):
        inner = area[disc.row, band - 1] if band else 0.0
        # A disc counts for its own band and is taken off from the next one.
        factor = BANDS[band] * area[disc.row, band] / (area[disc.row, band] - inner)
        if band < 2:
            factor -= BANDS[band + 1] * area[disc.row, band] / (area[disc.row, band + 1] - area[disc.row, band])
        keys.append(disc.row * size + np.where(disc.unit == OUTSIDE, size - 1, disc.unit))
        weights.append(_even(disc) * factor)
        gaps.append(disc.row[disc.in_gap & (disc.unit != OUTSIDE)])
    place, pairs = pd.factorize(np.concatenate(keys), sort=True)
    weight = np.bincount(place, np.concatenate(weights), len(pairs)).astype(np.float64)
    kept = weight > FAINTEST
    row, unit = pairs[kept] // size, pairs[kept] % size
    in_gap = np.zeros(len(radii), dtype=bool)
    in_gap[np.concatenate(gaps)] = True
    unit = np.where(unit == size - 1, OUTSIDE, unit)
    return Overlaps(row, unit, weight[kept], np.zeros(len(row), dtype=bool), in_gap[row])


def _even(disc: Overlaps) -> Floats:
    """Return weights that add up to one within each row."""
    total = np.bincount(disc.row, weights=disc.weight)
    even: Floats = disc.weight / total[disc.row]
    return even
