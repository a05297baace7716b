"""The totals that a release may state, as patterns that read one number each."""

from __future__ import annotations

from ..grammars.number_words import NUMBER
from ..late import LatePattern

_BOUND = r"(?:(?:at\s+least|more\s+than|over|nearly|almost|about|approximately|up\s+to|some|an\s+estimated)\s+)?"
_N = rf"(?P<n>{_BOUND}(?:{NUMBER}|none|no))"
_REPORTS = r"(?:[\w-]+\s+){0,3}?(?:reports?|allegations?|assessments?|incidents?)"
_OF_REPORTS = rf"(?:\s+of\s+(?:the|these)\s+reports?|\s+{_REPORTS})?"
_FOUND = r"(?:(?:was|were)\s+)?(?:assessed|determined|found|deemed)\s+(?:to\s+be\s+|as\s+)?"
_WERE = r"\s+civilians?\s+(?:have|has|had|were|was)\s+(?:likely\s+)?(?:been\s+)?(?:\w+ly\s+)?"
_NOT = r"(?:non-?\s?credible|not\s+credible)"
_POSSIBLE = r"(?:(?:possible|alleged|potential)\s+)?"
_DEATHS = r"(?:(?:unintentional|unintended|additional)\s+)?civilian\s+(?:deaths?|fatalities)"

# Measure and unit, then its patterns. In a sentence the first pattern that covers a number keeps it.
_MEASURES: dict[tuple[str, str], tuple[str, ...]] = {
    ("civilians killed", "people"): (
        rf"{_N}{_WERE}killed",
        rf"(?:resulted|resulting)\s+in\s+(?:the\s+)?{_N}\s+{_DEATHS}",
        rf"(?:unintended\s+|unintentional\s+)?deaths?\s+of\s+{_N}(?=\s+(?:civilians?|and\s+injur))",
    ),
    ("civilians injured", "people"): (
        rf"{_N}{_WERE}(?:injured|wounded)",
        rf"injur(?:y|ies)\s+(?:to|of)\s+{_N}(?=\s+civilians?)",
    ),
    ("strikes", "strikes"): (rf"{_N}\s*\*?\s+(?:(?:air\s+and\s+artillery|total)\s+|air\s?)?strikes\b",),
    ("engagements", "engagements"): (rf"{_N}\s+(?:separate\s+)?engagements\b",),
    ("credible reports", "reports"): (rf"number\s+of\s+credible\s+reports\b[^.;]{{0,80}}?\bwas\s+{_N}",),
    ("reports of possible civilian casualties", "reports"): (
        rf"number\s+of\s+reports\s+of\s+{_POSSIBLE}civilian\s+casualties\b[^.;]{{0,60}}?\bwas\s+{_N}",
    ),
    ("reports carried over", "reports"): (rf"carried\s+over\s+{_N}(?:\s+{_REPORTS})?",),
    ("reports received", "reports"): (rf"received\s+{_N}(?:\s+{_REPORTS})",),
    ("reports reopened", "reports"): (
        rf"\bre-?opened\s+{_N}\s+{_REPORTS}",
        rf"including\s+{_N}\s+that\s+[\w\s-]{{0,60}}?re-?opened",
    ),
    ("reports completed", "reports"): (
        rf"(?:completed|assessed)\s+(?:(?:the\s+)?(?:assessments?|reviews?)\s+(?:on|of)\s+)?{_N}(?:\s+{_REPORTS})",
        rf"assessments?\s+of\s+{_N}\s+{_REPORTS}\s+(?:has|have)\s+been\s+completed",
        rf"out\s+of\s+the\s+{_N}\s+completed(?:\s+{_REPORTS})?",
    ),
    ("non-credible reports", "reports"): (
        rf"remaining\s+{_N}(?:\s+{_REPORTS})?\s+(?:{_FOUND})?(?:as\s+)?{_NOT}",
        rf"{_N}{_OF_REPORTS}\s+{_FOUND}{_NOT}",
        rf"following\s+{_N}\s+{_REPORTS}[\w\s]{{0,40}}?\s(?:are|were)\s+(?:\w+\s+)?{_NOT}",
    ),
    ("credible reports ", "reports"): (
        rf"{_N}{_OF_REPORTS}\s+{_FOUND}credible",
        rf"following\s+{_N}\s+{_REPORTS}[\w\s]{{0,40}}?\s(?:are|were)\s+(?:\w+\s+)?credible",
    ),
    ("duplicate reports", "reports"): (rf"{_N}{_OF_REPORTS}\s+{_FOUND}(?:an?\s+)?duplicates?",),
    ("open reports", "reports"): (
        rf"{_N}(?:\s+{_REPORTS})?\s+(?:are|is|remain|remained|were)\s+(?:still\s+)?(?:open|being\s+assessed)",
    ),
}
MEASURES = tuple(
    (measure.strip(), unit, LatePattern(pattern))
    for (measure, unit), patterns in _MEASURES.items()
    for pattern in patterns
)
