"""Countries as reports name them, read as ISO 3166-1 alpha-2."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

from .grammars.text import fold

NOT_LETTERS = re.compile(r"[^\w]+")


def norm_country(text: str | None) -> str | None:
    """Read a country's code or name, in English or Arabic, as ISO 3166-1 alpha-2; None where it is none.

    Examples
    --------
    >>> [norm_country(text) for text in ("Iraq", "irq", "IQ", "العراق", "Valdria")]
    ['IQ', 'IQ', 'IQ', 'IQ', None]
    """
    return _names().get(_key(text)) if text else None


def _key(text: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return NOT_LETTERS.sub(" ", fold(plain)).strip()


@cache
def _names() -> dict[str, str]:
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, str] = {}
    for row in rows:
        for name in (
            row["alpha2"],
            row["alpha3"],
            row["name"],
            row["name_ar"],
            *filter(None, row["others"].split("|")),
        ):
            found[_key(name)] = row["alpha2"]
    return found
