"""The closed word lists, read once and turned round for look-up."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .letters import is_arabic, tidy

_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """Word to slug for kinds, heads, epithets and translations, and the plain sets."""

    kinds: dict[str, str]
    heads: dict[str, str]
    epithets: dict[str, str]
    same: dict[str, str]
    articles: frozenset[str]
    assimilated: frozenset[str]
    kunya: frozenset[str]
    empty: frozenset[str]
    formers: frozenset[str]


@lru_cache(maxsize=200_000)
def plain_word(word: str) -> str:
    """A word as the lists hold it: lower case, bare letters, one alif.

    Examples
    --------
    >>> plain_word("Jami‘"), plain_word("أحياء")
    ('jami', 'احياء')
    """
    return tidy(word).casefold().translate(_PLAIN)


@lru_cache(maxsize=200_000)
def bare_word(word: str) -> str:
    """A plain word without the marks on its Latin letters, as it is looked up: Sharqī is in no list, sharqi is.

    Examples
    --------
    >>> bare_word("Sharqī"), bare_word("المؤمن")
    ('sharqi', 'المؤمن')
    """
    plain = plain_word(word)
    if plain.isascii() or is_arabic(plain):
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


_PLAIN = {ord(letter): None for letter in "'`´‘’ʻʼʾʿ‛′ˈ"} | {ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا"}


@cache
def words() -> Words:
    """The lists of words.toml."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def turned(name: str) -> dict[str, str]:
        return {bare_word(word): slug for slug, listed in table[name].items() for word in listed}

    def flat(name: str, key: str) -> frozenset[str]:
        return frozenset(bare_word(word) for word in table[name][key])

    return Words(
        kinds=turned("kinds"),
        heads=turned("heads"),
        epithets=turned("epithets"),
        same=turned("same"),
        articles=flat("article", "plain"),
        assimilated=flat("article", "assimilated"),
        kunya=flat("kunya", "words"),
        empty=flat("empty", "words"),
        formers=flat("formers", "words"),
    )
