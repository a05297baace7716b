"""Whole spellings, for strings that no key finds: a slip in a type word, or several slips."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz, process

from ..names import plain_word

LEAST_ALIKE = 82
MOST_FOUND = 5
SHORTEST = 4
BATCH = 256
_ARTICLE = re.compile(r"^(?:al|el|ال)[\s-]?(?=\w{3})")


def bare(text: str) -> str:
    """A spelling without article and capitals, as it is compared.

    Examples
    --------
    >>> bare("Al-Qa'im")
    'qaim'
    """
    return _ARTICLE.sub("", plain_word(text))


class Spoken:
    """Spellings of a gazetteer by their first letter, each with the core under which it stands."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        found = connection.execute("SELECT DISTINCT text, core FROM readings ORDER BY text, core").fetchall()
        blocks: dict[str, tuple[list[str], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
        for text, core in found:
            plain = bare(text)
            blocks[plain[:1]][0].append(plain)
            blocks[plain[:1]][1].append((text, core))
        self._blocks = dict(blocks)
        self._known: dict[str, tuple[tuple[str, str, float], ...]] = {}

    def like(self, name: str) -> tuple[tuple[str, str, float], ...]:
        """Spellings with the same first letter that are alike: text, core, likeness from 0 to 1."""
        plain = bare(name)
        if plain not in self._known:
            self._prepare({plain})
        return self._known[plain]

    def prepare(self, names: Iterable[str]) -> None:
        """Compare many names at once: one call for all names with the same first letter."""
        self._prepare({bare(name) for name in names})

    def _prepare(self, plains: set[str]) -> None:
        asked: dict[str, list[str]] = defaultdict(list)
        for plain in sorted(plains):
            if len(plain) < SHORTEST or plain[:1] not in self._blocks:
                self._known[plain] = ()
            elif plain not in self._known:
                asked[plain[:1]].append(plain)
        for letter, listed in asked.items():
            for start in range(0, len(listed), BATCH):
                self._compare(listed[start : start + BATCH], letter)

    def _compare(self, plains: list[str], letter: str) -> None:
        texts, cores = self._blocks[letter]
        table = process.cdist(plains, texts, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, dtype=np.uint8)
        for plain, scores in zip(plains, table, strict=True):
            hits = np.flatnonzero(scores)
            best = hits[np.argsort(-scores[hits].astype(np.int16), kind="stable")][:MOST_FOUND]
            self._known[plain] = tuple((*cores[at], float(scores[at]) / 100) for at in best)
