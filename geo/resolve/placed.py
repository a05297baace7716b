"""From a choice to a placement: the point, the radii, the footprint, the reason and the warnings."""

from __future__ import annotations

from ..footprints import between_radii, corridor, middle, moved, offset_radii, ring, ring_radii, sector
from ..gazetteer import Place
from ..phrases import Phrase, Relation
from ..precision import (
    area_radii,
    extent_radii,
    larger_radii,
    named_radii,
    near_radii,
    precision_of_kind,
    precision_of_radius,
)
from ..types import Candidate, LonLat, Placement, Radii
from .choose import Ranked
from .pair import Stretch
from .terms import Hints

MOST_SHOWN = 5


def place_at(phrase: Phrase, ranked: list[Ranked], hints: Hints, sure: float, unread: tuple[str, ...]) -> Placement:
    """The best candidate as a placement; a stated distance and direction move the point away from it."""
    best = ranked[0]
    place, relation = best.match.place, best.slot.part.relation
    point, radii, footprint = _reach(place, relation, sure, larger=fell_back(best))
    return Placement(
        lon=point.lon,
        lat=point.lat,
        precision="around_place" if relation.off else precision_of_kind(place.kind),
        method="gazetteer",
        reason=_reason(best, sure),
        radii=radii,
        confidence=round(sure, 4),
        place_id=place.place_id,
        place_name=place.name,
        adm1_pcode=place.adm1_pcode or None,
        footprint=footprint,
        footprint_kind="polygon" if footprint and footprint == place.area else "sector" if footprint else "circle",
        candidates=shown(ranked),
        warnings=_warnings(phrase, best, hints),
        unread=(*unread, *_left_over(best)),
    )


def _left_over(best: Ranked) -> tuple[str, ...]:
    """What stands in the part beside the name that was found: words of which nothing was made."""
    whole, name = best.slot.part.text, best.slot.text
    if best.slot.side or not best.slot.left or name not in whole:
        return ()
    before, _, after = whole.partition(name)
    return tuple(rest for rest in (before.strip(" -,'\""), after.strip(" -,'\"")) if rest)


def _reach(place: Place, relation: Relation, sure: float, *, larger: bool) -> tuple[LonLat, Radii, bytes | None]:
    bearing = relation.bearing
    if relation.kind != "offset":
        radii = near_radii() if relation.off else larger_radii() if larger else named_radii(place.kind, sure)
        radii = radii.wider(extent_radii(place.kind, place.population))
        if bearing is not None and relation.off:  # "the northern countryside of Brenn"
            side = sector(place.lonlat, bearing, relation.half_angle, inner_m=0.0, outer_m=radii.r80_m)
            return place.lonlat, radii, side
        if place.area is None or relation.off:
            return place.lonlat, radii, None
        return place.lonlat, radii.wider(area_radii(place.lonlat, place.area)), place.area
    if bearing is None:
        far, step = relation.distance_m or 0.0, relation.step_m
        return place.lonlat, ring_radii(far, step, place.kind), ring(place.lonlat, far, step)
    if relation.distance_m is None:
        near = near_radii()
        return place.lonlat, near, sector(place.lonlat, bearing, relation.half_angle, inner_m=0.0, outer_m=near.r80_m)
    far, half = relation.distance_m, relation.half_angle
    radii = offset_radii(far, relation.step_m, half, place.kind)
    slack = relation.step_m / 2
    area = sector(place.lonlat, bearing, half, inner_m=max(0.0, far - slack), outer_m=far + slack)
    return moved(place.lonlat, bearing, far), radii, area


def place_between(stretch: Stretch, unread: tuple[str, ...]) -> Placement:
    """The middle of a stretch, with the strip between its ends as footprint."""
    start, end = stretch.start.place, stretch.end.place
    point = middle(start.lonlat, end.lonlat)
    road = "On the road between" if stretch.kind == "road" else "Between"
    same = start.adm1_pcode if start.adm1_pcode == end.adm1_pcode else None
    radii = between_radii(stretch.length_m)
    short = radii.r95_m <= near_radii().r95_m
    return Placement(
        lon=point.lon,
        lat=point.lat,
        precision="around_place" if short else precision_of_radius(radii.r80_m),
        method="gazetteer",
        reason=f"{road} {start.name} and {end.name}, {stretch.length_m / 1000:.0f} km apart; the middle is taken.",
        radii=radii,
        confidence=round(stretch.probability, 4),
        place_id=start.place_id,
        place_name=f"{start.name} – {end.name}",
        adm1_pcode=same or None,
        footprint=corridor(start.lonlat, end.lonlat),
        footprint_kind="corridor",
        unread=unread,
    )


def shown(ranked: list[Ranked]) -> tuple[Candidate, ...]:
    """The best candidates as they leave the room."""
    return tuple(r.candidate for r in ranked[:MOST_SHOWN])


def fell_back(ranked: Ranked) -> bool:
    """Whether the phrase names something smaller that the candidate does not answer."""
    return any(ranked.evidence.get(term) for term in ("rest_named", "rest_site", "stated"))


def _warnings(phrase: Phrase, best: Ranked, hints: Hints) -> tuple[str, ...]:
    terms = best.evidence
    told = {
        "name_only": not (hints.country or hints.adm1 or len(phrase.parts) > 1),
        "near_heavy_tail": best.slot.part.relation.off and best.slot.part.relation.distance_m is None,
        "parent_mismatch": bool(terms.get("adm1_other") or terms.get("parent_far")),
        "country_mismatch": bool(terms.get("country_other")),
        "placed_at_larger_place": fell_back(best),
        "several_places": phrase.several,
    }
    return tuple(code for code, holds in told.items() if holds)


def _reason(best: Ranked, sure: float) -> str:
    place, terms = best.match.place, best.evidence
    why = ["spelt the same" if best.match.exact else f"spelt “{best.match.text}” there"]
    told = (
        ("adm1_same", f"in {place.adm1_name} as stated"),
        ("stated", "after which the governorate stated is called"),
        ("parent_near", "the larger place named lies around it"),
        ("adm1_other", f"although it lies in {place.adm1_name} and not in the governorate stated"),
        ("country_other", "although it lies in another country than stated"),
    )
    why += [text for term, text in told if terms.get(term)]
    rest = " The smaller place named is not in the gazetteer." if fell_back(best) else ""
    return f"{_where(best.slot.part.relation)}{place.name} ({place.kind}), {', '.join(why)}; {sure:.0%} sure.{rest}"


def _where(relation: Relation) -> str:
    if not relation.off:
        return ""
    if relation.distance_m is None:
        return f"Towards {relation.direction.upper()} of " if relation.direction else "Near "
    side = f" {relation.direction.upper()} of " if relation.direction else " from "
    return f"{round(relation.distance_m / 1000, 1):g} km{side}"
