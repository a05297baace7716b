"""Daily strike lines of CENTCOM and CJTF-OIR: where, how many strikes, and what they hit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from ..countries import norm_country
from ..grammars.dates import DateSpan, match_date, read_date
from ..grammars.number_words import NUMBER, whole_number
from ..identity import identify
from ..late import LatePattern
from ..schema import conform
from .item import Unread
from .page import Page, make_page
from .reading import SPANS, ReleaseReading, rest, unread_frame

RECORDER = "centcom"
_LINE = LatePattern(
    r"(?<!\w)v?(?:(?P<near>near)(?:\s+near)?|(?P<in>in)|(?P<at>at)|(?P<bare>on|along|outside|north|south|east|west|between))\s+"
    rf"(?P<place>[^\n;]{{2,120}}?)\s*,?\s+(?P<n>{NUMBER}|an?)\s+(?:(?!near\b)\w+\s+){{0,2}}?(?P<kind>(?:air\s?|air-)?(?:strike|stike)s?)\b"
    r"(?P<target>[^\n]*)"
)
_NEXT = LatePattern(r"\s{2,}(?=\S)|$")
_HEADING = LatePattern(r"[\s*•-]*(?:(?:air\s?)?strikes?\s+in\s+)?(?P<country>[a-z][a-z ]{2,30}?)\s*:?\s*$")
_DAY = LatePattern(r"\bon\s+(?=[a-z\d])")
_DATE_COLUMNS = ("happened_from", "date", "published_on")


def _column(frame: pd.DataFrame, names: tuple[str, ...]) -> list[str | None]:
    name = next((name for name in names if name in frame.columns), None)
    return [None] * len(frame) if name is None else [None if pd.isna(value) else str(value) for value in frame[name]]


def _claim(page: Page, match: re.Match[str], end: int) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    relation = next(name for name in ("near", "in", "at", "bare") if match[name])
    number = 1 if match["n"] in ("a", "an") else whole_number(match["n"])
    target = match.start("target"), end
    while target[0] < target[1] and page.folded[target[0]] in " ,":
        target = target[0] + 1, target[1]
    while target[1] > target[0] and page.folded[target[1] - 1] in " .":
        target = target[0], target[1] - 1
    place = match.start("place") if relation != "bare" else match.start("bare"), match.end("place")
    spans = {
        "place_text": place,
        "relation": match.span(relation),
        "strikes": match.span("n"),
        "strike_kind_raw": match.span("kind"),
        "target_kind": target,
    }
    row: dict[str, object] = {
        name: page.words(*spans[name]) or None for name in ("place_text", "strike_kind_raw", "target_kind")
    }
    row |= {"recorder": RECORDER, "relation": relation, "strikes_min": number, "strikes_max": number, "warnings": []}
    if match["kind"].startswith("air"):
        row["strike_kind"] = "airstrike"
    return row, spans


def _lines(page: Page) -> list[tuple[re.Match[str], int]]:
    """Strike lines of a text; a line ends where the next begins, or at a gap of blanks."""
    found: list[tuple[re.Match[str], int]] = []
    at = 0
    while (match := _LINE.search(page.folded, at)) is not None:
        gap = _NEXT.search(page.folded, match.start("target") + 1, match.end())
        following = (
            _LINE.search(page.folded, match.start("target"), match.end()) if gap and gap.end() < match.end() else None
        )
        end = gap.start() if gap and following and following.start() <= gap.end() + 2 else match.end()
        found.append((match, end))
        at = max(end, match.start("target"))
    return found


def _context(page: Page, state: dict[str, object]) -> bool:
    """Take country and day from a heading or a leading sentence; whether it was one."""
    heading = _HEADING.fullmatch(page.folded)
    country = norm_country(heading["country"]) if heading else None
    if country is not None:
        state["country"] = country
        return True
    for lead in _DAY.finditer(page.folded):
        found = match_date(page.folded, lead.end())
        if found is not None:
            state["date"] = found[0]
            return True
    return False


def _date_fields(stated: DateSpan | None) -> dict[str, object]:
    if stated is None:
        return {}
    return {
        "happened_from": stated.start,
        "happened_to": stated.end,
        "date_precision": stated.precision,
        "date_text": stated.text,
    }


def read_strike_lines(
    given: pd.DataFrame | Iterable[str | None],
    *,
    text_column: str = "line",
    date_order: str | None = None,
    source: str = "",
) -> ReleaseReading:
    """
    Read daily strike lines, one text to a row, or the lines of a release in their order.

    A table may bring `country` and a `date` (all-numeric dates need `date_order`); without
    them a heading ("Iraq", "Strikes in Syria") and a sentence with its day give them to the
    lines that follow. One strike may be many engagements: only strikes are counted. What is
    neither line nor heading stands in `unread`.

    Raises
    ------
    ValueError
        For an order of dates that does not exist.

    Examples
    --------
    >>> reading = read_strike_lines(["- Near Tal Verin, three strikes engaged a staging area."])
    >>> reading.claims.place_text[0], int(reading.claims.strikes_min[0])
    ('Tal Verin', 3)
    """
    frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame({text_column: list(given)})
    countries, days = _column(frame, ("country",)), _column(frame, _DATE_COLUMNS)
    rows: list[dict[str, object]] = []
    unread: list[pd.DataFrame] = []
    spans: list[tuple[int, int, int, str]] = []
    state: dict[str, object] = {}
    for n, text in enumerate(frame[text_column].astype(object)):
        page, row = make_page(text if isinstance(text, str) else ""), n + 2
        found = _lines(page)
        if not found and not _context(page, state) and page.text.strip():
            unread.append(
                unread_frame(
                    page, [(Unread(0, len(page.text), "text", "strike_line_not_understood"), None)], source, row=row
                )
            )
        stated = read_date(days[n] or "", order=date_order) if days[n] else state.get("date")
        extra = {"country": norm_country(countries[n]) if countries[n] else state.get("country")}
        extra |= _date_fields(stated if isinstance(stated, DateSpan) else None)
        covered: list[tuple[int, int, str]] = []
        for match, end in found:
            claim, where = _claim(page, match, end)
            covered.append((match.start(), end, "claim"))
            rows.append(
                claim
                | extra
                | {"origin_row": row, "origin_file": source or None, "origin_span": _json(where, match.start(), end)}
            )
        spans += [
            (row, *span) for span in sorted(covered + rest(page, covered, kind="unread" if not found else "furniture"))
        ]
    return ReleaseReading(
        claims=identify(conform(pd.DataFrame(rows), "claims")),
        figures=conform(pd.DataFrame(), "figures"),
        unread=pd.concat(unread, ignore_index=True) if unread else unread_frame(make_page(""), [], source),
        spans=pd.DataFrame(spans, columns=SPANS),
        checks=pd.DataFrame(),
        notes=(),
    )


def _json(spans: Mapping[str, tuple[int, int]], start: int, end: int) -> str:
    return json.dumps(
        {"record": [start, end]} | {name: list(span) for name, span in spans.items()}, separators=(",", ":")
    )
