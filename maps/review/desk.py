"""The desk: everything that waits for a person in one project, what is decided, and what comes next."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from data import Judgement, UsageProblem
from geo import Gazetteer

from ..decisions import Standing
from ..project import Project
from .items import PAIR_KINDS, PLACE_KINDS, QUEUES, Held, Item
from .ledger import Ledger, Moved, Row, undone

ANSWERS = {"place": PLACE_KINDS, "pair": PAIR_KINDS, "row": ("repair",), "hold": ("release_hold", "withdraw")}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the queues is asked for; empty fields leave everything in."""

    queue: str = ""
    reason: str = ""
    recorder: str = ""
    country: str = ""
    words: str = ""
    state: str = "open"

    def lets(self, item: Item) -> bool:
        """Whether an item is asked for, decided or not."""
        return (
            (not self.queue or item.queue == self.queue)
            and (not self.reason or self.reason in item.reasons)
            and (not self.recorder or self.recorder in item.recorders)
            and (not self.country or item.country == self.country)
            and (not self.words or self.words.casefold() in f"{item.title} {' '.join(item.subjects)}".casefold())
        )


class Desk:
    """The queues of a project over the run in force, sorted by what changes the map most; safe to share by threads."""

    def __init__(
        self, project: Project, held: Standing, items: Iterable[Item], *, rows: Held, gazetteer: Gazetteer
    ) -> None:
        self.project, self.gazetteer, self.run = project, gazetteer, held.run
        self.table, self.judgements = held.claims, held.judgements
        self.claims, self.placements, self.sources = rows.claims, rows.placements, rows.sources
        self.now = {
            str(row["record_id"]): row for row in self.claims.values() if not isinstance(row["superseded_by"], str)
        }
        own = set(held.store.read_judgements()["judgement_id"])
        self.ledger = Ledger(held.store, held.judgements[~held.judgements["judgement_id"].isin(own)])
        self.items: list[Item] = sorted(items, key=lambda item: (-item.effect, item.key))
        self.by_key: dict[str, Item] = {item.key: item for item in self.items}
        self.whole = Counter(item.queue for item in self.items)
        self.place_of = {item.key: at for at, item in enumerate(self.items)}
        self.lock = threading.RLock()
        self._naming: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            for subject in item.subjects:
                self._naming[subject].append(item)
        self.done: set[str] = {item.key for item in self.items if self._decided(item)}

    def _decided(self, item: Item) -> bool:
        if item.queue == "stale":
            return item.detail["judgement"] in self.ledger.gone
        rows = self.ledger.in_force(item.subjects[:1], ANSWERS[item.queue])
        if item.queue != "pair":
            return bool(rows)
        return any(set(item.subjects) <= set(row["subjects"]) for row in rows)

    def _recount(self, touched: Iterable[str]) -> None:
        for subject in touched:
            for item in self._naming.get(subject, ()):
                (self.done.add if self._decided(item) else self.done.discard)(item.key)

    def refresh(self) -> None:
        """Take up what others have decided since."""
        with self.lock:
            self._recount(self.ledger.refresh())

    def item(self, key: str) -> Item:
        """An item by its key; raises UsageProblem."""
        if key not in self.by_key:
            raise UsageProblem(
                "There is no such card in this review.", hint="It may be from an earlier build: go to the queues."
            )
        return self.by_key[key]

    def listed(self, asked: Filter) -> Iterator[Item]:
        """Items that a filter lets through, those with most effect first."""
        wanted = {"open": False, "done": True}.get(asked.state)
        for item in self.items:
            if (wanted is None or (item.key in self.done) is wanted) and asked.lets(item):
                yield item

    def next(self, asked: Filter, after: str = "") -> Item | None:
        """The next open item behind one, or from the beginning; None when nothing is open."""
        start = self.place_of.get(after, -1) + 1
        for at in (*range(start, len(self.items)), *range(start)):
            item: Item = self.items[at]
            if item.key not in self.done and item.key != after and asked.lets(item):
                return item
        last: Item | None = self.by_key.get(after)
        return last if last is not None and last.key not in self.done and asked.lets(last) else None

    def progress(self) -> dict[str, tuple[int, int]]:
        """How many items of each queue are decided, and how many there are."""
        done = Counter(self.by_key[key].queue for key in self.done)
        return {name: (done[name], self.whole[name]) for name in QUEUES}

    def revision(self, item: Item) -> str:
        """The state of an item, as a card shows it."""
        return self.ledger.revision(item.subjects, item.seen)

    def decide(self, item: Item, revision: str, make: Callable[[], Iterable[Judgement]]) -> list[str]:
        """
        Add what was decided on an item, if the item still stands as it did when its card was shown.

        Raises
        ------
        Moved
            Somebody else has decided on its records since; nothing was added.
        """

        def checked() -> Iterable[Judgement]:
            if self.revision(item) != revision:
                raise Moved(self.ledger.in_force(item.subjects))
            return make()

        with self.lock:
            try:
                ids, touched = self.ledger.append(checked)
            except Moved:
                self._recount(self._naming)
                raise
            self._recount(touched)
        return ids

    def take_back(self, ids: Iterable[str], *, alias: str, made_at: str, why: str) -> list[str]:
        """
        Take decisions back; the log keeps all of it.

        Raises
        ------
        Moved
            One of them is no longer in force: somebody else has decided anew.
        """
        names = list(ids)

        def made() -> list[Judgement]:
            later = [self.ledger.rows[self.ledger.gone[name]] for name in names if name in self.ledger.gone]
            if later or any(name not in self.ledger.rows for name in names):
                raise Moved(later)
            return [undone(self.ledger.rows, name, alias=alias, made_at=made_at, why=why) for name in names]

        with self.lock:
            done, touched = self.ledger.append(made)
            self._recount(touched)
        return done

    def supersedes(self, item: Item, record: str = "") -> str | None:
        """The judgement in whose place a new one on this item comes, if there is one."""
        if item.queue == "stale":
            return str(item.detail["judgement"])
        rows = self.ledger.in_force([record or item.subjects[0]], ANSWERS[item.queue])
        if item.queue == "pair":
            rows = [row for row in rows if set(item.subjects) == set(row["subjects"])]
        return str(rows[-1]["judgement_id"]) if rows else None

    def history(self, asked: str = "", limit: int = 200) -> list[list[Row]]:
        """The log, latest first; judgements of one decision together. `asked` is a record."""
        groups: list[list[Row]] = []
        for name in reversed(self.ledger.own):
            row = self.ledger.rows[name]
            if asked and asked not in row["subjects"]:
                continue
            if groups and _together(groups[-1][0], row):
                groups[-1].append(row)
            elif len(groups) == limit:
                break
            else:
                groups.append([row])
        return groups


def _together(one: Row, other: Row) -> bool:
    same = ("kind", "alias", "made_at", "why", "decision")
    return all(one[name] == other[name] or (_none(one[name]) and _none(other[name])) for name in same)


def _none(value: Any) -> bool:
    return not isinstance(value, str | list)
