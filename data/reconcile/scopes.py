"""What a stated total covers, read from its own words, as far as the records can tell the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..countries import norm_country
from ..grammars.dates import read_date
from .cells import rules
from .parties import party_in, party_words

SINCE = re.compile(r"\bsince\s+((?:[A-Z][a-z]+\.?\s+)?\d{4}(?:-\d{2}){0,2})\b")
MONTH_OF = re.compile(r"\bmonth\b", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
EMPTY_WORDS = re.compile(r"\b(?:the|us-led|strikes?|in)\b", re.IGNORECASE)
AT_MOST = "9999"


@dataclass(frozen=True, slots=True)
class Scope:
    """A party, countries, and the first day; `release` is what one release lists."""

    party: str | None = None
    countries: frozenset[str] = frozenset()
    since: str | None = None
    release: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What a total counts of the records, of which grades, and whether a release that states it lists them."""

    what: str
    grades: tuple[str, ...] | None
    listed: bool = True

    @property
    def told(self) -> str:
        """The grades, in words."""
        return "of every grading" if self.grades is None else f"graded {' or '.join(self.grades)}"


def counted(unit: str | None, measure: str, claimant: str) -> Counted | None:
    """Read what a total counts, by the rules; None where the records do not count that."""
    for rule in rules()["measures"]:
        if rule["unit"] != unit or not re.search(rule["pattern"], measure, re.IGNORECASE):
            continue
        if "counts" not in rule:
            return None
        grades = rule["grades"]
        if grades == "headline":
            grades = rules()["headline"].get(claimant)
        named = None if grades in (None, "all") else tuple(grades)
        return Counted(rule["counts"], named, rule.get("listed", True))
    return None


def read_scope(figure: dict[str, Any]) -> Scope | None:
    """Read the scope of a total: countries, a party, a first day; None where its words say more than that.

    Examples
    --------
    >>> read_scope({"scope": "Coalition, Iraq & Syria since August 2014", "measure": "civilians killed"}).since
    '2014-08'
    >>> read_scope({"scope": "al-Jadida, west Mosul", "measure": "civilians killed"}) is None
    True
    """
    text = str(figure["scope"])
    said = " ".join(str(figure.get(name) or "") for name in ("series", "scope", "measure"))
    party = party_in(said)
    if figure.get("period") or MONTH_OF.search(text):
        return Scope(party, release=True)
    since = SINCE.search(text)
    left = text[: since.start()] + text[since.end() :] if since else text
    parts = [EMPTY_WORDS.sub("", part).strip(" .") for part in BETWEEN.split(left)]
    countries, strange = set(), []
    for part in filter(None, parts):
        country = norm_country(part)
        if country:
            countries.add(country)
        elif not any(word in part.casefold() for word in party_words()) or " " in part:
            strange.append(part)
    if strange:
        return None
    day = read_date(since.group(1)) if since else None
    return Scope(party, frozenset(countries), day.start if day else None)
