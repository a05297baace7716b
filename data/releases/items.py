"""Release items that stand in the rows of a table, one text to a row."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..errors import InputRefused
from ..late import LatePattern
from ..schema import conform
from .blocks import Block, cut
from .head import is_head, read_head
from .item import Claim, Unread, read_item
from .links import link_releases
from .page import Page, make_page
from .reading import SPANS, ReleaseReading, claims_frame, has_words, prose_rule, rest, unread_frame

_CODES = ("record_code", "code", "id", "item_id", "record_id")
_PUBLISHED = ("published_on", "statement_date", "release_date", "published")
_CARRIED = ("published_on", "source_id", "place_text_ar", "note")
_OCCURRED = LatePattern(r"\b(?:occurred|took\s+place|conducted|happened)\s+on\s+(?=[a-z\d])")


def _column(frame: pd.DataFrame, names: tuple[str, ...]) -> list[str | None]:
    name = next((name for name in names if name in frame.columns), None)
    if name is None:
        return [None] * len(frame)
    return [None if pd.isna(value) else str(value).strip() or None for value in frame[name]]


def _blocks(page: Page) -> list[Block]:
    """The blocks of a row; a text without a head is one item, dated where it says when it occurred."""
    blocks = cut(page)
    if any(block.kind == "item" for block in blocks) or not page.folded.strip():
        return blocks
    section = next((block.section for block in blocks if block.section), None)
    start = next((block.end for block in blocks if block.kind == "title"), 0)
    occurred = _OCCURRED.search(page.folded)
    head = read_head(page, occurred.end(), len(page.text)) if occurred else None
    whole = Block("item", start, len(page.text), section)
    titles = [block for block in blocks if block.kind == "title" and block.end <= start]
    if head is None or not is_head(head):
        return [*titles, whole]
    return [*titles, Block("item", start, len(page.text), section, head)]


def _read(
    page: Page, published_on: str | None
) -> tuple[list[Claim], list[tuple[Unread, int | None]], list[tuple[int, int, str]]]:
    blocks = _blocks(page)
    claims = [read_item(page, block, published_on) for block in blocks if block.kind == "item"]
    spans = [
        (block.start, block.end, "claim" if block.kind == "item" else "title")
        for block in blocks
        if block.kind != "prose"
    ]
    outside: list[tuple[Unread, int | None]] = []
    for block in blocks:
        if block.kind == "prose" and has_words(page, block.start, block.end):
            outside.append((Unread(block.start, block.end, "text", prose_rule(page, block.start, block.end)), None))
            spans.append((block.start, block.end, "unread"))
    spans += [(*span, "furniture") for span in page.furniture]
    inside: list[tuple[Unread, int | None]] = [(each, n) for n, claim in enumerate(claims) for each in claim.unread]
    return claims, inside + outside, sorted(spans + rest(page, spans))


def _code(code: str | None, place: int, claim: Claim) -> str | None:
    if code is not None:
        return code if place == 0 else f"{code}~{place + 1}"
    published, item = claim.row.get("published_on"), claim.row.get("item")
    return f"{published}/{claim.row.get('section') or 'items'}/{item}" if published and item else None


def read_release_items(
    given: pd.DataFrame | Iterable[str | None], *, text_column: str = "text", source: str = ""
) -> ReleaseReading:
    """
    Read a table, or a list, whose texts hold one release item each.

    A text without a head gives a claim without date and place (warning `head_missing`); a
    text with several items gives a claim for each. A row without text gives none and stands
    in `unread`. The row's own code and day of publication are kept, found by the names
    record_code, code or id, and published_on, statement_date or release_date; `origin_row`
    counts as a spreadsheet does.

    Raises
    ------
    InputRefused
        The table has no such column.

    Examples
    --------
    >>> texts = ["May 2, 2018, in Tal Verin, Syria, via media report. Sadly, one civilian was wounded."]
    >>> claims = read_release_items(texts).claims
    >>> claims.happened_from[0], claims.via[0], int(claims.injured_max[0])
    ('2018-05-02', 'media report', 1)
    """
    frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame({text_column: list(given)})
    if text_column not in frame.columns:
        raise InputRefused(
            "There is no such column.", file=source, column=text_column, hint="Name the column that holds the texts."
        )
    return _table(frame.reset_index(drop=True), text_column, source)


def _table(frame: pd.DataFrame, text_column: str, source: str) -> ReleaseReading:
    codes, published = _column(frame, _CODES), _column(frame, _PUBLISHED)
    carried = {name: _column(frame, (name,)) for name in _CARRIED if name in frame.columns}
    claims: list[Claim] = []
    origin: list[dict[str, object]] = []
    unread: list[tuple[Page, int, Unread, int | None]] = []
    spans: list[tuple[int, int, int, str]] = []
    for n, text in enumerate(frame[text_column].astype(object)):
        row = n + 2
        page = make_page(text if isinstance(text, str) else "")
        found, missed, where = _read(page, published[n])
        if not found:
            missed = [*missed, (Unread(0, len(page.text), "text", "no_item"), None)]
        unread += [(page, row, each, None if at is None else len(claims) + at) for each, at in missed]
        spans += [(row, *span) for span in where]
        for place, claim in enumerate(found):
            claim.row["record_code"] = _code(codes[n], place, claim)
            origin.append({"origin_file": source or None, "origin_row": row} | _kept(carried, n, claim))
        claims += found
    made = link_releases(claims_frame(claims, origin))
    records = made["record_id"].tolist()
    frames = [
        unread_frame(page, [(each, None if at is None else records[at])], source, row=row)
        for page, row, each, at in unread
    ]
    return ReleaseReading(
        claims=made,
        figures=conform(pd.DataFrame(), "figures"),
        unread=pd.concat(frames, ignore_index=True) if frames else unread_frame(make_page(""), [], source),
        spans=pd.DataFrame(spans, columns=SPANS),
        checks=pd.DataFrame(),
        notes=(),
    )


def _kept(carried: dict[str, list[str | None]], n: int, claim: Claim) -> dict[str, object]:
    return {name: values[n] for name, values in carried.items() if values[n] is not None and not claim.row.get(name)}
