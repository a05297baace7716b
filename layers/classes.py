"""Classes for a map of rates: where one colour ends and the next begins."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import floor, log10

import numpy as np

METHODS = ("natural", "equal", "quantiles")
DIGITS = 2


def breaks(values: Sequence[float], *, classes: int = 5, method: str = "natural") -> list[float]:
    """Return the upper ends of classes, from low to high, rounded up to what a legend can say.

    A value belongs to the first class whose end it does not pass. Where fewer values differ than classes are asked
    for, each has its own.

    Parameters
    ----------
    values
        Finite numbers in any order; others are left out.
    classes
        The most classes, 2 to 9.
    method
        natural (Fisher and Jenks), equal (equal intervals) or quantiles.

    Raises
    ------
    ValueError
        Where the method is none of these or the number of classes is not 2 to 9.

    >>> breaks([1, 2, 2, 9, 10, 31], classes=3)
    [2.0, 10.0, 31.0]
    """
    if method not in METHODS:
        raise ValueError(f"There is no method {method!r}; known: {', '.join(METHODS)}.")
    if not 2 <= classes <= 9:
        raise ValueError(f"{classes} classes cannot be told apart: use 2 to 9.")
    known = np.asarray([value for value in values if np.isfinite(value)], dtype=float)
    distinct = np.unique(known)
    ends = distinct.tolist() if len(distinct) <= classes else _classified(known, classes, method)
    return list(dict.fromkeys(_rounded_up(end) for end in ends))


def _classified(values: np.ndarray, classes: int, method: str) -> list[float]:
    import mapclassify  # noqa: PLC0415 - takes a second to load, and only maps of rates need it

    kinds = {
        "natural": mapclassify.FisherJenks,
        "equal": mapclassify.EqualInterval,
        "quantiles": mapclassify.Quantiles,
    }
    with warnings.catch_warnings():
        # It recommends a faster engine; a few hundred units need none.
        warnings.simplefilter("ignore", UserWarning)
        return [float(end) for end in kinds[method](values, k=classes).bins]


def _rounded_up(value: float) -> float:
    if value <= 0:
        return 0.0
    step = 10.0 ** (floor(log10(value)) + 1 - DIGITS)
    return float(np.round(np.ceil(np.round(value / step, 9)) * step, 12))
