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


def country_code3(text: str) -> str | None:
    """Read a country's code or name as ISO 3166-1 alpha-3; None where it is none.

    >>> country_code3("Iraq"), country_code3("SY"), country_code3("Valdria")
    ('IRQ', 'SYR', None)
    """
    alpha2 = norm_country(text)
    return next((row["alpha3"] for row in _rows() if row["alpha2"] == alpha2), None)


def _key(text: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return NOT_LETTERS.sub(" ", fold(plain)).strip()


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows():
        for name in (
            row["alpha2"],
            row["alpha3"],
            row["name"],
            row["name_ar"],
            *filter(None, row["others"].split("|")),
        ):
            found[_key(name)] = row["alpha2"]
    return found
