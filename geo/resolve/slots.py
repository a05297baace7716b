"""Where in a phrase a place may stand: a part, the part without its side of the city, or a piece of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..gazetteer import Gazetteer, Match
from ..names import bare_word, is_arabic, keys, plain_word, words
from ..phrases import Part, Phrase

MOST_MATCHES = 40
MOST_TOKENS = 7
CLEAR = 0.8
_SPLIT = re.compile(r"\s+|(?<=\w{3})-(?=\w{3})")
# Two Arabic names that were typed without a blank between them: the second has its article or its type word.
_GLUED = re.compile(r"(?<=[\u0621-\u064a]{4})(?=ال[\u0621-\u064a]{3})|(?<=[\u0621-\u064a]{4})(?=حي\s)")
_BLANK = re.compile(r"\s+")
_SIDES = frozenset(("north", "south", "east", "west"))


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a part with the places of like name; `left` counts words of the part that it leaves over.

    `lost` counts epithets among these words: East Brenn may not be Brenn. `off` says that the phrase speaks of what
    lies beside a place, `torn` that a word such as gate or tower was cut off from the name that it stands before.
    """

    at: int
    part: Part
    text: str
    matches: tuple[Match, ...]
    left: int = 0
    side: str = ""
    off: bool = False
    lost: int = 0
    torn: bool = False


def slots(phrase: Phrase, gazetteer: Gazetteer, country: str | None) -> list[Slot]:
    """Slots of all parts, in order; pieces only where no part as a whole is clearly a name."""
    found: list[Slot] = []
    asked = _Asked(gazetteer, country)
    for at, part in enumerate(phrase.parts):
        whole = Slot(at, part, part.text, asked.matches(part.text, near=True))
        found.append(whole)
        clear = any(match.score >= CLEAR and country in (None, match.place.country) for match in whole.matches)
        side = _without_side(part.text)
        if side is not None:
            found.append(Slot(at, part, side[1], asked.matches(side[1], near=not clear), side=side[0]))
        if not clear:
            found += _pieces(at, part, asked)
    off = any(part.relation.off for part in phrase.parts)
    return [replace(slot, off=True) for slot in found] if off else found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked up: in which gazetteer, for which country."""

    gazetteer: Gazetteer
    country: str | None

    def matches(self, text: str, *, near: bool) -> tuple[Match, ...]:
        return tuple(self.gazetteer.find(text, country=self.country, limit=MOST_MATCHES, near=near))


def _without_side(text: str) -> tuple[str, str] | None:
    """`west Mosul` and `الموصل الغربية` as a side and the name of the city."""
    tokens = _BLANK.split(text)
    if len(tokens) < 2:
        return None
    at = -1 if is_arabic(text) else 0
    side = words().epithets.get(plain_word(tokens[at]), "")
    rest = tokens[:-1] if at else tokens[1:]
    return (side, " ".join(rest)) if side in _SIDES else None


def _pieces(at: int, part: Part, asked: _Asked) -> list[Slot]:
    """Beginnings and ends of a part that are names by themselves; long parts are tried at their ends only."""
    tokens = _SPLIT.split(_GLUED.sub(" ", part.text))
    if not 2 <= len(tokens) <= 3 * MOST_TOKENS:
        return []
    found = []
    for text, rest, ahead in _cuts(tokens):
        if len(keys(text)) and _names_something(text):
            matches = asked.matches(text, near=False)
            good = tuple(m for m in matches if m.score >= CLEAR and m.likeness.length >= 2)
            if good:
                found.append(Slot(at, part, text, good, _content(rest), lost=_epithets(rest), torn=_torn(ahead, rest)))
    return found


def _cuts(tokens: list[str]) -> Iterator[tuple[str, list[str], str]]:
    """Each beginning and end, what it leaves over, and the last word before the cut."""
    for count in range(min(len(tokens) - 1, MOST_TOKENS), 0, -1):
        yield " ".join(tokens[:count]), tokens[count:], tokens[count - 1]
        yield " ".join(tokens[-count:]), tokens[:-count], tokens[-count - 1]


def _torn(ahead: str, rest: list[str]) -> bool:
    """Whether a word that stands before a name was cut off from it: Bab Sharqi is not Bab, Kafr Brenn is not Brenn."""
    return bare_word(ahead.strip("'\"-.")) in words().formers and _content(rest) > 0


def _names_something(text: str) -> bool:
    """Whether a piece is more than articles and type words."""
    lists = words()
    plain = [plain_word(token) for token in re.split(r"[\s\-]+", text)]
    return any(w not in lists.articles and w not in lists.kinds and w not in lists.empty and len(w) > 2 for w in plain)


def _epithets(tokens: list[str]) -> int:
    return sum(1 for token in tokens if bare_word(token.strip("'\"-.")) in words().epithets)


def _content(tokens: list[str]) -> int:
    """Words of a rest that could be names: articles, type words and fillers do not count."""
    lists = words()
    plain = [plain_word(token.strip("'\"-.")) for token in tokens]
    idle = lists.articles | lists.empty | lists.kinds.keys() | lists.heads.keys()
    return sum(1 for word in plain if word and word not in idle)
