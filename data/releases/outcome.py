"""What a release found: status and reason, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from ..late import LatePattern
from .page import Page, Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """Status and reason read from an item's own sentences; None where they do not say."""

    status: str | None = None
    status_span: Span | None = None
    reason: str | None = None
    reason_span: Span | None = None


_ACTION = r"(?:air\s?strikes?|strikes?|actions?|operations?|engagements?|sorties)"
_REASONS = (
    (
        "no_strike_in_area",
        rf"\bno\s+(?:[\w-]+\s+){{0,2}}?{_ACTION}(?:\s+(?:or|and)\s+{_ACTION})?\b(?!\s+(?:video|footage|caused|killed|harmed|resulted))"
        rf"|\bdid\s+not\s+(?:conduct|carry\s+out|fly|make)\s+(?:any\s+)?{_ACTION}"
        rf"|\b(?:closest|nearest)\s+(?:coalition\s+)?{_ACTION}\b",
    ),
    (
        "insufficient_information",
        r"\binsufficient\s+(?:information|details?|evidence|data)|\bnot\s+(?:enough|sufficient)\s+(?:information|details?|evidence)"
        r"|\black(?:s|ed)?\s+(?:of\s+)?(?:sufficient\s+)?(?:information|details?)|\binconclusive\b",
    ),
    (
        "no_civilian_harm",
        r"\bcivilian\s+(?:casualties|harm|deaths?)\s+(?:did|has|have|had|do)\s+not\s+(?:been\s+)?(?:occur|result|take\s+place|cause)"
        r"|\bno\s+(?:assessed\s+)?civilian(?:s|\s+casualt(?:y|ies)|\s+harm)\s+(?:were|was|occurred|resulted|present|harmed|killed)?"
        r"|\bdid\s+not\s+(?:cause|result\s+in)\s+(?:a\s+|any\s+)?civilian|\bonly\s+legitimate\s+military\s+targets?"
        r"|\bonly\s+(?:isi[sl]|da'?esh|enemy|combatants?|fighters?|terrorists?)[\w\s']{0,30}(?:were|was)\s+(?:killed|struck|harmed|present)"
        r"|\bdid\s+not\s+indicate\s+that\s+(?:the\s+)?(?:alleged\s+)?civilian|\bcontradicts?\s+the\b|\bcivilians\s+were\s+not\s+(?:harmed|killed|present)",
    ),
    (
        "other_cause",
        r"\bland\s?mines?\b|\bnot\s+(?:caused|the\s+result\s+of|a\s+result\s+of)\b[\w\s]{0,20}\bcoalition\b",
    ),
)
REASONS = tuple((code, LatePattern(pattern)) for code, pattern in _REASONS)
_STATUSES = (
    (
        "duplicate",
        r"\bclosed\s+as\s+a\s+duplicate|\b(?:is|are|was|were)\s+(?:a\s+|found\s+to\s+be\s+|assessed\s+to\s+be\s+|determined\s+to\s+be\s+)*duplicates?\b"
        r"|\bduplicates?\s+of\b",
    ),
    (
        "reopened",
        r"\b(?:was|has\s+been|is|were|been)\s+(?:subsequently\s+)?re-?opened|\bre-?opened\s+(?:due|based|because|for)",
    ),
    (
        "open",
        r"\b(?:is|are|remains?)\s+(?:still\s+)?(?:open|being\s+(?:re-?)?assessed|under\s+(?:review|assessment|investigation))",
    ),
    ("non-credible", r"\bnon[\s-]?credible\b|\bnot\s+credible\b|\bdid\s+not\s+occur\b"),
    (
        "credible",
        r"\b(?:assessed|determined|deemed|found)\s+(?:to\s+be\s+|as\s+)?credible\b"
        r"|\bmore\s+likely\s+than\s+not\b[\w\s,'\"]{0,40}\b(?:occurred|resulted|were\s+(?:killed|injured|harmed)|to\s+have\s+occurred)",
    ),
)
STATUSES = tuple((status, LatePattern(pattern)) for status, pattern in _STATUSES)
_SPEAKS = LatePattern(
    r"\b(?:air\s?strike|strike|action|operation|engagement|sorties|insufficient|casualt|civilian|credible|duplicate|re-?open|open|"
    r"landmine|land\s|enough|sufficient|inconclusive|legitimate|only|contradict|lack|assessed|under|caused|result)"
)


def _first(table: tuple[tuple[str, LatePattern], ...], page: Page, start: int, end: int) -> tuple[str, Span] | None:
    """The rule that matches first in the text; where two begin together, the one that stands first in the table."""
    found: tuple[str, Span] | None = None
    for code, pattern in table:
        match = pattern.search(page.folded, start, end)
        if match is not None and (found is None or match.start() < found[1][0]):
            found = code, match.span()
    return found


def read_outcome(page: Page, start: int, end: int) -> Outcome:
    """Read status and reason from the sentences between two places; casualties are not looked at here."""
    if not _SPEAKS.search(page.folded, start, end):
        return Outcome()
    reason = _first(REASONS, page, start, end)
    status = _first(STATUSES, page, start, end)
    if status is None and reason is not None:
        status = "non-credible", reason[1]
    return Outcome(*(status or (None, None)), *(reason or (None, None)))


def speaks_of_outcome(sentence: str) -> bool:
    """Whether a folded sentence gives a status or a reason."""
    return any(pattern.search(sentence) for _, pattern in (*REASONS, *STATUSES))
