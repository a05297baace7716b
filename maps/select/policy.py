"""What a policy means for one column, one status, one source and one date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data import fields

from ..project import Policy

ALL_STATUSES = ("*",)
# Columns in which the words of another column come back: they are withheld with it.
PLACE_WORDS = ("placements.reason", "placements.place_name", "placements.place_id")
COUNTED = ("claims.count_text", "tallies.min", "tallies.expected", "tallies.max")
SPEAKS_IN = {
    "claims.place_text": ("claims.place_raw", "incidents.place_text", *PLACE_WORDS),
    "claims.place_text_ar": ("claims.place_raw", "incidents.place_text_ar", *PLACE_WORDS),
    "claims.country": ("incidents.country", "placements.reason"),
    "claims.adm1_text": ("placements.reason", "placements.adm1_pcode"),
    "claims.stated_precision": ("placements.reason",),
    "claims.happened_from": ("claims.date_text", "incidents.happened_from"),
    "claims.happened_to": ("claims.date_text", "incidents.happened_to"),
    "claims.belligerents": ("incidents.belligerents",),
    "claims.status": ("claims.status_raw", "counts.status"),
    "claims.assessment": ("claims.assessment_raw",),
    **{
        f"claims.{measure}_{end}": (f"incidents.{measure}_{end}", f"counts.{measure}_{end}", *COUNTED)
        for measure in ("killed", "injured")
        for end in ("min", "max")
    },
}


def preview_policy(policy: Policy) -> Policy:
    """Return the policy of the private preview: every record, five decimals, private columns still left out."""
    return replace(policy, statuses=ALL_STATUSES, coordinate_decimals=5, embargo_days=0, undated="publish", withhold=())


def public_columns(table: str, policy: Policy) -> list[str]:
    """Columns of a table that may leave: declared public in fields.toml and not withheld by the policy."""
    withheld = {*policy.withhold, *(name for column in policy.withhold for name in SPEAKS_IN.get(column, ()))}
    return [item.name for item in fields(table) if item.see == "public" and f"{table}.{item.name}" not in withheld]


def status_keys(claims: pd.DataFrame) -> pd.Series:
    """Recorder and grade of each claim as one word, such as airwars/fair; without a grade, airwars/none."""
    return claims["recorder"].astype("str") + "/" + claims["status"].fillna("none").astype("str")


def status_allowed(claims: pd.DataFrame, policy: Policy) -> pd.Series:
    """Whether the policy names the grade of each claim."""
    if policy.statuses == ALL_STATUSES:
        return pd.Series(True, index=claims.index)
    return status_keys(claims).isin(policy.statuses)


def last_day(text: str | None) -> date | None:
    """
    Last day that an ISO date of any precision may mean.

    >>> last_day("2017-02")
    datetime.date(2017, 2, 28)
    """
    if not isinstance(text, str) or not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else monthrange(year, month)[1]
    return date(year, month, day)


def date_allowed(text: str | None, policy: Policy, *, as_of: date) -> bool:
    """Whether a strike of that date is old enough to be published; an unknown date is for the policy to decide."""
    day = last_day(text)
    if day is None:
        return policy.undated == "publish"
    return day <= as_of - timedelta(days=policy.embargo_days)
