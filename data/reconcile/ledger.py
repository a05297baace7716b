"""One row for each incident and claimant: what it says, or that it has not answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

import pandas as pd

from ..fold import Folded
from ..schema import conform
from .answers import parties_of, reported_answers, silent_answer
from .cells import rows, values
from .parties import parties
from .result import Terms

SAID = ("status", "killed_min", "killed_max", "injured_min", "injured_max", "n_claims", "warnings")
TOLD = ("claimant", "answer", "record_ids", "source_ids", "shared_with", "reported", "lies_below", "judged_by")
ABOUT = ("incident_id", "happened_from", "happened_to", "country", "place_text")


@dataclass(frozen=True, slots=True)
class _Sides:
    """Incidents in their order, as plain values; a claimant speaks in one by its row of the counts."""

    ids: list[str]
    parties: list[frozenset[str]]
    # By incident: the row of counts of each claimant; and what others report of a party's assessment.
    own: list[dict[str, int]]
    reported: dict[int, list[tuple[str, str]]]
    # By incident and claimant: its records and its sources.
    held: dict[tuple[int, str], tuple[list[str], list[str]]]
    low: list[int | None]
    high: list[int | None]


_cells = attrgetter("said", *TOLD)


@dataclass(slots=True)
class _Row:
    """What a claimant says in an incident, or why it says nothing; `said` is its row of the counts, or -1."""

    claimant: str
    answer: str
    said: int = -1
    record_ids: list[str] = field(default_factory=list)
    source_ids: list[str] = field(default_factory=list)
    shared_with: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    lies_below: list[str] = field(default_factory=list)
    judged_by: list[str] = field(default_factory=list)


def make_ledger(claims: pd.DataFrame, folded: Folded, judgements: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Set side by side what each claimant says of each incident, with those who are named and do not answer."""
    sides, home = _sides(claims, folded)
    judged, linked = _judged(judgements, home)
    answers_for = parties_of(claims, terms.answering)
    made: list[tuple[Any, ...]] = []
    for at, own in enumerate(sides.own):
        spoken = {who: _own_row(sides, at, who) for who in own}
        for other, who in linked.get(at, ()):
            if who not in spoken and who in sides.own[other]:
                shared = [sides.ids[place] for place in _shared(linked, other, who)]
                spoken[who] = replace(_own_row(sides, other, who), answer="linked", shared_with=sorted(shared))
        for who, own_parties in answers_for.items():
            # For whom it would have to answer is not known of a claimant that names no party: its silence says nothing.
            if own_parties and who not in spoken:
                spoken[who] = _Row(who, silent_answer(sides.parties[at], own_parties, _of_others(sides, at, who)))
        if answers_for:
            _set_beside(sides, spoken, answers_for)
        for who in sorted(spoken):
            row = spoken[who]
            if who in answers_for:
                row.reported = _reported(sides, at, who, answers_for)
            if at in judged:
                row.judged_by = judged[at]
            made.append((at, *_cells(row)))
    return _ledger(made, folded)


def _ledger(made: list[tuple[Any, ...]], folded: Folded) -> pd.DataFrame:
    """Put beside what was made what stands in the incidents and in the counts."""
    places, rows_said, *columns = zip(*made, strict=True) if made else [()] * (2 + len(TOLD))
    about = folded.incidents[list(ABOUT)].iloc[list(places)].reset_index(drop=True)
    counts = folded.counts[list(SAID)].reset_index(drop=True)
    said = counts.reindex(list(rows_said)).reset_index(drop=True)
    said["n_claims"] = said["n_claims"].fillna(0)
    told = {name: pd.Series(list(column), dtype=object) for name, column in zip(TOLD, columns, strict=True)}
    return conform(pd.concat([about, said, pd.DataFrame(told)], axis=1), "ledger")


def _sides(claims: pd.DataFrame, folded: Folded) -> tuple[_Sides, dict[str, tuple[int, str]]]:
    """Incidents with what their claims hold, and the incident and recorder of every record in force."""
    known = {row[0]: row[1:] for row in rows(claims, "claim_id", "record_id", "recorder", "source_id")}
    told = reported_answers(claims)
    ids = values(folded.incidents["incident_id"])
    place = {name: at for at, name in enumerate(ids)}
    own: list[dict[str, int]] = [{} for _ in ids]
    for row, (name, who) in enumerate(rows(folded.counts, "incident_id", "claimant")):
        own[place[name]][who] = row
    held: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    home: dict[str, tuple[int, str]] = {}
    reported: dict[int, list[tuple[str, str]]] = {}
    for at, claim_ids in enumerate(folded.incidents["claim_ids"].tolist()):
        for claim in claim_ids:
            record, recorder, source = known[claim]
            home[record] = key = (at, recorder)
            records, sources = held.setdefault(key, ([], []))
            records.append(record)
            sources += [source] if source else []
            if claim in told:
                reported.setdefault(at, []).extend(told[claim])
    named = [parties(names) for names in values(folded.incidents["belligerents"])]
    low, high = (values(folded.counts[name]) for name in ("killed_min", "killed_max"))
    return _Sides(ids, named, own, reported, held, low, high), home


def _judged(
    judgements: pd.DataFrame, home: dict[str, tuple[int, str]]
) -> tuple[dict[int, list[str]], dict[int, list[tuple[int, str]]]]:
    """Who judged each incident's records to belong together, and which record answers for several incidents.

    A `link` judgement says that its first subject speaks of the others too, without being the same strike.
    """
    judged: dict[int, list[str]] = defaultdict(list)
    linked: dict[int, list[tuple[int, str]]] = defaultdict(list)
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


def _own_row(sides: _Sides, at: int, who: str) -> _Row:
    records, sources = sides.held[at, who]
    if len(records) > 1:
        records, sources = list(dict.fromkeys(records)), list(dict.fromkeys(sources))
    return _Row(who, "own_record", sides.own[at][who], records, sources)


def _shared(linked: dict[int, list[tuple[int, str]]], home: int, who: str) -> set[int]:
    return {home, *(incident for incident, firsts in linked.items() if (home, who) in firsts)}


def _of_others(sides: _Sides, at: int, who: str) -> list[tuple[str, str]]:
    return [(recorder, word) for recorder, word in sides.reported.get(at, ()) if recorder != who]


def _reported(sides: _Sides, at: int, who: str, answers_for: dict[str, frozenset[str]]) -> list[str]:
    """What others report of an answering claimant's assessment, where it is named."""
    if not sides.parties[at] & answers_for[who]:
        return []
    return sorted({f"{recorder}: {word}" for recorder, word in _of_others(sides, at, who)})


def _set_beside(sides: _Sides, spoken: dict[str, _Row], answers_for: dict[str, frozenset[str]]) -> None:
    """Note where the range of an answering claimant lies below the minimum of another; unknown is never below."""
    for who in answers_for:
        row = spoken.get(who)
        high = sides.high[row.said] if row and row.said >= 0 and row.answer != "linked" else None
        if row is None or high is None:
            continue
        lows = {other: sides.low[said.said] for other, said in spoken.items() if other not in answers_for}
        row.lies_below = sorted(other for other, low in lows.items() if low is not None and high < low)
