"""Which level the records can support: where most of them are known less exactly than a unit, its map would mislead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data import words

from .join.globe import areas_m2
from .join.layer import Layer, layer_of
from .join.points import points_in
from .join.ways import UNPLACEABLE
from .types import Flags, Floats

# Above this share of records coarser than the unit a level is not supported.
MOST_COARSER = 0.5
# The coarsest class that still tells the unit, where no polygon tells how large the unit is.
COARSEST = {0: "country", 1: "governorate", 2: "district", 3: "town"}
NAMES = {
    0: ("country", "البلد"),
    1: ("governorate", "المحافظة"),
    2: ("district", "القضاء"),
    3: ("subdistrict", "الناحية"),
}


@dataclass(frozen=True)
class Support:
    """How many records a level can bear; `en` and `ar` say it in a sentence for readers."""

    level: int
    records: int
    coarser: int
    holds: bool
    en: str
    ar: str

    @property
    def share(self) -> float:
        """Part of the records that is known less exactly than the unit, 0 to 1."""
        return self.coarser / self.records if self.records else 0.0


def support(placements: pd.DataFrame, units: pd.DataFrame, *, level: int, most: float = MOST_COARSER) -> Support:
    """Return whether the records can support a level, with the reason in English and Arabic.

    A record is coarser than its unit where it has no place, or where its circle of 80 % is wider than a circle of the
    unit's own area. Without polygons its class decides: a governorate needs to be known, a district, a town.

    Parameters
    ----------
    placements
        A placements frame.
    units
        A units frame that holds the level.
    most
        The share of coarser records above which the level is not supported, 0 to 1.

    Raises
    ------
    UsageProblem
        Where units holds no unit of the level.
    """
    layer = layer_of(units, level=level)
    coarse = _coarser(placements, layer)
    return _told(level, len(placements), int(coarse.sum()), most)


def added_support(one: Support, other: Support, *, most: float = MOST_COARSER) -> Support:
    """Return what two parts of the records can bear together, at the level of both."""
    return _told(one.level, one.records + other.records, one.coarser + other.coarser, most)


def _told(level: int, records: int, coarser: int, most: float) -> Support:
    holds = coarser <= most * records
    en, ar = _sentences(level, records, coarser, holds=holds)
    return Support(level, records, coarser, holds, en, ar)


def finest_level(placements: pd.DataFrame, units: pd.DataFrame, *, most: float = MOST_COARSER) -> int | None:
    """Return the finest level of the units that the records can support; None where there is none."""
    levels = sorted((int(level) for level in units["level"].dropna().unique()), reverse=True)
    return next((level for level in levels if support(placements, units, level=level, most=most).holds), None)


def _coarser(placements: pd.DataFrame, layer: Layer) -> Flags:
    precision = placements["precision"].astype("string").fillna("unknown")
    nowhere: Flags = precision.isin(UNPLACEABLE).to_numpy(dtype=bool)
    if not layer.drawn:
        order = words("precision")
        fine = order[: order.index(COARSEST.get(layer.level, "town")) + 1]
        told: Flags = (precision.isin(fine) & placements["adm1_pcode"].notna()).to_numpy(dtype=bool)
        return nowhere | ~told
    wide: Flags = _numbers(placements, "r80_m") > _unit_radius(placements, layer)
    unplaced: Flags = placements["lon"].isna().to_numpy(dtype=bool)
    return nowhere | wide | unplaced


def _unit_radius(placements: pd.DataFrame, layer: Layer) -> Floats:
    """Return for each record the radius of a circle as large as its unit; 0 where it lies in none."""
    radii = np.append(np.sqrt(areas_m2(layer.shapes) / np.pi), 0.0)
    lon, lat = _numbers(placements, "lon"), _numbers(placements, "lat")
    known = np.isfinite(lon) & np.isfinite(lat)
    unit = np.full(len(lon), -1, dtype=np.int64)
    unit[known] = points_in(layer, lon[known], lat[known]).unit
    return radii[unit]


def _numbers(placements: pd.DataFrame, column: str) -> Floats:
    numbers: Floats = placements[column].to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def _sentences(level: int, records: int, coarser: int, *, holds: bool) -> tuple[str, str]:
    en, ar = NAMES.get(level, (f"unit of level {level}", f"وحدة المستوى {level}"))
    part = f"{100 * coarser / records:.0f}" if records else "0"
    told_en = f"Of {records} records, {coarser} ({part} %) are known less exactly than a {en}"
    told_ar = f"من أصل {records} سجل، {coarser} ({part}٪) معروفة بدقة أقل من مستوى {ar}"
    if holds:
        return (
            f"{told_en}; they are shared between units or counted apart.",
            f"{told_ar}؛ وهي موزعة بين الوحدات أو محتسبة على حدة.",
        )
    return (
        f"{told_en}: a map of this level would show where places have their reference points, not where strikes fell.",
        f"{told_ar}: ستُظهر خريطة بهذا المستوى النقاط المرجعية للأماكن، لا مواضع الضربات.",
    )
