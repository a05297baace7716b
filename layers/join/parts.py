"""Shares as whole numbers: parts per 2^32 that add up exactly, so that no sum depends on its order."""

from __future__ import annotations

import numpy as np

from ..types import Floats, Whole

WHOLE = 2**32


def whole_parts(row: Whole, weight: Floats, *, whole: int = WHOLE) -> Whole:
    """Return weights as parts that add up to 2^32, or another whole, within each row, by largest remainders.

    Parameters
    ----------
    row
        To which row each weight belongs, ascending.
    weight
        Positive; only their proportion within a row counts. Of equal remainders the earlier wins.

    >>> whole_parts(np.array([0, 0, 0, 1]), np.array([1.0, 1.0, 1.0, 5.0])).tolist()
    [1431655766, 1431655765, 1431655765, 4294967296]
    """
    if not len(row):
        return np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.diff(row, prepend=row[0] - 1))
    group = np.cumsum(np.diff(row, prepend=row[0] - 1) != 0) - 1
    exact = weight / np.add.reduceat(weight, first)[group] * whole
    parts = np.floor(exact).astype(np.int64)
    missing = whole - np.add.reduceat(parts, first)
    order = np.lexsort((np.arange(len(row)), parts - exact, group))
    rank = np.arange(len(row)) - first[group[order]]
    parts[order] += _given(rank, missing[group[order]], np.diff(np.append(first, len(row)))[group[order]])
    result: Whole = parts
    return result


def _given(rank: Whole, missing: Whole, size: Whole) -> Whole:
    """Return what each member of a row gets of the parts that rounding left over (or, rarely, took too many)."""
    each, rest = np.divmod(missing, size)
    given: Whole = each + (rank < rest)
    return given
