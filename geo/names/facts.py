"""What the word lists say of one word, looked up once: names repeat their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .words import bare_word, words


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain word with its place in the lists.

    `kind` is the slug of a type word, `head` that of a word which is one only at the beginning of a name, `idle` tells
    articles and fillers, before which a name has not begun; `same` is the word that stands for it, `figure` a number.
    """

    token: str
    kind: str | None
    head: str | None
    epithet: str
    same: Fact | None
    idle: bool
    empty: bool
    article: bool
    kunya: bool
    figure: bool


@lru_cache(maxsize=200_000)
def fact(token: str) -> Fact:
    """The lists on a plain word."""
    lists, bare = words(), bare_word(token)
    other = lists.same.get(bare, token)
    return Fact(
        token,
        kind=lists.kinds.get(bare),
        head=lists.heads.get(bare) or (lists.heads.get(bare[2:]) if bare.startswith("ال") and len(bare) > 4 else None),
        epithet=lists.epithets.get(bare, ""),
        same=fact(other) if other != token else None,
        idle=bare in lists.articles or bare in lists.empty,
        empty=token in lists.empty,
        article=token in lists.articles,
        kunya=token in lists.kunya,
        figure=token.isdigit(),
    )
