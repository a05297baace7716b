"""Places of a running text, each with its span; resolved together, so that one place helps to tell another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data import norm_country

from ..coordinates import parse_coordinates
from ..gazetteer import Gazetteer
from ..names import is_arabic, keys, plain_word, words
from ..resolve import locate
from ..types import LonLat, Placement

_FILE = Path(__file__).with_name("stop.toml")
_WORD = re.compile(r"[^\W_]+(?:[-'’‘`ʿʾ][^\W_]+)*[’']?")
_GAP = re.compile(r"^[ \u00a0]+$")
_ATTACHED = frozenset("وبلف")
MOST_WORDS = 5
MOST_CHARACTERS = 200_000
LIKE = 0.9
SHORTEST_ARABIC = 4
SURE = 0.6
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text: the words, their span in characters, and the placement."""

    text: str
    start: int
    end: int
    placement: Placement

    def row(self) -> dict[str, Any]:
        """The mention with the keys of `strikeatlas scan --json`."""
        answer = self.placement.answer()
        answer.pop("id")
        name = {"text": self.text, "start": self.start, "end": self.end, "place_name": self.placement.place_name}
        return {**name, "place_id": self.placement.place_id, "adm1_pcode": self.placement.adm1_pcode, **answer}


def scan(text: str, *, gazetteer: Gazetteer, country: str | None = None, adm1: str | None = None) -> list[Mention]:
    """Places and coordinates of a running text, in order, resolved together.

    Names are looked for on word boundaries, the longest first: capitalised words in Latin script; in Arabic script
    what follows a word such as "in" or "village", or is spelt as the gazetteer spells it. Words that reports use for
    other things ("said", "hit") are places only after such a cue. Nothing is raised for any text;
    what stands behind the first `MOST_CHARACTERS` characters is not read.

    Examples
    --------
    >>> found = scan("Officials said a strike near Tal Afar hit a school in Mosul.", gazetteer=Gazetteer.embedded())
    >>> [(mention.text, mention.placement.place_name) for mention in found]
    [('Tal Afar', 'Tall ‘Afar'), ('Mosul', 'Mosul')]
    """
    short = text[:MOST_CHARACTERS]
    country = country or _only_country(short)
    fixes = parse_coordinates(short).fixes
    spans = [fix.span for fix in fixes]
    found = [span for span in _names(short, gazetteer) if not any(a < span[1] and span[0] < b for a, b in spans)]
    points = tuple(fix.lonlat for fix in fixes)
    first = {name: locate(name, gazetteer=gazetteer, country=country, adm1=adm1, near=points) for *_, name in found}
    mentions = [
        Mention(short[start:end], start, end, _again(name, first, gazetteer, points, country, adm1))
        for start, end, name in found
    ]
    mentions += [Mention(fix.text, *fix.span, locate(fix.text, gazetteer=gazetteer, country=country)) for fix in fixes]
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


def unscanned(text: str) -> int:
    """How many characters of a text `scan` does not read, because it is too long."""
    return max(0, len(text) - MOST_CHARACTERS)


def _only_country(text: str) -> str | None:
    """The country that a text names, where it names one alone."""
    found = {norm_country(match.group()) for match in _WORD.finditer(text) if len(match.group()) > 3}
    named = found - {None}
    return named.pop() if len(named) == 1 else None


def _again(
    name: str,
    first: dict[str, Placement],
    gazetteer: Gazetteer,
    points: tuple[LonLat, ...],
    country: str | None,
    adm1: str | None,
) -> Placement:
    """The name once more, with the other places of the text that were sure as hints."""
    found = first[name]
    if found.lon is not None and (found.confidence or 0.0) >= LIKE:
        return found
    sure = [p.lonlat for other, p in first.items() if other != name and (p.confidence or 0.0) >= SURE and p.lonlat]
    return locate(name, gazetteer=gazetteer, country=country, adm1=adm1, near=(*points, *sure))


def _names(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """Spans of names, the longest first at each word, none within another."""
    tokens = list(_WORD.finditer(text))
    at = 0
    while at < len(tokens):
        length = _longest(text, tokens, at, gazetteer)
        if length:
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            yield start, end, text[start:end]
        at += max(1, length)


def _longest(text: str, tokens: list[re.Match[str]], at: int, gazetteer: Gazetteer) -> int:
    """Number of words of the longest name that begins at a word; 0 where none does."""
    most = 1
    while most < MOST_WORDS and at + most < len(tokens) and _joined(text, tokens, at + most):
        most += 1
    cued = at > 0 and _is_cue(tokens[at - 1].group()) and _joined(text, tokens, at)
    for length in range(most, 0, -1):
        run = [token.group() for token in tokens[at : at + length]]
        if _may_be_name(run, cued=cued) and _is_name(" ".join(run), gazetteer, cued=cued):
            return length
    return 0


def _is_cue(word: str) -> bool:
    """A cue, in Arabic also with "and", "in" or "to" attached to it."""
    plain, cues = plain_word(word), _lists()["cues"]
    return plain in cues or (plain[:1] in _ATTACHED and plain[1:] in cues)


def _joined(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    return bool(_GAP.match(text[tokens[at - 1].end() : tokens[at].start()]))


def _may_be_name(run: list[str], *, cued: bool) -> bool:
    """Whether words look like a name: capitals in Latin, an article or type word at most besides."""
    lists, known = words(), _lists()
    plain = [plain_word(word) for word in run]
    if plain[-1] in lists.articles or plain[-1] in lists.assimilated or plain[-1] in known["cues"]:
        return False
    if is_arabic(run[0]):
        return not (len(run) == 1 and plain[0] in known["arabic"])
    small = lists.articles | lists.assimilated | lists.kinds.keys()
    if any(not _capital(word) and low not in small for word, low in zip(run, plain, strict=True)):
        return False
    acronym = len(run) == 1 and run[0].isupper() and len(run[0]) < LONGEST_ACRONYM
    if acronym or not any(_capital(word) for word in run) or (plain[0] in lists.kinds and len(run) > 1):
        return False
    if all(low in known["latin"] or low in lists.articles or low.isdigit() for low in plain):
        return cued and len(run) == 1 and run[0][0].isupper() and plain[0] in ("hit", "ana", "sour", "said")
    return any(len(low) > 2 for low in plain)


def _capital(word: str) -> bool:
    """A capital anywhere: `ez-Zor` is the end of a name; digits may stand in one."""
    return any(letter.isupper() for letter in word) or word[0].isdigit()


def _is_name(name: str, gazetteer: Gazetteer, *, cued: bool) -> bool:
    if not keys(name):
        return False
    matches = [m for m in gazetteer.find(name, limit=8, near=False) if m.score >= LIKE and m.place.kind != "country"]
    if not matches:
        return False
    if is_arabic(name):
        return any(m.exact for m in matches) and (cued or len(name) > SHORTEST_ARABIC)
    return cued or any(m.likeness.length >= 3 or m.exact for m in matches)


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(plain_word(word) for word in listed) for name, listed in table.items()}
