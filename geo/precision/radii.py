"""Radii by class, from a file that says on what and when they were fitted."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path

from ..types import Radii

# From which probability of the choice a family of radii holds, surest first.
BANDS = ((0.9, "named_sure"), (0.7, "named_likely"), (0.0, "named_unsure"))
_FILE = Path(__file__).resolve().parent.parent / "models" / "radii.toml"


def stated_radii(precision: str) -> Radii:
    """Radii of a point that a recorder states at a precision class.

    Examples
    --------
    >>> stated_radii("site").r80_m
    100.0
    """
    return _radii("stated", precision, "unknown")


def named_radii(kind: str, sure: float) -> Radii:
    """Radii around the reference point of a place of which only the name is known.

    Fitted by kind of place, apart for sure, likely and unsure choices: they hold the true point in 50, 80 and 95 of
    100 of all answers, wrong places included.
    """
    if kind in ("district", "governorate", "country"):
        return _radii("stated", kind, "unknown")
    return _radii(next(family for least, family in BANDS if sure >= least), kind, "village")


def near_radii() -> Radii:
    """Radii for "near" a place: a core and a far ring, both seen in the data."""
    return _radii("near", "every", "every")


def larger_radii() -> Radii:
    """Radii for the point of a larger place in which an unknown smaller one lies."""
    return _radii("larger", "every", "every")


def grid_radii(half_diagonal_m: float) -> Radii:
    """Radii for a point that may lie anywhere in a square cell of which half the diagonal is known.

    The 95 % radius is the half diagonal itself, which holds the whole cell.

    Examples
    --------
    >>> [round(r) for r in (grid_radii(70.7).r50_m, grid_radii(70.7).r95_m)]
    [40, 71]
    """
    side = half_diagonal_m * math.sqrt(2)
    return Radii(side * math.sqrt(0.5 / math.pi), side * 0.5057, half_diagonal_m)


def precision_of_radius(radius_m: float) -> str:
    """Class whose scale a coordinate with this half diagonal reaches."""
    limits = ((15, "exact"), (150, "site"), (750, "street"), (1600, "neighbourhood"), (15_000, "around_place"))
    wider = "district" if radius_m <= 40_000 else "governorate" if radius_m <= 150_000 else "country"
    return next((name for limit, name in limits if radius_m <= limit), wider)


def radii_source() -> dict[str, str]:
    """On what the radii were fitted, and when."""
    return dict(_table()["source"])  # type: ignore[arg-type]


def _radii(family: str, name: str, fallback: str) -> Radii:
    values = _table()[family]
    return Radii(*(float(value) for value in values.get(name, values[fallback])))


@cache
def _table() -> dict[str, dict[str, list[float]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
