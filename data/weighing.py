"""Whether a judgement still holds: made on what a record said then, it is weighed against what the record says now.

A judgement that is stale, since a record says something else in what the judgement rests on, goes on doing one thing
only: holding back. It joins nothing, places nothing, grades nothing and releases nothing until somebody confirms it;
what it keeps apart, off the map or out of the publication stays so. Either way it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from .contents import change_kinds, columns_of, differing
from .schema import frame
from .store import to_arrow

# On these a stale judgement holds back, and goes on: without it more would be joined, shown or published than with it.
HOLDS_BACK = ("not_same", "unsure", "unplaceable", "withdraw")
# A name of a place is taught, whatever a record says; a repair is tied to the row as it stands in its file.
NEVER_STALE = ("alias", "repair")
OF_THE_STRIKE = ("belligerents", "strike_kind", "munition", "target_kind")
_Row = tuple[str, str, list[str], list[str]]
NOT_ON_FILE = "the reading that was judged is not on file, so what changed cannot be told"


@dataclass(frozen=True, slots=True)
class FoldNote:
    """Something about a judgement that its maker should know.

    `code` is stale (a record's content changed since), dangling (a record is not there) or
    blocked (another judgement stands against it); `columns` what changed; `applied` whether the judgement is.
    """

    code: str
    judgement_id: str
    subject: str
    text: str
    columns: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Weighed:
    """The judgements by which claims are folded and placed, and notes on those that need somebody to look."""

    applied: pd.DataFrame
    notes: tuple[FoldNote, ...] = ()


@cache
def rests_on(kind: str) -> tuple[str, ...]:
    """Name the columns that a judgement of this kind rests on: if they say the same as then, it still holds.

    Examples
    --------
    >>> "killed_min" in rests_on("same"), "killed_min" in rests_on("place")
    (True, False)
    """
    place = columns_of("moved", "renamed")
    strike = (*columns_of("redated", "recounted"), *place, *OF_THE_STRIKE)
    known = {
        "same": strike,
        "not_same": strike,
        "unsure": strike,
        "link": strike,
        "place": place,
        "unplaceable": place,
        "status": columns_of("regraded", "recounted"),
        "alias": (),
    }
    return known.get(kind, tuple(change_kinds()))


def in_force(judgements: pd.DataFrame) -> pd.DataFrame:
    """Leave out the judgements that a later one takes the place of."""
    replaced = set(judgements["supersedes"].dropna())
    return judgements[~judgements["judgement_id"].isin(replaced)].reset_index(drop=True)


def corrected(claims: pd.DataFrame) -> dict[str, str]:
    """Map records to the record of the same recorder that corrects them; a duplicate corrects nothing."""
    correcting = claims[(claims["supersedes"].str.len() > 0) & (claims["status"].fillna("") != "duplicate")]
    recorders = dict(zip(claims["record_id"], claims["recorder"], strict=True)) if len(correcting) else {}
    rows = zip(correcting["record_id"], correcting["recorder"], correcting["supersedes"], strict=True)
    pairs = [(old, new, recorder) for new, recorder, olds in rows for old in olds]
    return {old: new for old, new, recorder in pairs if old != new and recorders.get(old) == recorder}


def as_weighed(claims: pd.DataFrame, judgements: pd.DataFrame | Weighed | None) -> Weighed:
    """Weigh judgements that were not weighed yet."""
    if isinstance(judgements, Weighed):
        return judgements
    return weigh(claims, frame("judgements") if judgements is None else judgements)


def weigh(claims: pd.DataFrame, judgements: pd.DataFrame, earlier: pd.DataFrame | None = None) -> Weighed:
    """Tell the judgements in force that are applied from those that must be looked at again first.

    Parameters
    ----------
    claims
        All claims, those that were superseded as well.
    judgements
        All judgements; superseded ones are left out of what is applied.
    earlier
        Readings from before, as `Store.find_claims` gives them. Where the reading that somebody judged is among them
        or among the claims, only a change in what the judgement rests on makes it stale; otherwise any change does.

    Returns
    -------
    Weighed
        A stale judgement is in `applied` only if it holds something back; `notes` list every stale one, and every
        record that is named and not there.
    """
    decided = in_force(judgements)
    if decided.empty:
        return Weighed(decided)
    columns = [decided[name].tolist() for name in ("judgement_id", "kind", "subjects", "seen")]
    rows = [row for row in zip(*columns, strict=True) if row[1] not in NEVER_STALE]
    said = _Said(claims)
    said.load((claims, earlier), rows)
    notes: list[FoldNote] = []
    held = []
    for judgement_id, kind, subjects, seen in rows:
        found = _notes(said, kind, subjects, seen)
        stale = any(note.code == "stale" for note in found)
        if stale and kind not in HOLDS_BACK:
            held.append(judgement_id)
        notes += [replace(note, judgement_id=judgement_id, applied=judgement_id not in held) for note in found]
    applied = decided[~decided["judgement_id"].isin(held)].reset_index(drop=True)
    return Weighed(applied, tuple(notes))


class _Said:
    """What each record says now, and what each reading said that somebody judged."""

    def __init__(self, claims: pd.DataFrame) -> None:
        self.heirs = corrected(claims)
        there = claims[claims["superseded_by"].isna()]
        self.now: dict[str, list[str]] = {}
        for record, claim in zip(there["record_id"].tolist(), there["claim_id"].tolist(), strict=True):
            self.now.setdefault(record, []).append(claim)
        self.records = set(claims["record_id"].tolist())
        self.rows: dict[str, Mapping[str, Any]] = {}

    def load(self, tables: Iterable[pd.DataFrame | None], judged: Iterable[_Row]) -> None:
        """Take up what is said by the readings that must be compared: those judged, and those in force now."""
        wanted: set[str] = set()
        for _, _, subjects, seen in judged:
            standing = {claim for subject in subjects for claim in self.standing(subject)}
            if not standing <= set(seen):
                wanted |= standing | set(seen)
        for table in tables:
            if table is not None and wanted:
                chosen = table[table["claim_id"].isin(wanted)]
                self.rows |= {row["claim_id"]: row for row in to_arrow(chosen, "claims").to_pylist()}

    def standing(self, record: str) -> list[str]:
        """Readings in force of a record, or of the record with which its recorder corrected it."""
        passed = {record}
        while (heir := self.heirs.get(record)) and heir not in passed:
            passed.add(heir)
            record = heir
        return self.now.get(record, [])


def _notes(said: _Said, kind: str, subjects: Iterable[str], seen: Iterable[str]) -> list[FoldNote]:
    by_record: dict[str, set[str]] = {}
    for claim in seen:
        by_record.setdefault(claim.rpartition("@")[0], set()).add(claim)
    known = {claim for claims in by_record.values() for claim in claims}
    notes = []
    for subject in subjects:
        if subject not in said.records:
            notes.append(FoldNote("dangling", "", subject, f"{subject} is not among the claims."))
        elif subject in by_record and not known.issuperset(said.standing(subject)):
            columns = _changed(said, kind, subject, by_record[subject])
            if columns is None:
                text = f"{subject} says something else than when it was judged: {NOT_ON_FILE}."
                notes.append(FoldNote("stale", "", subject, text))
            elif columns:
                text = f"{subject} says something else than when it was judged: {', '.join(columns)}."
                notes.append(FoldNote("stale", "", subject, text, columns))
    return notes


def _changed(said: _Said, kind: str, subject: str, seen: set[str]) -> tuple[str, ...] | None:
    """Columns in which a reading in force differs from every one that was seen; None where none of those is on file."""
    judged = [said.rows[claim] for claim in sorted(seen) if claim in said.rows]
    found: dict[str, None] = {}
    for claim in said.standing(subject):
        if claim in seen:
            continue
        if not judged:
            return None
        now = said.rows[claim]
        differ = [tuple(name for name in differing(was, now) if name in rests_on(kind)) for was in judged]
        nearest: tuple[str, ...] = min(differ, key=len)
        found |= dict.fromkeys(nearest)
    return tuple(found)
