"""Choosing among candidates, with "none of these" as one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..gazetteer import Gazetteer, Match
from ..phrases import Part, Phrase
from ..types import Candidate, distance_m
from .model import ChoiceModel
from .terms import Hints, evidence

MOST_CANDIDATES = 12
SAME_SPOT_M = {"neighbourhood": 1_500, "landmark": 1_000, "governorate": 0, "country": 0}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the part of the phrase that it answers and its log-odds."""

    match: Match
    part: Part
    evidence: dict[str, float]
    score: float
    probability: float = 0.0

    @property
    def candidate(self) -> Candidate:
        """The candidate as it leaves the room."""
        place = self.match.place
        return Candidate(place.place_id, place.name, place.kind, place.lon, place.lat, self.probability, self.evidence)


def rank(phrase: Phrase, gazetteer: Gazetteer, hints: Hints, model: ChoiceModel) -> list[Ranked]:
    """Candidates of every part that may be the place itself, best first; their probabilities leave room for none."""
    matches = {at: tuple(gazetteer.find(part.text, limit=MOST_CANDIDATES)) for at, part in enumerate(phrase.parts)}
    found: list[Ranked] = []
    for at, part in enumerate(phrase.parts):
        larger = tuple(matches[other] for other in matches if other != at)
        known = Hints(hints.country, hints.adm1, larger)
        for match in matches[at]:
            if _is_larger_part(match, at, phrase, matches):
                continue
            terms = evidence(match, part, known)
            found.append(Ranked(match, part, terms, model.score(terms)))
    return _with_probability(_once(found), model)


def _is_larger_part(match: Match, at: int, phrase: Phrase, matches: dict[int, tuple[Match, ...]]) -> bool:
    """A city or unit beside a smaller part of the phrase is where the smaller one lies, not the place itself."""
    if len(phrase.parts) == 1 or match.place.kind not in ("city", "town", "district", "governorate", "country"):
        return False
    for other, found in matches.items():
        if other == at:
            continue
        if match.place.kind in ("governorate", "country", "district"):
            return True
        if not found or any(_smaller(m, match) for m in found):
            return True
    return False


def _smaller(smaller: Match, larger: Match) -> bool:
    if smaller.place.kind not in ("neighbourhood", "landmark", "village"):
        return False
    return distance_m(smaller.place.lonlat, larger.place.lonlat) <= 15_000


def _once(found: list[Ranked]) -> list[Ranked]:
    best: dict[str, Ranked] = {}
    for ranked in found:
        place_id = ranked.match.place.place_id
        if place_id not in best or ranked.score > best[place_id].score:
            best[place_id] = ranked
    return sorted(best.values(), key=lambda ranked: (-ranked.score, ranked.match.place.row))


def _with_probability(found: list[Ranked], model: ChoiceModel) -> list[Ranked]:
    if not found:
        return []
    top = max(found[0].score, model.none)
    weights = [math.exp(ranked.score - top) for ranked in found]
    total = sum(weights) + math.exp(model.none - top)
    return [
        Ranked(r.match, r.part, r.evidence, r.score, weight / total) for r, weight in zip(found, weights, strict=True)
    ]


def confidence(ranked: list[Ranked]) -> float:
    """Probability that the place meant lies at the best candidate: rows of the same spot count together."""
    best = ranked[0].match.place
    reach = SAME_SPOT_M.get(best.kind, 3_000)
    return min(1.0, sum(r.probability for r in ranked if distance_m(best.lonlat, r.match.place.lonlat) <= reach))
