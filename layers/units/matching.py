"""Two sets of units laid over each other: which unit of the one is which of the other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from data import conform

from ..join.globe import areas_m2
from ..join.layer import Layer, layer_of
from ..join.points import points_in
from ..types import Floats, Whole

# Two drawings of one unit agree on at least so much of it; below the second a common strip of border is no relation.
SAME, LEAST = 0.9, 0.01


def match_units(
    units: pd.DataFrame, others: pd.DataFrame, *, level: int, other_level: int | None = None
) -> pd.DataFrame:
    """Return which units of two sets are the same, parts of each other, or overlap, by area on the globe.

    `same`: each covers at least nine tenths of the other. `part`: the unit lies so far in the other, `contains` the
    other way round. `overlap` is what is left, down to one hundredth of either. Where the second set has no polygons,
    its reference points are looked up: `point` where a unit holds one of them and no other, else `one_of_points`.

    Parameters
    ----------
    units, others
        Units frames with polygons.
    level, other_level
        The levels to compare; the same where one is given.

    Returns
    -------
    A unit_matches frame, sorted by code, the largest share first.

    Raises
    ------
    UsageProblem
        Where a set has no unit of its level.
    """
    mine, theirs = layer_of(units, level=level), layer_of(others, level=level if other_level is None else other_level)
    table = _by_area(mine, theirs) if theirs.drawn else _by_point(mine, theirs, others)
    table = table.assign(
        name=table["pcode"].map(_names(units)),
        other_name=table["other"].map(_names(others)),
        source=_told(units, others),
    )
    return conform(
        table.sort_values(["pcode", "share", "other"], ascending=[True, False, True]).reset_index(drop=True),
        "unit_matches",
    )


def _by_area(mine: Layer, theirs: Layer) -> pd.DataFrame:
    common = _common_areas(mine, theirs)
    own, other = areas_m2(mine.shapes), areas_m2(theirs.shapes)
    here, there = np.nonzero(common)
    share, other_share = common[here, there] / own[here], common[here, there] / other[there]
    table = _pairs(mine, theirs, here, there).assign(
        relation=_relation(share, other_share), share=share.clip(0, 1), other_share=other_share.clip(0, 1)
    )
    return table[(share >= LEAST) | (other_share >= LEAST)]


def _by_point(mine: Layer, theirs: Layer, others: pd.DataFrame) -> pd.DataFrame:
    points = (
        others.set_index("pcode")[["lon", "lat"]].reindex(list(theirs.pcodes)).to_numpy(np.float64, na_value=np.nan)
    )
    there = np.flatnonzero(np.isfinite(points).all(axis=1))
    here = points_in(mine, points[there, 0], points[there, 1], gap_m=0.0).unit
    here, there = here[here >= 0], there[here >= 0]
    alone = np.bincount(here, minlength=len(mine.pcodes))[here] == 1
    return _pairs(mine, theirs, here, there).assign(
        relation=["point" if one else "one_of_points" for one in alone], share=np.nan, other_share=np.nan
    )


def _pairs(mine: Layer, theirs: Layer, here: Whole, there: Whole) -> pd.DataFrame:
    own, other = np.asarray(mine.pcodes, dtype=object), np.asarray(theirs.pcodes, dtype=object)
    return pd.DataFrame({"pcode": own[here], "other": other[there]})


def _relation(share: Floats, other_share: Floats) -> list[str]:
    kinds = np.select(
        [(share >= SAME) & (other_share >= SAME), share >= SAME, other_share >= SAME],
        ["same", "part", "contains"],
        default="overlap",
    )
    return [str(kind) for kind in kinds]


def _common_areas(mine: Layer, theirs: Layer) -> Floats:
    """Return the common area of every pair in square metres."""
    here, there = mine.pieces, theirs.pieces
    other, own = there.tree.query(here.shapes, predicate="intersects")[::-1]
    area = shapely.area(shapely.intersection(here.shapes[own], there.shapes[other]))
    common = np.zeros((len(mine.pcodes), len(theirs.pcodes)))
    np.add.at(common, (here.unit[own], there.unit[other]), area)
    return common


def _names(units: pd.DataFrame) -> dict[str, str]:
    named = units.dropna(subset=["name_en"])
    return dict(zip(named["pcode"], named["name_en"], strict=True))


def _told(units: pd.DataFrame, others: pd.DataFrame) -> str:
    sets = [" ".join(sorted({str(name) for name in frame["source"].dropna()})) or "units" for frame in (units, others)]
    hashes = [sorted({str(digest)[:12] for digest in frame["source_sha256"].dropna()}) for frame in (units, others)]
    return "; ".join(f"{name} ({', '.join(digest) or 'no file'})" for name, digest in zip(sets, hashes, strict=True))
