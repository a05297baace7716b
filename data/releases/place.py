"""The place phrase of a head and the country that it names."""

from __future__ import annotations

import re
from functools import lru_cache

from ..countries import norm_country
from ..late import LatePattern
from .page import Page, Span

_PLACE_ENDS = LatePattern(
    r"\s*,?\s+(?i:via)\b|\s*:(?=\s|$)|\s*;|\s*,?\s+-\s+"
    r"|\s*,?\s+(?i:in\s+which|during|after|while|when|where|it\s+(?:is|was|has)|against|the\s+coalition|coalition|based\s+on"
    r"|no\s+(?:coalition|strikes?)|insufficient|following|resulting|which|that|a\s+strike|strikes|number\s+\d)\b"
    r"|\s*\.\s+(?=[A-Z\"'(\[\d])|\s*\.\s*$|\n\s*\n|\s*$"
)
_MAX_PLACE = 200
_CONTINUES = LatePattern(r"\s*,\s*(?:near|in|close\s+to)\s+(?!the\s+(?:incident|strike))(?=[A-Z])")
_IN_BRACKETS = LatePattern(r"\((?P<name>[^()]{4,40})\)[\s.,]*$")
_BRACKETED = LatePattern(r"\([^)]*\)")


@lru_cache(maxsize=8192)
def _country(text: str) -> str | None:
    name = _BRACKETED.sub(" ", text).strip(" .,'\"")
    return norm_country(name) if 4 <= len(name) < 40 else None


def trimmed(page: Page, start: int, end: int) -> Span | None:
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
        span = trimmed(page, begin, stop)
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
    bracketed = _IN_BRACKETS.search(page.cased, start, end)
    found = _country(bracketed["name"]) if bracketed else None
    return (found, bracketed.span("name")) if bracketed and found else None


def read_place(page: Page, start: int, stop: int) -> tuple[Span | None, str | None, Span | None, int]:
    """Place phrase, country, country's span and the index after both."""
    end = _place_end(page, start, stop)
    country = _find_country(page, start, end)
    if country is None:
        return trimmed(page, start, end), None, None, end
    code, span = country
    if _CONTINUES.match(page.cased, span[1], end):
        return trimmed(page, start, end), code, span, end
    bracket = page.cased[span[1] : span[1] + 1] == ")"
    return trimmed(page, start, span[0] - bracket), code, span, span[1] + bracket
