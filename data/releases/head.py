"""The head of an item: number, date, relation, place, country, and how the allegation arrived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..countries import norm_country
from ..grammars.dates import DateSpan, match_date
from ..grammars.months import MONTH, WEEKDAY
from .page import Page, Span


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, each part with its span; `end` is the index after the head."""

    start: int
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


_DATE_AHEAD = (
    rf"(?=(?:on\s+)?(?:(?:{WEEKDAY})\.?,?\s+)?(?:{MONTH}|[0-3]?\d[\s.-]*{MONTH}"
    rf"|[0-3]?\d\s*(?:-|/|to|and)\s*[0-3]?\d\s+{MONTH}|[12]\d{{3}}-\d\d))"
)
_OPENING = r"[ \t\"'(\[.*•·-]{0,8}"
_NUMBER = r"(?:item\s+|no\.?\s*|#\s*)?(?P<n{k}>\d{{1,4}}[a-z]?)\s*[.):\]]+\s*"
# A number and a date after the end of a sentence or a code; a line that begins with a date, with or without a number.
STARTS = re.compile(
    rf"(?:(?<=\n)|(?<=\f)|^){_OPENING}(?:{_NUMBER.format(k=1)})?{_OPENING}{_DATE_AHEAD}"
    rf"|(?<=[.!?:;)\]\"'\d])\s*[(\[\"]*(?<!\d)(?<!\d[.,/]){_NUMBER.format(k=2)}{_OPENING}{_DATE_AHEAD}"
    rf"|(?<=[:.])\s*\"\s*{_DATE_AHEAD}",
)
NUMBERED_LINE = re.compile(rf"(?:(?<=\n)|(?<=\f)|^)[ \t\"(\[]*{_NUMBER.format(k=1)}(?=\S)")
AFTER_TITLE = re.compile(rf"{_OPENING}\s*(?:{_NUMBER.format(k=1)})?{_OPENING}{_DATE_AHEAD}")

_ON = re.compile(r"on\s+")
_JOIN = re.compile(r"[ \t]*\n?[ \t]*[,.;:]{0,2}[ \t]*\n?[ \t]*")
_UNREAD_DATE = re.compile(r"(?=[^\n]{0,40}\d)[^\n:;]{3,60}?(?=\s*,?\s+(?:near|in|at|via)\s)")
_RELATION = re.compile(
    r"(?:(?P<near>near(?:by)?|close\s+to|in\s+the\s+vicinity\s+of|(?:in\s+)?vicinity(?:\s+of)?|vic\.?|ivo)"
    rf"|(?P<in>in(?:side)?(?!\s+the\s+(?:month|past|last|following)|\s+(?:{MONTH}[\s,.]|total|response\b)))"
    r"|(?P<at>at))\s+(?=\S)"
)
_VIA = re.compile(
    r"[\s,.;-]*\b(?i:via)\s+(?P<via>(?:[Uu]\.[SsNn]\.|[^.:;,\n]|\n(?!\s*\n))+?)"
    r"\s*(?:(?=[.:;,]|\n\s*\n|\Z)|(?<=[Rr]eport)\s+(?=[A-Z]))"
)
_PLACE_ENDS = re.compile(
    r"\s*,?\s+(?i:via)\b|\s*:(?=\s|$)|\s*;|\s*,?\s+-\s+"
    r"|\s*,?\s+(?i:in\s+which|during|after|while|when|where|it\s+(?:is|was|has)|against|the\s+coalition|coalition|based\s+on"
    r"|no\s+(?:coalition|strikes?)|insufficient|following|resulting|which|that|a\s+strike|strikes|number\s+\d)\b"
    r"|\s*\.\s+(?=[A-Z\"'(\[\d])|\s*\.\s*$|\n\s*\n|\s*$"
)
_CLOSING = re.compile(r"\s*[.,:;]*")
_MAX_PLACE = 200
_CONTINUES = re.compile(r"\s*,\s*(?:near|in|close\s+to)\s+(?!the\s+(?:incident|strike))(?=[A-Z])")
_BRACKETED = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=8192)
def _country(text: str) -> str | None:
    name = _BRACKETED.sub(" ", text).strip(" .,'\"")
    return norm_country(name) if 4 <= len(name) < 40 else None


def _trim(page: Page, start: int, end: int) -> Span | None:
    """The span without blanks, commas and quotes at its ends; None where nothing is left."""
    while start < end and page.cased[start] in " \t\n\f,.;:-\"'":
        start += 1
    while end > start and page.cased[end - 1] in ' \t\n\f,.;:-"':
        end -= 1
    return (start, end) if start < end else None


def _place_end(page: Page, start: int, stop: int) -> int:
    """Where the place phrase ends; a full stop before a country is a slip and does not end it."""
    limit = min(stop, start + _MAX_PLACE)
    for match in _PLACE_ENDS.finditer(page.cased, start, limit):
        if "." in match.group():
            after = re.match(r"\s*[^\s,.:;]+(?:\s[^\s,.:;]+)?", page.cased[match.end() : limit])
            words = after.group().split() if after else []
            if any(_country(" ".join(words[:n])) for n in (1, 2)):
                continue
        return match.start()
    return limit


def _parts(page: Page, start: int, end: int) -> list[Span]:
    """Parts of a phrase between commas and full stops, brackets left whole."""
    parts, depth, begin = [], 0, start
    for n in range(start, end):
        letter = page.cased[n]
        depth += (letter == "(") - (letter == ")")
        if letter in ",." and depth <= 0:
            parts.append((begin, n))
            begin = n + 1
    return [*parts, (begin, end)]


def _find_country(page: Page, start: int, end: int) -> tuple[str, Span] | None:
    """The first part that is a country, or the country that ends a part without a comma."""
    for begin, stop in _parts(page, start, end):
        span = _trim(page, begin, stop)
        if span is None:
            continue
        found = _country(page.cased[span[0] : span[1]])
        if found and begin > start:
            return found, span
        words = list(re.finditer(r"\S+", page.cased[span[0] : span[1]]))
        for count in (2, 1):
            if len(words) > count:
                at = span[0] + words[-count].start()
                found = _country(page.cased[at : span[1]])
                if found:
                    return found, (at, span[1])
    return None


def _place(page: Page, start: int, stop: int) -> tuple[Span | None, str | None, Span | None, int]:
    """Place phrase, country, country's span and the index after both."""
    end = _place_end(page, start, stop)
    country = _find_country(page, start, end)
    if country is None:
        return _trim(page, start, end), None, None, end
    code, span = country
    if _CONTINUES.match(page.cased, span[1], end):
        return _trim(page, start, end), code, span, end
    return _trim(page, start, span[0]), code, span, span[1]


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
    odd = _UNREAD_DATE.match(page.folded, at, stop) if date is None else None
    after = odd.end() if odd else after
    joined = _JOIN.match(page.folded, after, stop)
    begin = joined.end() if joined else after
    relation = _RELATION.match(page.folded, begin, stop)
    place_from = relation.end() if relation else begin
    place, country, country_span, end = None, None, None, after
    via = _VIA.match(page.cased, after, stop)
    if via is None:
        place, country, country_span, end = _place(page, place_from, stop)
        via = _VIA.match(page.cased, end, stop)
    closing = _CLOSING.match(page.cased, via.end() if via else end, stop)
    return Head(
        start=item[0] if item else start,
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
        via=_trim(page, *via.span("via")) if via else None,
    )


def is_head(head: Head) -> bool:
    """Whether a head that begins a line without a number is one: a date, and a relation, a country or a "via"."""
    if head.date is None:
        return False
    return head.relation in ("near", "in", "at") or head.country is not None or head.via is not None
