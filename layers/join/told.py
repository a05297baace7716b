"""What a row of shares says of itself: how its unit was found, and what to mind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..types import Flags, Shapes, Whole
from .layer import Layer
from .overlaps import OUTSIDE
from .ways import CODE_LEVEL, DISC, NONE, POINT, SHAPE, STATED, Placed

POLYGON, BY_CODE, STATED_UNIT, STATED_AREA = "polygon", "gazetteer code", "stated unit", "area of the stated unit"
BY_PEOPLE = ", by population"
OUT, NO_CODE, NOT_HERE, TOO_COARSE = (
    "outside all units",
    "no unit is stated",
    "the stated unit is not in the layer",
    "known only to the governorate",
)


def how_found(
    given: Placed, level: int, row: Whole, unit: Whole, *, coded: Flags, wrong: Flags, people: bool = False
) -> Shapes:
    """Return for each share how its unit was found, or why there is none; `wrong` is that of `mismatch`.

    With `people` the shares of places in several units were weighed by population.
    """
    way, placed = given.way[row], unit != OUTSIDE
    stated = given.code.notna().to_numpy(dtype=bool)[row]
    fine = level > CODE_LEVEL
    how = np.select(
        [
            way == NONE,
            placed & (way == STATED),
            placed & coded[row],
            placed,
            np.isin(way, (POINT, DISC, SHAPE)),
            ~stated,
            np.full(len(row), fine),
        ],
        ["", STATED_AREA if fine else STATED_UNIT, BY_CODE, POLYGON, OUT, NO_CODE, TOO_COARSE],
        default=NOT_HERE,
    ).astype(object)
    coarse = np.flatnonzero(way == NONE)
    how[coarse] = [f"place known only as: {given.precision.iat[at]}" for at in row[coarse]]
    if people:
        several = (np.bincount(row, minlength=len(given.way)) > 1)[row] & placed & ~coded[row]
        how[several] = [f"{text}{BY_PEOPLE}" for text in how[several]]
    how[wrong] = [f"{text}; stated {given.code.iat[at]}" for text, at in zip(how[wrong], row[wrong], strict=True)]
    return how


def warned(flags: Mapping[str, Flags]) -> list[list[str]]:
    """Return the warning codes of each share, from the shares that each code is about."""
    codes: list[list[str]] = [[] for _ in next(iter(flags.values()))]
    for code, flag in flags.items():
        for at in np.flatnonzero(flag):
            codes[at].append(code)
    return codes


def strays(given: Placed, row: Whole, unit: Whole) -> Flags:
    """Return the shares of points and areas that no unit covers."""
    drawn: Flags = np.isin(given.way[row], (POINT, DISC, SHAPE)) & (unit == OUTSIDE)
    return drawn


def mismatch(given: Placed, layer: Layer, row: Whole, unit: Whole) -> Flags:
    """Return the shares of placements none of which lies in the unit that is stated for them."""
    agrees, comparable = np.zeros(len(given.way), dtype=bool), np.zeros(len(given.way), dtype=bool)
    drawn = np.isin(given.way, (POINT, DISC, SHAPE))
    code = given.code.to_numpy(dtype=object, na_value=None)
    for stated in given.code.dropna().unique():
        units = layer.inside(stated) if layer.level >= CODE_LEVEL else np.asarray([layer.holder(stated)])
        own = drawn & (code == stated)
        comparable |= own & bool(len(units) and (units >= 0).all())
        agrees[row[np.isin(unit, units) & own[row]]] = True
    result: Flags = (comparable & ~agrees)[row] & (unit != OUTSIDE)
    return result
