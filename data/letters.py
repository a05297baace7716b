"""The bytes of a column of text, looked at together: what is not there need not be searched for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

BLANK, DELETE, FIRST_HIGH = 32, 127, 128
SAMPLE, FEW = 2000, 400


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a column holds control characters, letters beyond ASCII, or two blanks side by side."""

    control: bool
    high: bool
    double: bool


def seen_in(text: Any) -> Seen:
    """Look through the bytes of an Arrow array of text."""
    held = letters(text)
    blank = held == BLANK
    return Seen(
        control=bool(((held < BLANK) | (held == DELETE)).any()),
        high=bool((held >= FIRST_HIGH).any()),
        double=bool((blank[1:] & blank[:-1]).any()),
    )


def letters(text: Any) -> np.ndarray:
    """Give the bytes of an Arrow array of text, one text after the other."""
    _, offsets, held = text.buffers()
    if held is None or not len(text):
        return np.empty(0, dtype=np.uint8)
    ends = np.frombuffer(offsets, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    return np.frombuffer(held, dtype=np.uint8)[ends[0] : ends[-1]]


def few_distinct(text: Any) -> bool:
    """Tell from its beginning whether a column repeats itself so much that each text is best treated once."""
    head = text.slice(0, SAMPLE)
    return len(text) > 2 * SAMPLE and len(head.dictionary_encode().dictionary) < FEW


def from_letters(held: np.ndarray) -> Any:
    """Make an Arrow array of texts that all have one length, from a row of ASCII bytes each."""
    rows, width = held.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * width
    data = np.ascontiguousarray(held)
    return pa.Array.from_buffers(
        pa.string(), rows, [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data.tobytes())]
    )
