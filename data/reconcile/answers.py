"""Who is named in an incident, and so who has not answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from .cells import rows, rules
from .parties import answered_for, parties
from .result import Terms

NOT_AN_ANSWER = "not-yet-assessed"


def default_terms(answering: Iterable[str] = (), *, complete: bool = False) -> Terms:
    """Name the recorders that answer for a party: those known to, and further ones."""
    return Terms(tuple(dict.fromkeys((*answering, *rules()["official"]))), complete)


def headline_grades(recorder: str) -> tuple[str, ...] | None:
    """Gradings that a recorder itself counts in its headline totals; None where it is not known to grade so.

    Examples
    --------
    >>> headline_grades("cjtf-oir")
    ('credible',)
    """
    known = rules()["headline"].get(recorder)
    return None if known is None else tuple(known)


def parties_of(claims: pd.DataFrame, answering: Iterable[str]) -> dict[str, frozenset[str]]:
    """Map each answering recorder that has claims to the parties that it answers for.

    They are those that it is known to answer for, and those that it names in its own records; none where neither tells.
    """
    named = {name: set(answered_for(name)) for name in answering}
    there = set(claims["recorder"].unique())
    own = claims[claims["recorder"].isin(list(named)).to_numpy(dtype=bool)] if there & set(named) else claims.iloc[:0]
    for recorder, names in rows(own, "recorder", "belligerents"):
        named[recorder] |= parties(names)
    return {name: frozenset(held) for name, held in named.items() if name in there}


def reported_answers(claims: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Map each claim to the party's assessment that its recorder reports; "not yet assessed" is none."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    given = claims[claims["assessment"].notna()]
    for claim, recorder, word in rows(given, "claim_id", "recorder", "assessment"):
        found[claim].append((recorder, word))
    return found


def silent_answer(named: frozenset[str], answers_for: frozenset[str], reported: list[tuple[str, str]]) -> str:
    """Say what it means that an answering claimant has no record in an incident that names these parties.

    Examples
    --------
    >>> silent_answer(frozenset({"north"}), frozenset({"north"}), [])
    'none'
    >>> silent_answer(frozenset({"south"}), frozenset({"north"}), [])
    'not_addressed'
    """
    if not named:
        return "party_unknown"
    if not named & answers_for:
        return "not_addressed"
    return "reported_by_other" if any(word != NOT_AN_ANSWER for _, word in reported) else "none"
