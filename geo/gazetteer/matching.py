"""Rows whose names are like a given name, with the terms of likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import Key, Likeness, keys, likeness, plain_word
from .place import Named, Place

if TYPE_CHECKING:
    from .gazetteer import Gazetteer

WORST_SCORE = 0.35
GOOD_SCORE = 0.82


@dataclass(frozen=True, slots=True)
class Match:
    """A place, the spelling by which it was found, and how like that spelling is."""

    place: Place
    text: str
    likeness: Likeness
    exact: bool

    @property
    def score(self) -> float:
        """Rough likeness, 1 for the same name."""
        return self.likeness.score


def find(gazetteer: Gazetteer, name: str, *, country: str | None, limit: int, near: bool = True) -> list[Match]:
    """Places with a like name, best first; keys one edit away only where no exact one is good.

    With a country, places of others come last and are looked for no further.
    """
    readings = keys(name)
    wanted = plain_word(name)
    best: dict[int, Match] = {}
    for key in readings:
        _compare(gazetteer, key, (key.core,), wanted, best)
    if near:
        for key in readings:
            _compare(gazetteer, key, gazetteer.confused(key.core), wanted, best)
    if near and not any(m.score >= GOOD_SCORE and country in (None, m.place.country) for m in best.values()):
        for key in readings:
            _compare(gazetteer, key, gazetteer.near(key.core), wanted, best)
    found = sorted(best.values(), key=lambda m: (country not in (None, m.place.country), *_order(m)))
    return found[:limit]


def _order(match: Match) -> tuple[float, bool, int]:
    return -match.score, not match.exact, match.place.row


def _compare(gazetteer: Gazetteer, key: Key, cores: tuple[str, ...], wanted: str, best: dict[int, Match]) -> None:
    for core in cores:
        for named in gazetteer.named(core):
            like = likeness(key, named.key)
            old = best.get(named.row)
            if like.score >= WORST_SCORE and (old is None or like.score > old.score):
                best[named.row] = _match(gazetteer, named, like, wanted)


def _match(gazetteer: Gazetteer, named: Named, like: Likeness, wanted: str) -> Match:
    return Match(gazetteer.place(named.row), named.text, like, plain_word(named.text) == wanted)
