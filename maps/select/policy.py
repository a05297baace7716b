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
OF_PLACE = ("placements.alternatives", "placements.shape")
PLACE_WORDS = ("claims.place_raw", "placements.reason", "placements.place_name", "placements.place_id", *OF_PLACE)
SPEAKS_IN = {
    "claims.place_text": PLACE_WORDS,
    "claims.place_text_ar": PLACE_WORDS,
    "claims.country": ("claims.place_raw", "placements.reason", "placements.alternatives"),
    "claims.adm1_text": ("claims.place_raw", "placements.reason", "placements.adm1_pcode", "placements.alternatives"),
    "claims.stated_precision": ("placements.reason",),
    "claims.happened_from": ("claims.date_text", "claims.happened_to"),
    "claims.happened_to": ("claims.date_text",),
    "claims.status": ("claims.status_raw",),
    "claims.assessment": ("claims.assessment_raw",),
    "claims.strike_kind": ("claims.strike_kind_raw",),
    "placements.place_name": ("placements.reason", "placements.place_id", *OF_PLACE),
    **{
        f"claims.{measure}_{end}": ("claims.count_text",) for measure in ("killed", "injured") for end in ("min", "max")
    },
}


def preview_policy(policy: Policy) -> Policy:
    """Return the policy of the private preview: every record, five decimals, private columns still left out."""
    return replace(policy, statuses=ALL_STATUSES, coordinate_decimals=5, embargo_days=0, undated="publish", withhold=())


def is_private(policy: Policy) -> bool:
    """Whether this is the policy of a private page: nothing is held for its grade, date, source or licence."""
    return policy.statuses == ALL_STATUSES


def public_columns(table: str) -> list[str]:
    """Columns of a table that may leave: those that fields.toml declares public."""
    return [item.name for item in fields(table) if item.see == "public"]


def withheld_columns(table: str, policy: Policy) -> list[str]:
    """Columns of a table that the policy withholds, those in which their words would come back included."""
    named = {*policy.withhold, *(name for column in policy.withhold for name in SPEAKS_IN.get(column, ()))}
    return [item.name for item in fields(table) if f"{table}.{item.name}" in named]


def withheld(frame: pd.DataFrame, table: str, policy: Policy) -> pd.DataFrame:
    """Return the table with its withheld columns emptied; they stay, so that everything made from them says unknown."""
    blank = frame.copy()
    kinds = {item.name: item.type for item in fields(table)}
    for name in withheld_columns(table, policy):
        if name in blank.columns:
            empty: list[list[str]] | None = [[] for _ in range(len(blank))] if kinds[name] == "list" else None
            kind = object if kinds[name] == "list" else blank[name].dtype
            blank[name] = pd.Series(empty, index=blank.index, dtype=kind)
    return blank


def status_keys(claims: pd.DataFrame) -> pd.Series:
    """Recorder and grade of each claim as one word, such as airwars/fair; without a grade, airwars/none."""
    return claims["recorder"].astype("str") + "/" + claims["status"].fillna("none").astype("str")


def status_allowed(claims: pd.DataFrame, policy: Policy) -> pd.Series:
    """Whether the policy names the grade of each claim."""
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
