"""What the records of one claimant come to; nothing is ever added across claimants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ..fold import MEASURES, standing_claims
from ..ranges import Range, add
from ..schema import conform, frame
from .cells import rows, rules

EVERY = "*"
DATES = {"happened": ("happened_from", "happened_to"), "published": ("published_on", "published_on")}
MONTH = 7


def sum_of(pairs: Iterable[tuple[int | None, int | None]]) -> tuple[Range, int]:
    """Add one claimant's pairs; also count those with no number."""
    return add(Range(low, high) for low, high in pairs)


def make_sums(counts: pd.DataFrame) -> pd.DataFrame:
    """Add each claimant's numbers over its incidents, by grading and in all.

    A claimant's several records of one incident count once, as the range that they span. Records
    that the claimant calls duplicates stand under their grading and not in the whole.
    """
    made: list[dict[str, Any]] = []
    for claimant, own in counts.groupby("claimant", sort=True):
        repeats = rules()["repeats"].get(str(claimant), [])
        whole = own[~own["status"].isin(repeats).to_numpy(dtype=bool)]
        parts = [(None if pd.isna(status) else status, part) for status, part in own.groupby("status", dropna=False)]
        for status, part in [(EVERY, whole), *parts]:
            made += [_sum_row(str(claimant), status, measure, part) for measure in MEASURES]
    return frame("sums", made)


def _sum_row(claimant: str, status: str | None, measure: str, part: pd.DataFrame) -> dict[str, Any]:
    total, without = sum_of(rows(part, f"{measure}_min", f"{measure}_max"))
    row: dict[str, Any] = {"claimant": claimant, "status": status, "measure": measure}
    return row | {"min": total.min, "max": total.max, "incidents": len(part), "without_figure": without}


def make_months(claims: pd.DataFrame, judgements: pd.DataFrame) -> pd.DataFrame:
    """Count the records in force by recorder, grading and month: of the strike, and of publication.

    A record whose date does not tell the month is counted under no month.
    """
    standing = standing_claims(claims, judgements)
    parts = [_by_month(standing, dated_by) for dated_by in DATES]
    held = [part for part in parts if len(part)]
    if not held:
        return frame("months")
    keys = ["claimant", "dated_by", "month", "status"]
    return conform(pd.concat(held).sort_values(keys, na_position="last", kind="stable"), "months")


def _by_month(claims: pd.DataFrame, dated_by: str) -> pd.DataFrame:
    first, last = (claims[column].fillna("") for column in DATES[dated_by])
    told = first.str.slice(stop=MONTH)
    known = (told.str.len() == MONTH) & ((last == "") | (last.str.slice(stop=MONTH) == told))
    keys = {"claimant": claims["recorder"], "month": told.where(known), "status": claims["status"]}
    table = pd.DataFrame(keys).assign(dated_by=dated_by, records=1, record=claims["record_id"])
    once = table.drop_duplicates(["record", "month", "status"])
    grouped = once.groupby(["claimant", "dated_by", "month", "status"], dropna=False, sort=True)
    return grouped["records"].sum().reset_index()
