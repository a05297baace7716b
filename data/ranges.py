"""Arithmetic of counts that are known from below, from above, or not at all.

A pair (min, max) with nothing in it is no figure; a min without a max is open above
("at least"), a max without a min is open below ("at most").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd


class Range(NamedTuple):
    """A count as its lowest and highest value; None is unknown and never zero."""

    min: int | None = None
    max: int | None = None

    @property
    def stated(self) -> bool:
        """Whether there is any figure at all."""
        return self.min is not None or self.max is not None


def hull(ranges: Iterable[Range]) -> Range:
    """Span figures given for one and the same thing: lowest min, highest max, open where one of them is open.

    Examples
    --------
    >>> hull([Range(3, 5), Range(4, None), Range()])
    Range(min=3, max=None)
    """
    stated = [each for each in ranges if each.stated]
    lows = [each.min for each in stated]
    highs = [each.max for each in stated]
    low = None if None in lows else min((low for low in lows if low is not None), default=None)
    high = None if None in highs else max((high for high in highs if high is not None), default=None)
    return Range(low, high)


def add(ranges: Iterable[Range]) -> tuple[Range, int]:
    """Add figures for different things by one claimant; also count those that have no figure.

    Open below adds nothing to the minimum, which is unknown where all are open below; open above leaves the sum open
    above.

    Examples
    --------
    >>> add([Range(3, 5), Range(4, None), Range()])
    (Range(min=7, max=None), 1)
    >>> add([Range(None, 5), Range(None, 2)])
    (Range(min=None, max=7), 0)
    """
    given = list(ranges)
    stated = [each for each in given if each.stated]
    if not stated:
        return Range(), len(given)
    lows = [each.min for each in stated if each.min is not None]
    highs = [each.max for each in stated if each.max is not None]
    high = sum(highs) if len(highs) == len(stated) else None
    return Range(sum(lows) if lows else None, high), len(given) - len(stated)


def add_columns(low: pd.Series, high: pd.Series) -> tuple[Range, int]:
    """Add the figures of two columns, as `add` does for single ones.

    Examples
    --------
    >>> add_columns(pd.Series([3, 4, None], dtype="Int64"), pd.Series([5, None, None], dtype="Int64"))
    (Range(min=7, max=None), 1)
    """
    lows, highs = low.dropna(), high.dropna()
    stated = int((low.notna() | high.notna()).sum())
    least = sum(map(int, lows.tolist())) if len(lows) else None
    most = sum(map(int, highs.tolist())) if stated and len(highs) == stated else None
    return Range(least, most), len(low) - stated


def hull_by(frame: pd.DataFrame, keys: list[str], measure: str) -> pd.DataFrame:
    """Span `<measure>_min` and `<measure>_max` over the rows of each key, as `hull` does for one.

    Returns a frame indexed by the keys, in sorted order, with the same two columns as Int64.
    """
    low, high = f"{measure}_min", f"{measure}_max"
    stated = frame[low].notna() | frame[high].notna()
    flags = {"_low_open": stated & frame[low].isna(), "_high_open": stated & frame[high].isna()}
    grouped = frame[[*keys, low, high]].assign(**flags).groupby(keys, sort=True)
    spans = grouped.agg({low: "min", high: "max", "_low_open": "any", "_high_open": "any"})
    spans[low] = spans[low].mask(spans["_low_open"].astype(bool))
    spans[high] = spans[high].mask(spans["_high_open"].astype(bool))
    return spans[[low, high]]


def disordered(low: pd.Series, high: pd.Series) -> pd.Series:
    """Mark the rows whose minimum lies above their maximum; nothing is swapped."""
    return (low > high).fillna(value=False).astype(bool)
