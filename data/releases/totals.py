"""Totals that a release states in its running text, each with its period and its span."""

from __future__ import annotations

from dataclasses import dataclass

from ..grammars.dates import match_date
from ..grammars.months import MONTH
from ..grammars.numbers import Count, read_count
from ..late import LatePattern
from .measures import MEASURES
from .page import Page, Span
from .sentences import sentences


@dataclass(frozen=True, slots=True)
class Total:
    """A stated total: what is counted, the value, and what it covers."""

    measure: str
    unit: str
    low: float | None
    high: float | None
    span: Span
    scope: str
    as_of: str | None
    period: str | None
    warnings: tuple[str, ...]


_PERCENT = LatePattern(
    r"percent(?:age)?\s+of\s+(?P<base>engagements|strikes|reports)\s+that\s+resulted\s+in\s+(?:a\s+)?(?P<what>[\w\s]{3,60}?)\s+was\s+(?P<n>\d{0,3}\.?\d+)\s?(?:%|percent)"
)
_SPAN_OF = LatePattern(r"\b(?:between|from|since)\s+")
_END_OF = LatePattern(rf"\b(?:(?:at\s+)?(?:the\s+)?end\s+of|through|until|to\s+date|as\s+of)\s+(?=(?:{MONTH}|\d))")
_TO = LatePattern(r"\s*(?:and|to|through|until|-)\s*(?:the\s+)?(?:end\s+of\s+)?")
_MONTH_OF = LatePattern(rf"\b(?:(?:during|in|for)\s+(?:the\s+month\s+of\s+)?(?P<m>{MONTH})(?:\s*,?\s*(?P<y>\d{{4}}))?)")
_SINCE = LatePattern(
    r"\bsince\s+(?:the\s+)?(?:start|beginning)\s+of\s+[\w\s'-]{3,60}?(?=[.,;]|$|\s+in\s+\d|\s+the\b)|\bto\s+date\b"
)
WHOLE = "as stated in the release"


def _value(text: str) -> Count | None:
    return Count(0, 0, text) if text in ("none", "no") else read_count(text)


def _campaign(page: Page, start: int, stop: int) -> tuple[str | None, str | None]:
    """Scope in the release's words and the date up to which it counts, from a phrase such as "between A and B"."""
    for lead in _SPAN_OF.finditer(page.folded, start, stop):
        first = match_date(page.folded, lead.end())
        if first is None:
            continue
        scope = "since " + first[0].start
        if first[0].end != first[0].start:
            return "since " + first[0].start, first[0].end
        joined = _TO.match(page.folded, first[1])
        last = match_date(page.folded, joined.end()) if joined else None
        return scope, last[0].start if last and last[1] <= stop else None
    since = _SINCE.search(page.folded, start, stop)
    return (page.words(*since.span()) if since else None), None


def _as_of(page: Page, start: int, stop: int) -> str | None:
    for lead in _END_OF.finditer(page.folded, start, stop):
        found = match_date(page.folded, lead.end())
        if found and found[1] <= stop:
            return found[0].start
    return None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the sentences so far say about the time that their totals cover."""

    scope: str
    as_of: str | None
    period: str | None


_THIS_PERIOD = LatePattern(
    r"\b(?:during|over|in)\s+(?:this|that|the\s+same)\s+(?:period|time)\b|\bthis\s+time\s+period\b"
)


def _frame(page: Page, span: Span, before: _Frame) -> tuple[_Frame, _Frame]:
    """The time that a sentence's totals cover, and the time that stays in force after it."""
    if _THIS_PERIOD.search(page.folded, *span):
        return before, before
    scope, as_of = _campaign(page, *span)
    end = _as_of(page, *span)
    if scope is not None:
        found = _Frame(scope, as_of or end, None)
        return found, found if found.as_of else before
    month = _MONTH_OF.search(page.folded, *span)
    if month is not None:
        period = page.words(month.start("m"), month.end("y") if month["y"] else month.end("m"))
        return (_Frame("the month reported", None, period),) * 2
    found = _Frame(before.scope, end, before.period) if end else before
    return found, before


def _percents(page: Page, span: Span, frame: _Frame) -> list[Total]:
    found = []
    for match in _PERCENT.finditer(page.folded, *span):
        value = round(float(match["n"]) / 100, 10)
        measure = f"share of {match['base']} that resulted in {' '.join(match['what'].split())}"
        found.append(Total(measure, "share", value, value, match.span(), frame.scope, frame.as_of, frame.period, ()))
    return found


def _totals(page: Page, span: Span, frame: _Frame) -> list[Total]:
    found = _percents(page, span, frame)
    taken = [total.span for total in found]
    for measure, unit, pattern in MEASURES:
        for match in pattern.finditer(page.folded, *span):
            at = match.span("n")
            count = _value(match["n"])
            if count is None or any(start < at[1] and at[0] < end for start, end in taken):
                continue
            taken.append(at)
            low, high = (None if value is None else float(value) for value in (count.min, count.max))
            found.append(
                Total(measure, unit, low, high, match.span(), frame.scope, frame.as_of, frame.period, count.warnings)
            )
    return sorted(found, key=lambda total: total.span)


def read_totals(page: Page, spans: list[Span]) -> tuple[list[Total], list[Span]]:
    """
    Totals of the running text and the sentences in which there was none.

    `spans` are the stretches of the release that are neither item nor title.
    """
    totals: list[Total] = []
    without: list[Span] = []
    frame = _Frame(WHOLE, None, None)
    for start, end in spans:
        for sentence in sentences(page, start, end):
            here, frame = _frame(page, sentence, frame)
            found = _totals(page, sentence, here)
            totals += found
            if not found:
                without.append(sentence)
    return totals, without
