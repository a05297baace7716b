"""Report numbers, codes of other recorders, grid references and closing dates, as a closed grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..grammars.dates import match_date
from ..late import LatePattern
from .page import Page, Span
from .sentences import NO_END


@dataclass(frozen=True, slots=True)
class Tail:
    """
    What stands behind an item's last sentence.

    `start` is where the tail begins. `malformed` holds the grid references that break the
    form of MGRS (an odd number of digits, a zone above 60); they are kept as printed.
    """

    start: int
    report_id: Span | None
    codes: tuple[Span, ...]
    grids: tuple[Span, ...]
    malformed: tuple[Span, ...]
    closed: tuple[str, Span] | None
    unread: tuple[Span, ...]


_NO_MONTH = r"(?!\s?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"  # 16 MAY 2018 is no grid
_GRID = (
    rf"\d{{1,3}}{_NO_MONTH}\s?[C-HJ-NP-Xc-hj-np-x]\s?[A-HJ-NP-Za-hj-np-z]{{2}}"
    r"\s?(?:\d{2,5}\s\d{2,5}|\d{4,12})(?![\dA-Za-z])"
)
GRID = LatePattern(rf"(?<![A-Za-z\d]){_GRID}")
_CODE = r"(?:[A-Z]{1,6}\d{1,5}[a-z]?(?:-[A-Z\d]+)?)(?![\w])"
_PROSE_CODE = LatePattern(r"(?<![\w/])C[IS]\d{2,5}[a-z]?(?!\w)")
_TOKEN = LatePattern(
    rf"(?P<grid>{_GRID})|(?P<code>{_CODE})|(?:(?:[Rr]eport|[Aa]llegation|[Cc]ase)\s*(?:[Nn]o\.?|\#|ID:?|:)?\s*)?"
    r"(?P<report>(?<![\d/])\d{1,5}(?![\d]))(?!\s*(?:km|kilomet|m\b|meter|hours))"
    r"|(?P<closed>[Cc]losed\s+(?:on\s+)?)|(?P<none>[Nn]o\s+(?:MGRS|grid)[\w\s]{0,30}?(?:[Gg]iven|[Ss]pecified|[Pp]rovided|[Aa]vailable)|N/A|MGRS:?|[Gg]rid:?|[Aa]nd)"
    r"|(?P<join>[\s/.,;()\[\]\"'|&-]+)"
)
_LONGEST_TAIL = 400
_BOUNDARY = LatePattern(rf"(?:[.!?:]{NO_END}[\"')\]]*|\n|(?<=[a-z])(?=\s*\(\d+\)\s*$))\s*")


def _well_formed(grid: str) -> bool:
    plain = "".join(grid.split())
    zone = re.match(r"\d+", plain)
    digits = re.search(r"\d+$", plain)
    if zone is None or digits is None:
        return False
    return 1 <= int(zone.group()) <= 60 and len(digits.group()) % 2 == 0 and len(digits.group()) <= 10


def _begin(page: Page, start: int, end: int) -> int:
    """Where the tail begins: after the last end of a sentence that only codes follow."""
    begin = end
    first = max(start, end - _LONGEST_TAIL)
    places = [match.end() for match in _BOUNDARY.finditer(page.cased, first, end)]
    for place in reversed([start, *places] if first == start else places):
        if _tokens(page.cased[place:end]) is not None:
            begin = place
        elif begin < end:
            break
    return begin


def _tokens(text: str) -> list[re.Match[str]] | None:
    """The tail as a row of tokens, or None where something else stands in it."""
    found, at, known = [], 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            return None
        at = match.end()
        known = known or match.lastgroup in ("grid", "code", "report", "closed", "none")
        if match.lastgroup == "closed":
            date = match_date(text.lower(), at)
            if date is None:
                return None
            at = date[1]
        found.append(match)
    return found if known else None


def _closed(page: Page, begin: int, tokens: list[re.Match[str]]) -> tuple[str, Span] | None:
    for token in tokens:
        if token.lastgroup == "closed":
            found = match_date(page.folded, begin + token.end())
            if found:
                return found[0].start, (begin + token.end(), found[1])
    return None


def read_tail(page: Page, start: int, end: int, *, head: int | None = None) -> Tail:
    """
    Read the codes behind the last sentence between two places, and grids and codes inside the sentences.

    With `head`, where the item begins, grids that stand in its head are read too.

    The first number that is neither a grid nor a code is the report's own; further bare
    numbers are listed as unread.
    """
    begin = _begin(page, start, end)
    tokens = _tokens(page.cased[begin:end]) or [] if begin < end else []
    spans = {
        name: [_at(begin, token, name) for token in tokens if token.lastgroup == name]
        for name in ("grid", "code", "report")
    }
    inside = [match.span() for match in GRID.finditer(page.cased, start if head is None else head, begin)]
    prose = [match.span() for match in _PROSE_CODE.finditer(page.cased, start, begin)]
    grids = tuple(inside + spans["grid"])
    return Tail(
        start=begin,
        report_id=spans["report"][0] if spans["report"] else None,
        codes=tuple(prose + spans["code"]),
        grids=grids,
        malformed=tuple(span for span in grids if not _well_formed(page.cased[span[0] : span[1]])),
        closed=_closed(page, begin, tokens),
        unread=tuple(spans["report"][1:]),
    )


def _at(begin: int, token: re.Match[str], name: str) -> Span:
    return begin + token.start(name), begin + token.end(name)
