"""Choosing among candidates, with "none of these" as one of them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from ..gazetteer import Gazetteer, Match
from ..names import SITE_KINDS, kinds_of
from ..phrases import Part, Phrase
from ..types import Candidate, distance_m
from .model import ChoiceModel
from .slots import Slot, slots
from .terms import URBAN_KINDS, WIDE, Hints, Setting, evidence

TIE = 0.75
# How many people a place has says little about which country a text is about.
TIE_ABROAD = 0.5
NAMESAKE = 0.93
SIBLING = 0.9
NAMED_SITE = 0.8
TOWNS = ("city", "town")
SAME_SPOT_M = {
    "neighbourhood": 1_200,
    "landmark": 1_000,
    "village": 3_000,
    "town": 5_000,
    "city": 8_000,
    "other": 2_000,
    "governorate": 0,
    "country": 0,
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the slot of the phrase that it answers and its log-odds."""

    match: Match
    slot: Slot
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
    every = slots(phrase, gazetteer, hints.country)
    found: list[Ranked] = []
    stated = stated_town(phrase, every, gazetteer, hints)
    for slot in [*every, *stated]:
        others = tuple(
            tuple(other for other in every if other.at == at) for at in range(len(phrase.parts)) if at != slot.at
        )
        known = max((m.score for m in slot.matches if hints.country in (None, m.place.country)), default=0.0)
        akin = siblings(slot, hints.country)
        alone = unit_alone(slot, hints.country)
        asked = slot.part.kinds & SITE_KINDS
        sites = bool(asked) and any(m.score >= NAMED_SITE and kinds_of(m.text) & asked for m in slot.matches)
        setting = Setting(slot, others, len(others) + 1, phrase.several, akin, known, slot in stated, alone, sites)
        rows = [(match, evidence(match, setting, hints)) for match in slot.matches]
        for match, terms in with_namesakes(rows):
            found.append(Ranked(match, slot, terms, model.score(terms)))
    return _with_probability(_once(found), model)


def with_namesakes(rows: list[tuple[Match, dict[str, float]]]) -> list[tuple[Match, dict[str, float]]]:
    """Terms with how common the name is: in the larger place that the text names, and elsewhere in the country.

    The more places bear a name, the likelier is one that no list holds; beside a larger place others count less.
    """
    named = [(m, _standing(m, terms)) for m, terms in rows if m.score >= NAMESAKE and m.place.kind not in WIDE]
    alike, every = Counter(standing for _, standing in named), Counter(m.place.country for m, _ in named)
    found = []
    for match, terms in rows:
        same = alike[_standing(match, terms)]
        more = every[match.place.country] - same
        told = {"common": math.log1p(same - 1) if same > 1 else 0.0, "common_away": math.log1p(more) if more else 0.0}
        found.append((match, terms | {term: value for term, value in told.items() if value}))
    return found


def _standing(match: Match, terms: dict[str, float]) -> tuple[str, bool]:
    return match.place.country, "parent_near" in terms


def siblings(slot: Slot, country: str | None) -> frozenset[str]:
    """Governorates, as far as they lie in the country, that have a place of this name with the very same epithets."""
    return frozenset(
        m.place.adm1_pcode
        for m in slot.matches
        if m.score >= SIBLING and not m.likeness.epithets and country in (None, m.place.country)
    )


def unit_alone(slot: Slot, country: str | None) -> bool:
    """Whether a governorate bears the name of a slot, and no settlement in it does: elsewhere it is a namesake."""
    named = [m for m in slot.matches if m.score >= NAMESAKE and country in (None, m.place.country)]
    units = {m.place.adm1_pcode for m in named if m.place.kind == "governorate" and not m.likeness.epithets}
    own = {m.place.adm1_pcode for m in named if m.place.kind not in WIDE}
    return bool(units) and not units & own


def stated_town(phrase: Phrase, every: list[Slot], gazetteer: Gazetteer, hints: Hints) -> list[Slot]:
    """The town after which the governorate stated is called, for a street or quarter that is said to be in no town."""
    unit = hints.adm1
    if unit is None or not any(part.kinds & URBAN_KINDS for part in phrase.parts):
        return []
    if any(m.score >= NAMESAKE and m.place.kind in TOWNS for slot in every for m in slot.matches if not slot.left):
        return []
    named = gazetteer.find(unit.name, country=unit.country, near=False)
    towns = [
        m for m in named if m.place.kind in TOWNS and m.place.adm1_pcode == unit.adm1_pcode and m.score >= NAMESAKE
    ]
    return [Slot(len(phrase.parts), Part(unit.name), unit.name, tuple(towns[:1]))] if towns else []


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
    return [replace(ranked, probability=weight / total) for ranked, weight in zip(found, weights, strict=True)]


def is_tie(ranked: list[Ranked], country: str | None = None) -> bool:
    """Whether a place elsewhere is nearly as likely as the best one: a tie is kept, never resolved in silence.

    Where no country is known, a place of another country is in the way sooner.
    """
    best, sure = ranked[0], confidence(ranked)
    reach = SAME_SPOT_M.get(best.match.place.kind, 4_000)
    for other in ranked[1:]:
        if distance_m(best.match.place.lonlat, other.match.place.lonlat) > reach:
            abroad = country is None and other.match.place.country != best.match.place.country
            if other.probability >= (TIE_ABROAD if abroad else TIE) * sure:
                return True
    return False


def confidence(ranked: list[Ranked]) -> float:
    """Probability that the place meant lies at the best candidate: rows of the same spot count together."""
    best = ranked[0].match.place
    reach = SAME_SPOT_M.get(best.kind, 4_000)
    return min(1.0, sum(r.probability for r in ranked if distance_m(best.lonlat, r.match.place.lonlat) <= reach))
