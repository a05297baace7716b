"""From a text to a placement: coordinates first, then names; an answer or a reason, never an exception."""

from __future__ import annotations

from collections.abc import Sequence

from data import norm_country

from ..coordinates import CoordinateReading, parse_coordinates, without_short_codes
from ..gazetteer import Gazetteer
from ..phrases import Phrase, read_phrase
from ..types import LonLat, Placement
from .choose import Ranked, confidence, is_tie, rank
from .fixes import place_fixes, place_short_code, with_refused, without_refused
from .model import ChoiceModel, choice_model
from .pair import Stretch, find_stretch
from .placed import fell_back, place_at, place_between, shown
from .terms import Hints

SURE_OF_LARGER = 0.25


def locate(
    text: str | None,
    *,
    gazetteer: Gazetteer,
    country: str | None = None,
    adm1: str | None = None,
    near: Sequence[LonLat] = (),
    larger: bool = False,
) -> Placement:
    """Where a text is, how exactly, and why there.

    Coordinates in the text go before names. A name that the gazetteer does not hold is not answered: the placement
    then has no point and says so. Degrees are WGS 84, lengths metres. Nothing is raised for any text.

    Parameters
    ----------
    text
        A place phrase or a coordinate, in English, Arabic or Kurdish spelling.
    country, adm1
        Hints, by name or code: soft constraints, because recorders mislabel governorates.
    near
        Points known otherwise: a coordinate elsewhere in the record, other places of the same text.
    larger
        Whether a larger place that the text names around an unknown smaller one is an answer even where the place
        meant is probably not at its middle; it is flagged `placed_at_larger_place`.

    Examples
    --------
    >>> found = locate("Ar Raqqah, Syria", gazetteer=Gazetteer.embedded())
    >>> found.place_name, found.precision
    ('Ar Raqqah', 'town')
    """
    written = text or ""
    reading = parse_coordinates(written)
    if reading.fixes:
        return place_fixes(written, reading, gazetteer, norm_country(country) if country else None)
    if "plus_code_short" in reading.problems:
        rest = locate(without_short_codes(written), gazetteer=gazetteer, country=country, adm1=adm1, near=near)
        placed = place_short_code(written, rest, gazetteer, norm_country(country) if country else None)
        if placed is not None:
            return placed
    phrase = read_phrase(without_refused(written, reading))
    code = (norm_country(country) if country else None) or phrase.country
    hints = Hints(code, gazetteer.unit(adm1, code), tuple(near), gazetteer.beside_unit)
    placed = _of_phrase(phrase, gazetteer, hints, reading, larger=larger)
    return with_refused(placed, written, reading) if reading.problems else placed


def _of_phrase(
    phrase: Phrase, gazetteer: Gazetteer, hints: Hints, reading: CoordinateReading, *, larger: bool
) -> Placement:
    model = choice_model()
    unread = phrase.unread
    stretches = [find_stretch(link, gazetteer, hints, model) for link in phrase.links]
    for stretch in stretches:
        if stretch is not None and stretch.probability >= model.answer_at:
            return place_between(stretch, (*unread, *(part.said for part in phrase.parts)))
    ranked = rank(phrase, gazetteer, hints, model)
    if not ranked:
        seen = next((_unlikely(stretch) for stretch in stretches if stretch is not None), None)
        return _unplaced(phrase, seen or _absent(phrase, reading, gazetteer), reading)
    sure = confidence(ranked)
    if sure >= model.answer_at and not is_tie(ranked, hints.country):
        return place_at(phrase, ranked, hints, sure, unread)
    outer = _larger(ranked, model) if larger else None
    if outer is not None:
        return place_at(phrase, outer, hints, confidence(outer), unread)
    return _unplaced(phrase, _doubt(phrase, ranked), reading, ranked=ranked, sure=sure)


def _larger(ranked: list[Ranked], model: ChoiceModel) -> list[Ranked] | None:
    """The larger place of the phrase in front, where it is what the text names around something unknown."""
    outer = [r for r in ranked if fell_back(r) and r.match.score >= 0.9 and r.match.place.kind in ("city", "town")]
    if not outer or outer[0].probability < SURE_OF_LARGER * model.answer_at:
        return None
    return [outer[0], *(r for r in ranked if r is not outer[0])]


def _unlikely(stretch: Stretch) -> str:
    start, end = stretch.start.place.name, stretch.end.place.name
    return f"Too uncertain: {start} and {end} lie {stretch.length_m / 1000:.0f} km apart, or others are meant."


def _absent(phrase: Phrase, reading: CoordinateReading, gazetteer: Gazetteer) -> str:
    if reading.problems:
        return f"It looks like a coordinate that cannot be read: {', '.join(reading.problems)}."
    if not phrase.text:
        return "The text is empty."
    if not any(letter.isalpha() for letter in phrase.text) and any(letter.isdigit() for letter in phrase.text):
        return "The text holds numbers alone, and no coordinate that can be read in one way."
    named = [part.text for part in phrase.parts] + [end.text for link in phrase.links for end in (link.start, link.end)]
    if named:
        missing = [name for name in named if not gazetteer.find(name, limit=1)]
        return f"Not in the gazetteer: {_quoted(missing or named)}."
    return "Only a country is named; a country is not a point." if phrase.country else "The text names no place."


def _doubt(phrase: Phrase, ranked: list[Ranked]) -> str:
    places = (r.match.place for r in ranked[:3])
    listed = dict.fromkeys(f"{place.name} ({place.adm1_name or place.kind})" for place in places)
    return (
        f"Too uncertain: {_quoted([part.text for part in phrase.parts])} may be {', '.join(listed)}, or none of these."
    )


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"“{text[:60]}”" for text in texts[:4])


def _unplaced(
    phrase: Phrase,
    reason: str,
    reading: CoordinateReading,
    *,
    ranked: list[Ranked] | None = None,
    sure: float | None = None,
) -> Placement:
    return Placement(
        lon=None,
        lat=None,
        precision="country" if phrase.country and not phrase.parts else "unknown",
        method="unplaced",
        reason=reason,
        confidence=None if sure is None else round(sure, 4),
        candidates=shown(ranked or []),
        unread=phrase.unread,
    )
