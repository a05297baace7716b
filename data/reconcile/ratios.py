"""Ratios with both parts: n of m, never a bare per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from ..schema import frame
from .cells import footnotes, rules
from .stated import figure_rows

LARGEST_WHOLE = 10_000
ANSWERED = ("own_record", "linked", "reported_by_other")


def make_ratios(
    items: pd.DataFrame, ledger: pd.DataFrame, *, stated: tuple[pd.DataFrame, pd.DataFrame], answering: list[str]
) -> pd.DataFrame:
    """Make the ratios of the records by grading, of the answers, and of the stated totals (figures and sources)."""
    figures, sources = stated
    made = [*_graded(items), *_answered(ledger, answering), *_below(ledger, answering)]
    return frame("ratios", [*made, *_stated(figures, footnotes(sources))])


def _ratio(key: str, claimant: str, n_of_m: tuple[int, int], of_what: str, **more: object) -> dict[str, Any]:
    return {"key": key, "claimant": claimant, "part": n_of_m[0], "whole": n_of_m[1], "of_what": of_what, **more}


def _graded(items: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Records of each grading, of the records of their recorder."""
    for recorder, own in items.groupby("recorder", sort=True):
        records = own.drop_duplicates("record_id")
        whole, without = len(records), int(records["status"].isna().sum())
        for status, number in records["status"].dropna().value_counts().sort_index().items():
            blank = f" (without a grading: {without})" if without else ""
            said = f"records here, graded {status}{blank}"
            yield _ratio(f"graded_{status}", str(recorder), (int(number), whole), said, unknown=without)


def _answered(ledger: pd.DataFrame, answering: list[str]) -> Iterator[dict[str, Any]]:
    """Incidents in which a claimant is named and has answered, in its own record or as others report."""
    for claimant in answering:
        own = ledger[ledger["claimant"] == claimant]
        with_others = own[own["incident_id"].isin(_with_others(ledger, claimant))]
        named = with_others[~with_others["answer"].isin(["not_addressed", "party_unknown"])]
        unknown = int((with_others["answer"] == "party_unknown").sum())
        for key, answers, said in (
            ("answered", ANSWERED, "incidents of others that name its side, with an answer here or reported"),
            ("answered_here", ANSWERED[:2], "incidents of others that name its side, with a record of its own here"),
            ("no_answer", ("none",), "incidents of others that name its side, with no answer here"),
        ):
            part = int(named["answer"].isin(answers).sum())
            more = f" (further ones that name nobody: {unknown})" if unknown else ""
            yield _ratio(key, claimant, (part, len(named)), said + more, unknown=unknown)
        alone = own[(own["answer"] == "own_record") & ~own["incident_id"].isin(_with_others(ledger, claimant))]
        whole = int((own["answer"] == "own_record").sum())
        yield _ratio("alone", claimant, (len(alone), whole), "incidents with a record of its own and of nobody else")


def _with_others(ledger: pd.DataFrame, claimant: str) -> set[str]:
    spoken = ledger[(ledger["claimant"] != claimant) & (ledger["n_claims"] > 0)]
    return set(spoken["incident_id"])


def _below(ledger: pd.DataFrame, answering: list[str]) -> Iterator[dict[str, Any]]:
    """Incidents for which an answering claimant's range lies below another's minimum, of those where both speak."""
    for claimant in answering:
        spoken = ledger["answer"].isin(["own_record"])
        own = ledger[(ledger["claimant"] == claimant) & spoken]
        others = ledger[~ledger["claimant"].isin(answering) & spoken]
        shared = own[own["incident_id"].isin(set(others["incident_id"]))]
        numbered = set(others.loc[others["killed_min"].notna(), "incident_id"])
        both = shared[shared["killed_max"].notna() & shared["incident_id"].isin(numbered)]
        part = int((both["lies_below"].str.len() > 0).sum())
        said = "incidents for which both state a number, where its range lies below the other's minimum"
        unknown = len(shared) - len(both)
        more = f" (further ones in which one of them states none: {unknown})" if unknown else ""
        yield _ratio("lies_below", claimant, (part, len(both)), said + more, unknown=unknown)


def _stated(figures: pd.DataFrame, notes: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Ratios of two stated totals of one claimant, scope and date; and shares, as whole numbers."""
    held = figure_rows(figures)
    for rule in rules()["ratios"]:
        wholes = {_date_and_scope(row): row for row in held if _fits(row, rule, "whole")}
        for part in (row for row in held if _fits(row, rule, "part")):
            whole = wholes.get(_date_and_scope(part))
            if whole is None or not _exact(part) or not _exact(whole):
                continue
            feet = list(dict.fromkeys(notes.get(row["source_id"], "") for row in (part, whole)))
            numbers = (int(part["value_min"]), int(whole["value_min"]))
            date = part["as_of"] or part["published_on"]
            yield _ratio(rule["key"], part["claimant"], numbers, rule["of_what"], as_of=date, footnotes=feet)
    for row in held:
        if row["unit"] == "share" and _exact(row):
            share = Fraction(row["value_min"]).limit_denominator(LARGEST_WHOLE)
            numbers = (share.numerator, share.denominator)
            said = f"{row['measure']}: {row['scope']} (stated as a share, not as two counts)"
            date, feet = row["as_of"] or row["published_on"], [notes.get(row["source_id"], "")]
            yield _ratio("stated_share", row["claimant"], numbers, said, as_of=date, footnotes=feet)


def _date_and_scope(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("claimant", "as_of", "published_on", "period", "scope"))


def _fits(row: dict[str, Any], rule: dict[str, str], side: str) -> bool:
    return row["unit"] == rule["unit"] and bool(re.search(rule[side], row["measure"], re.IGNORECASE))


def _exact(row: dict[str, Any]) -> bool:
    return row["value_min"] is not None and row["value_min"] == row["value_max"]
