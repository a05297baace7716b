"""Variable-length integers: seven bits to a byte, lowest first, the eighth bit says that more follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# Browsers compute on 32 bits with sign: what is written must stay below.
LIMIT = 2**31
WIDEST = 5


def write_varints(values: npt.NDArray[np.signedinteger[Any]]) -> bytes:
    """
    Return the integers as varints, one after the other.

    Raises
    ------
    ValueError
        Where a value is negative or needs more than 31 bits.

    >>> write_varints(np.array([0, 127, 128, 300])).hex(" ")
    '00 7f 80 01 ac 02'
    """
    if values.size and (values.min() < 0 or values.max() >= LIMIT):
        raise ValueError(f"A whole number of a payload lies between 0 and {LIMIT - 1}.")
    top = int(values.max()) if values.size else 0
    if top < 0x80:
        return values.astype(np.uint8).tobytes()
    widths = np.ones(values.size, dtype=np.int64)
    for width in range(1, WIDEST):
        if top >= 1 << (7 * width):
            widths += values >= 1 << (7 * width)
    starts = np.cumsum(widths) - widths
    out = np.zeros(int(widths.sum()), dtype=np.uint8)
    out[starts] = (values & 0x7F) | ((widths > 1) << 7)
    for place in range(1, int(widths.max())):
        longer = np.flatnonzero(widths > place)
        more = (widths[longer] > place + 1) << 7
        out[starts[longer] + place] = ((values[longer] >> (7 * place)) & 0x7F) | more
    return out.tobytes()


def read_varints(data: bytes) -> Ints:
    """
    Return the integers that `write_varints` wrote.

    Raises
    ------
    ValueError
        Where the bytes end inside a number or a number is too wide.

    >>> read_varints(bytes.fromhex("00 7f 80 01 ac 02")).tolist()
    [0, 127, 128, 300]
    """
    raw = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(raw < 0x80)
    if raw.size and (ends.size == 0 or ends[-1] != raw.size - 1):
        raise ValueError("The payload ends inside a number.")
    starts = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
    widths = ends - starts + 1
    if widths.size and widths.max() > WIDEST:
        raise ValueError("The payload holds a number that is too wide.")
    out = np.zeros(ends.size, dtype=np.int64)
    for place in range(WIDEST):
        has = widths > place
        out[has] |= (raw[starts[has] + place].astype(np.int64) & 0x7F) << (7 * place)
    return out


def zigzag(values: Ints) -> Ints:
    """Return integers of either sign as integers without sign: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return np.asarray((values << 1) ^ (values >> 63), dtype=np.int64)


def unzigzag(values: Ints) -> Ints:
    """Return what `zigzag` was given."""
    return np.asarray((values >> 1) ^ -(values & 1), dtype=np.int64)
