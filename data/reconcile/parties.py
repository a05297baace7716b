"""Parties to a conflict under the names that recorders give them: "U.S.-led Coalition" and "Coalition" are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from .cells import rules

BETWEEN = re.compile(r"[\W_]+")


@cache
def party_of(name: str) -> str:
    """Bring a belligerent's name to one form: that of a party known by several names, else its plain letters.

    A word that names nobody leaves nothing.

    Examples
    --------
    >>> party_of("U.S.-led Coalition"), party_of("US-led Coalition"), party_of("Saudi-led Coalition")
    ('coalition', 'coalition', 'saudi led coalition')
    >>> party_of("Northern Alliance"), party_of("Unknown")
    ('northern alliance', '')
    """
    plain = BETWEEN.sub(" ", name.casefold().replace(".", "")).strip()
    if plain in rules()["nobody"]:
        return ""
    known = (key for key, rule in rules()["parties"].items() if re.fullmatch(rule["names"], plain))
    return next(known, plain)


def parties(names: Iterable[str]) -> frozenset[str]:
    """Bring several names to one form each; one that names nobody is none."""
    return frozenset(filter(None, map(party_of, names)))


def party_in(text: str) -> str | None:
    """Find the party that the words of a total speak of; None where they speak of none that is known."""
    said = text.casefold()
    return next((key for key, rule in rules()["parties"].items() if rule["word"] in said), None)


def party_words() -> tuple[str, ...]:
    """List the words by which totals name parties."""
    return tuple(rule["word"] for rule in rules()["parties"].values())


def answered_for(recorder: str) -> frozenset[str]:
    """Name the parties that a recorder is known to answer for, whether its records name them or not."""
    return frozenset(key for key, rule in rules()["parties"].items() if recorder in rule.get("answering", ()))
