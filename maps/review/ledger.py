"""The log of judgements as the desk sees it: read on as it grows, and added to only where it stands as it was read."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data import Judgement, LogMoved, Store

Row = dict[str, Any]
TRIES = 50


class Moved(Exception):  # noqa: N818
    """Somebody else has decided on the same records meanwhile; `rows` are their judgements."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__("decided meanwhile")
        self.rows = rows


class Ledger:
    """Judgements in force by the records that they name; `taken` are those of lists that the build took over."""

    def __init__(self, store: Store, taken: pd.DataFrame) -> None:
        self.store = store
        self.rows: dict[str, Row] = {}
        self.gone: dict[str, str] = {}
        self.own: list[str] = []
        self._by_subject: dict[str, list[str]] = defaultdict(list)
        self._add(taken.to_dict("records"), own=False)
        self._add(store.read_judgements().to_dict("records"), own=True)

    @property
    def last(self) -> str:
        """The judgement_id of the last line that was read; "" where there is none."""
        return self.own[-1] if self.own else ""

    def _add(self, found: Iterable[Mapping[Any, Any]], *, own: bool) -> set[str]:
        touched: set[str] = set()
        for row in found:
            name = str(row["judgement_id"])
            self.rows[name] = {str(key): value for key, value in row.items()}
            if isinstance(row["supersedes"], str):
                self.gone[row["supersedes"]] = name
            for subject in _named(row):
                self._by_subject[str(subject)].append(name)
                touched.add(str(subject))
            if own:
                self.own.append(name)
        return touched

    def refresh(self) -> set[str]:
        """Read what was added since, by whomever; returns the records that it names."""
        if self.store.last_judgement() == self.last:
            return set()
        return self._add(self.store.read_judgements(after=self.last).to_dict("records"), own=True)

    def in_force(self, subjects: Iterable[str], kinds: Iterable[str] = ()) -> list[Row]:
        """Judgements in force that name any of the records, in the order of the log."""
        wanted = tuple(kinds)
        names = dict.fromkeys(name for subject in subjects for name in self._by_subject.get(subject, ()))
        rows = [self.rows[name] for name in names if name not in self.gone]
        return [row for row in rows if not wanted or row["kind"] in wanted]

    def revision(self, subjects: Iterable[str], seen: Iterable[str]) -> str:
        """Name the state of a question: what is decided of its records, and what they say."""
        told = [*sorted(row["judgement_id"] for row in self.in_force(subjects)), "|", *seen]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    def append(self, make: Callable[[], Iterable[Judgement]]) -> tuple[list[str], set[str]]:
        """Add judgements that `make` makes of the log as it is then; it is asked again whenever the log has moved.

        Returns the ids and the records that were touched meanwhile. `make` raises Moved to stop.
        """
        touched: set[str] = set()
        for _ in range(TRIES):
            touched |= self.refresh()
            given = list(make())
            try:
                ids = self.store.append_judgements(given, after=self.last)
            except LogMoved:
                continue
            # Nobody stands between what was read and what was added, so it need not be read again.
            rows = [_row(name, one) for name, one in zip(ids, given, strict=True)]
            return ids, touched | self._add(rows, own=True)
        raise LogMoved("Others add to the log without a pause.", hint="Try again in a moment.")


def _row(judgement_id: str, made: Judgement) -> Row:
    """A judgement as its row of the log reads."""
    decision = None if made.decision is None else json.dumps(made.decision, ensure_ascii=False)
    own = {"judgement_id": judgement_id, "subjects": list(made.subjects), "seen": list(made.seen), "decision": decision}
    return {name: getattr(made, name) for name in ("kind", "alias", "made_at", "why", "supersedes")} | own


def _named(row: Mapping[Any, Any]) -> list[str]:
    """Records that a judgement is about; a repair is about a row as well, which is no record until it can be read."""
    names = [str(subject) for subject in row["subjects"]]
    if row["kind"] == "repair" and isinstance(row["decision"], str):
        told = json.loads(row["decision"])
        names.append(f"{told.get('file')}:{told.get('row_print')}")
    return names


def undone(rows: Mapping[str, Row], judgement_id: str, *, alias: str, made_at: str, why: str) -> Judgement:
    """Make the judgement that takes one back: it brings the one before into force again, or leaves the record open.

    Nothing is erased. A judgement that stands in the place of nothing is superseded by an `unsure` about its first
    record alone, which joins and parts nothing.
    """
    row = rows[judgement_id]
    earlier = rows.get(str(row["supersedes"])) if isinstance(row["supersedes"], str) else None
    if earlier is None or is_open(earlier):
        return Judgement("unsure", (str(row["subjects"][0]),), alias, made_at, why=why, supersedes=judgement_id)
    return replace(as_judgement(earlier), alias=alias, made_at=made_at, supersedes=judgement_id)


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a judgement only leaves a single record open, as taking back does."""
    return row["kind"] == "unsure" and len(row["subjects"]) == 1


def as_judgement(row: Mapping[str, Any]) -> Judgement:
    """A row of the log as the judgement that it was."""
    return Judgement(
        kind=str(row["kind"]),
        subjects=tuple(map(str, row["subjects"])),
        alias=str(row["alias"]),
        made_at=str(row["made_at"]),
        why=row["why"] if isinstance(row["why"], str) else "",
        seen=tuple(map(str, row["seen"])),
        decision=json.loads(row["decision"]) if isinstance(row["decision"], str) else None,
        supersedes=row["supersedes"] if isinstance(row["supersedes"], str) else None,
    )
