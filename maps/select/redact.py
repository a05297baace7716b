"""Words that would give away what is withheld: coordinates inside texts, and names of records that stay at home."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

import pandas as pd

from data import fields
from geo import parse_coordinates

from .floor import HALF_DIAGONAL_M

Cleaned = Callable[[str, int], str]
REMOVED = "[coordinates withheld]"
NO_ADDRESS = "Address withheld: it holds coordinates."
ADDRESSES = ("url", "archive_url")
# Identities, dates and words from closed lists hold no coordinates; everything else that people write may.
NOT_PROSE = re.compile(
    r"_id$|_on$|^happened_|^date_|^time_|^record_code$|^report_id$|^item$|^redistribution$|^sha256$|^made_at$"
)


def prose(table: str) -> list[str]:
    """Columns of a table in which people write as they like."""
    return [
        item.name
        for item in fields(table)
        if item.type == "text" and not item.words and not NOT_PROSE.search(item.name)
    ]


@cache
def without_coordinates(text: str, decimals: int) -> str:
    """
    A text without the coordinates in it that are finer than a grid of that many decimals.

    >>> without_coordinates("a farm at 36.345671, 43.101234", 2)
    'a farm at [coordinates withheld]'
    """
    if sum(char.isdigit() for char in text) < 4:
        return text
    finest = HALF_DIAGONAL_M * 10.0**-decimals
    spans = [fix.span for fix in parse_coordinates(text).fixes if fix.radius_m < finest]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + REMOVED + text[end:]
    return text


def redact(frame: pd.DataFrame, table: str, decimals: int, *, cleaned: Cleaned = without_coordinates) -> pd.DataFrame:
    """
    Return the table with coordinates taken out of its texts; an address that holds one is emptied, with a note.

    `cleaned` gives a text as `without_coordinates` does.
    """
    out = frame.copy()
    for name in prose(table):
        if name not in out.columns:
            continue
        told = [text for text in out[name].dropna().unique() if isinstance(text, str)]
        changes = {text: clean for text in told if (clean := cleaned(text, decimals)) != text}
        if not changes:
            continue
        changed = out[name].isin(changes)
        clean = out[name].map(lambda text, to=changes: to.get(text, text), na_action="ignore").astype(out[name].dtype)
        if name in ADDRESSES:
            clean = clean.mask(changed)
            out["note"] = out["note"].mask(changed, NO_ADDRESS)
        out[name] = clean
    return out


def forget(claims: pd.DataFrame, withheld: Iterable[str]) -> pd.DataFrame:
    """Return the claims without the codes and references that name a withheld record."""
    gone = set(withheld)
    out = claims.copy()
    for column in ("codes", "supersedes"):
        lists = [[name for name in names if name not in gone] for names in out[column]]
        out[column] = pd.Series(lists, index=out.index, dtype=object)
    return out
