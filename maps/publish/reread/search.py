"""Finding which of very many strings stand in very many bytes: exactly, in one pass over the bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

# Six bytes are a window: every string that is looked for has at least one.
WINDOW = 6
# Slots of the table of windows, as a power of two: more for more bytes.
FEWEST_BITS, MOST_BITS, SPARE_BITS = 16, 27, 3
CHUNK = 32 << 20
MASK = np.uint64((1 << (8 * WINDOW)) - 1)
SPREAD = np.uint64(0x9E3779B97F4A7C15)
Slots = npt.NDArray[np.uint64]


def _slots(data: bytes, bits: int) -> Slots:
    """A slot for the window that begins at each byte."""
    count = len(data) - WINDOW + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    wide: Slots = np.ndarray((count,), dtype="<u8", buffer=data + b"\0\0", strides=(1,))
    return ((wide & MASK) * SPREAD) >> np.uint64(64 - bits)


def _chunks(haystack: bytes, longest: int) -> Iterable[bytes]:
    """Parts of a text that overlap by the longest string, so that none is cut."""
    for start in range(0, max(len(haystack), 1), CHUNK):
        yield haystack[start : start + CHUNK + longest]


class Needles:
    """Strings to look for, each of six bytes or more."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self.texts = [text for text in texts if len(text) >= WINDOW]
        joined = b"".join(self.texts)
        lengths = np.array([len(text) for text in self.texts], dtype=np.int64)
        self.counts = lengths - WINDOW + 1
        ends = np.repeat(np.cumsum(lengths), lengths)
        inside = np.arange(len(joined)) + WINDOW <= ends
        self.joined, self.inside = joined, inside[: max(len(joined) - WINDOW + 1, 0)]
        self.bits, self.slots = 0, np.empty(0, np.uint64)
        self.starts = np.concatenate([[0], np.cumsum(self.counts)])[:-1].astype(np.int64)
        self.longest = int(lengths.max()) if len(lengths) else 0

    def found_in(self, haystacks: Sequence[bytes]) -> list[bytes]:
        """Return those that stand somewhere in the haystacks, in their order."""
        if not self.texts:
            return []
        self._spread_over(sum(len(haystack) for haystack in haystacks))
        there = np.zeros(1 << self.bits, dtype=bool)
        for haystack in haystacks:
            for part in _chunks(haystack, self.longest):
                there[_slots(part, self.bits)] = True
        # A string one of whose windows stands nowhere stands nowhere.
        left = np.logical_and.reduceat(there[self.slots], self.starts)
        found = np.zeros(len(self.texts), dtype=bool)
        for haystack in haystacks:
            for part in _chunks(haystack, self.longest):
                if not left.any():
                    break
                here = self._in_part(part, left)
                found[here] = True
                left[here] = False
        return [self.texts[number] for number in np.flatnonzero(found)]

    def _spread_over(self, size: int) -> None:
        """Choose the table by the size of what is searched."""
        self.bits = min(max(size.bit_length() + SPARE_BITS, FEWEST_BITS), MOST_BITS)
        self.slots = _slots(self.joined, self.bits)[self.inside]

    def _in_part(self, part: bytes, left: npt.NDArray[np.bool_]) -> list[int]:
        """Those of `left` that stand in one part: found by their rarest window there, then compared in full."""
        slots = _slots(part, self.bits)
        low = np.uint64((1 << max(self.bits - 5, 1)) - 1)
        times = np.bincount((slots & low).astype(np.int64), minlength=int(low) + 1)
        chosen = np.flatnonzero(left)
        mine = np.flatnonzero(np.repeat(left, self.counts))
        owners = np.repeat(np.arange(len(chosen)), self.counts[chosen])
        often = times[(self.slots[mine] & low).astype(np.int64)]
        # The first of each string's rarest windows; a string with one that is not here is not here.
        order = np.lexsort((often, owners))
        first = order[np.concatenate([[0], np.cumsum(self.counts[chosen])[:-1]])]
        here = often[first] > 0
        chosen, first = chosen[here], first[here]
        keys, places = self.slots[mine[first]], mine[first] - self.starts[chosen]
        asked: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for key, number, place in zip(keys.tolist(), chosen.tolist(), places.tolist(), strict=True):
            asked[key].append((number, place))
        wanted = np.zeros(1 << self.bits, dtype=bool)
        wanted[keys] = True
        return self._compared(part, slots, np.flatnonzero(wanted[slots]), asked)

    def _compared(self, part: bytes, slots: Slots, spots: Any, asked: dict[int, list[tuple[int, int]]]) -> list[int]:
        found: set[int] = set()
        for at, slot in zip(spots.tolist(), slots[spots].tolist(), strict=True):
            for number, place in asked.get(slot, ()):
                if number not in found and at >= place and part.startswith(self.texts[number], at - place):
                    found.add(number)
        return sorted(found)


def found_in(texts: Iterable[str | bytes], haystacks: Sequence[bytes]) -> list[bytes]:
    """
    Return the texts that stand somewhere in the haystacks; those shorter than six bytes are not looked for.

    >>> found_in(["Qaryat Brenn", "Ostrel", "short"], [b"the road to Ostrel"])
    [b'Ostrel']
    """
    asked = sorted({text if isinstance(text, bytes) else text.encode() for text in texts})
    return Needles(asked).found_in(haystacks)
