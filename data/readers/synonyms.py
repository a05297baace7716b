"""Which field a column means by its name: names that people's own sheets bear, in several languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..grammars.text import fold

# What our own reader calls the parts of a point.
OURS = "geometry."
# Letters that have no accent to be taken off, and yet stand for a plain one.
PLAIN = str.maketrans({"ı": "i", "ß": "ss"})
# What stands between the parts of a name: those of nested JSON, and a name below another.
PARTED = re.compile(r"\s*[.:]\s*|\s+/\s+")


@lru_cache(maxsize=4096)
def field_named(name: str) -> str | None:
    """
    Give the field that a name means, as a whole or by the last or the first of its parts; None where it says nothing.

    >>> field_named("Date of strike"), field_named("Killed (min)"), field_named("where.name"), field_named("Q7")
    ('happened', 'killed_min', 'place_text', None)
    """
    whole = _meant(_key(name))
    if whole or name.startswith(OURS):
        return whole
    both = {_meant(_key(part)) for part in name.split("/")}
    if "/" in name and len(both) == 1:
        return both.pop()
    parts = [part for part in PARTED.split(name) if part]
    told = (_meant(_key(each)) for each in (parts[-1:] + parts[:1] if len(parts) > 1 else ()))
    return next((target for target in told if target), None)


def is_end(name: str) -> bool:
    """Whether a name is that of one end of a range, as in "min" below "killed"."""
    return any(_key(name) in words for words in _names()[2].values())


def _meant(key: str) -> str | None:
    fields, counts, ends = _names()
    return fields.get(key) or _counted(key, counts, ends)


@cache
def _names() -> tuple[dict[str, str], dict[str, list[str]], dict[str, list[str]]]:
    """Fields by name; names of what is counted, long ones first; and names of the ends of a range."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        known: dict[str, Any] = tomllib.load(file)
    fields: dict[str, str] = {}
    for target, names in known.items():
        for name in (target, *names) if isinstance(names, list) else ():
            fields.setdefault(_key(name), target)
    counts = {what: sorted(map(_key, names), key=len, reverse=True) for what, names in known["counts"].items()}
    return fields, counts, {end: list(map(_key, names)) for end, names in known["ends"].items()}


def _key(name: str) -> str:
    """Small letters without accents, one blank between words."""
    plain = unicodedata.normalize("NFKD", fold(name).lower().translate(PLAIN))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _counted(key: str, counts: dict[str, list[str]], ends: dict[str, list[str]]) -> str | None:
    """Read "min killed" or "killed (low)" as a count and the end of its range."""
    for measure, names in counts.items():
        for name in names:
            if key == name:
                return measure
            for end, words in ends.items():
                if any(key in (f"{name} {word}", f"{word} {name}") for word in words):
                    return f"{measure}_{end}"
    return None
