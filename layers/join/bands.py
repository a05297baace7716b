"""Discs as geo gives them: half of the truth within r50, four fifths within r80, nineteen twentieths within r95.

A recorder's "near Mosul" has a small core and a wide ring around it. Spread evenly over the circle of 95 %, nearly all
of it would fall on land where nearly none of the strikes lie. So each band is spread evenly, and keeps its own weight.
"""

from __future__ import annotations

import numpy as np

from ..types import Floats, Whole
from .layer import Layer
from .overlaps import OUTSIDE, Overlaps, Pieces, discs_in

# What lies beyond r95 is spread over the bands by their weights.
BANDS = np.asarray([0.50, 0.30, 0.15]) / 0.95
FAINTEST = 1e-12


def bands_in(layer: Layer, lon: Floats, lat: Floats, radii_m: Floats, pieces: Pieces) -> Overlaps:
    """Return the shares of placements with three radii (columns r50, r80, r95; metres), each band by area.

    Certain is what lies inside one unit with the whole circle of 95 %. Where r50 or r80 is not known, or they do not
    ascend, the circle of 95 % alone is shared by area.
    """
    # Many records stand on the reference point of one town: it is worked out once.
    distinct, of = np.unique(np.column_stack([lon, lat, radii_m]), axis=0, return_inverse=True)
    return _distinct(layer, distinct, pieces).spread(of.ravel())


def _distinct(layer: Layer, table: Floats, pieces: Pieces) -> Overlaps:
    lon, lat, radii_m = table[:, 0], table[:, 1], table[:, 2:]
    whole = discs_in(layer, lon, lat, radii_m[:, 2], pieces)
    steps = np.diff(radii_m, axis=1, prepend=0.0)
    shared = np.setdiff1d(whole.row, whole.row[whole.certain])
    rows = shared[(np.nan_to_num(steps[shared], nan=-1.0) > 0).all(axis=1)]
    if not len(rows):
        return whole
    inner = [discs_in(layer, lon[rows], lat[rows], radii_m[rows, band], pieces).at(rows) for band in (0, 1)]
    outer = whole.only(rows)
    return Overlaps.joined([whole.without(rows), _weighed([*inner, outer], rows, radii_m[rows])])


def _weighed(discs: list[Overlaps], rows: Whole, radii: Floats) -> Overlaps:
    """Return the bands' shares from those of the nested discs: a band is a disc less the one inside it."""
    area = radii**2
    ring = np.diff(area, axis=1, prepend=0.0)
    # A disc counts for its own band and is taken off from the next one.
    own = BANDS * area / ring
    factor = own - np.pad((BANDS[1:] * area[:, :-1] / ring[:, 1:]), ((0, 0), (0, 1)))
    keys = np.concatenate([np.stack([disc.row, disc.unit]) for disc in discs], axis=1)
    weights = np.concatenate(
        [_even(disc) * factor[np.searchsorted(rows, disc.row), band] for band, disc in enumerate(discs)]
    )
    pairs, place = np.unique(keys, axis=1, return_inverse=True)
    weight = np.bincount(place.ravel(), weights=weights, minlength=pairs.shape[1]).astype(np.float64)
    kept = weight > FAINTEST
    row, unit = pairs[0][kept], pairs[1][kept]
    gaps = np.concatenate([disc.row[disc.in_gap & (disc.unit != OUTSIDE)] for disc in discs])
    return Overlaps(row, unit, weight[kept], np.zeros(len(row), dtype=bool), np.isin(row, gaps))


def _even(disc: Overlaps) -> Floats:
    """Return weights that add up to one within each row."""
    total = np.bincount(disc.row, weights=disc.weight)
    even: Floats = disc.weight / total[disc.row]
    return even
