"""Rows whose names are like a given name, with the terms of likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import Key, Likeness, keys, likeness, plain_word
from .place import Named, Place

if TYPE_CHECKING:
    from .gazetteer import Gazetteer

WORST_SCORE = 0.35


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


def find(gazetteer: Gazetteer, name: str, *, country: str | None, limit: int) -> list[Match]:
    """Places with a like name, best first."""
    readings = keys(name)
    wanted = plain_word(name)
    best: dict[int, Match] = {}
    for key in readings:
        _compare(gazetteer, key, (key.core,), wanted, best)
    if not best:
        for key in readings:
            _compare(gazetteer, key, gazetteer.near(key.core), wanted, best)
    found = [match for match in best.values() if country in (None, match.place.country)]
    found.sort(key=lambda match: (-match.score, not match.exact, match.place.row))
    return found[:limit]


def _compare(gazetteer: Gazetteer, key: Key, cores: tuple[str, ...], wanted: str, best: dict[int, Match]) -> None:
    for core in cores:
        for named in gazetteer.named(core):
            match = _match(gazetteer, key, named, wanted)
            old = best.get(named.row)
            if match.score >= WORST_SCORE and (old is None or match.score > old.score):
                best[named.row] = match


def _match(gazetteer: Gazetteer, key: Key, named: Named, wanted: str) -> Match:
    same = plain_word(named.text) == wanted
    return Match(gazetteer.place(named.row), named.text, likeness(key, named.key), same)
