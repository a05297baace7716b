"""From a form that somebody has sent to the judgements that it means; nothing is written here."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data import Judgement, UsageProblem, words
from geo import check_place, parse_coordinates, precision_of_kind, precision_of_radius

from .desk import Desk
from .items import PAIR_KINDS, Item, number
from .places import candidates_of

MOST_WHY = 2000
MOST_NAME = 60
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose decision it is, and when it is made."""

    alias: str
    made_at: str


def norm_alias(given: str, forbidden: Iterable[str]) -> str:
    """
    An alias for the log and the page.

    Raises
    ------
    UsageProblem
        It is empty, too long, holds control characters, or is the login name of this machine.
    """
    alias = " ".join(given.split())
    if not alias or len(alias) > MOST_NAME or not alias.isprintable():
        raise UsageProblem("An alias has 1 to 60 letters.", hint="Such as: Desk 2")
    if alias.casefold() in {name.casefold() for name in forbidden if name}:
        hint = "The alias stands in the log and may be published. Take one that does not name you, such as: Desk 2"
        raise UsageProblem("That is your login name.", hint=hint)
    return alias


def judgements_for(desk: Desk, item: Item, form: Form, who: Who) -> Callable[[], list[Judgement]]:
    """
    What an answer on an item means, to be made when it is written.

    Raises
    ------
    UsageProblem
        The answer is none, or it would place nothing; the message says what to do.
    """
    if len(form.get("why", "")) > MOST_WHY:
        raise UsageProblem("The reason is longer than 2,000 letters.", hint="Shorten it.")
    answer = form.get("answer", "")
    if item.queue == "pair":
        return _pair(desk, item, answer, (form, who))
    if item.queue == "place":
        return _place(desk, item, answer, (form, who))
    raise UsageProblem(f"'{answer}' is no answer to this card.", hint="Choose one of the card's answers.")


def _pair(desk: Desk, item: Item, answer: str, told: tuple[Form, Who]) -> Callable[[], list[Judgement]]:
    form, who = told
    if answer not in PAIR_KINDS:
        raise UsageProblem("Say whether the two are the same.", hint="Same, not the same, unsure, or speaks of it too.")
    subjects, seen = item.subjects, item.seen
    if answer == "link" and form.get("speaker") == "b":
        subjects, seen = subjects[::-1], seen[::-1]
    why = form.get("why", "").strip()

    def make() -> list[Judgement]:
        before = desk.supersedes(item)
        return [Judgement(answer, subjects, who.alias, who.made_at, why=why, seen=seen, supersedes=before)]

    return make


def _place(desk: Desk, item: Item, answer: str, told: tuple[Form, Who]) -> Callable[[], list[Judgement]]:
    form, who = told
    claim = desk.claims[item.seen[0]]
    kind, decision = place_decision(desk, item, answer, form)
    why = form.get("why", "").strip()
    records = (item.subjects[0], *(item.same if form.get("same") == "1" else ()))
    alias = _alias_of(claim, decision, form) if form.get("teach") == "1" else None

    def make() -> list[Judgement]:
        made = []
        for record in records:
            before = desk.supersedes(item, record)
            if before and record != item.subjects[0]:
                # Somebody has looked at that record by itself: an answer for all does not run over it.
                continue
            seen = (str(desk.now[record]["claim_id"]),)
            made.append(
                Judgement(
                    kind, (record,), who.alias, who.made_at, why=why, seen=seen, decision=decision, supersedes=before
                )
            )
        if alias:
            made.append(Judgement("alias", records, who.alias, who.made_at, why=why, decision=alias))
        return made

    return make


def _alias_of(claim: Mapping[str, Any], decision: Mapping[str, Any] | None, form: Form) -> dict[str, Any]:
    """The name that the phrase uses, for the place that was chosen: it is found from the next build on."""
    name = form.get("teach_name", "").strip()
    if not decision or not decision.get("place_id"):
        raise UsageProblem(
            "A name is taught to a place of the gazetteer.", hint="Choose a candidate, or leave the name out."
        )
    phrases = " ".join(
        str(claim[column]) for column in ("place_text", "place_text_ar") if isinstance(claim[column], str)
    )
    if not name or name.casefold() not in phrases.casefold():
        raise UsageProblem("The name to teach does not stand in the phrase.", hint="Copy it from the phrase.")
    return {"name": name, "place_id": decision["place_id"]}


def place_decision(desk: Desk, item: Item, answer: str, form: Form) -> tuple[str, dict[str, Any] | None]:
    """What kind of judgement an answer on a place is, and its decision; raises UsageProblem."""
    if answer == "unplaceable":
        return "unplaceable", None
    makers = {"accept": _accepted, "choose": _chosen, "pin": _pinned, "area": _drawn, "coordinates": _typed}
    if answer not in makers:
        raise UsageProblem("Say where it is, or that it cannot be placed.", hint="Choose one of the card's answers.")
    decision = makers[answer](desk, item, form)
    check_place(decision, desk.gazetteer)
    return "place", {"by": answer, **decision}


def _accepted(desk: Desk, item: Item, form: Form) -> dict[str, Any]:
    placed = desk.placements[item.seen[0]]
    lon, lat = number(placed["lon"]), number(placed["lat"])
    if lon is None or lat is None:
        raise UsageProblem("There is no place yet that could be accepted.", hint="Choose a candidate, or drop a pin.")
    told = {"lon": lon, "lat": lat, "precision": placed["precision"]}
    named = {name: placed[column] for name, column in (("place_id", "place_id"), ("name", "place_name"))}
    return told | {name: value for name, value in named.items() if isinstance(value, str)}


def _chosen(desk: Desk, item: Item, form: Form) -> dict[str, Any]:
    """A candidate of the placement by its place in the list, or any place of the gazetteer by its id."""
    wanted = form.get("place_id", "")
    for at, one in enumerate(candidates_of(desk.placements[item.seen[0]])):
        if form.get("candidate") == str(at):
            wanted = str(one.get("place_id") or "")
            if not wanted:
                precision = form.get("precision") or "around_place"
                return {"lon": one["lon"], "lat": one["lat"], "precision": precision, "name": one["name"]}
    place = desk.gazetteer.by_id(wanted) if wanted else None
    if place is None:
        raise UsageProblem("No candidate was chosen.", hint="Choose one by its number.")
    told: dict[str, Any] = {"place_id": place.place_id, "name": place.name, "lon": place.lon, "lat": place.lat}
    return told | (
        {"precision": _precision(form)} if form.get("precision") else {"precision": precision_of_kind(place.kind)}
    )


def _precision(form: Form) -> str:
    given = form.get("precision", "")
    if given not in words("precision") or given in ("unknown", "country"):
        raise UsageProblem("A point needs a precision class.", hint="Say how exactly the place is known.")
    return given


def _pinned(desk: Desk, item: Item, form: Form) -> dict[str, Any]:
    try:
        lon, lat = float(form.get("lon", "")), float(form.get("lat", ""))
    except ValueError:
        raise UsageProblem("There is no pin on the map yet.", hint="Press p, move it, then Enter.") from None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise UsageProblem("There is no pin on the map yet.", hint="Press p, move it, then Enter.")
    return {"lon": round(lon, 6), "lat": round(lat, 6), "precision": _precision(form)}


def _drawn(desk: Desk, item: Item, form: Form) -> dict[str, Any]:
    try:
        corners = json.loads(form.get("area", ""))
        given = [[round(float(lon), 6), round(float(lat), 6)] for lon, lat in corners]
    except (ValueError, TypeError):
        raise UsageProblem("There is no area on the map yet.", hint="Press d, set its corners, then Enter.") from None
    return {"area": given}


def _typed(desk: Desk, item: Item, form: Form) -> dict[str, Any]:
    reading = parse_coordinates(form.get("coordinates", ""))
    if len(reading.fixes) != 1:
        several = f"{len(reading.fixes)} coordinates can be read." if reading.fixes else "No coordinate can be read."
        raise UsageProblem(several, hint="Write one, such as 36.34 43.13, 36°20'24\"N 43°07'48\"E, or 38SLF1234567890.")
    fix = reading.fixes[0]
    precision = _precision(form) if form.get("precision") else precision_of_radius(max(fix.radius_m, 10.0))
    return {"lon": round(fix.lonlat.lon, 6), "lat": round(fix.lonlat.lat, 6), "precision": precision}
