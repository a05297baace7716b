"""Section titles of a release, also glued to an item, and leading sentences that take their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..late import LatePattern
from .page import Page


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its slug, the status that its title gives, where the title stands."""

    slug: str
    status: str | None
    start: int
    end: int


_NOUN = r"(?:reports?|allegations?|incidents?|assessments?|cases?|items?)"
_KIND = (
    r"(?P<kind>non[\s-]{0,2}credible|not\s+credible|credible|duplicates?|duplicated|corrections?|corrected|"
    r"re-?opened|(?:still\s+|remaining\s+)?open|closed|updated?)"
)
_PREVIOUS = r"(?P<previous>previously[\s-]+(?:assessed|reported|released|closed|published|un-?reported)\s*)"
_CASUALTY = r"(?:\s+civilian[\s-]+casualt(?:y|ies))?"
TITLE = LatePattern(
    r"(?:(?<=\n)|(?<=\f)|^|(?<=[.!?:;)\]\"'])|(?<=\d\s))[ \t\"*]{0,8}(?P<title>"
    rf"(?:{_PREVIOUS}{_KIND}?|{_KIND.replace('?P<kind>', '?P<kind2>')}){_CASUALTY}(?P<noun>\s+{_NOUN})?"
    rf"(?:\s+(?:to|of|from|in)\s+(?:previous|prior|earlier|past)[^\n:.]{{0,50}})?"
    rf"|{_NOUN}\s+(?:still\s+|remaining\s+|assessed\s+(?:as|to\s+be)\s+|found\s+(?:to\s+be\s+)?|determined\s+to\s+be\s+)"
    rf"{_KIND.replace('?P<kind>', '?P<kind3>')})"
    r"(?:\s*\(\d+\))?[ \t*]*"
    r"(?::|-+(?=\s|[a-z])|(?=\n)|(?=\d{1,4}\s*[.)])|(?=\(\d)|(?=[ \t]+\(?\d{1,4}\s*[.)])|\.?\s*$)",
)
_STATUS = (
    ("non-credible", LatePattern(r"non[\s-]{0,2}credible|not\s+(?:to\s+be\s+)?credible|not\s+sufficient")),
    ("duplicate", LatePattern(r"duplicate")),
    ("corrections", LatePattern(r"correct(?:ion|ed)|updated?")),
    ("reopened", LatePattern(r"re-?opened")),
    ("open", LatePattern(r"\bopen\b|still\s+being\s+assessed")),
    ("credible", LatePattern(r"credible|more\s+likely\s+than\s+not")),
)
_STATUSES = frozenset({"credible", "non-credible", "duplicate", "open", "reopened"})
_LEAD = LatePattern(
    r"\bfollowing\s+(?:[\w-]+\s+){0,3}?(?:reports?|allegations?|incidents?|assessments?|cases?)\b"
    r"|\b(?:reports?|allegations?|incidents?|assessments?|cases?)\s+(?:listed\s+|described\s+|set\s+out\s+)?below\b"
)


def _kind(words: str) -> str | None:
    return next((slug for slug, pattern in _STATUS if pattern.search(words)), None)


def _section(words: str, start: int, end: int, *, previous: bool) -> Section:
    kind = _kind(words)
    status = kind if kind in _STATUSES else None
    if previous:
        return Section("previously-assessed", status, start, end)
    return Section(kind or "closed", status, start, end)


def find_titles(page: Page) -> list[Section]:
    """Every section title of the page, in order; a title begins with a capital letter."""
    found = []
    for match in TITLE.finditer(page.folded):
        start = match.start("title")
        opens_line = page.folded[:start].rstrip(' \t"*').endswith(("\n", "\f")) or not page.folded[:start].strip()
        short = match["noun"] is None and match["previous"] is None and match["kind3"] is None
        if not page.cased[start].isupper() or (short and not opens_line):
            continue
        found.append(_section(match["title"], start, match.end(), previous=match["previous"] is not None))
    return found


def lead_of(sentence: str, start: int, end: int) -> Section | None:
    """
    The section that a leading sentence opens, such as one that says what the following reports are.

    `sentence` is folded text. None where the sentence leads nowhere.
    """
    if not _LEAD.search(sentence):
        return None
    kind = _kind(sentence)
    if kind is None:
        return None
    previous = re.search(r"previously\s+(?:assessed|closed|released|published)", sentence) is not None
    return _section(sentence, start, end, previous=previous and kind not in ("duplicate", "corrections", "reopened"))
