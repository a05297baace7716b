"""One row for each incident and claimant: what it says, or that it has not answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..fold import Folded
from ..schema import frame
from .answers import parties_of, reported_answers, silent_answer
from .cells import rows
from .result import Terms

NUMBERS = ("killed_min", "killed_max", "injured_min", "injured_max")
ABOUT = ("incident_id", "happened_from", "happened_to", "country", "place_text")


@dataclass(slots=True)
class _Held:
    """What the claims of one claimant in one incident are."""

    records: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def make_ledger(claims: pd.DataFrame, folded: Folded, judgements: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Set side by side what each claimant says of each incident, with those who are named and do not answer."""
    incidents, home = _incidents(claims, folded)
    judged, linked = _judged(judgements, home)
    own: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows(folded.counts, "incident_id", "claimant", "status", *NUMBERS, "n_claims", "warnings"):
        own[row[0]][row[1]] = dict(zip(("status", *NUMBERS, "n_claims", "warnings"), row[2:], strict=True))
    answers_for = parties_of(claims, terms.answering)
    made: list[dict[str, Any]] = []
    for name, about in incidents.items():
        spoken = {who: _own_row(about, who, said) for who, said in own[name].items()}
        for other, who in linked.get(name, ()):
            if who not in spoken and who in own[other]:
                spoken[who] = _linked_row(incidents[other], who, own[other][who], _shared(linked, other, who))
        for who, parties in answers_for.items():
            if who not in spoken:
                answer = silent_answer(about["parties"], parties, _of_others(about, who))
                spoken[who] = {"answer": answer, "n_claims": 0}
        _set_beside(spoken, answers_for)
        base = {column: about[column] for column in ABOUT}
        made += [
            base | {"claimant": who, "reported": _reported(about, who, answers_for), "judged_by": judged.get(name, [])}
            | spoken[who]
            for who in sorted(spoken)
        ]  # fmt: skip
    return frame("ledger", made)


def _incidents(claims: pd.DataFrame, folded: Folded) -> tuple[dict[str, dict[str, Any]], dict[str, tuple[str, str]]]:
    """Incidents by id with what their claims hold, and the incident and recorder of every record in force."""
    known = {row[0]: row[1:] for row in rows(claims, "claim_id", "record_id", "recorder", "source_id")}
    reported = reported_answers(claims)
    incidents: dict[str, dict[str, Any]] = {}
    home: dict[str, tuple[str, str]] = {}
    for *told, parties, ids in rows(folded.incidents, *ABOUT, "belligerents", "claim_ids"):
        held: dict[str, _Held] = defaultdict(_Held)
        for claim in ids:
            record, recorder, source = known[claim]
            home[record] = (told[0], recorder)
            held[recorder].records.append(record)
            held[recorder].sources += [source] if source else []
        about = dict(zip(ABOUT, told, strict=True))
        words = [pair for claim in ids for pair in reported.get(claim, ())]
        incidents[told[0]] = about | {"parties": parties, "held": held, "reported": words}
    return incidents, home


def _judged(
    judgements: pd.DataFrame, home: dict[str, tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """Who judged each incident's records to belong together, and which record answers for several incidents.

    A `link` judgement says that its first subject speaks of the others too, without being the same strike.
    """
    judged: dict[str, list[str]] = defaultdict(list)
    linked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, subjects, alias in rows(judgements, "kind", "subjects", "alias"):
        there = [home[subject] for subject in subjects if subject in home]
        if kind not in ("same", "link") or len(there) < 2:
            continue
        for incident in dict.fromkeys(incident for incident, _ in there):
            judged[incident] += [] if alias in judged[incident] else [alias]
        first = home.get(subjects[0])
        if kind == "link" and first:
            for incident in dict.fromkeys(incident for incident, _ in there):
                if incident != first[0] and first not in linked[incident]:
                    linked[incident].append(first)
    return judged, linked


def _own_row(about: dict[str, Any], who: str, said: dict[str, Any]) -> dict[str, Any]:
    held = about["held"][who]
    records, sources = list(dict.fromkeys(held.records)), list(dict.fromkeys(held.sources))
    return said | {"answer": "own_record", "record_ids": records, "source_ids": sources}


def _linked_row(about: dict[str, Any], who: str, said: dict[str, Any], shared: list[str]) -> dict[str, Any]:
    return _own_row(about, who, said) | {"answer": "linked", "shared_with": shared}


def _shared(linked: dict[str, list[tuple[str, str]]], home: str, who: str) -> list[str]:
    return sorted({home, *(incident for incident, firsts in linked.items() if (home, who) in firsts)})


def _of_others(about: dict[str, Any], who: str) -> list[tuple[str, str]]:
    return [(recorder, word) for recorder, word in about["reported"] if recorder != who]


def _reported(about: dict[str, Any], who: str, answers_for: dict[str, frozenset[str]]) -> list[str]:
    """What others report of an answering claimant's assessment, where it is named."""
    named = {party.casefold() for party in about["parties"]}
    if who not in answers_for or not named & answers_for[who]:
        return []
    return sorted({f"{recorder}: {word}" for recorder, word in _of_others(about, who)})


def _set_beside(spoken: dict[str, dict[str, Any]], answers_for: dict[str, frozenset[str]]) -> None:
    """Note where the range of an answering claimant lies below the minimum of another; unknown is never below."""
    for who in answers_for:
        high = spoken.get(who, {}).get("killed_max")
        if high is None or spoken[who]["answer"] == "linked":
            continue
        lows = {other: said.get("killed_min") for other, said in spoken.items() if other not in answers_for}
        spoken[who]["lies_below"] = sorted(other for other, low in lows.items() if low is not None and high < low)
