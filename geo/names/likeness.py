"""How alike two readings are: separate terms, so that a choice can weigh them and show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from .key import Key

_NEAR = {
    frozenset(pair) for pair in ("kG", "zd", "zt", "sS", "td", "jG", "hx", "kx", "zs", "fb", "kj", "ts", "xG", "mn")
}
_WEAK = frozenset("aiu")
VOWEL_COST = 0.65
_SETTLED = frozenset("neighbourhood village town city district governorate area countryside building".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Likeness:
    """Terms of likeness between a query's key and a row's key; zero everywhere is the same name.

    `core` counts edits of the skeleton (half for letters that are often confused), `share` is that count by length,
    `vowels` is the distance of the vowel strings by length, `vowel_edits` the same as a count; `ending`, `epithets`,
    `kunya` and `types` are mismatches (types: one name speaks of a bridge, a farm, a mosque, the other does not), and
    `missing` counts epithets of the first name that the second lacks.
    `crossed` says that the two names are in different scripts, `length` is that of the shorter skeleton.
    """

    core: float
    share: float
    vowels: float
    vowel_edits: float
    ending: float
    epithets: float
    kunya: float
    types: float
    crossed: bool
    length: int
    missing: float = 0.0

    @property
    def score(self) -> float:
        """A rough single number, 1 for the same name: used to rank before the fitted choice."""
        loss = 0.9 * self.share + 0.14 * min(self.core, 2) + 0.45 * self.vowels
        loss += 0.16 * self.ending + 0.28 * self.epithets + 0.15 * self.kunya + 0.12 * min(self.types, 2)
        return max(0.0, 1.0 - loss)


@lru_cache(maxsize=100_000)
def likeness(a: Key, b: Key) -> Likeness:
    """Compare two readings; symmetric but for `missing`.

    Examples
    --------
    >>> from geo.names import keys
    >>> likeness(keys("Mosul")[0], keys("New Mosul")[0]).epithets
    1.0
    """
    if a == b:
        return _same(len(a.core))
    edits = 0.0 if a.core == b.core else edit_distance(a.core, b.core)
    vowel_edits = _vowels(a.vowels, b.vowels)
    spoken = max(len(a.vowels.lstrip("~")), len(b.vowels.lstrip("~")), 1)
    length = max(len(a.core), len(b.core), 1)
    odd = 0 if a.epithets == b.epithets else len(set(a.epithets.split()) ^ set(b.epithets.split()))
    types = 0 if a.kinds == b.kinds else len((set(a.kinds.split()) ^ set(b.kinds.split())) - _SETTLED)
    return Likeness(
        core=edits,
        share=min(1.0, edits / length),
        vowels=min(1.0, vowel_edits / spoken),
        vowel_edits=min(4.0, vowel_edits),
        ending=_endings(a.ending, b.ending),
        epithets=float(min(2, odd)),
        kunya=float(a.kunya != b.kunya),
        types=float(types),
        crossed=a.vowels.startswith("~") != b.vowels.startswith("~"),
        length=min(len(a.core), len(b.core)),
        missing=float(odd and min(2, len(set(a.epithets.split()) - set(b.epithets.split())))),
    )


@cache
def _same(length: int) -> Likeness:
    return Likeness(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False, length)


def edit_distance(a: str, b: str) -> float:
    """Edits between two skeletons, exchanges included; letters that are often confused cost half."""
    before: list[float] = []
    previous = [float(column) for column in range(len(b) + 1)]
    for row, left in enumerate(a, 1):
        current = [float(row)]
        for column, right in enumerate(b, 1):
            cost = 0.0 if left == right else 0.5 if frozenset((left, right)) in _NEAR else 1.0
            best = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + cost)
            if row > 1 and column > 1 and left == b[column - 2] and right == a[row - 2]:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, previous = previous, current
    return previous[-1]


def _endings(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if "e" in (a, b) and {a, b} <= {"e", "a", "i"}:
        return 0.0
    return 0.5 if {a, b} in ({"a", "iya"}, {"", "a"}) else 1.0


def _vowels(a: str, b: str) -> float:
    if a.startswith("~") == b.startswith("~"):
        return 0.0 if a == b else VOWEL_COST * Levenshtein.distance(a, b)
    arabic, latin = (a, b) if a.startswith("~") else (b, a)
    return _long_vowels(arabic[1:], latin)


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
            cost = 0.0 if left == right else 0.8 if left in _WEAK and right in _WEAK else 1.0
            add = 0.05 if right in _WEAK else 1.0
            current.append(min(previous[column] + drop, current[-1] + add, previous[column - 1] + cost))
        previous = current
    return previous[-1]
