"""Recorders' precision codes, resolved to one scale; the crosswalk is a table, not code."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("crosswalk.toml")
OF_KIND = {
    "landmark": "site",
    "neighbourhood": "neighbourhood",
    "village": "village",
    "town": "town",
    "city": "town",
    "district": "district",
    "governorate": "governorate",
    "country": "country",
    "other": "village",
}


def precision_of_kind(kind: str) -> str:
    """Class of a place that is only named: the class of its kind.

    Examples
    --------
    >>> precision_of_kind("city")
    'town'
    """
    return OF_KIND.get(kind, "unknown")


@lru_cache(maxsize=4096)
def stated_precision(recorder: str | None, code: str | None) -> str | None:
    """Class that a recorder's code or words mean; None where nothing usable is stated.

    `by_kind` means that the code alone does not tell: the kind of the named place does. A recorder without a table of
    its own is read with the words of Airwars, which speak for themselves, and with those of our own scale.

    Examples
    --------
    >>> stated_precision("airwars", "Within 100m (via Coalition)"), stated_precision("ucdp", "1")
    ('site', 'by_kind')
    >>> stated_precision("my-sheet", "site"), stated_precision("my-sheet", "Town level")
    ('site', 'town')
    >>> stated_precision("airwars", "not stated (generic city point)") is None
    True
    """
    if not code or not str(code).strip():
        return None
    word = _slug(str(code))
    if word.startswith("not_stated") or word in ("unknown", "nan", "none"):
        return None
    words = _words_of(recorder)
    return words.get(word) or words.get(_slug(re.sub(r"\(.*?\)", " ", str(code))))


def _words_of(recorder: str | None) -> dict[str, str]:
    tables = _tables()
    family = next((name for name in tables if name != "own" and recorder and name in recorder.casefold()), "")
    return tables[family] if family else tables["own"] | tables["airwars"]


def _slug(text: str) -> str:
    number = re.fullmatch(r"\s*(\d+)(?:\.0+)?\s*", text)
    if number:
        return number[1]
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


@cache
def _tables() -> dict[str, dict[str, str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: {_slug(w): slug for slug, listed in body.items() for w in listed} for name, body in table.items()}
