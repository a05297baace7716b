"""Locating with a service of others behind the gazetteer: its places are candidates like all, judged alike."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from data import NetFault, frame

from ..coordinates import parse_coordinates
from ..gazetteer import Gazetteer
from ..phrases import read_phrase
from ..resolve import locate
from ..resolve.tables import answer_table, questions_in
from ..types import Placement
from .places import OnlinePlaces

MOST_PARTS = 4
MOST_CHARACTERS = 160
MOST_DIGITS = 3
_ADDRESS = re.compile(r"\S*(?:://|@)\S*")
MOST_FAILURES = 3
IN_VAIN = "was asked in vain"


def locate_online(
    text: str | None,
    *,
    gazetteer: Gazetteer,
    online: OnlinePlaces,
    country: str | None = None,
    adm1: str | None = None,
    larger: bool = False,
) -> Placement:
    """Where a text is; what the gazetteer does not answer is asked of a service, with the place phrase alone.

    The service's places are candidates beside those of the gazetteer and are chosen among in the same way, hints
    included. An answer from there has the method `online`, and its reason names the service. A service that fails is
    told in the reason, never raised.
    """
    found = locate(text, gazetteer=gazetteer, country=country, adm1=adm1, larger=larger)
    phrase = phrase_to_ask(text) if found.lon is None else ""
    if not phrase:
        return found
    title = online.service.title
    try:
        rows = online.fetch(phrase)
    except NetFault as fault:
        return replace(found, reason=f"{found.reason} {title} {IN_VAIN}: {fault.message}")
    if rows.empty:
        return replace(found, reason=f"{found.reason} {title} knows no such place.")
    both = Gazetteer.from_frame(_with_known(rows, text or "", gazetteer))
    placed = locate(text, gazetteer=both, country=country, adm1=adm1, larger=larger)
    if placed.lon is None:
        return replace(placed, reason=f"{placed.reason} {title} was asked.")
    if placed.place_id not in set(rows["place_id"]):
        return found
    return replace(placed, method="online", reason=f"{placed.reason} By {title} ({online.service.licence}).")


def phrase_to_ask(text: str | None) -> str:
    """
    The place phrase of a text as a service is asked for it; empty where there is none.

    Names, type words and the country named: no coordinates, distances, relation words or anything that was not read.

    >>> phrase_to_ask("3 km west of Tal Afar (38SLF 293 240), Iraq")
    'Tal Afar, IQ'
    """
    written = text or ""
    for fix in reversed(parse_coordinates(written).fixes):
        written = f"{written[: fix.span[0]]} , {written[fix.span[1] :]}"
    phrase = read_phrase(_ADDRESS.sub(" ", written))
    ends = [end.text for link in phrase.links for end in (link.start, link.end)]
    parts = [part.text for part in phrase.parts[:MOST_PARTS]] or ends
    parts = [part for part in parts if not _says_more(part)]
    if not parts:
        return ""
    return ", ".join([*parts, *([phrase.country] if phrase.country else [])])[:MOST_CHARACTERS]


def _says_more(part: str) -> bool:
    """Whether a part is no name alone: such as a torn coordinate or a number."""
    digits = sum(letter.isdigit() for letter in part)
    return digits > MOST_DIGITS or not any(letter.isalpha() for letter in part)


def _with_known(rows: pd.DataFrame, text: str, gazetteer: Gazetteer) -> pd.DataFrame:
    """The service's rows and those of the gazetteer that bear a like name: parts of the phrase may be there."""
    names = [part.text for part in read_phrase(text).parts]
    known = {match.place.row for name in names for match in gazetteer.find(name, limit=20)}
    if not known:
        return rows
    local = gazetteer.some(sorted(known))
    local = local[~local["place_id"].isin(rows["place_id"])]
    return rows if local.empty else frame("places", [*rows.to_dict("records"), *local.to_dict("records")])


def locate_table_online(
    table: pd.DataFrame,
    gazetteer: Gazetteer,
    online: OnlinePlaces,
    *,
    column: str = "input",
    country_column: str | None = "country",
    hint_column: str | None = "admin1_hint",
) -> pd.DataFrame:
    """As `locate_table`, one question after the other; a service that failed three times running is left alone."""
    questions, ids = questions_in(table, column, country_column, hint_column)
    found: dict[tuple[str, str, str], Placement] = {}
    failed = 0
    for question in dict.fromkeys(questions):
        text, country, unit = question
        where, within = country or None, unit or None
        if failed >= MOST_FAILURES:
            placed = locate(text, gazetteer=gazetteer, country=where, adm1=within)
            rest = "" if placed.lon is not None else f" {online.service.title} was not asked any more: it had failed."
            found[question] = replace(placed, reason=placed.reason + rest)
            continue
        placed = found[question] = locate_online(text, gazetteer=gazetteer, online=online, country=where, adm1=within)
        failed = failed + 1 if IN_VAIN in placed.reason else 0 if placed.method == "online" else failed
    return answer_table(questions, ids, found)
