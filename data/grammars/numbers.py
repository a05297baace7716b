"""Counts as reports write them, read as (min, max): a closed grammar that refuses what it does not know.

The reading of every word stands in docs/releases.md. Null is unknown; only a written
"no", "none" or 0 is zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..late import LatePattern
from .number_words import LARGEST, NUMBER, ORDINALS, whole_number
from .text import fold
from .unknown import UNKNOWN


@dataclass(frozen=True, slots=True)
class Count:
    """A count as a pair; no `max` beside a `min` means at least, no `min` beside a `max` means at most."""

    min: int | None
    max: int | None
    text: str
    warnings: tuple[str, ...] = ()


# A word without a number, and the lowest and highest value that it is read as.
VAGUE: dict[str, tuple[int | None, int | None]] = {
    "half a dozen": (6, 6),
    "a dozen": (12, 12),
    "a couple of": (2, 2),
    "a couple": (2, 2),
    "a pair of": (2, 2),
    "a few dozen": (24, None),
    "several dozen": (36, None),
    "several hundred": (300, None),
    "a few hundred": (200, None),
    "dozens of": (24, None),
    "dozens": (24, None),
    "tens of": (20, None),
    "scores of": (40, None),
    "scores": (40, None),
    "hundreds of": (200, None),
    "hundreds": (200, None),
    "thousands of": (2000, None),
    "several": (3, None),
    "a few": (2, None),
    "a number of": (2, None),
    "multiple": (2, None),
    "numerous": (2, None),
    "many": (2, None),
    "عشرات": (20, None),
    "العشرات": (20, None),
    "مئات": (200, None),
    "المئات": (200, None),
    "عدد من": (2, None),
    "عده": (2, None),
}
_EXACT_WORDS = frozenset({"half a dozen", "a dozen", "a couple of", "a couple", "a pair of"})
_NONE = r"(?:none|nobody|no\s+one|no|nil|لا\s+احد)"

_BOUNDS = {
    "least": r"at\s+least|not?\s+(?:fewer|less)\s+than|(?:a\s+)?minimum(?:\s+of|\s*:)?"
    r"|(?<!\d)(?<!\d\s)min\.?:?|>=|≥|علي\s+الاقل|(?:ما\s+)?لا\s+يقل\s+عن",
    "more": r"more\s+than|over|above|upwards?\s+of|in\s+excess\s+of|>|اكثر\s+من|ما\s+يزيد\s+(?:عن|علي)",
    "most": r"up\s+to|at\s+most|not?\s+more\s+than|as\s+many\s+as|(?:a\s+)?maximum(?:\s+of|\s*:)?"
    r"|(?<!\d)(?<!\d\s)max\.?:?|<=|≤|حتي|علي\s+الاكثر",
    "less": r"fewer\s+than|less\s+than|under|below|<|اقل\s+من",
    "near": r"nearly|almost|close\s+to|just\s+under|ما\s+يقرب\s+من|ما\s+يقارب",
    "about": r"about|approximately|approx\.?|around|roughly|some|(?:an?\s+)?estimated|circa|ca\.|~|نحو|حوالي|قرابه",
}
_BOUND = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BOUNDS.items()) + ")"
_TO = r"(?:\s*-\s*|\s+(?:to|or|and|الي|او)\s+)"
_VAGUE = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(VAGUE, key=len, reverse=True))
_DOZEN = rf"(?P<dozens>{NUMBER})[\s-]+dozen"
_AFTER = r"(?P<after>\s*\+|\s+or\s+more|\s+at\s+least|\s+علي\s+الاقل)"
_MAYBE = r"\s*,?\s*(?:and|or|but)?\s*(?:possibly|perhaps|maybe|potentially|probably|وربما)\s+"
_ORDINAL = "|".join(ORDINALS)
_NOUN = r"(?:\s+[a-z']+){0,2}?"

_BETWEEN = (
    rf"(?P<between>between\s+|من\s+|بين\s+)(?P<b1>{NUMBER})"
    rf"(?:\s+and\s+|\s+to\s+|\s+و\s*|\s+الي\s+)(?P<b2>{NUMBER})"
)
_POSSIBLY = (
    rf"(?P<m1>{NUMBER}){_NOUN}{_MAYBE}(?:(?P<m2>{NUMBER})(?P<plus>\s+(?:more|other|others|additional))?"
    rf"|an?\s+(?P<mo>{_ORDINAL}|another)|another)(?![^\W\d_])"
)
_PLAIN = rf"(?:{_DOZEN}|(?P<r1>{NUMBER})(?:{_TO}(?P<r2>{NUMBER}))?){_AFTER}?"
# Order matters: the first that matches at a place is taken, so the longer readings stand first.
# A count begins at the beginning of a word; saying so first spares most places.
COUNT = LatePattern(
    rf"(?<![\w.])(?:{_BETWEEN}|{_POSSIBLY}|(?:{_BOUND}\s*)?(?:{_PLAIN}|(?<!\w)(?P<vague>{_VAGUE})(?![^\W\d_]))"
    rf"|(?P<none>{_NONE})(?![^\W\d_]))"
)


def _value(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise ValueError("count_too_large")
    return number


def _ranged(low: int, high: int) -> tuple[int, int]:
    if high < low:
        raise ValueError("count_range_reversed")
    return low, high


def _maybe(match: re.Match[str]) -> tuple[int, int]:
    low = _value(match["m1"])
    if match["m2"] is None:
        if ORDINALS.get(match["mo"] or "", low + 1) != low + 1:
            raise ValueError("count_not_understood")
        return low, low + 1
    second = _value(match["m2"])
    more = match["plus"] is not None or second <= low
    return low, low + second if more else second


def _bounded(match: re.Match[str], low: int, high: int) -> tuple[int | None, int | None]:
    if match["least"] or match["after"]:
        return low, high if high != low else None
    if match["more"]:
        return low + 1, None
    if match["most"] or match["near"]:
        return None, high
    if match["less"]:
        return None, high - 1
    return low, high


def _pair(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["between"]:
        return _ranged(_value(match["b1"]), _value(match["b2"]))
    if match["m1"]:
        return _maybe(match)
    if match["none"]:
        return 0, 0
    if match["vague"]:
        low, high = VAGUE[" ".join(match["vague"].split())]
        return (None, None) if match["most"] or match["less"] or match["near"] else (low, high)
    if match["dozens"]:
        low = high = 12 * _value(match["dozens"])
    else:
        low = _value(match["r1"])
        low, high = _ranged(low, _value(match["r2"]) if match["r2"] else low)
    return _bounded(match, low, high)


def _warned(match: re.Match[str]) -> tuple[str, ...]:
    found = []
    if match["about"] or match["near"]:
        found.append("count_approximate")
    vague = match["vague"]
    if vague and " ".join(vague.split()) not in _EXACT_WORDS:
        found.append("count_vague")
    return tuple(found)


def match_count(folded: str, start: int = 0) -> tuple[Count, int] | None:
    """
    The count that begins at a place in running text that went through `fold`.

    Returns the count and the index after its last character, or None where no count
    begins there or where it breaks a rule (a reversed range, more than ten million).
    """
    match = COUNT.match(folded, start)
    if match is None:
        return None
    try:
        low, high = _pair(match)
    except ValueError:
        return None
    return Count(low, high, match.group(), _warned(match)), match.end()


def scan_counts(folded: str) -> list[tuple[Count, int, int]]:
    """Every count of a running text that went through `fold`, with its span, from left to right."""
    found = []
    for match in COUNT.finditer(folded):
        try:
            low, high = _pair(match)
        except ValueError:
            continue
        found.append((Count(low, high, match.group(), _warned(match)), match.start(), match.end()))
    return found


_FLOAT = LatePattern(r"(\d+)\.0+")
_UNITS_OF = LatePattern(
    r"\s*(?:civilians?|people|persons?|individuals?|deaths?|killed|injured|wounded|children|women|men|casualties|"
    r"مدني(?:ين|ون|ا)?|شخص(?:ا)?|اشخاص|قتيل(?:ا)?|قتلي|جريح(?:ا)?|جرحي)"
)


def _refusal(folded: str) -> str:
    if re.fullmatch(r"-\s*[\d.,]+", folded):
        return "count_negative"
    if re.fullmatch(r"[\d.,]*\d[eE]\+?\d+|\d{8,}|\d[\d,]{10,}", folded):
        return "count_too_large"
    if re.fullmatch(r"\d+[.,]\d+", folded):
        return "count_not_whole"
    return "count_not_understood" if folded else "count_missing"


@lru_cache(maxsize=65_536)
def _cached(text: str) -> Count | str:
    folded = " ".join(fold(text).split()).strip(" .;")
    if folded in UNKNOWN:
        return Count(None, None, text)
    whole = _FLOAT.fullmatch(folded)
    folded = whole.group(1) if whole else folded
    match = COUNT.match(folded)
    if match is None:
        return _refusal(folded)
    rest = folded[match.end() :]
    while (noun := _UNITS_OF.match(rest)) is not None:
        rest = rest[noun.end() :]
    if rest.strip():
        return _refusal(folded)
    try:
        low, high = _pair(match)
    except ValueError as why:
        return str(why)
    return Count(low, high, text, _warned(match))


def read_count(text: str) -> Count | None:
    """
    Reads a text that is a count of people or strikes and nothing else, or refuses it.

    Returns
    -------
    Count or None
        None where the text is not in the grammar; `count_refusal` says why. "unknown" is
        read, as a pair of nulls.

    Examples
    --------
    >>> read_count("at least three")
    Count(min=3, max=None, text='at least three', warnings=())
    >>> read_count("two civilians, and possibly a third").max
    3
    >>> read_count("two killed and one injured") is None
    True
    """
    found = _cached(text)
    return None if isinstance(found, str) else found


def count_refusal(text: str) -> str | None:
    """
    Code of the rule by which a text is refused as a count; None where it is read.

    Examples
    --------
    >>> count_refusal("-3"), count_refusal("1e30"), count_refusal("2.5")
    ('count_negative', 'count_too_large', 'count_not_whole')
    """
    found = _cached(text)
    return found if isinstance(found, str) else None


def read_counts(texts: Iterable[str | None]) -> list[Count | None]:
    """Reads many counts, each distinct text once; None stays None."""
    return [None if text is None else read_count(text) for text in texts]


__all__ = ["COUNT", "LARGEST", "Count", "count_refusal", "match_count", "read_count", "read_counts", "scan_counts"]
