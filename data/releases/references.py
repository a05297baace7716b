"""Which earlier records an item corrects, repeats or reopens, as it says itself."""

from __future__ import annotations

import re

from ..grammars.dates import DateSpan, match_date
from ..late import LatePattern
from .page import Page, Span

_NUMBERS = r"(?P<items>#?\d{1,4}[a-z]?(?:\s*(?:,|and|&)\s*#?\d{1,4}[a-z]?)*)"
_ITEM = LatePattern(
    rf"\b(?:numbers?|items?|no\.|nos\.|entr(?:y|ies)|allegations?|reports?)\s*(?:no\.\s*)?{_NUMBERS}(?![\d/])"
)
_OPEN_ITEM = LatePattern(r"\bopen\s+reports?\s+(?:no\.?|number|#)\s*(?P<item>\d{1,4})\b")
_RELEASED = LatePattern(
    r"(?:\bon\s+the\b|\bin\s+the\b|\bof\s+the\b|\bin\s+(?:our|its)\b|\bpublished\s+(?:on\s+|in\s+)?(?:the\s+)?|\breleased\s+(?:on\s+|in\s+)?(?:the\s+)?|\bdated\b|\bfrom\s+the\b)\s*"
)
_DUPLICATE_OF = LatePattern(r"\bduplicates?\s+(?:(?:report|allegation|assessment)s?\s+)?(?:of|to|with)\b")
_PLACE = LatePattern(
    r"\b(?:report|incident|strike|allegation|assessment|event)?[\s,]*(?:near|in)\s+(?P<place>[A-Z][^.,;:()\n]{1,60})"
)
_HERE = LatePattern(r"\bpublished\s+in\s+this\s+(?:report|release)\b|\bin\s+this\s+(?:report|release)\b")
_SPEAKS = LatePattern(r"\b(?:number|item|no\.|allegation|report|duplicate|incorrect|previously|reopen|re-open)")
_WINDOW = 140


def _published(page: Page, start: int, stop: int) -> tuple[DateSpan, Span] | None:
    """The date of the release that is named after a reference, if one is."""
    for lead in _RELEASED.finditer(page.folded, start, min(stop, start + _WINDOW)):
        found = match_date(page.folded, lead.end())
        if found is not None and found[1] <= stop:
            return found[0], (lead.end(), found[1])
    return None


def _named(page: Page, match: re.Match[str], stop: int) -> list[str]:
    word = match.group().split()[0]
    published = _published(page, match.end(), stop)
    here = _HERE.search(page.folded, match.end(), min(stop, match.end() + _WINDOW))
    kind = "report" if word.startswith(("allegation", "report")) else "item"
    if kind == "item" and published is None and here is None:
        return []
    release = published[0].start if published else ("this release" if here else "")
    numbers = re.findall(r"\d{1,4}[a-z]?", match["items"])
    return [f"{release} {kind} {number}".strip() for number in numbers]


def _dated(page: Page, start: int, stop: int) -> tuple[str, Span] | None:
    """A duplicate that names the other strike by its date, and by its place where it does."""
    for begin in range(start, min(stop, start + _WINDOW)):
        if page.folded[begin - 1].isalnum():
            continue
        found = match_date(page.folded, begin)
        if found is None or found[1] > stop:
            continue
        place = _PLACE.search(page.cased, found[1], min(stop, found[1] + 80))
        where = f" {' '.join(place['place'].split())}" if place else ""
        return f"{found[0].start}{where}", (begin, place.end() if place else found[1])
    return None


def read_references(page: Page, start: int, stop: int) -> tuple[list[str], Span | None]:
    """
    References between two places and the span of their words.

    A reference is `RELEASE-DATE item N`, `RELEASE-DATE report N`, `report N`, `open item N`
    or, where only the other strike is named, its date and place.
    """
    if not _SPEAKS.search(page.folded, start, stop):
        return [], None
    found: list[str] = []
    spans: list[Span] = []
    for match in _OPEN_ITEM.finditer(page.folded, start, stop):
        found.append(f"open item {match['item']}")
        spans.append(match.span())
    for match in _ITEM.finditer(page.folded, start, stop):
        if any(begin < match.end() and match.start() < end for begin, end in spans):
            continue
        named = _named(page, match, stop)
        found += named
        spans += [match.span()] if named else []
    if not found:
        duplicate = _DUPLICATE_OF.search(page.folded, start, stop)
        dated = _dated(page, duplicate.end(), stop) if duplicate else None
        if dated is not None:
            found.append(dated[0])
            spans.append(dated[1])
    unique = list(dict.fromkeys(found))
    return unique, (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
