"""Spellings one slip of the hand away: a letter too many, too few, another one, or two exchanged.

Every spelling is entered under itself and under itself with each letter left out. Two spellings that are one slip
apart share one of these forms. Of a form only a number is kept, so that 100,000 spellings take about 20 MB.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from ..names import plain_word
from .slip import LONGEST, SHORTEST

_Numbers = NDArray[np.uint64]


class Slips:
    """Spellings by their forms, each with a core under which it stands."""

    def __init__(self, cores: Mapping[str, str]) -> None:
        self._texts = list(cores.items())
        self._plain = [plain_word(text) for text in cores]
        numbers, owners = _every_form(self._plain)
        order = np.argsort(numbers, kind="stable")
        self._numbers, self._owners = numbers[order], owners[order]
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    def of(self, name: str) -> tuple[tuple[str, str], ...]:
        """Spellings one slip away from a name, or the same but for capitals and apostrophes; each with its core."""
        plain = plain_word(name)
        if plain not in self._known:
            self._look_up([plain])
        return self._known[plain]

    def prepare(self, names: Iterable[str]) -> None:
        """Look many names up at once."""
        self._look_up(sorted({plain_word(name) for name in names} - self._known.keys()))

    def _look_up(self, plains: list[str]) -> None:
        numbers, asked = _every_form(plains)
        first = np.searchsorted(self._numbers, numbers, side="left")
        last = np.searchsorted(self._numbers, numbers, side="right")
        found: dict[int, set[int]] = defaultdict(set)
        for at in np.flatnonzero(last > first):
            found[int(asked[at])].update(self._owners[first[at] : last[at]].tolist())
        for number, plain in enumerate(plains):
            near = sorted(
                owner for owner in found.get(number, ()) if OSA.distance(plain, self._plain[owner], score_cutoff=1) <= 1
            )
            self._known[plain] = tuple(self._texts[owner] for owner in near)


def _every_form(plains: Sequence[str]) -> tuple[_Numbers, NDArray[np.int32]]:
    """Numbers of all forms of all spellings, and whose they are; spellings of one length are worked out together."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for owner, plain in enumerate(plains):
        if SHORTEST <= len(plain) <= LONGEST:
            by_length[len(plain)].append(owner)
    parts = list(_forms(plains, by_length))
    if not parts:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    return np.concatenate([numbers for numbers, _ in parts]), np.concatenate([owners for _, owners in parts])


def _forms(plains: Sequence[str], by_length: dict[int, list[int]]) -> Iterator[tuple[_Numbers, NDArray[np.int32]]]:
    weights = np.random.default_rng(20).integers(1, 2**63, LONGEST, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    for length, owners in sorted(by_length.items()):
        letters = np.array([plains[owner] for owner in owners], dtype=f"U{length}").view(np.uint32)
        letters = letters.reshape(len(owners), length).astype(np.uint64)
        stay = np.cumsum(letters * weights[:length], axis=1)
        moved = np.cumsum(letters[:, 1:] * weights[: length - 1], axis=1)
        # without the letter at j: those before it stay where they are, those after it move up by one
        before = np.concatenate([np.zeros((len(owners), 1), np.uint64), stay[:, :-1]], axis=1)
        gone = np.concatenate([np.zeros((len(owners), 1), np.uint64), moved], axis=1)
        shorter = before + (gone[:, -1:] - gone)
        forms = np.concatenate([stay[:, -1:], shorter], axis=1)
        yield forms.ravel(), np.repeat(np.array(owners, dtype=np.int32), length + 1)
