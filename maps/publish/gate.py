"""The gate before anything is written: a doubt in the policy stops it, and says what to decide."""

from __future__ import annotations

from rapidfuzz import process

from data import GateRefused, UsageProblem, words

from ..project import Policy
from ..select import Selection


def check_policy(policy: Policy, selection: Selection) -> None:
    """Stop, and say what to decide, where the policy leaves a doubt; raises GateRefused."""
    if not policy.statuses:
        raise GateRefused(
            "The policy names no grades that may be published.",
            hint="List them in publish.statuses, such as 'airwars/confirmed'.",
        )
    if not policy.attribution:
        raise GateRefused("The policy names nobody to whom the data is owed.", hint="Write it in publish.attribution.")
    if not policy.licence:
        raise GateRefused("The policy names no licence for what is published.", hint="Write it in publish.licence.")
    _check_grades(policy)
    if not len(selection.claims):
        held = selection.held["rule"].value_counts().to_dict()
        raise GateRefused(
            f"Nothing is left to publish; held: {held or 'nothing was read'}.",
            hint="See work/held.csv for each record.",
        )


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
