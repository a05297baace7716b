"""What the records of one claimant come to; nothing is ever added across claimants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ..fold import COUNTED, MEASURES, standing_claims
from ..ranges import Range, add, add_columns
from ..schema import conform, frame
from .cells import rows, rules
from .parties import parties, party_of

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
    total, without = add_columns(part[f"{measure}_min"], part[f"{measure}_max"])
    row: dict[str, Any] = {"claimant": claimant, "status": status, "measure": measure}
    return row | {"min": total.min, "max": total.max, "incidents": len(part), "without_figure": without}


def make_parties(items: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Add each claimant's numbers by the party that its own records name, in every grading but its duplicates.

    `items` are the claims in force with the incident of each. Only claimants whose records name several parties, or one
    beside nobody: of the others the sums tell the same.
    """
    told: dict[tuple[str, str], set[str]] = {}
    written: dict[tuple[str, str], Counter[str]] = {}
    for incident, who, names in rows(items, "incident_id", "recorder", "belligerents"):
        told.setdefault((incident, who), set()).update(parties(names))
        for name in names:
            written.setdefault((who, party_of(name)), Counter())[name] += 1
    columns = ("incident_id", "claimant", "status", *COUNTED)
    found: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
    for incident, who, status, *numbers in rows(counts, *columns):
        if status not in rules()["repeats"].get(who, []):
            for party in told.get((incident, who)) or {""}:
                found.setdefault(who, {}).setdefault(party, []).append(tuple(numbers))
    made: list[dict[str, Any]] = []
    for who, own in sorted(found.items()):
        for party in sorted(own, key=lambda one: (not one, -len(own[one]), one)) if len(own) > 1 else ():
            # As it is written most often; of two as often, the first by name.
            name = min(written[who, party].items(), key=lambda one: (-one[1], one[0]))[0] if party else None
            made += [_party_row(who, name, place, own[party]) for place in range(len(MEASURES))]
    return frame("parties", made)


def _party_row(who: str, party: str | None, place: int, numbers: list[tuple[Any, ...]]) -> dict[str, Any]:
    total, without = sum_of((row[2 * place], row[2 * place + 1]) for row in numbers)
    row: dict[str, Any] = {"claimant": who, "party": party, "measure": MEASURES[place]}
    return row | {"min": total.min, "max": total.max, "incidents": len(numbers), "without_figure": without}


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
