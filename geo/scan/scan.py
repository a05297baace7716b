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
from ..names import is_arabic, keys, plain_word, tidy, words
from ..resolve import locate
from ..types import LonLat, Placement

_FILE = Path(__file__).with_name("stop.toml")
# Vowel marks belong to their letter; "Tal Afar's" ends before its s, and what hyphens join are words of their own.
_LETTER = r"[^\W_][\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:[’'‘`ʿʾ](?!s\b)(?:{_LETTER})+)*(?:[’'](?!s\b))?")
# Lines of a text are broken within names too.
_GAP = re.compile(r"^(?:[ \u00a0\t]+|-|[ \t]*\r?\n[ \t]*)$")
_BEHIND = re.compile(r"\s*(?:,\s*(?:in\s+)?|\(|\s+in\s+|،\s*)([^\W\d_]{4,})")
_ATTACHED = frozenset("وبلف")
_ONE_WITH = re.compile(r"^(?:[وف]?ب(?=ال)|[وف](?=ال)|[وف]?ل(?=ل))")
_IN_A_TOWN = frozenset(("street", "avenue", "boulevard", "st"))
MOST_WORDS = 6
MOST_CHARACTERS = 200_000
LIKE = 0.9
SHORTEST_ARABIC = 4
SURE = 0.6
LONGEST_ACRONYM = 6
SHORTEST_HEADLINE = 4


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
    fixes = parse_coordinates(short).fixes
    spans = [fix.span for fix in fixes]
    found = [name for name in _names(short, gazetteer) if not any(a < name.end and name.start < b for a, b in spans)]
    asked = _Asked(gazetteer, country, adm1, None if country else _only_country(short))
    points = tuple(fix.lonlat for fix in fixes)
    first = {name.key: asked.place(name, points) for name in found}
    mentions = [
        Mention(short[name.start : name.end], name.start, name.end, _again(name, first, asked, points))
        for name in found
    ]
    mentions += [Mention(fix.text, *fix.span, locate(fix.text, gazetteer=gazetteer, country=country)) for fix in fixes]
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with its span, and the country that stands directly behind it: "Brenn, Iraq"."""

    start: int
    end: int
    text: str
    country: str | None

    @property
    def key(self) -> tuple[str, str | None]:
        return self.text, self.country


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a name is looked up with; `told` is the only country that the text names, which is no more than a hint."""

    gazetteer: Gazetteer
    country: str | None
    adm1: str | None
    told: str | None

    def place(self, name: _Name, near: tuple[LonLat, ...]) -> Placement:
        found: Placement | None = None
        for country in dict.fromkeys((name.country or self.country or self.told, name.country or self.country)):
            found = locate(name.text, gazetteer=self.gazetteer, country=country, adm1=self.adm1, near=near)
            if found.lon is not None:
                break
        assert found is not None  # noqa: S101 - the loop runs once at least
        return found


def unscanned(text: str) -> int:
    """How many characters of a text `scan` does not read, because it is too long."""
    return max(0, len(text) - MOST_CHARACTERS)


def _only_country(text: str) -> str | None:
    """The country that a text names, where it names one alone."""
    found = {norm_country(match.group()) for match in _WORD.finditer(text) if len(match.group()) > 3}
    named = found - {None}
    return named.pop() if len(named) == 1 else None


def _again(
    name: _Name, first: dict[tuple[str, str | None], Placement], asked: _Asked, points: tuple[LonLat, ...]
) -> Placement:
    """The name once more, with the other places of the text that were sure as hints."""
    found = first[name.key]
    if found.lon is not None and (found.confidence or 0.0) >= LIKE:
        return found
    sure = [p.lonlat for key, p in first.items() if key != name.key and (p.confidence or 0.0) >= SURE and p.lonlat]
    return asked.place(name, (*points, *sure))


def _names(text: str, gazetteer: Gazetteer) -> Iterator[_Name]:
    """Spans of names, the longest first at each word, none within another."""
    tokens = list(_WORD.finditer(text))
    at = 0
    while at < len(tokens):
        length = 0 if _is_tail(text, tokens, at) else _longest(text, tokens, at, gazetteer)
        start, said = tokens[at].start(), ""
        if length:
            said = tidy(text[start : tokens[at + length - 1].end()])
        else:
            start, said = _without_preposition(tokens[at], gazetteer)
            length = 1 if said else 0
        if length and not _names_a_street(text, tokens, at + length):
            end = tokens[at + length - 1].end()
            behind = _BEHIND.match(text, end)
            yield _Name(start, end, said, norm_country(behind[1]) if behind else None)
        at += max(1, length)


def _is_tail(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word hangs by a hyphen on one that is no part of a name: "anti-Brenn"."""
    start = tokens[at].start()
    if not at or text[start - 1 : start] != "-" or tokens[at - 1].end() != start - 1:
        return False
    before = tokens[at - 1].group()
    return before.islower() and plain_word(before) not in words().articles | words().assimilated


def _without_preposition(token: re.Match[str], gazetteer: Gazetteer) -> tuple[int, str]:
    """Where a name begins in an Arabic word that begins with "and", "in" or "to", and the name; else an empty text."""
    word = token.group()
    cut = _ONE_WITH.match(word) if is_arabic(word) else None
    if cut is None:
        return token.start(), ""
    rest = tidy(word[cut.end() :])
    # "to" swallows the alif of the article: the name is then the whole word, written otherwise
    begin, name = (0, "ال" + rest[1:]) if rest.startswith("ل") else (cut.end(), rest)
    fits = _may_be_name([name], cued=True) and _is_name(name, gazetteer, cued=True)
    return token.start() + begin, name if fits else ""


def _names_a_street(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    return at < len(tokens) and _joined(text, tokens, at) and tokens[at].group().casefold() in _IN_A_TOWN


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
    if plain[0] == "the" or plain[-1] in lists.articles or plain[-1] in lists.assimilated or plain[-1] in known["cues"]:
        return False
    if is_arabic(run[0]):
        return not (len(run) == 1 and plain[0] in known["arabic"])
    small = lists.articles | lists.assimilated | lists.kinds.keys()
    if any(not _capital(word) and low not in small for word, low in zip(run, plain, strict=True)):
        return False
    acronym = len(run) == 1 and run[0].isupper() and len(run[0]) < SHORTEST_HEADLINE
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
    if " " not in name and name.isupper() and len(name) < LONGEST_ACRONYM and not is_arabic(name):
        return any(m.exact for m in matches)  # MOSUL begins a report, and SANAD is somebody's
    if is_arabic(name):
        return any(m.exact for m in matches) and (cued or len(name) > SHORTEST_ARABIC)
    return cued or any(m.likeness.length >= 3 or m.exact for m in matches)


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(plain_word(word) for word in listed) for name, listed in table.items()}
