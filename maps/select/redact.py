"""Words that would give away what is withheld: coordinates inside texts, and names of records that stay at home."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import unquote

import pandas as pd

from data import fields

from .addresses import NOT_PUBLIC, OPENS, untellable
from .finer import fine_spans

Cleaned = Callable[[str, int], str]
REMOVED = "[coordinates withheld]"
NO_ADDRESS = "Address withheld: it holds coordinates."
ADDRESSES = ("url", "archive_url")
NO_NAME = "[record withheld]"
WORD = re.compile(r"[^\s,;()\[\]{}\"'«»،؛]+")
STOPS = ".:!?؟"
# A code is told from a word or a number by holding letters and digits.
TELLING = re.compile(r"[^\W\d_]\W?\d|\d\W?[^\W\d_]")
SHORTEST_NAME = 4
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
    # What is written in an address with signs for signs, once or again, is a coordinate all the same.
    plain = text
    while "%" in plain and (bare := unquote(plain)) != plain:
        plain = bare
        text = plain if fine_spans(plain, decimals) else text
    # What stood behind a coordinate may be one as well, once that is gone.
    while spans := fine_spans(text, decimals):
        for start, end in reversed(spans):
            text = text[:start] + REMOVED + text[end:]
    return text


def redact(frame: pd.DataFrame, table: str, decimals: int, *, cleaned: Cleaned = without_coordinates) -> pd.DataFrame:
    """
    Return the table with coordinates taken out of its texts; an address that may not be told is emptied, with a note.

    `cleaned` gives a text as `without_coordinates` does.
    """
    out = frame.copy()
    for name in prose(table):
        if name not in out.columns:
            continue
        told = [text for text in out[name].dropna().unique() if isinstance(text, str)]
        changes = {text: clean for text in told if (clean := cleaned(text, decimals)) != text}
        if name in ADDRESSES:
            notes = dict.fromkeys(changes, NO_ADDRESS) | {text: why for text in told if (why := untellable(text))}
            out = _without_addresses(out, name, notes)
        elif changes:
            clean = out[name].map(lambda text, to=changes: to.get(text, text), na_action="ignore")
            out[name] = clean.astype(out[name].dtype)
    return out


def _without_addresses(sources: pd.DataFrame, name: str, notes: dict[str, str]) -> pd.DataFrame:
    """Sources with some addresses emptied, each with the note that says why; the first reason stands."""
    if not notes:
        return sources
    gone = sources[name].isin(notes)
    told = sources[name].map(notes.get, na_action="ignore").astype(sources["note"].dtype)
    earlier = sources["note"].isin([NO_ADDRESS, NOT_PUBLIC, OPENS])
    return sources.assign(**{name: sources[name].mask(gone), "note": sources["note"].mask(gone & ~earlier, told)})


def unnamed(frame: pd.DataFrame, table: str, withheld: Iterable[str]) -> pd.DataFrame:
    """
    Return the table without the names of withheld records in its texts.

    A name counts where it could be nothing else: a record_id, or a code with letters and digits in it.
    """
    gone = {name for name in withheld if len(name) >= SHORTEST_NAME and (":" in name or TELLING.search(name))}
    out = frame.copy()
    for column in prose(table) if gone else ():
        if column not in out.columns or column in ADDRESSES:
            continue
        told = [text for text in out[column].dropna().unique() if isinstance(text, str)]
        clean = {text: WORD.sub(lambda hit: _unless(hit[0], gone), text) for text in told}
        changes = {text: instead for text, instead in clean.items() if instead != text}
        if changes:
            kind = out[column].dtype
            new = out[column].map(lambda text, to=changes: to.get(text, text), na_action="ignore")
            out[column] = new.astype(kind)
    return out


def _unless(word: str, gone: set[str]) -> str:
    bare = word.strip(STOPS)
    return word.replace(bare, NO_NAME) if bare in gone else word


def forget(claims: pd.DataFrame, withheld: Iterable[str]) -> pd.DataFrame:
    """Return the claims without the codes and references that name a withheld record."""
    gone = set(withheld)
    out = claims.copy()
    for column in ("codes", "supersedes"):
        lists = [[name for name in names if name not in gone] for names in out[column]]
        out[column] = pd.Series(lists, index=out.index, dtype=object)
    return out
