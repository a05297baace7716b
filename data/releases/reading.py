"""What a release says: claims, figures, and everything that was not understood."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ..grammars.dates import match_date, read_date
from ..grammars.months import MONTH
from ..identity import content_hashes, identify
from ..late import LatePattern
from ..schema import conform
from .blocks import Block, cut
from .checks import check_totals
from .item import RECORDER, Claim, Unread, read_item, spans_json
from .links import link_releases
from .page import Page, Span, make_page
from .totals import Total, read_totals

UNREAD = ["file", "row", "column", "value", "rule", "hint", "start", "end", "record_id"]
SPANS = ["row", "start", "end", "kind"]
_HINTS = {
    "prose": "Running text without a total; read it once.",
    "figure_not_understood": "A number stands here that was not taken for a total.",
    "harm_not_understood": "The sentence speaks of harm, but no number of civilians was read from it.",
    "harm_not_split": "Killed and injured are given as one number; it was not split.",
    "alleged_count": "A number that somebody alleges; it is not the recorder's own.",
    "count_not_conceded": "A number stands in a report that was not found credible; it was not taken for a concession.",
    "date_not_understood": "The item's date is not in the grammar.",
    "code_not_understood": "A number behind the item that is neither report, code nor grid.",
    "no_item": "The row holds no text that could be an item.",
    "strike_line_not_understood": "Neither a strike line nor a heading.",
    "editors_note": "A note in square brackets; it was set aside.",
}
_NUMBERED = LatePattern(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)\b")
_COUNTED = LatePattern(
    r"\b(?:civilians?|reports?|allegations?|strikes?|engagements?|killed|injured|deaths?|percent)\b|%"
)


@dataclass(frozen=True, slots=True)
class ReleaseReading:
    """
    Claims and figures of a release, and what was not understood.

    Attributes
    ----------
    claims, figures
        Frames with the columns of data/fields.toml.
    unread
        One row for each stretch that was not understood: the columns of `rejected`, its
        span and the record it stands in.
    spans
        Every non-blank stretch of the text with its kind: title, claim, figure, furniture
        or unread. Nothing of the text is outside of them.
    checks
        Stated totals against what the items add up to.
    notes
        Findings in words.
    """

    claims: pd.DataFrame
    figures: pd.DataFrame
    unread: pd.DataFrame
    spans: pd.DataFrame
    checks: pd.DataFrame
    notes: tuple[str, ...]


_NUMBER_OF_RELEASE = LatePattern(r"release\s*(?:#|no\.?|number)\s*:?\s*(?P<day>20\d{6})-\d+")
_DATE_LINE = LatePattern(rf"(?=(?:{MONTH}|[0-3]?\d\s+{MONTH}))")


def find_published(page: Page, stop: int) -> str | None:
    """Day on which a release was published, from a short line of its own above the text or from its number."""
    for line in re.finditer(r"[^\n]+", page.folded[: min(stop, 3000)]):
        for place in _DATE_LINE.finditer(line.group()[:120]):
            found = match_date(page.folded, line.start() + place.start())
            if found is None or found[0].precision != "day":
                continue
            rest = line.group()[: place.start()] + page.folded[found[1] : line.end()]
            dateline = re.match(r"[\s)]*(?:-|$)", page.folded[found[1] : line.end()]) is not None
            if len(rest.split()) <= 6 or (dateline and place.start() < 60):
                return found[0].start
    number = _NUMBER_OF_RELEASE.search(page.text[:3000].lower())
    day = read_date(number["day"]) if number else None
    return day.start if day else None


def _codes(claims: list[Claim], release: str) -> None:
    """Give every claim its code: release, section and item, kept apart where a number is repeated."""
    seen: dict[str, int] = {}
    sections: dict[int, str] = {}
    used: dict[str, int] = {}
    for n, claim in enumerate(claims, start=1):
        slug = str(claim.row.get("section") or "items")
        at = claim.spans.get("section", (-1, -1))[0]
        if at not in sections:
            used[slug] = used.get(slug, 0) + 1
            sections[at] = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        code = f"{release}/{sections[at]}/{claim.row.get('item') or f'n{n}'}"
        seen[code] = seen.get(code, 0) + 1
        if seen[code] > 1:
            code = f"{code}~{seen[code]}"
            claim.warn("item_number_repeated")
        claim.row["record_code"] = code


def claims_frame(claims: list[Claim], origin: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Claims as a frame with ids; `origin` holds further columns, one mapping for each claim."""
    rows = [claim.row | {"origin_span": spans_json(claim)} | extra for claim, extra in zip(claims, origin, strict=True)]
    return identify(conform(pd.DataFrame(rows), "claims"))


def _figures(page: Page, totals: list[Total], source: str, published_on: str | None) -> pd.DataFrame:
    rows = [
        {
            "claimant": RECORDER,
            "series": f"{RECORDER}: {total.measure} {total.scope}" if total.scope.startswith("since") else None,
            "as_of": total.as_of,
            "published_on": published_on,
            "period": total.period,
            "scope": total.scope,
            "measure": total.measure,
            "unit": total.unit,
            "value_min": total.low,
            "value_max": total.high,
            "origin_file": source or None,
            "origin_span": json.dumps({"record": list(total.span)}),
            "warnings": list(total.warnings),
        }
        for total in totals
    ]
    frame = conform(pd.DataFrame(rows), "figures")
    made = frame.assign(figure_id=content_hashes(frame, "figures").array)
    return made.drop_duplicates("figure_id", ignore_index=True)  # a release may state one total twice


def prose_rule(page: Page, start: int, end: int) -> str:
    """Rule by which running text is unread: with a number that might be a total, or plain."""
    sentence = page.folded[start:end]
    counted = _NUMBERED.search(sentence) and _COUNTED.search(sentence)
    return "figure_not_understood" if counted else "prose"


def unread_frame(
    page: Page, unread: list[tuple[Unread, str | None]], source: str, *, row: int | None = None
) -> pd.DataFrame:
    """What was not understood, in the form of `rejected`, with span and record; `row` is a line or a table's row."""
    rows = [
        {
            "file": source,
            "row": row or page.line(each.start),
            "column": each.column,
            "value": page.text[each.start : each.end],
            "rule": each.rule,
            "hint": _HINTS[each.rule],
            "start": each.start,
            "end": each.end,
            "record_id": record,
        }
        for each, record in unread
    ]
    return pd.DataFrame(rows, columns=UNREAD)


def _is_title(page: Page, start: int, end: int) -> bool:
    """A short line above the text that ends without a full stop: title, date or place of the release."""
    line = page.text[start:end]
    return len(line.split()) <= 20 and not line.endswith(".")


def has_words(page: Page, start: int, end: int) -> bool:
    """Whether a stretch holds a letter or a digit."""
    return any(letter.isalnum() for letter in page.text[start:end])


def _spans(
    page: Page, blocks: list[Block], totals: list[Total], without: list[Span], titles: list[Span]
) -> pd.DataFrame:
    """Every non-blank stretch with its kind."""
    kinds = {"title": "title", "lead": "title", "item": "claim"}
    rows = [(block.start, block.end, kinds[block.kind]) for block in blocks if block.kind in kinds]
    rows += [(*total.span, "figure") for total in totals] + [(*span, "unread") for span in without]
    rows += [(*span, "title") for span in titles]
    rows += [(*span, "furniture") for span in page.furniture] + [(*span, "unread") for span in page.notes]
    rows += rest(page, rows)
    return pd.DataFrame([(0, *row) for row in sorted(rows)], columns=SPANS)


def rest(page: Page, rows: list[tuple[int, int, str]], *, kind: str = "unread") -> list[tuple[int, int, str]]:
    """Stretches that no span covers, such as the words around a total inside its sentence."""
    covered = bytearray(len(page.text))
    for start, end, _ in rows:
        covered[start:end] = b"\x01" * (end - start)
    free = "".join(" " if seen or letter.isspace() else "x" for seen, letter in zip(covered, page.text, strict=True))
    found = [match.span() for match in re.finditer(r"x+", free)]
    return [(*span, kind if has_words(page, *span) else "furniture") for span in found]


def release_name(published_on: str | None, text: str) -> str:
    """Name of a release in its records' codes: the day of publication, or the hash of the text."""
    return published_on or "undated-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def read_release(text: str, *, source: str = "", published_on: str | None = None) -> ReleaseReading:
    """
    Read a monthly casualty release of CJTF-OIR.

    Parameters
    ----------
    text
        The whole release as plain text; page furniture of a PDF may stand in it.
    source
        Name of the input, kept as the origin of every row.
    published_on
        ISO date of the release; where it is not given it is looked for above the text.

    Returns
    -------
    ReleaseReading
        Every field of a claim has its character span in `origin_span`. What was not
        understood is in `unread`.

    Examples
    --------
    >>> item = "1. June 4, 2017, near Tal Verin, Syria, via self-report: Two civilians were killed."
    >>> reading = read_release("Credible Reports: " + item)
    >>> reading.claims.place_text[0], reading.claims.status[0], int(reading.claims.killed_min[0])
    ('Tal Verin', 'credible', 2)
    """
    page = make_page(text)
    blocks = cut(page)
    first = next((block.start for block in blocks if block.kind in ("item", "title", "lead")), len(text))
    published_on = published_on or find_published(page, first)
    claims = [read_item(page, block, published_on) for block in blocks if block.kind == "item"]
    totals, without = read_totals(
        page, [(block.start, block.end) for block in blocks if block.kind in ("prose", "lead")]
    )
    leads = {(block.start, block.end) for block in blocks if block.kind == "lead"}
    titles = [span for span in without if span[1] <= first and _is_title(page, *span)]
    without = [span for span in without if span not in leads and span not in titles and has_words(page, *span)]
    _codes(claims, release_name(published_on, text))
    frame = claims_frame(
        claims, [{"origin_file": source or None, "origin_row": page.line(claim.start)} for claim in claims]
    )
    frame = link_releases(frame)
    figures = _figures(page, totals, source, published_on)
    figures, checks, notes = check_totals(frame, figures)
    inside = [(each, record) for claim, record in zip(claims, frame["record_id"], strict=True) for each in claim.unread]
    outside: list[tuple[Unread, str | None]] = [
        (Unread(*span, "text", prose_rule(page, *span)), None) for span in without
    ]
    return ReleaseReading(
        claims=frame,
        figures=figures,
        unread=unread_frame(page, sorted(inside + outside, key=lambda each: each[0].start), source),
        spans=_spans(page, blocks, totals, without, titles),
        checks=checks,
        notes=notes,
    )
