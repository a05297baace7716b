"""Stretches in a phrase: between two places, or the road from one to the other."""

from __future__ import annotations

import re

_ENDS = r"(?P<a>[^,،;()\[\]]+?)"
_LAST = r"(?P<b>[^,،;()\[\]]+)"
_TOWNS = r"(?:the\s+)?(?:(?:town|towns|village|villages|city|cities)\s+of\s+)?"
_LINKS = (
    re.compile(
        rf"\b(?:linking|connecting|between)\s+{_TOWNS}{_ENDS}\s+(?:and|with|to|&)\s+{_TOWNS}{_LAST}", re.IGNORECASE
    ),
    re.compile(rf"\b(?:road|highway|route)\s+from\s+{_ENDS}\s+to\s+{_LAST}", re.IGNORECASE),
    re.compile(r"\b(?:road|highway|route)\s+to\s+(?P<b>[^,،;()\[\]]+?)\s+from\s+(?P<a>[^,،;()\[\]]+)", re.IGNORECASE),
    re.compile(
        r"^(?:(?:on|along|off|near|at)\s+)?(?:the\s+)?(?P<a>[^,،;()\[\]\d/]+?)(?:\s+to\s+|\s*/\s*)(?:the\s+)?"
        r"(?P<b>[^,،;()\[\]\d/]+?)\s+(?:road|highway)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:on|along|off|near|at)\s+)?(?:the\s+)?(?P<a>[^,،;()\[\]\d]+?)\s*[-–—]\s*(?P<b>[^,،;()\[\]\d]+?)\s+(?:road|highway)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)بين\s+(?:بلدتي|قريتي|مدينتي|بلدة|قرية|مدينة)?\s*{_ENDS}\s+و\s*{_LAST}"),
    re.compile(
        r"(?<!\w)(?:ال|لل)?طريق\s+(?:من\s+)?(?P<a>[^,،;()\[\]\d]+?)\s+(?:إلى|الى|باتجاه)\s+(?P<b>[^,،;()\[\]\d]+)"
    ),
    re.compile(r"(?<!\w)(?:على\s+)?طريق\s+(?P<a>ال\w{3,}|\w{4,})\s+(?P<b>ال\w{3,}|\w{4,})$"),
    re.compile(r"(?<!\w)(?:ال)?طريق\s+(?P<a>[^,،;()\[\]\d]+?)\s*[-–—]\s*(?P<b>[^,،;()\[\]\d]+)"),
)
_HALF = re.compile(
    r"\b(?:half[\s-]?way|mid[\s-]?way|(?:in\s+)?the\s+middle)\b|(?:في\s+)?منتصف|(?<!\w)ما\s*$", re.IGNORECASE
)
_ROAD = re.compile(r"\b(?:the\s+)?(?:road|highway|route)\b|(?:ال|لل)?طريق(?:\s+الواصل)?", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:in|near|on)\s+.*$|\s+(?:villages?|towns?|roads?)$|\s+(?:في|قرب|بريف)\s+.*$", re.IGNORECASE)


def find_link(text: str) -> tuple[str, str, str, str] | None:
    """The two ends of a stretch, its kind, and the rest of the text; None where the text names none.

    Examples
    --------
    >>> find_link("Road between Manbij and Jarabulus (Road 216)")
    ('Manbij', 'Jarabulus', 'road', '(Road 216)')
    """
    for pattern in _LINKS:
        match = pattern.search(text)
        if match is None:
            continue
        end = _TAIL.sub("", match["b"]).strip()
        tail = match["b"][len(end) :]
        start = match["a"].strip()
        if start and end:
            head = _HALF.sub(" ", text[: match.start()])
            kind = "road" if _ROAD.search(head + match.group()) else "between"
            rest = f"{_ROAD.sub('', head).strip()} {tail} {text[match.end() :]}"
            return start, end, kind, " ".join(rest.split())
    return None
