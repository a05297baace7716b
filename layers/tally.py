"""Tallies: records, killed and injured by unit, period and claimant, with what is uncertain about them.

Every sum runs over whole numbers (counts times parts per 2^32), so it does not depend on the order of its terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data import UsageProblem, conform

from .join import WHOLE
from .types import Whole

# Length of the ISO date that tells each period; "all" puts every date into one.
PERIODS = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4, "all": 0}
MEASURES = ("records", "killed", "injured")
KEYS = ["pcode", "period", "claimant"]
# What a tally may be split by beside them; a column of that name stands in the counts.
SPLITS = ("status", "precision")
SUMMED = ("min", "max", "upper", "lower", "open", "low", "stated", "without_figure")
# Counts above this are no numbers of people, and would not fit into the sums.
LARGEST = 2**30


def tally(
    counts: pd.DataFrame,
    incidents: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    level: int = 1,
    by: str = "month",
    split: Sequence[str] = (),
) -> pd.DataFrame:
    """Return records, killed and injured by unit, period and claimant; claimants are never added up.

    A record that lies wholly in the unit gives its minimum to `min`; one that is shared gives nothing to `min` (it may
    lie elsewhere) and all of its maximum to `max`; `expected` weighs the mean of both by the share. A record without a
    number for the measure gives nothing and is counted in `without_figure`; where no record has a number the row's
    values are null. A maximum that one record leaves open makes `max` and `expected` null. A minimum that a record
    leaves open ("at most 5") adds nothing to `min`, which is null where all of them do, and makes `expected` null.

    Parameters
    ----------
    counts
        A counts frame: one row per incident and claimant.
    incidents
        An incidents frame: the dates.
    shares
        A shares frame whose subjects are incidents; an incident without shares counts as not placeable.
    level
        The level that the shares are of.
    by
        day, week (ISO 8601, 2017-W11), month, quarter (2017-Q1), year or all. A date that does not tell the period
        gives a null period.
    split
        Columns of counts by which the rows are split further: status, precision (of the placement, put there by the
        caller). A status belongs to its claimant, so it is never added up over claimants either.

    Returns
    -------
    A tallies frame, sorted by unit, period, claimant and measure; null codes and periods come last.

    Raises
    ------
    UsageProblem
        Where `by` or `split` is none of these, a column is missing, or a count is too large to be one.
    """
    return tally_of(sums_of(counts, incidents, shares, by=by, split=split), level=level, split=split)


def sums_of(
    counts: pd.DataFrame, incidents: pd.DataFrame, shares: pd.DataFrame, *, by: str, split: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the whole numbers from which a tally is made; those of several parts may be added in any order.

    Raises
    ------
    UsageProblem
        As `tally`.
    """
    if by not in PERIODS:
        raise UsageProblem(f"There is no period {by!r}.", hint=f"Known: {', '.join(PERIODS)}.")
    if wrong := [name for name in split if name not in SPLITS or name not in counts]:
        raise UsageProblem(
            f"A tally cannot be split by {', '.join(wrong)}.", hint=f"Known, as columns of counts: {', '.join(SPLITS)}."
        )
    rows = _spread(counts, incidents, shares, by=by)
    keys = [*KEYS, *split]
    return pd.concat([_measured(rows, measure, keys).assign(measure=measure) for measure in MEASURES])


def added_sums(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of two parts, which share no incident."""
    both = [part for part in (one, other) if len(part)]
    if len(both) < 2:
        return both[0] if both else one
    keys = [name for name in one.columns if name not in SUMMED]
    return pd.concat(both).groupby(keys, dropna=False, sort=False).sum().reset_index()


def tally_of(sums: pd.DataFrame, *, level: int, split: Sequence[str] = ()) -> pd.DataFrame:
    """Return the tallies that sums amount to, sorted by unit, period, claimant and measure."""
    keys = [*KEYS, *split]
    order = {measure: place for place, measure in enumerate(MEASURES)}
    table = _valued(sums.reset_index(drop=True), keys)
    table = table.assign(order=table["measure"].map(order)).sort_values([*keys, "order"], na_position="last")
    table = table.assign(level=level, not_placeable=table["pcode"].isna())
    return conform(table.drop(columns="order").reset_index(drop=True), "tallies")


def period_of(incidents: pd.DataFrame, *, by: str) -> pd.Series:
    """Return the period of each incident, null where its dates do not tell it or reach over several.

    Dates are ISO text at the precision they came with: 2017 tells no month, and neither does a range over two months.
    """
    if by == "all":
        return pd.Series("all", index=incidents.index, dtype="string")
    length = PERIODS[by]
    first, last = (incidents[name].astype("string").fillna("") for name in ("happened_from", "happened_to"))
    last = last.where(last != "", first)
    told = [values.str.slice(stop=length).map(_named(by)) for values in (first, last)]
    known = (first.str.len() >= length) & (last.str.len() >= length) & (told[0] == told[1])
    return told[0].where(known).astype("string")


def _named(by: str) -> Callable[[str], str]:
    """Return the function that names the period of an ISO date which tells it."""
    if by == "week":
        return _week
    return _quarter if by == "quarter" else str


def _week(day: str) -> str:
    if len(day) < PERIODS["week"]:
        return ""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04d}-W{week:02d}"


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}" if len(month) >= PERIODS["quarter"] else ""


def _spread(counts: pd.DataFrame, incidents: pd.DataFrame, shares: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Return one row per count and unit in which it may lie: keys, parts, and the pairs of numbers."""
    dated = pd.DataFrame({"incident_id": incidents["incident_id"], "period": period_of(incidents, by=by)})
    placed = shares[["subject_id", "pcode", "parts"]].rename(columns={"subject_id": "incident_id"})
    rows = counts.merge(dated, on="incident_id", how="left", validate="many_to_one")
    rows = rows.merge(placed, on="incident_id", how="left")
    rows["parts"] = rows["parts"].fillna(WHOLE).astype("int64")
    return rows


def _measured(rows: pd.DataFrame, measure: str, keys: list[str]) -> pd.DataFrame:
    low, high = _pair(rows, measure)
    stated, has_low = (low >= 0) | (high >= 0), low >= 0
    whole = rows["parts"].to_numpy() == WHOLE
    open_above = stated & (high < 0)
    base, top = np.maximum(low, 0), np.where(open_above, 0, high)
    upper, lower = _limbs((base + top) * stated, rows["parts"].to_numpy())
    return (
        pd.DataFrame(
            {
                **{key: rows[key] for key in keys},
                "min": base * whole,
                "max": top * stated,
                "upper": upper,
                "lower": lower,
                "open": open_above,
                "low": has_low,
                "stated": stated,
                "without_figure": ~stated,
            }
        )
        .groupby(keys, dropna=False, sort=False)
        .sum()
        .reset_index()
    )


def _pair(rows: pd.DataFrame, measure: str) -> tuple[Whole, Whole]:
    """Return minimum and maximum; -1 is unknown."""
    if measure == "records":
        one = np.ones(len(rows), dtype=np.int64)
        return one, one
    low = rows[f"{measure}_min"].to_numpy(dtype=np.int64, na_value=-1)
    high = rows[f"{measure}_max"].to_numpy(dtype=np.int64, na_value=-1)
    if max(low.max(initial=0), high.max(initial=0)) > LARGEST:
        raise UsageProblem(
            f"A number of {measure} is larger than {LARGEST}.", hint="Look for it with strikeatlas check."
        )
    return low, high


def _limbs(value: Whole, parts: Whole) -> tuple[Whole, Whole]:
    """Return value times parts as two whole numbers (times 2^32, rest) whose sums cannot overflow."""
    product = value * (parts % WHOLE)
    return product // WHOLE + value * (parts // WHOLE), product % WHOLE


def _valued(sums: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the values of the rows; what is unknown is null and never zero."""
    known, from_below, closed = sums["stated"] > 0, sums["low"] > 0, sums["open"] == 0
    both = known & closed & (sums["low"] == sums["stated"])
    expected = [_half(int(upper), int(lower)) for upper, lower in zip(sums["upper"], sums["lower"], strict=True)]
    return sums[[*keys, "measure"]].assign(
        min=sums["min"].astype("float64").where(from_below),
        expected=pd.Series(expected, index=sums.index, dtype="float64").where(both),
        max=sums["max"].astype("float64").where(known & closed),
        without_figure=sums["without_figure"].astype("int64"),
    )


def _half(upper: int, lower: int) -> float:
    """Return the mean of minimum and maximum in whole units, rounded once at the end."""
    result: Any = (upper * WHOLE + lower) / (2 * WHOLE)
    return float(result)
