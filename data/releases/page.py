"""The text of a release made ready for reading: folded letter for letter, page furniture and notes blanked.

Nothing is moved: a span of the page is a span of the text that was given.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from ..grammars.text import fold, fold_case_kept
from ..late import LatePattern

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """
    A text beside its folded copies of the same length.

    `folded` is in small letters, `cased` keeps capitals; both have page furniture and
    editors' notes in square brackets blanked out. `furniture` and `notes` are their spans,
    `breaks` the places of the line feeds, `plain` the text as written without the furniture.
    """

    text: str
    folded: str
    cased: str
    furniture: tuple[Span, ...]
    notes: tuple[Span, ...]
    breaks: tuple[int, ...]
    plain: str

    def line(self, at: int) -> int:
        """Number of the line that holds a place, counted from 1."""
        return bisect_left(self.breaks, at) + 1

    def words(self, start: int, end: int) -> str:
        """What stands in a span, as written, without page furniture and with runs of blanks as one blank."""
        return " ".join(self.plain[start:end].split())


_LINE = LatePattern(r"[^\n\f]+")
_FIXED = LatePattern(
    r"(?:for\s+immediate\s+release|press\s+release|news\s+release|unclassified(?:\s*//.*)?|print|e-?mail|share|\d*share|"
    r"print\s*\|?\s*e-?mail|\|+|#{2,}|-\s*30\s*-|-+\s*(?:end|more)\s*-+|end|page\s+\d+(?:\s*(?:of|/)\s*\d+)?|-+\s*\d{1,3}\s*-+|"
    r"(?:release|news\s+release)\s*(?:#|no\.?|number)?\s*:?\s*[\d-]+|https?://\S+|\S+@\S+\.\w+|_{3,}|-{3,}|={3,}|"
    r"(?:contact|media\s+contact|phone|tel\.?|dsn|commercial|e-?mail)\s*:.*|"
    r"(?:cjtf-?\s?oir|cjtfoir|by\s+cjtf-?oir(?:\s+pao)?)|(?:cjtf-oir\s+)?public\s+affairs(?:\s+office)?)",
)
_BARE_NUMBER = LatePattern(r"\d{1,3}")
_GRID = LatePattern(r"\d{1,2}\s*[a-z]\s*[a-z]{2}\s*\d{2}")
_NOTE = LatePattern(r"\[(?=[^\]]{0,600}[a-z]{3})[^\[\]]{1,600}\]")


def _lines(folded: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _LINE.finditer(folded):
        line = match.group()
        inner = line.strip()
        if inner:
            start = match.start() + line.index(inner)
            found.append((start, start + len(inner), inner))
    return found


def _page_numbers(lines: list[tuple[int, int, str]]) -> set[int]:
    """Places of lines that hold nothing but a number and count up by one: pages, not codes."""
    bare = [n for n, (_, _, line) in enumerate(lines) if _BARE_NUMBER.fullmatch(line)]
    values = [int(lines[n][2]) for n in bare]
    steps = len(values) > 1 and all(b - a == 1 for a, b in pairwise(values))
    return set(bare) if steps and values[0] <= 2 else set()


def _running_heads(lines: list[tuple[int, int, str]], breaks: set[int]) -> set[int]:
    """Places of lines that stand beside a page break more than once."""
    beside = {n + step for n in breaks for step in (-2, -1, 1, 2)} - breaks
    seen: dict[str, list[int]] = {}
    for n in sorted(beside):
        if 0 <= n < len(lines):
            seen.setdefault(re.sub(r"\d+", "0", lines[n][2]), []).append(n)
    return {n for places in seen.values() if len(places) > 1 for n in places}


def _furniture(folded: str) -> list[Span]:
    lines = _lines(folded)
    numbers = _page_numbers(lines)
    fixed = {n for n, (_, _, line) in enumerate(lines) if _FIXED.fullmatch(line)}
    pages = {n for n in fixed if lines[n][2].startswith(("page", "-")) and re.search(r"\d", lines[n][2])} | numbers
    feeds = {n for n in range(1, len(lines)) if "\f" in folded[lines[n - 1][1] : lines[n][0]]}
    heads = _running_heads(lines, pages)
    heads |= _running_heads(lines, feeds) | {n for n in feeds if _repeats(lines, n, feeds)}
    return [(lines[n][0], lines[n][1]) for n in sorted(fixed | numbers | heads)]


def _repeats(lines: list[tuple[int, int, str]], place: int, feeds: set[int]) -> bool:
    shape = re.sub(r"\d+", "0", lines[place][2])
    return sum(re.sub(r"\d+", "0", lines[n][2]) == shape for n in feeds) > 1


def _notes(folded: str) -> list[Span]:
    return [match.span() for match in _NOTE.finditer(folded) if not _GRID.search(match.group())]


def _blanked(text: str, spans: list[Span]) -> str:
    parts, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*parts, text[done:]])


def make_page(text: str) -> Page:
    """Fold a text and blank its page furniture and editors' notes; nothing changes its place."""
    folded = fold(text)
    furniture = _furniture(folded) if "\n" in text else []
    notes = _notes(_blanked(folded, furniture)) if "[" in text else []
    hidden = [*furniture, *notes]
    cased = fold_case_kept(text)
    if hidden:
        folded, cased = _blanked(folded, hidden), _blanked(cased, hidden)
    breaks = tuple(match.start() for match in re.finditer("\n", text))
    return Page(
        text, folded, cased, tuple(furniture), tuple(notes), breaks, _blanked(text, furniture) if furniture else text
    )
