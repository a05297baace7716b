"""Sentences of folded text with their spans; abbreviations and initials do not end one."""

from __future__ import annotations

from ..late import LatePattern
from .page import Page, Span

_SHORT = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "No", "[A-Z]"]
NO_END = "".join(rf"(?<!\b{short}\.)" for short in _SHORT)  # a full stop after these ends no sentence
_END = LatePattern(rf"[.!?]{NO_END}[\"')\]]*\s+(?=[\"'(\[]?[A-Z\d])|\n[ \t\f]*\n\s*(?![a-z\s])|//")


def sentences(page: Page, start: int, end: int) -> list[Span]:
    """Spans of the sentences between two places, without blanks at their ends; none is empty."""
    found, begin = [], start
    for match in _END.finditer(page.cased, start, end):
        found.append((begin, match.end()))
        begin = match.end()
    found.append((begin, end))
    trimmed = (_trimmed(page.cased, *span) for span in found)
    return [span for span in trimmed if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
