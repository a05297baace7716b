"""A place phrase taken apart: its parts as they stand, what ties them, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a phrase. `relation` is in, near, at or bare; `kinds` are its type words."""

    text: str
    relation: str
    kinds: frozenset[str]
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in the order in which they stand, the country if one is named, and the rest."""

    text: str
    parts: tuple[Part, ...]
    country: str | None
    unread: tuple[str, ...] = ()
    several: bool = False
