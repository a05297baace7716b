"""Rows whose names are like a given name, with the terms of likeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ..names import Key, Likeness, keys, likeness, plain_letters
from .place import Named, Place
from .slip import slip_worth

if TYPE_CHECKING:
    from .gazetteer import Gazetteer

WORST_SCORE = 0.35
GOOD_SCORE = 0.82
NEARLY_SAME = 0.96
SPELT_WORTH = 0.8
# A key is no spelling: among rows of one key the one written most alike goes first.
SPELLING = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """A place, the spelling by which it was found, and how like that spelling is: `score` is 1 for the same name.

    `exact` says that the plain letters are the same, articles, type words and marks aside.
    """

    place: Place
    text: str
    likeness: Likeness
    exact: bool
    score: float


def find(gazetteer: Gazetteer, name: str, *, country: str | None, limit: int, near: bool = True) -> list[Match]:
    """Places with a like name, best first; other keys only as long as no place of the country is good.

    Tried in turn: the same key, spellings one slip away, keys with one confused letter, keys one edit away, and
    spellings alike as a whole. With a country, places of others come last.
    """
    search = _Search(gazetteer, keys(name), plain_letters(name), {})
    search.compare(lambda key: (key.core,))
    if near and not search.is_spelt(country):
        search.take_spelt(gazetteer.slipped(name), slip_worth(len(name)))
    if near and not search.best_is(NEARLY_SAME, country):
        search.compare(lambda key: gazetteer.confused(key.core))
    if near and not search.slips and not search.best_is(GOOD_SCORE, country):
        search.compare(lambda key: gazetteer.near(key.core))
    if near and not search.slips and not search.best_is(GOOD_SCORE, country):
        for named, alike in gazetteer.spelt_like(name):
            search.take_spelt([named], alike, slip=False)
    ranked = ((country not in (None, m.place.country), *search.order(m, name), m) for m in search.best.values())
    found = [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])]
    return found[:limit]


def _rank(like: Likeness, score: float, *, same: bool) -> tuple[float, bool, float, bool]:
    """Of a place's spellings, one in the script that is asked tells more than one in another, which hides vowels."""
    return -like.core, not like.crossed, score, same


@dataclass(frozen=True, slots=True)
class _Search:
    """The readings that are looked for, and the best match of each row so far."""

    gazetteer: Gazetteer
    readings: tuple[Key, ...]
    wanted: str
    best: dict[int, Match]
    slips: dict[int, float] = field(default_factory=dict)

    def take_spelt(self, found: Iterable[Named], alike: float, *, slip: bool = True) -> None:
        """Take rows whose spelling as a whole is alike, whatever their keys say."""
        for named in found:
            if self.readings:
                self.take(self.readings[0], named, SPELT_WORTH * alike)
                if slip:
                    self.slips[named.row] = alike

    def compare(self, cores: Callable[[Key], Iterable[str]]) -> None:
        for key in self.readings:
            for core in cores(key):
                for named in self.gazetteer.named(core):
                    self.take(key, named)

    def take(self, key: Key, named: Named, least: float = 0.0) -> None:
        like = likeness(key, named.key)
        score = max(like.score, least)
        old = self.best.get(named.row)
        if score < WORST_SCORE:
            return
        same = not like.core and plain_letters(named.text) == self.wanted
        if old is None or _rank(like, score, same=same) > _rank(old.likeness, old.score, same=old.exact):
            self.best[named.row] = Match(self.gazetteer.place(named.row), named.text, like, same, score)

    def order(self, match: Match, name: str) -> tuple[float, int]:
        """Best first, a slip of the hand by its length; of names nearly as like, the one spelt most alike."""
        score = max(match.score, self.slips.get(match.place.row, 0.0))
        return -round(score + SPELLING * fuzz.ratio(name, match.text) / 100, 3), match.place.row

    def is_spelt(self, country: str | None) -> bool:
        """Whether a place of the country is spelt the very same way."""
        return any(match.exact and country in (None, match.place.country) for match in self.best.values())

    def best_is(self, score: float, country: str | None) -> bool:
        return any(match.score >= score and country in (None, match.place.country) for match in self.best.values())
