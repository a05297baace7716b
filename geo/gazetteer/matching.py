"""Rows whose names are like a given name, with the terms of likeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ..names import Key, Likeness, keys, likeness, plain_word
from .place import Named, Place

if TYPE_CHECKING:
    from .gazetteer import Gazetteer

WORST_SCORE = 0.35
GOOD_SCORE = 0.82
NEARLY_SAME = 0.96
SPELT_WORTH = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A place, the spelling by which it was found, and how like that spelling is: `score` is 1 for the same name."""

    place: Place
    text: str
    likeness: Likeness
    exact: bool
    score: float


def find(gazetteer: Gazetteer, name: str, *, country: str | None, limit: int, near: bool = True) -> list[Match]:
    """Places with a like name, best first; other keys only as long as no place of the country is good.

    Tried in turn: the same key, keys with one confused letter, keys one edit away, and spellings alike as a whole.
    With a country, places of others come last.
    """
    search = _Search(gazetteer, keys(name), plain_word(name), {})
    search.compare(lambda key: (key.core,))
    if near and not search.best_is(NEARLY_SAME, country):
        search.compare(lambda key: gazetteer.confused(key.core))
    if near and not search.best_is(GOOD_SCORE, country):
        search.compare(lambda key: gazetteer.near(key.core))
    if near and not search.best_is(GOOD_SCORE, country):
        for named, alike in gazetteer.spelt_like(name):
            for key in search.readings[:1]:
                search.take(key, named, SPELT_WORTH * alike)
    ranked = ((country not in (None, m.place.country), *_order(m, name), m) for m in search.best.values())
    found = [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])]
    return found[:limit]


@dataclass(frozen=True, slots=True)
class _Search:
    """The readings that are looked for, and the best match of each row so far."""

    gazetteer: Gazetteer
    readings: tuple[Key, ...]
    wanted: str
    best: dict[int, Match]

    def compare(self, cores: Callable[[Key], Iterable[str]]) -> None:
        for key in self.readings:
            for core in cores(key):
                for named in self.gazetteer.named(core):
                    self.take(key, named)

    def take(self, key: Key, named: Named, least: float = 0.0) -> None:
        like = likeness(key, named.key)
        score = max(like.score, least)
        old = self.best.get(named.row)
        if score < WORST_SCORE or (old is not None and score < old.score):
            return
        same = plain_word(named.text) == self.wanted
        if old is None or (score, same) > (old.score, old.exact):
            self.best[named.row] = Match(self.gazetteer.place(named.row), named.text, like, same, score)

    def best_is(self, score: float, country: str | None) -> bool:
        return any(match.score >= score and country in (None, match.place.country) for match in self.best.values())


def _order(match: Match, name: str) -> tuple[float, float, int]:
    """Best first; of names that are equally like, the one spelt most alike."""
    return -round(match.score, 2), -fuzz.ratio(name, match.text), match.place.row
