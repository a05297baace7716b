"""A release cut into titles, items and running text; every character falls into one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..late import LatePattern
from .casualties import HARM
from .codes import read_tail
from .head import AFTER_TITLE, NUMBERED_LINE, STARTS, Head, is_head, read_head
from .page import Page
from .sections import Section, find_titles, lead_of
from .sentences import sentences


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a release: kind `title`, `lead`, `item` or `prose`, and the section in force there."""

    kind: str
    start: int
    end: int
    section: Section | None
    head: Head | None = None


_HEAD_REACH = 500
_PARAGRAPH = LatePattern(r"\n[ \t\f]*(?:\n[ \t\f]*)+")
_ENDS = frozenset(".!?:;\"')]0123456789")
_CAMPAIGN = LatePattern(
    r"\b(?:since|to\s+date|in\s+total|during\s+(?:the\s+month|this\s+period)|operation\s+[a-z]+\s+[a-z]+|reports?\s+(?:are|were|was))\b"
)


def _number(head: Head, page: Page) -> int | None:
    digits = re.match(r"\d+", page.folded[slice(*head.item)]) if head.item else None
    return int(digits.group()) if digits else None


def _dated_starts(page: Page) -> list[Head]:
    """Heads that begin with a date, numbered or not."""
    found = []
    for match in STARTS.finditer(page.folded):
        inline = match["n2"] is not None
        item = match.span("n2") if inline else (match.span("n1") if match["n1"] else None)
        head = read_head(page, match.end(), min(len(page.text), match.end() + _HEAD_REACH), item)
        if head.date is None:
            continue
        if item is None and not (is_head(head) and _opens(page, match.start())):
            continue
        if inline and not is_head(head):
            continue
        found.append(head)
    return found


def _titled_starts(page: Page, titles: list[Section]) -> list[Head]:
    """Heads that stand behind a title on its own line, or glued to it."""
    found = []
    for title in titles:
        match = AFTER_TITLE.match(page.folded, title.end)
        if match is None:
            continue
        item = match.span("n1") if match["n1"] else None
        head = read_head(page, match.end(), min(len(page.text), match.end() + _HEAD_REACH), item)
        if head.date is not None and (item or is_head(head)):
            found.append(head)
    return found


def _ended(before: str) -> bool:
    """Whether a text ends as a sentence, a title or a code ends."""
    return before.rstrip()[-1:] in _ENDS


def _opens(page: Page, start: int) -> bool:
    """Whether a line that begins with a date follows the end of something, and is not a wrapped sentence."""
    before = page.folded[max(0, start - 200) : start]
    return not before.strip() or _ended(before) or _PARAGRAPH.search(before[len(before.rstrip()) :]) is not None


def _undated_starts(page: Page, dated: list[Head], titles: list[Section]) -> list[Head]:
    """Numbered lines that go on where the numbering stands, and lack a date that can be read."""
    found: list[Head] = []
    taken = {head.start for head in dated}
    for match in NUMBERED_LINE.finditer(page.folded):
        at = match.start("n1")
        if at in taken:
            continue
        before = [head for head in [*dated, *found] if head.start < at]
        last = max(before, key=lambda head: head.start) if before else None
        title = max((title.end for title in titles if title.end <= at), default=-1)
        fresh = last is None or last.start < title
        expected = 1 if fresh else (_number(last, page) or 0) + 1 if last else 1
        if (fresh and title < 0) or int(re.sub(r"\D", "", match["n1"])) != expected:
            continue
        found.append(read_head(page, match.end(), min(len(page.text), match.end() + _HEAD_REACH), match.span("n1")))
    return found


def _belongs(page: Page, before: str, start: int, end: int) -> bool:
    """Whether a paragraph after an item still is the item's."""
    paragraph = page.folded[start:end]
    if not any(letter.isalnum() for letter in paragraph):
        return True  # an editor's note, blanked
    if not _ended(before) or page.cased[start:end].lstrip()[:1].islower():
        return True
    if read_tail(page, start, end).start == start + len(paragraph) - len(paragraph.lstrip()):
        return True
    return HARM.search(paragraph) is not None and _CAMPAIGN.search(paragraph) is None


def _item_end(page: Page, head: Head, stop: int, *, followed: bool) -> int:
    """Where an item ends: at the next item, or at the first paragraph that is not its own."""
    begin = head.end
    for first, last in sentences(page, begin, stop):
        opens_line = page.folded[begin:first].rstrip(" \t").endswith("\n")
        if opens_line and lead_of(page.folded[first:last], first, last):
            stop, followed = first, False
            break
    if followed:
        return stop
    while (gap := _PARAGRAPH.search(page.folded, begin, stop)) is not None:
        following = _PARAGRAPH.search(page.folded, gap.end(), stop)
        if not page.folded[gap.end() : stop].strip():
            break
        if not _belongs(
            page, page.folded[head.start : gap.start()], gap.end(), following.start() if following else stop
        ):
            return gap.start()
        begin = gap.end()
    return stop


def _follows(page: Page, head: Head, other: Head) -> bool:
    one, two = _number(head, page), _number(other, page)
    return one is not None and two == one + 1


def _prose(page: Page, start: int, end: int, section: Section | None, *, titled: bool) -> list[Block]:
    """Running text, cut at sentences that open a section; under a title of its own a lead changes nothing."""
    blocks, begin = [], start
    for first, last in sentences(page, start, end):
        lead = lead_of(page.folded[first:last], first, last)
        if lead is None or (titled and section is not None):
            continue
        if first > begin:
            blocks.append(Block("prose", begin, first, section))
        if section is None or lead.slug != section.slug:
            section = lead
        blocks.append(Block("lead", first, last, section))
        begin = last
    return [*blocks, Block("prose", begin, end, section)] if begin < end else blocks


def cut(page: Page) -> list[Block]:
    """Cut a page into blocks, in order and without a gap."""
    titles = find_titles(page)
    dated = _dated_starts(page)
    dated += [head for head in _titled_starts(page, titles) if head.start not in {each.start for each in dated}]
    heads = sorted([*dated, *_undated_starts(page, dated, titles)], key=lambda head: head.start)
    titles = [title for title in titles if not any(head.start <= title.start < head.end for head in heads)]
    marks: list[tuple[int, Section | Head]] = sorted(
        [(title.start, title) for title in titles] + [(head.start, head) for head in heads], key=lambda mark: mark[0]
    )
    blocks: list[Block] = []
    section: Section | None = None
    titled, at = False, 0
    for n, (start, mark) in enumerate(marks):
        if start < at:
            continue
        following = marks[n + 1] if n + 1 < len(marks) else (len(page.text), None)
        stop = max(following[0], start)
        blocks += _prose(page, at, start, section, titled=titled) if at < start else []
        section = blocks[-1].section if blocks else section
        if isinstance(mark, Section):
            section, titled, at = mark, True, mark.end
            blocks.append(Block("title", start, at, section))
            continue
        titled = False
        head = mark if mark.end <= stop else read_head(page, mark.begin, stop, mark.item)
        followed = isinstance(following[1], Head) and _follows(page, head, following[1])
        at = max(_item_end(page, head, stop, followed=followed), head.end)
        blocks.append(Block("item", start, at, section, head))
    return blocks + (_prose(page, at, len(page.text), section, titled=titled) if at < len(page.text) else [])
