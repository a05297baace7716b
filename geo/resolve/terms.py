"""Evidence for one candidate: terms with a name each, so that a choice can be explained."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ..gazetteer import Match, Place
from ..names import SITE_KINDS, is_arabic, keys, kinds_of, name_parts, plain_letters
from ..precision import PEOPLE_PER_KM2
from ..types import LonLat, distance_m
from .slots import Slot

CITY_REACH_M = 15_000
REGION_REACH_M = 60_000
BESIDE_M = 12_000
URBAN_KINDS = frozenset(
    [
        *("neighbourhood", "mosque", "hospital", "school", "market", "bakery", "street", "roundabout", "square"),
        *("prison", "building"),
    ]
)
WIDE = {"governorate": 1.0, "country": 1.5, "district": 0.5}
LARGER = frozenset(("city", "town", "district", "governorate", "country"))
SMALLER = frozenset(("neighbourhood", "landmark", "village", "other"))
SUPPORT_FROM = 0.75
SUPPORT_WITHIN = 0.12
NAMED_FROM = 0.9
# What is left of the support of a town for a village at the end of its reach: a quarter.
FADING = 1.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the phrase: the country, the governorate, and points known otherwise.

    `beside` tells whether a point lies at the border of a governorate or in it.
    """

    country: str | None = None
    adm1: Place | None = None
    near: tuple[LonLat, ...] = ()
    beside: Callable[[LonLat, str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One slot among the others: the slots of each other part, and the number of parts.

    `siblings` are the governorates of rows that bear the same name with the very same epithets, `best` tells how like
    the likest row is, `stated` that the slot is the governorate stated beside the phrase and not a part of it,
    `unit_alone` that a governorate bears the name and no settlement in it does, `sites` that a site of the very kind
    and name is among the matches.
    """

    slot: Slot
    others: tuple[tuple[Slot, ...], ...]
    parts: int
    several: bool = False
    siblings: frozenset[str] = frozenset()
    best: float = 1.0
    stated: bool = False
    unit_alone: bool = False
    sites: bool = False


def evidence(match: Match, setting: Setting, hints: Hints) -> dict[str, float]:
    """Terms of evidence for a candidate; a term that is zero is left out."""
    terms = {"bias": 1.0, **_name(match, setting), **_units(match.place, hints), **_kinds(match, setting)}
    if terms.get("adm1_other") and hints.adm1 is not None:
        terms |= _misplaced(match, hints, hints.adm1)
    terms["sibling"] = float(match.likeness.epithets > 0 and _has_sibling(match.place, setting, hints))
    terms["stated"] = float(setting.stated)
    if setting.parts > 1:
        terms |= _others(match, setting)
        terms["parent_alone"] = terms["parent_near"] if hints.adm1 is None else 0.0
    return {term: value for term, value in terms.items() if value}


def _name(match: Match, setting: Setting) -> dict[str, float]:
    like = match.likeness
    crossed = like.crossed
    place, asked = match.place, setting.slot.text
    left = min(3.0, setting.slot.left)
    return {
        "behind": max(0.0, setting.best - match.score),
        "alias": float(match.text not in (place.name, place.name_ar)),
        "second": float(_second(asked, match.text)),
        "own_denies": float(crossed and not like.core and _denied(asked, place)),
        "vowels_short": like.vowels * max(0.0, 4.0 - like.length),
        "left_large": left * (place.kind in LARGER),
        "left_inside": left * (place.kind in LARGER and setting.parts > 1),
        "core": min(like.core, 2.0),
        "share": like.share,
        "vowels_crossed" if crossed else "vowels": like.vowels,
        "vowel_edits_crossed" if crossed else "vowel_edits": like.vowel_edits,
        "ending_crossed" if crossed else "ending": like.ending,
        "epithets": like.epithets,
        "missing": min(2.0, like.missing + setting.slot.lost),
        "slip": float(0 < like.core < 2 and not crossed and slipped(asked, match.text)),
        "kunya": like.kunya,
        "types": min(like.types, 2.0),
        "exact": float(match.exact),
        "torn": float(setting.slot.torn),
        "short": max(0.0, 3.0 - like.length),
        "long": min(3.0, max(0.0, like.length - 4.0)) if not like.core else 0.0,
        "left_site" if setting.slot.part.kinds & SITE_KINDS else "left": left,
        "several": float(setting.several),
        "side": float(bool(setting.slot.side)),
    }


def _has_sibling(place: Place, setting: Setting, hints: Hints) -> bool:
    """Whether a place has the name without the epithet: in the same governorate, where one is stated."""
    if hints.adm1 is not None and place.adm1_pcode:
        return place.adm1_pcode in setting.siblings
    return bool(setting.siblings)


def slipped(asked: str, text: str) -> bool:
    """Whether two spellings are one letter apart; articles and type words aside.

    Examples
    --------
    >>> slipped("Raqqahh", "Ar Raqqah"), slipped("Raqqa", "Ramadi")
    (True, False)
    """
    return min(len(asked), len(text)) > 3 and any(
        OSA.distance(plain_letters(asked), plain_letters(part), score_cutoff=1) <= 1 for part in name_parts(text)
    )


def _second(asked: str, text: str) -> bool:
    """Whether the name that was found is only the other name in a name of two."""
    parts = name_parts(text)
    if len(parts) < 2:
        return False
    return not {key.core for key in keys(parts[0])} & {key.core for key in keys(asked)}


def _denied(asked: str, place: Place) -> bool:
    """Whether the place's own name in the script that is asked has no reading in common with it."""
    own = place.name_ar if is_arabic(asked) else place.name
    if not own or is_arabic(own) != is_arabic(asked):
        return False
    return not {key.core for key in keys(own)} & {key.core for key in keys(asked)}


def _units(place: Place, hints: Hints) -> dict[str, float]:
    terms: dict[str, float] = {}
    if hints.country and place.country:
        terms["country_other"] = float(hints.country != place.country)
    if hints.adm1 is None:
        terms["no_hint"] = 1.0
        terms["people_alone"] = max(0.0, math.log10(place.population) - 4) if place.population else 0.0
    elif place.adm1_pcode and place.kind != "country":
        same = hints.adm1.adm1_pcode == place.adm1_pcode or akin_units(hints.adm1.adm1_name, place.adm1_name)
        terms["adm1_same" if same else "adm1_other"] = 1.0
    if hints.near and place.kind != "country":
        metres = min(distance_m(place.lonlat, point) for point in hints.near)
        terms["point_near"] = max(0.0, 1.0 - metres / REGION_REACH_M)
        terms["point_far"] = float(metres > 2 * REGION_REACH_M)
    return terms


def _misplaced(match: Match, hints: Hints, unit: Place) -> dict[str, float]:
    """What speaks for a place although another governorate is stated: recorders mistake these, at borders above all."""
    place, like = match.place, match.likeness
    beside = hints.beside is not None and hints.beside(place.lonlat, unit.adm1_pcode)
    return {
        "other_beside": float(beside),
        "other_town": float(place.kind in LARGER),
        "other_people": max(0.0, math.log10(place.population) - 4) if place.population else 0.0,
        "other_long": min(3.0, max(0.0, like.length - 3.0)) if match.exact or not like.core else 0.0,
    }


def akin_units(a: str, b: str) -> bool:
    """A city governorate and the countryside around it bear one name in common speech.

    Examples
    --------
    >>> akin_units("Damascus", "Rural Damascus")
    True
    """
    return bool(a and b) and a.split()[-1] == b.split()[-1]


def _kinds(match: Match, setting: Setting) -> dict[str, float]:
    place, part = match.place, setting.slot.part
    told = part.kinds & {"neighbourhood", "village", "town", "city", "district", "governorate"}
    wide = WIDE.get(place.kind, 0.0) if place.kind not in told else 0.0
    alone = setting.unit_alone and setting.parts == 1 and not setting.slot.left and place.kind == "governorate"
    terms = {
        "wide_alone" if alone else "wide": wide,
        "unit_named": float(setting.unit_alone and place.kind not in WIDE),
        "unit_meant": float("governorate" in told and place.kind not in WIDE),
        "people": max(0.0, math.log10(place.population) - 4) if place.population else 0.0,
        f"is_{place.kind}": float(place.kind not in WIDE and place.kind != "village"),
    }
    if told:
        near_kinds = {"town": {"city", "village"}, "city": {"town"}, "village": {"town"}}.get(place.kind, set())
        same = place.kind in told
        terms["kind_same" if same else "kind_other"] = 1.0 if same or not near_kinds & told else 0.3
    sites = kinds_of(match.text) & SITE_KINDS
    terms["site_alone"] = float(bool(sites and not part.kinds & SITE_KINDS))
    terms["site_same"] = float(bool(sites & part.kinds))
    terms["site_passed"] = float(setting.sites and not terms["site_same"])
    if part.kinds & SITE_KINDS and place.kind not in ("landmark", "other"):
        terms["street_missing" if part.kinds & {"road", "street"} else "site_missing"] = 1.0
    return terms


def _others(match: Match, setting: Setting) -> dict[str, float]:
    """What the other parts of the phrase say: around the candidate, inside it, elsewhere, or unknown."""
    counts = dict.fromkeys(("parent_near", "parent_far", "beside", "covers", "rest_named", "rest_site"), 0.0)
    for slots in setting.others:
        if setting.slot.part.beside and slots and slots[0].part.beside:
            continue
        said, worth = _says(match.place, slots)
        counts[said] = min(2.0, counts[said] + worth)
    counts["rest_near"] = float(setting.slot.off and counts["rest_named"] + counts["rest_site"] > 0)
    if counts["rest_named"] or counts["rest_site"]:
        counts |= _fallback(match.place, setting)
    part = setting.slot.part
    place_first = float(setting.slot.at == 0 and not part.before_colon)
    off = {"is_off": 1.0} if part.relation.off and match.place.kind != "landmark" else {}
    return counts | off | {"first": place_first, "colon": float(part.before_colon), "bracketed": float(part.bracketed)}


def _fallback(place: Place, setting: Setting) -> dict[str, float]:
    """How well a place stands for an unknown one in it: a small city does, a large one does not."""
    kinds = frozenset(kind for slots in setting.others for slot in slots[:1] for kind in slot.part.kinds)
    return {
        "rest_reach": reach_km(place) if place.kind == "city" else 0.0,
        "rest_town": float(place.kind == "town"),
        "rest_small": float(place.kind in SMALLER),
        "rest_urban": float(bool(kinds & URBAN_KINDS)),
        "rest_village": float("village" in kinds),
    }


def reach_km(place: Place) -> float:
    """How far a town reaches from its middle, by its people: at most 6 km."""
    return min(6.0, math.sqrt(place.population / PEOPLE_PER_KM2 / math.pi)) if place.population else 1.0


def _says(place: Place, slots: Sequence[Slot]) -> tuple[str, float]:
    """What the slots of another part say of a candidate, and how much."""
    good = [m for slot in slots for m in likely(slot) if m.place.place_id != place.place_id]
    if any(around(m.place, place) for m in good) and place.kind in LARGER:
        return "covers", 1.0
    inside = max((around(place, m.place) for m in good), default=0.0)
    if inside:
        return "parent_near", inside
    if any(m.place.kind in SMALLER and distance_m(place.lonlat, m.place.lonlat) <= BESIDE_M for m in good):
        return "beside", 1.0
    if any(slot.part.kinds & SITE_KINDS for slot in slots):
        return "rest_site", 1.0
    whole = [m for slot in slots if not slot.left for m in slot.matches if m.score >= NAMED_FROM]
    far = any(m.place.kind in LARGER and m.place.country == place.country for m in whole)
    return "parent_far" if far else "rest_named", 1.0


def likely(slot: Slot) -> list[Match]:
    """The places that a slot may speak of, none far less like than the likest: not Iraq where Raqqa is asked."""
    least = max((match.score for match in slot.matches), default=0.0) - SUPPORT_WITHIN
    return [match for match in slot.matches if match.score >= max(SUPPORT_FROM, least)]


def around(place: Place, larger: Place) -> float:
    """How well a place lies in or around a larger one, from 0 to 1: a village far from a town is less likely its."""
    if larger.kind == "governorate":
        return float(larger.adm1_pcode == place.adm1_pcode and place.kind not in ("governorate", "country"))
    if larger.kind == "country":
        return float(larger.country == place.country)
    if larger.kind not in LARGER:
        return 0.0
    far = distance_m(place.lonlat, larger.lonlat)
    same = larger.adm1_pcode == place.adm1_pcode
    if place.kind not in SMALLER and larger.kind != "district":
        in_district = same and place.kind == "town" and larger.population > place.population
        if not in_district or far <= CITY_REACH_M:
            return float(far <= CITY_REACH_M and place.kind != "city")
    wide = same and (larger.kind == "district" or place.kind != "neighbourhood")
    if far > (REGION_REACH_M if wide else CITY_REACH_M):
        return 0.0
    return 1.0 if larger.kind == "district" else min(1.0, 1.0 - FADING * (far - CITY_REACH_M) / REGION_REACH_M)
