"""From a text to a placement: coordinates first, then names; an answer or a reason, never an exception."""

from __future__ import annotations

from data import norm_country

from ..coordinates import CoordinateReading, Fix, parse_coordinates
from ..gazetteer import Gazetteer
from ..phrases import Phrase, read_phrase
from ..precision import (
    grid_radii,
    named_radii,
    near_radii,
    precision_of_kind,
    precision_of_radius,
)
from ..types import Placement
from .choose import Ranked, confidence, rank
from .model import choice_model
from .terms import Hints

MOST_SHOWN = 5


def locate(text: str | None, *, gazetteer: Gazetteer, country: str | None = None, adm1: str | None = None) -> Placement:
    """Where a text is, how exactly, and why there.

    Coordinates in the text go before names. A name that the gazetteer does not hold is not answered: the placement
    then has no point and says so. Degrees are WGS 84, lengths metres. Nothing is raised for any text.

    Parameters
    ----------
    text
        A place phrase or a coordinate, in English, Arabic or Kurdish spelling.
    country, adm1
        Hints, by name or code: soft constraints, because recorders mislabel governorates.

    Examples
    --------
    >>> found = locate("Ar Raqqah, Syria", gazetteer=Gazetteer.embedded())
    >>> found.place_name, found.precision
    ('Ar Raqqah', 'town')
    """
    written = text or ""
    reading = parse_coordinates(written)
    if reading.fixes:
        return _of_fix(reading, gazetteer, norm_country(country) if country else None)
    phrase = read_phrase(written)
    if not phrase.parts:
        return _unplaced(phrase, _empty_reason(written, phrase, reading), reading)
    code = (norm_country(country) if country else None) or phrase.country
    hints = Hints(code, gazetteer.unit(adm1, code))
    ranked = rank(phrase, gazetteer, hints, choice_model())
    return _of_names(phrase, ranked, hints, reading)


def _of_fix(reading: CoordinateReading, gazetteer: Gazetteer, country: str | None) -> Placement:
    fix = reading.fixes[0]
    warnings = list(reading.warnings)
    box = gazetteer.box(country) if country else None
    if box is not None and not box.holds(fix.lonlat):
        warnings += ["outside_country", *(["swapped"] if box.holds(fix.lonlat.swapped()) else [])]
    if len(reading.fixes) > 1:
        warnings.append("several_places")
    grid = fix.notation in ("mgrs", "utm", "pluscode")
    return Placement(
        lon=fix.lonlat.lon,
        lat=fix.lonlat.lat,
        precision=precision_of_radius(fix.radius_m),
        method="grid" if grid else "stated_coordinates",
        reason=_fix_reason(fix, len(reading.fixes)),
        radii=grid_radii(fix.radius_m).at_least(1.0),
        confidence=1.0 if not warnings else 0.9,
        footprint_kind="circle",
        warnings=tuple(warnings),
        unread=reading.problems,
    )


def _fix_reason(fix: Fix, count: int) -> str:
    names = {"mgrs": "an MGRS grid reference", "utm": "a UTM coordinate", "pluscode": "a Plus Code"}
    kind = names.get(fix.notation, "a coordinate in degrees")
    more = f"; the first of {count}" if count > 1 else ""
    return f"The text holds {kind}, read as the centre of its cell{more}."


def _of_names(phrase: Phrase, ranked: list[Ranked], hints: Hints, reading: CoordinateReading) -> Placement:
    shown = tuple(r.candidate for r in ranked[:MOST_SHOWN])
    if not ranked:
        return _unplaced(phrase, f"Not in the gazetteer: {_quoted(phrase)}.", reading)
    sure = confidence(ranked)
    best = ranked[0].match.place
    if sure < choice_model().answer_at:
        reason = f"Too uncertain: {_quoted(phrase)} may be {_listed(ranked)}, or none of these."
        return _unplaced(phrase, reason, reading, candidates=shown, confidence=sure)
    near = ranked[0].part.relation == "near"
    return Placement(
        lon=best.lon,
        lat=best.lat,
        precision="around_place" if near else precision_of_kind(best.kind),
        method="gazetteer",
        reason=_reason(ranked, near, sure),
        radii=near_radii(best.kind) if near else named_radii(best.kind),
        confidence=round(sure, 4),
        place_id=best.place_id,
        place_name=best.name,
        adm1_pcode=best.adm1_pcode or None,
        footprint_kind="circle",
        candidates=shown,
        warnings=_warnings(phrase, ranked, hints, near),
        unread=(*phrase.unread, *reading.problems),
    )


def _warnings(phrase: Phrase, ranked: list[Ranked], hints: Hints, near: bool) -> tuple[str, ...]:  # noqa: FBT001
    terms = ranked[0].evidence
    told = {
        "name_only": not (hints.country or hints.adm1 or len(phrase.parts) > 1),
        "near_heavy_tail": near,
        "parent_mismatch": bool(terms.get("adm1_other") or terms.get("parent_far")),
        "country_mismatch": bool(terms.get("country_other")),
        "several_places": phrase.several,
    }
    return tuple(code for code, holds in told.items() if holds)


def _reason(ranked: list[Ranked], near: bool, sure: float) -> str:  # noqa: FBT001
    best = ranked[0]
    place = best.match.place
    how = "spelt the same" if best.match.exact else f"spelt {best.match.text!r} there"
    why = [how]
    if best.evidence.get("adm1_same"):
        why.append(f"in {place.adm1_name} as stated")
    if best.evidence.get("parent_near"):
        why.append("the other parts of the text lie around it")
    if best.evidence.get("adm1_other"):
        why.append(f"although in {place.adm1_name}, which is not the governorate stated")
    where = "Near " if near else ""
    return f"{where}{place.name} ({place.kind}), {', '.join(why)}; {sure:.0%} sure."


def _listed(ranked: list[Ranked]) -> str:
    names = list(
        dict.fromkeys(f"{r.match.place.name} ({r.match.place.adm1_name or r.match.place.kind})" for r in ranked[:3])
    )
    return ", ".join(names)


def _quoted(phrase: Phrase) -> str:
    return ", ".join(f"“{part.text[:60]}”" for part in phrase.parts[:4])


def _empty_reason(text: str, phrase: Phrase, reading: CoordinateReading) -> str:
    if not text.strip():
        return "The text is empty."
    if reading.problems:
        return f"It looks like a coordinate that cannot be read: {', '.join(reading.problems)}."
    if phrase.country:
        return "Only a country is named; a country is not a point."
    return "The text holds no name of a place."


def _unplaced(phrase: Phrase, reason: str, reading: CoordinateReading, **more: object) -> Placement:
    codes = ("grid_malformed",) if reading.problems else ()
    precision = "country" if phrase.country and not phrase.parts else "unknown"
    return Placement(
        lon=None,
        lat=None,
        precision=precision,
        method="unplaced",
        reason=reason,
        warnings=codes,
        unread=(*phrase.unread, *reading.problems),
        **more,  # type: ignore[arg-type]
    )
