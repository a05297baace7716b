"""The head of an item: number, date, relation, place, country, and how the allegation arrived."""

from __future__ import annotations

from dataclasses import dataclass

from ..grammars.dates import DateSpan, as_range, match_date
from ..grammars.months import MONTH, WEEKDAY
from ..late import LatePattern
from .page import Page, Span
from .place import read_place, trimmed


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, each part with its span; `end` is the index after the head."""

    start: int
    begin: int
    end: int
    date: DateSpan | None
    unread_date: Span | None
    item: Span | None
    date_span: Span | None
    relation: str | None
    relation_span: Span | None
    place: Span | None
    country: str | None
    country_span: Span | None
    via: Span | None
    approximate: bool = False
    time: Span | None = None


_DATE_AHEAD = (
    rf"(?=(?:on\s+)?(?:or\s+about\s+|about\s+|between\s+|from\s+)?(?:(?:{WEEKDAY})\.?,?\s+)?(?:{MONTH}|[0-3]?\d[\s.-]*{MONTH}"
    rf"|[0-3]?\d\s*(?:-|/|to|and)\s*[0-3]?\d\s+{MONTH}|[12]\d{{3}}-\d\d))"
)
_OPENING = r"[ \t\"'(\[.*•·-]{0,8}"
_NUMBER = r"(?:item\s+|no\.?\s*|#\s*)?(?P<n{k}>\d{{1,4}}[a-z]?)\s*[.):\]]+\s*"
# A number and a date after the end of a sentence or a code; a line that begins with a date, with or without a number.
STARTS = LatePattern(
    rf"(?:(?<=\n)|(?<=\f)|^){_OPENING}(?:{_NUMBER.format(k=1)})?{_OPENING}{_DATE_AHEAD}"
    rf"|(?<=[.!?:;)\]\"'\d])\s*[(\[\"]*(?<!\d)(?<!\d[.,/]){_NUMBER.format(k=2)}{_OPENING}{_DATE_AHEAD}"
    rf"|(?<=[:.])\s*\"\s*{_DATE_AHEAD}",
)
NUMBERED_LINE = LatePattern(rf"(?:(?<=\n)|(?<=\f)|^)[ \t\"(\[]*{_NUMBER.format(k=1)}(?=\S)")
AFTER_TITLE = LatePattern(rf"{_OPENING}\s*(?:{_NUMBER.format(k=1)})?{_OPENING}{_DATE_AHEAD}")

_ON = LatePattern(r"(?:on\s+)?(?P<about>or\s+about\s+|about\s+|approximately\s+)?(?P<between>between\s+|from\s+)?")
_TIME = LatePattern(
    r"\s*,?\s*at\s+(?:approximately\s+|about\s+|around\s+)?(?P<time>(?:[01]?\d|2[0-3]):?[0-5]\d)(?!\d)"
    r"(?:\s*(?:hours|hrs|h|local(?:\s+time)?)\b)?"
)
_JOIN = LatePattern(r"[ \t]*\n?[ \t]*[)\]\"]?[,.;:]{0,2}[ \t]*\n?[ \t]*")
_UNREAD_DATE = LatePattern(r"(?=[^\n]{0,40}\d)[^\n:;]{3,60}?(?=\s*,?\s+(?:near|in|at|via)\s)")
_RELATION = LatePattern(
    r"(?:(?P<near>near(?:by)?|close\s+to|in\s+the\s+vicinity\s+of|(?:in\s+)?vicinity(?:\s+of)?|vic\.?|ivo)"
    rf"|(?P<in>in(?:side)?(?!\s+the\s+(?:month|past|last|following)|\s+(?:{MONTH}[\s,.]|total|response\b)))"
    r"|(?P<at>at))\s+(?=\S)"
)
_VIA = LatePattern(
    r"[\s,.;-]*\b(?i:via)\s+(?P<via>(?:[Uu]\.[SsNn]\.|[^.:;,\n]|\n(?!\s*\n|\s*\(?\d))+?)"
    r"\s*(?:(?=[.:;,]|\s-+\s|\n\s*\n|\n\s*\(?\d|\Z)|(?<=[Rr]eport)\s+(?=[A-Z]))"
)
_CLOSING = LatePattern(r"\s*[.,:;]*")


def read_head(page: Page, start: int, stop: int, item: Span | None = None) -> Head:
    """
    Read the head that begins at a place (after the item's number) and ends before `stop`.

    What is missing is None. The date is read first; without one only a relation, or a
    country or "via", makes a head.
    """
    on = _ON.match(page.folded, start, stop)
    at = on.end() if on else start
    found = match_date(page.folded, at)
    if found is not None and found[1] > stop:
        found = None
    date, after = found if found else (None, at)
    date = as_range(date) if date and on and on["between"] else date
    odd = _UNREAD_DATE.match(page.folded, at, stop) if date is None else None
    after = odd.end() if odd else after
    clock = _TIME.match(page.folded, after, stop)
    joined = _JOIN.match(page.folded, clock.end() if clock else after, stop)
    begin = joined.end() if joined else after
    relation = _RELATION.match(page.folded, begin, stop)
    place_from = relation.end() if relation else begin
    place, country, country_span, end = None, None, None, after
    via = _VIA.match(page.cased, begin, stop)
    if via is None:
        place, country, country_span, end = read_place(page, place_from, stop)
        via = _VIA.match(page.cased, end, stop)
    closing = _CLOSING.match(page.cased, via.end() if via else end, stop)
    return Head(
        start=item[0] if item else start,
        begin=start,
        end=closing.end() if closing else end,
        date=date,
        unread_date=odd.span() if odd else None,
        item=item,
        date_span=(at, after) if date else None,
        relation=(relation.lastgroup or "bare") if relation else ("bare" if place else None),
        relation_span=(relation.start(), relation.end(relation.lastgroup or 0)) if relation else None,
        place=place,
        country=country,
        country_span=country_span,
        via=trimmed(page, *via.span("via")) if via else None,
        approximate=bool(on and on["about"]),
        time=clock.span("time") if clock else None,
    )


def is_head(head: Head) -> bool:
    """Whether a head that begins a line without a number is one: a date, and a relation, a country or a "via"."""
    if head.date is None:
        return False
    return head.relation in ("near", "in", "at") or head.country is not None or head.via is not None
