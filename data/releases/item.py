"""One item of a release as a claim: each field with the span it was read from, and what was not read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..late import LatePattern
from ..schema import as_list
from .blocks import Block
from .casualties import Casualties, read_casualties
from .codes import Tail, read_tail
from .head import Head
from .outcome import Outcome, read_outcome
from .page import Page, Span
from .references import read_references

RECORDER = "cjtf-oir"
_DIFFER = {("credible", "non-credible"), ("non-credible", "credible")}
_TARGET = LatePattern(
    r"\b(?:strikes?|airstrikes?)\s+(?:on|against|targeting)\s+(?P<target>[^.;:]{3,120}?)"
    r"(?=\s*(?:[.,;:]|\bit\s+(?:is|was)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+civilians?\b|\bregrettably\b))"
)
_BY = LatePattern(
    r"\b[Cc]oalition(?=\s+(?:\w+\s+)?(?:air\s?)?(?:strikes?|aircraft|artillery|ground\s+forces|forces|actions?)\b)"
)
_AIR = LatePattern(
    r"\bair\s?strikes?\b|\baircraft\s+(?:conducted|engaged|struck|targeted|conduced)|\bcoalition\s+aircraft\b"
)
_GUNS = LatePattern(
    r"\b(?:coalition|counter-battery)\s+(?:counter-battery\s+)?artillery\b|\bartillery\s+(?:strike|fire|targeted)"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch that was not understood: where, in which part of the release, by which rule."""

    start: int
    end: int
    column: str
    rule: str


@dataclass(slots=True)
class Claim:
    """A row of claims that is still being filled, its spans and what was not read."""

    row: dict[str, object]
    spans: dict[str, Span]
    unread: list[Unread]
    start: int
    end: int

    def warn(self, code: str) -> None:
        """Add a warning after the others."""
        self.row["warnings"] = [*as_list(self.row.get("warnings")), code]

    def put(self, page: Page, name: str, span: Span | None) -> None:
        """Set a text field to the words of a span; nothing where there is no span."""
        if span is not None:
            self.row[name] = page.words(*span)
            self.spans[name] = span


def _head_fields(page: Page, claim: Claim, head: Head, published_on: str | None) -> list[str]:
    warnings: list[str] = []
    claim.put(page, "item", head.item)
    claim.put(page, "place_text", head.place)
    claim.put(page, "via", head.via)
    claim.put(page, "date_text", head.date_span)
    claim.row |= {"relation": head.relation, "country": head.country}
    for name, span in (("relation", head.relation_span), ("country", head.country_span)):
        if span is not None:
            claim.spans[name] = span
    if head.date is None:
        odd = head.unread_date or (head.start, head.end)
        claim.unread.append(Unread(*odd, "date_text", "date_not_understood"))
        claim.put(page, "date_text", head.unread_date)
        return ["date_not_read"]
    claim.row |= {"happened_from": head.date.start, "happened_to": head.date.end, "date_precision": head.date.precision}
    warnings += head.date.warnings
    warnings += ["date_approximate"] if head.approximate else []
    if head.time is not None:
        digits = page.words(*head.time).replace(":", "").zfill(4)
        claim.row["time_local"] = f"{digits[:2]}:{digits[2:]}"
        claim.spans["time_local"] = head.time
    if published_on and head.date.start[: len(published_on)] > published_on[: len(head.date.start)]:
        warnings.append("date_after_publication")
    return warnings


def _code_fields(page: Page, claim: Claim, tail: Tail) -> list[str]:
    claim.put(page, "report_id", tail.report_id)
    claim.row["codes"] = list(dict.fromkeys(page.words(*span) for span in tail.codes))
    grids = [page.words(*span) for span in tail.grids]
    claim.row["mgrs"] = grids
    if tail.codes:
        claim.spans["codes"] = tail.codes[0][0], tail.codes[-1][1]
    if tail.grids:
        claim.row["stated_mgrs"] = "; ".join(grids)
        claim.spans["mgrs"] = claim.spans["stated_mgrs"] = tail.grids[0][0], tail.grids[-1][1]
    if tail.closed:
        claim.spans["closed_on"] = tail.closed[1]
    claim.unread += [Unread(*span, "codes", "code_not_understood") for span in tail.unread]
    return ["mgrs_malformed"] if tail.malformed else []


def _strike_fields(page: Page, claim: Claim, start: int, end: int) -> None:
    target = _TARGET.search(page.folded, start, end)
    if target is not None:
        claim.put(page, "target_kind", target.span("target"))
    by = _BY.search(page.cased, start, end)
    if by is not None and claim.row.get("status") == "credible":
        claim.row["belligerents"] = ["Coalition"]
        claim.spans["belligerents"] = by.span()
    air, guns = _AIR.search(page.folded, start, end), _GUNS.search(page.folded, start, end)
    found = air or guns
    if found is not None:
        claim.row["strike_kind"] = "mixed" if air and guns else ("airstrike" if air else "artillery")
        claim.put(page, "strike_kind_raw", found.span())


def _counted(casualties: Casualties) -> bool:
    return any(value for pair in (casualties.killed, casualties.injured) for value in pair)


def _outcome_fields(page: Page, claim: Claim, outcome: Outcome, casualties: Casualties, block: Block) -> list[str]:
    """Status from the section, else from the words, else from conceded casualties."""
    warnings = []
    counted = _counted(casualties)
    conceded = counted or (casualties.harmed and outcome.status is None)
    spoken = "credible" if conceded and outcome.status in (None, "non-credible") else outcome.status
    section = block.section.status if block.section else None
    status = section or spoken
    if section and spoken and (section, spoken) in _DIFFER:
        warnings.append("status_differs_in_text")
    claim.row["status"] = status
    if outcome.status_span and not section and outcome.status == status:
        claim.put(page, "status_raw", outcome.status_span)
    elif block.section and section:
        claim.put(page, "status_raw", (block.section.start, block.section.end))
    if outcome.reason_span and not (counted and status == "credible"):
        claim.row["reason_code"] = outcome.reason
        claim.spans["reason_code"] = outcome.reason_span
    return warnings


def _count_fields(page: Page, claim: Claim, casualties: Casualties, *, conceded: bool) -> list[str]:
    claim.unread += [Unread(*span, "count_text", rule) for span, rule in casualties.unread]
    span = casualties.span
    if span is not None and not conceded:
        claim.unread.append(Unread(*span, "count_text", "count_not_conceded"))
        return ["count_not_conceded"]
    for name, pair, where in (
        ("killed", casualties.killed, casualties.killed_span),
        ("injured", casualties.injured, casualties.injured_span),
    ):
        claim.row[f"{name}_min"], claim.row[f"{name}_max"] = pair
        if where is not None:
            claim.spans[name] = where
    claim.put(page, "count_text", span)
    missing = span is None and claim.row.get("status") == "credible" and not casualties.warnings
    return [*casualties.warnings, *(["count_not_read"] if missing else [])]


def _notes(page: Page, claim: Claim) -> list[str]:
    notes = [span for span in page.notes if claim.start <= span[0] < claim.end]
    claim.unread += [
        Unread(*span, "note", "editors_note")
        for span in notes
        if page.text[span[0] : span[1]].lower() not in ("[sic]", "[sic.]")
    ]
    return ["editors_note"] if notes else []


def read_item(page: Page, block: Block, published_on: str | None) -> Claim:
    """Read one item; `row` holds declared columns of claims, without ids and origin."""
    claim = Claim({"recorder": RECORDER, "published_on": published_on}, {}, [], block.start, block.end)
    head = block.head
    warnings = _head_fields(page, claim, head, published_on) if head else ["head_missing"]
    body = head.end if head else block.start
    tail = read_tail(page, body, block.end, head=block.start)
    warnings += _code_fields(page, claim, tail)
    outcome = read_outcome(page, body, tail.start)
    casualties = read_casualties(page, body, tail.start)
    warnings += _outcome_fields(page, claim, outcome, casualties, block)
    conceded = claim.row["status"] not in ("non-credible", "duplicate")
    warnings += _count_fields(page, claim, casualties, conceded=conceded)
    _strike_fields(page, claim, body, tail.start)
    references, span = read_references(page, body, tail.start)
    claim.row["supersedes"] = references
    if span is not None:
        claim.spans["supersedes"] = span
    if block.section:
        claim.row["section"] = block.section.slug
        claim.spans["section"] = block.section.start, block.section.end
    warnings += _notes(page, claim)
    claim.row["warnings"] = list(dict.fromkeys(warnings))
    return claim


def spans_json(claim: Claim) -> str:
    """The spans of a claim as JSON: the whole record first, then each field, by name."""
    spans = {"record": (claim.start, claim.end), **dict(sorted(claim.spans.items()))}
    return json.dumps({name: list(span) for name, span in spans.items()}, separators=(",", ":"))
