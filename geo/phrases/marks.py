"""What was understood of a phrase, as marks on the very text: for people who look at what the geocoder read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data import norm_country

from .read import read_phrase
from .vocabulary import relation_pattern

WORD = re.compile(r"[\w'’ʿ-]+(?:[ \t]+[\w'’ʿ-]+)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text: `name`, `relation`, `country`, or `unread` for what said nothing of a place."""

    start: int
    end: int
    kind: str


def phrase_marks(text: str) -> tuple[Mark, ...]:
    """Mark the names, relations, countries and unread words of a place phrase, in order and without overlap.

    Examples
    --------
    >>> [(m.kind, "near Brenn, Iraq"[m.start : m.end]) for m in phrase_marks("near Brenn, Iraq")]
    [('relation', 'near'), ('name', 'Brenn'), ('country', 'Iraq')]
    """
    phrase = read_phrase(text)
    names = [part.text for part in phrase.parts]
    names += [end.text for link in phrase.links for end in (link.start, link.end)]
    found: list[Mark] = []
    for kind, listed in (("name", names), ("unread", list(phrase.unread))):
        for word in sorted(listed, key=len, reverse=True):
            _take(found, text, word, kind)
    for match in relation_pattern().finditer(text):
        _add(found, Mark(match.start(), match.end(), "relation"))
    for match in WORD.finditer(text):
        if norm_country(match.group()):
            _add(found, Mark(match.start(), match.end(), "country"))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _take(found: list[Mark], text: str, word: str, kind: str) -> None:
    """Mark the first place of a word that is not marked yet; tidying may have changed its blanks."""
    if not word.strip():
        return
    for match in re.finditer(r"\s+".join(map(re.escape, word.split())), text, re.IGNORECASE):
        if _add(found, Mark(match.start(), match.end(), kind)):
            return


def _add(found: list[Mark], mark: Mark) -> bool:
    if mark.start == mark.end or any(mark.start < other.end and other.start < mark.end for other in found):
        return False
    found.append(mark)
    return True
