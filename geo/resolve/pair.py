"""A stretch between two places: both ends chosen together, near each other rather than far apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..gazetteer import Gazetteer, Match
from ..phrases import Link, Part
from ..types import distance_m
from .choose import siblings
from .model import ChoiceModel
from .slots import Slot
from .terms import Hints, Setting, evidence

MOST_ENDS = 12
APART_M = 60_000.0
SAME_END_M = 8_000.0
LIKE = 0.9


@dataclass(frozen=True, slots=True)
class Stretch:
    """Both ends of a stretch and the probability that they are the ones meant."""

    start: Match
    end: Match
    kind: str
    probability: float

    @property
    def length_m(self) -> float:
        """Distance between the ends."""
        return distance_m(self.start.place.lonlat, self.end.place.lonlat)


def find_stretch(link: Link, gazetteer: Gazetteer, hints: Hints, model: ChoiceModel) -> Stretch | None:
    """The likeliest pair of ends, or None where one of them is not in the gazetteer.

    Each end is scored as a place of its own; a pair loses one unit of log-odds for every 60 km between its ends.
    """
    starts, ends = (_scored(part, gazetteer, hints, model) for part in (link.start, link.end))
    pairs = [
        (a + b - distance_m(first.place.lonlat, last.place.lonlat) / APART_M, first, last)
        for a, first in starts
        for b, last in ends
        if first.place.place_id != last.place.place_id
    ]
    if not pairs:
        return None
    best = max(pairs, key=lambda pair: (pair[0], -pair[1].place.row, -pair[2].place.row))
    chances = [(math.exp(min(50.0, score)), first, last) for score, first, last in pairs]
    here = sum(chance for chance, first, last in chances if _near(first, best[1]) and _near(last, best[2]))
    return Stretch(best[1], best[2], link.kind, here / (sum(chance for chance, _, _ in chances) + 1.0))


def _near(match: Match, other: Match) -> bool:
    return distance_m(match.place.lonlat, other.place.lonlat) <= SAME_END_M


def _scored(part: Part, gazetteer: Gazetteer, hints: Hints, model: ChoiceModel) -> list[tuple[float, Match]]:
    matches = tuple(gazetteer.find(part.text, country=hints.country, limit=MOST_ENDS))
    if any(match.exact for match in matches):  # what is merely like the name is not meant, however near it lies
        matches = tuple(match for match in matches if match.score >= LIKE)
    slot = Slot(0, part, part.text, matches)
    setting = Setting(slot, (), 1, siblings=siblings(slot, hints.country))
    return [(model.score(evidence(match, setting, hints)), match) for match in matches]
