"""The gate before anything is written: a doubt in the policy stops it, and says what to decide."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process

from data import GateRefused, UsageProblem, words

from ..project import Policy
from ..select import Selection, what_to_decide


def check_policy(policy: Policy, selection: Selection) -> None:
    """Stop, and say what to decide, where the policy leaves a doubt; raises GateRefused."""
    if undecided := list(_undecided(policy, selection)):
        raise GateRefused(" ".join(said for said, _ in undecided), hint=" ".join(decide for _, decide in undecided))
    _check_grades(policy)
    if not len(selection.claims):
        held = list(selection.held["rule"].value_counts().items())
        told = "; ".join(f"{number} held by {rule}" for rule, number in held)
        decide = [f"{rule}: {what_to_decide(str(rule))}" for rule, _ in held]
        raise GateRefused(
            f"Nothing is left to publish: {told or 'nothing was read'}.",
            hint=" ".join([*decide, "Each record stands in work/held.csv."]),
        )


def _undecided(policy: Policy, selection: Selection) -> Iterator[tuple[str, str]]:
    """All that only a person can decide and has not, each with where to write it."""
    if not policy.statuses:
        recorders = sorted({str(record).partition(":")[0] for record in selection.held["record_id"].dropna()})
        grades = ", ".join(f"'{name}/none'" for name in recorders[:5]) or "'airwars/confirmed'"
        yield (
            "The policy names no grades that may be published.",
            f"List them in publish.statuses, such as {grades}: 'none' stands for records without a grade.",
        )
    if not policy.attribution:
        yield "The policy names nobody to whom the data is owed.", "Write it in publish.attribution."
    if not policy.licence:
        yield "The policy names no licence for what is published.", "Write it in publish.licence."


def _check_grades(policy: Policy) -> None:
    """Stop at a grade that its recorder does not give: a misspelt one would hold its records back in silence."""
    for name in policy.statuses:
        recorder, _, grade = name.partition("/")
        known = _known_grades(recorder)
        if grade == "none" or not known or grade in known:
            continue
        nearest = process.extractOne(grade, known)
        raise GateRefused(
            f"publish.statuses names '{name}', and {recorder} gives no such grade.",
            hint=f"Did you mean '{recorder}/{nearest[0]}'?" if nearest else "",
        )


def _known_grades(recorder: str) -> list[str]:
    try:
        return words(f"status.{recorder}")
    except UsageProblem:
        return []
