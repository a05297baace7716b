"""The words of words.toml as patterns, made once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..names import APOSTROPHES, plain_word

_FILE = Path(__file__).with_name("words.toml")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _any(words: list[str]) -> str:
    """Alternatives, longest first; blanks in a word may be any blanks."""
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed)


@cache
def directions() -> dict[str, str]:
    """Word to point of the compass."""
    return {plain_word(word): name for name, listed in _table()["directions"].items() for word in listed}


@cache
def units() -> dict[str, float]:
    """Word to metres."""
    return {plain_word(word): float(metres) for metres, listed in _table()["units"].items() for word in listed}


@cache
def spelt_numbers() -> tuple[re.Pattern[str], dict[str, str]]:
    """Numbers in words before a unit of length, and their digits."""
    digits = {word: number for number, listed in _table()["numbers"].items() for word in listed}
    units_latin = _any([word for listed in _table()["units"].values() for word in listed if word.isascii()])
    return re.compile(rf"\b(?:{_any(list(digits))})(?=\s+(?:{units_latin})\b)", re.IGNORECASE), digits


@cache
def arabic_numbers() -> tuple[re.Pattern[str], dict[str, str]]:
    """Arabic numbers in words before a unit of length, and their digits."""
    digits = {word: number for number, listed in _table()["arabic_numbers"].items() for word in listed}
    units_arabic = _any([word for listed in _table()["units"].values() for word in listed if word[0] > "\u0600"])
    return re.compile(rf"(?<!\w)(?:{_any(list(digits))})(?=\s+(?:{units_arabic})(?!\w))"), digits


@cache
def length_words() -> str:
    """Units of length as alternatives of a pattern."""
    return _any([word for listed in _table()["units"].values() for word in listed])


@cache
def direction_words() -> str:
    """Points of the compass as alternatives of a pattern, Arabic ones with an article or an ending too."""
    listed = [word for words in _table()["directions"].values() for word in words]
    latin = [word for word in listed if word[0] < "\u0600"]
    return rf"{_any(latin)}|{arabic_directions()}"


@cache
def arabic_directions() -> str:
    """Arabic points of the compass, each word with or without its article: الشمال الشرقي is شمال شرقي."""
    listed = [word for words in _table()["directions"].values() for word in words if word[0] > "\u0600"]
    made = [r"\s+".join(rf"(?:ال)?{re.escape(part)}" for part in word.split()) for word in listed]
    return "|".join(sorted(made, key=len, reverse=True))


def direction(words: str) -> str:
    """The point of the compass that words mean; articles say nothing. Empty where they mean none."""
    plain = [word.removeprefix("ال") if word[0] > "\u0600" else word for word in plain_word(words).split()]
    while plain and plain[0] in ("the", "to", "in", "on", "just", "far", "far-", "due"):
        plain = plain[1:]
    return directions().get(" ".join(plain), "")


@cache
def ignored() -> frozenset[str]:
    """Words that say nothing of where a place is."""
    return frozenset(plain_word(word) for word in _table()["ignore"])


@cache
def relation_pattern() -> re.Pattern[str]:
    """Any word or group of words that ties a part to what stands before it."""
    table = _table()
    every = [word for listed in table["directions"].values() for word in listed]
    latin = [word for word in every if word[0] < "\u0600"]
    long = _any([w for listed in table["units"].values() for w in listed])
    least = r"(?:(?P<least>\d+(?:[.,]\d+)?)\s*(?:-|to|إلى|الى)\s*)?"
    far = rf"{least}(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>{long})\b"
    toward = r"\s*(?:away\s+)?(?:to\s+the\s+|to\s+|in\s+the\s+)?"
    lead = r"(?:to\s+the\s+|in\s+the\s+|just\s+|the\s+)?"
    english = rf"{lead}(?P<toward>{_any(latin)})\s+(?:side\s+|edge\s+|part\s+)?(?:of|from)"
    local = rf"(?:إلى\s+|الى\s+)?(?P<local>{arabic_directions()})(?:\s+من)?(?=\s+\S)"
    # with an article it is a part of a name: السوق الشمالي
    arabic_sides = _any([word for word in every if word[0] > "\u0600"])
    alternatives = (
        rf"(?:على\s+بعد\s+)?{far}{toward}(?:{english}|{local}|from|of|off|من|عن)?",
        english.replace("toward>", "toward2>"),
        rf"(?P<near>{_any(table['near'])})",
        rf"(?P<area>{_any(table['area'])})",
        rf"(?P<side>{arabic_sides})(?=\s+\S{{3,}})",
        rf"(?P<in>{_any(table['in'])})",
    )
    return re.compile(rf"(?<![\w{APOSTROPHES}-])(?:{'|'.join(alternatives)})(?![\w{APOSTROPHES}])", re.IGNORECASE)


@cache
def conjunction() -> re.Pattern[str]:
    """Words that set several places side by side."""
    return re.compile(rf"\s+(?:{_any(_table()['and'])})\s+|\s+و\s*(?=\w{{3,}})", re.IGNORECASE)
