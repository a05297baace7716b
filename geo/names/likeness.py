"""How alike two readings are: separate terms, so that a choice can weigh them and show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .key import Key

_NEAR = {
    frozenset(pair) for pair in ("kG", "zd", "zt", "sS", "td", "jG", "hx", "kx", "zs", "fb", "kj", "ts", "xG", "mn")
}
_WEAK = frozenset("aiu")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Terms of likeness between a query's key and a row's key; zero everywhere is the same name.

    `core` counts edits of the skeleton (half for letters that are often confused), `share` is that count by length,
    `vowels` is the distance of the vowel strings by length, `ending`, `epithets` and `kunya` are mismatches.
    """

    core: float
    share: float
    vowels: float
    ending: float
    epithets: float
    kunya: float

    @property
    def score(self) -> float:
        """A rough single number, 1 for the same name: used to rank before the fitted choice."""
        loss = 0.9 * self.share + 0.14 * min(self.core, 2) + 0.45 * self.vowels
        return max(0.0, 1.0 - loss - 0.16 * self.ending - 0.28 * self.epithets - 0.15 * self.kunya)


@lru_cache(maxsize=400_000)
def likeness(a: Key, b: Key) -> Likeness:
    """Compare two readings; symmetric.

    Examples
    --------
    >>> from geo.names import keys
    >>> likeness(keys("Mosul")[0], keys("New Mosul")[0]).epithets
    1.0
    """
    edits = 0.0 if a.core == b.core else edit_distance(a.core, b.core)
    length = max(len(a.core), len(b.core), 1)
    first, second = set(a.epithets.split()), set(b.epithets.split())
    return Likeness(
        core=edits,
        share=min(1.0, edits / length),
        vowels=_vowels(a.vowels, b.vowels),
        ending=_endings(a.ending, b.ending),
        epithets=float(min(2, len(first ^ second))),
        kunya=float(a.kunya != b.kunya),
    )


def edit_distance(a: str, b: str) -> float:
    """Edits between two skeletons; letters that are often confused cost half."""
    previous = [float(column) for column in range(len(b) + 1)]
    for row, left in enumerate(a, 1):
        current = [float(row)]
        for column, right in enumerate(b, 1):
            cost = 0.0 if left == right else 0.5 if frozenset((left, right)) in _NEAR else 1.0
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + cost))
        previous = current
    return previous[-1]


def _endings(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if "e" in (a, b) and {a, b} <= {"e", "a", "i"}:
        return 0.0
    return 0.5 if {a, b} in ({"a", "iya"}, {"", "a"}) else 1.0


def _vowels(a: str, b: str) -> float:
    length = max(len(a.lstrip("~")), len(b.lstrip("~")), 1)
    if a.startswith("~") == b.startswith("~"):
        return min(1.0, _plain_distance(a.lstrip("~"), b.lstrip("~")) / length)
    arabic, latin = (a, b) if a.startswith("~") else (b, a)
    return min(1.0, _long_vowels(arabic[1:], latin) / length)


def _plain_distance(a: str, b: str) -> float:
    """Edit distance in which a vowel for a vowel costs less than a consonant."""
    previous = [float(column) for column in range(len(b) + 1)]
    for row, left in enumerate(a, 1):
        current = [float(row)]
        for column, right in enumerate(b, 1):
            cost = 0.0 if left == right else 0.6 if left in _WEAK and right in _WEAK else 1.0
            drop, add = (0.7 if left in _WEAK else 1.0), (0.7 if right in _WEAK else 1.0)
            current.append(min(previous[column] + drop, current[-1] + add, previous[column - 1] + cost))
        previous = current
    return previous[-1]


def _long_vowels(arabic: str, latin: str) -> float:
    """Arabic shows long vowels only: a further vowel in Latin is nearly free, a missing long one is not."""
    latin = latin.lstrip("aiu")
    previous = [0.0]
    for right in latin:
        previous.append(previous[-1] + (0.05 if right in _WEAK else 1.0))
    for left in arabic:
        drop = 0.6 if left in _WEAK else 1.0
        current = [previous[0] + drop]
        for column, right in enumerate(latin, 1):
            cost = 0.0 if left == right else 0.4 if left in _WEAK and right in _WEAK else 1.0
            add = 0.05 if right in _WEAK else 1.0
            current.append(min(previous[column] + drop, current[-1] + add, previous[column - 1] + cost))
        previous = current
    return previous[-1]
