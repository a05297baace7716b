"""Evidence for one candidate: terms with a name each, so that a choice can be explained."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..gazetteer import Match, Place
from ..phrases import Part
from ..types import distance_m

CITY_REACH_M = 15_000
REGION_REACH_M = 60_000
SITE_KINDS = frozenset(
    [
        "mosque",
        "hospital",
        "school",
        "market",
        "bakery",
        "bridge",
        "road",
        "street",
        "roundabout",
        "crossing",
        "square",
        "airport",
        "prison",
        "dam",
        "field",
        "mountain",
        "river",
        "base",
        "station",
        "factory",
        "castle",
        "farm",
    ]
)
WIDE = {"governorate": 1.0, "country": 1.5, "district": 0.5}


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the phrase: the country, the governorate, and the larger parts of the phrase itself."""

    country: str | None = None
    adm1: Place | None = None
    larger: tuple[tuple[Match, ...], ...] = ()


def evidence(match: Match, part: Part, hints: Hints) -> dict[str, float]:
    """Terms of evidence for a candidate; a term that says nothing is left out."""
    like = match.likeness
    terms = {
        "bias": 1.0,
        "core": min(like.core, 2.0),
        "share": like.share,
        "vowels": like.vowels,
        "ending": like.ending,
        "epithets": like.epithets,
        "kunya": like.kunya,
        "exact": float(match.exact),
        "short": float(len(match.text) < 4),
        "people": math.log10(match.place.population) - 4 if match.place.population > 10_000 else 0.0,
        **_units(match.place, hints),
        **_larger(match.place, hints),
        **_kinds(match.place, part),
    }
    return {term: value for term, value in terms.items() if value}


def _units(place: Place, hints: Hints) -> dict[str, float]:
    terms = {}
    if hints.country and place.country:
        terms["country_other"] = float(hints.country != place.country)
    if hints.adm1 is not None and place.adm1_pcode and place.kind != "country":
        same = hints.adm1.adm1_pcode == place.adm1_pcode or akin_units(hints.adm1.adm1_name, place.adm1_name)
        terms["adm1_same" if same else "adm1_other"] = 1.0
    return terms


def akin_units(a: str, b: str) -> bool:
    """A city governorate and the countryside around it bear one name in common speech.

    Examples
    --------
    >>> akin_units("Damascus", "Rural Damascus")
    True
    """
    return bool(a and b) and a.split()[-1] == b.split()[-1]


def _larger(place: Place, hints: Hints) -> dict[str, float]:
    """Whether the other parts of the phrase lie around the candidate: the best of each part's own candidates."""
    near = far = 0.0
    for matches in hints.larger:
        if any(_around(place, match.place) for match in matches):
            near += 1
        elif matches:
            far += 1
    return {"parent_near": min(near, 2.0), "parent_far": min(far, 2.0)}


def _around(place: Place, larger: Place) -> bool:
    if larger.place_id == place.place_id:
        return False
    if larger.kind == "governorate":
        return larger.adm1_pcode == place.adm1_pcode
    if larger.kind == "country":
        return larger.country == place.country
    reach = REGION_REACH_M if larger.kind == "district" else CITY_REACH_M
    return distance_m(place.lonlat, larger.lonlat) <= reach


def _kinds(place: Place, part: Part) -> dict[str, float]:
    told = part.kinds & {"neighbourhood", "village", "town", "city", "district", "governorate"}
    terms = {"wide": WIDE.get(place.kind, 0.0) if place.kind not in told else 0.0}
    if told:
        near_kinds = {"town": {"city", "village"}, "city": {"town"}, "village": {"town"}}.get(place.kind, set())
        same = place.kind in told
        terms["kind_same" if same else "kind_other"] = 1.0 if same or not near_kinds & told else 0.3
    if part.kinds & SITE_KINDS and place.kind != "landmark":
        terms["site_missing"] = 1.0
    return terms
