"""Reading a place phrase in English or Arabic: parts between commas, brackets and prepositions."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from data import norm_country

from ..names import keys, plain_word, tidy
from .phrase import Part, Phrase

_FILE = Path(__file__).with_name("words.toml")
_SEPARATOR = re.compile(r"\s*(?:[,،;؛٫:/|\n]|\s[-–—]\s)\s*")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_AND = re.compile(r"\s+and\s+|\s+&\s+|\s+و(?=\w{3,})")
MOST_CHARACTERS = 400


def read_phrase(text: str) -> Phrase:
    """A phrase as parts, country and relation; nothing is dropped without standing in `unread`.

    Examples
    --------
    >>> phrase = read_phrase("al-Jadida neighbourhood, west Mosul, Iraq")
    >>> [part.text for part in phrase.parts], phrase.country
    (['al-Jadida neighbourhood', 'west Mosul'], 'IQ')
    """
    short = tidy(text)[:MOST_CHARACTERS]
    bracketed = [(found, True) for found in _BRACKET.findall(short)]
    plain = _BRACKET.sub(" , ", short)
    pieces = [(piece, False) for piece in _SEPARATOR.split(plain)] + bracketed
    parts: list[Part] = []
    unread: list[str] = []
    country = None
    for piece, in_brackets in pieces:
        for word, relation in _relations(piece.strip(" .\"'-")):
            code = norm_country(word) if word else None
            if code:
                country = country or code
            elif word:
                _sort(word, relation, in_brackets, parts, unread)
    several = any(_AND.search(part.text) for part in parts)
    return Phrase(short, tuple(parts), country, tuple(unread), several)


def _sort(word: str, relation: str, bracketed: bool, parts: list[Part], unread: list[str]) -> None:  # noqa: FBT001
    readings = keys(word)
    if readings and plain_word(word) not in _lists()["ignore"]:
        kinds = frozenset(kind for key in readings for kind in key.kinds.split())
        parts.append(Part(word, relation, kinds, bracketed))
    else:
        unread.append(word)


def _relations(piece: str) -> list[tuple[str, str]]:
    """The piece cut at its relation words: "school near Hajin" is two parts, the second one near."""
    pattern = _pattern()
    found: list[tuple[str, str]] = []
    relation, start = "bare", 0
    for match in pattern.finditer(piece):
        head = piece[start : match.start()].strip()
        if head:
            found.append((head, relation))
        relation = _lists()["relation"][plain_word(match.group())]
        start = match.end()
    found.append((piece[start:].strip(), relation))
    return found


@cache
def _lists() -> dict[str, dict[str, str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    relation = {plain_word(word): name for name in ("in", "near") for word in table[name]["words"]}
    return {"relation": relation, "ignore": {plain_word(word): "" for word in table["ignore"]["words"]}}


@cache
def _pattern() -> re.Pattern[str]:
    listed = sorted((w for n in ("in", "near") for w in _table_words(n)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in listed)})(?!\w)", re.IGNORECASE)


def _table_words(name: str) -> list[str]:
    return list(tomllib.loads(_FILE.read_text(encoding="utf-8"))[name]["words"])
