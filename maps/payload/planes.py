"""Whole numbers byte plane by byte plane: the lowest bytes of all, then the next, as many as the largest needs.

Deflated one by one, planes are smaller than varints where low bytes are random and high ones are not.
"""

from __future__ import annotations

import numpy as np

from .varint import LIMIT, Ints


def write_planes(values: Ints) -> tuple[bytes, ...]:
    """
    Return the planes of numbers from 0 to 2^31 - 1; those of no number at all are none.

    Raises
    ------
    ValueError
        Where a number is negative or too large.

    >>> [plane.hex(" ") for plane in write_planes(np.array([1, 255, 256]))]
    ['01 ff 00', '00 00 01']
    """
    if values.size and (values.min() < 0 or values.max() >= LIMIT):
        raise ValueError(f"A whole number of a payload lies between 0 and {LIMIT - 1}.")
    wide = (int(values.max()).bit_length() + 7) // 8 if values.size else 0
    held = values.astype("<u4").view(np.uint8).reshape(-1, 4)
    return tuple(held[:, place].tobytes() for place in range(wide))


def read_planes(data: bytes, count: int) -> Ints:
    """
    Return the numbers that `write_planes` wrote, its planes end to end.

    Raises
    ------
    ValueError
        Where the bytes are not whole planes of so many numbers.
    """
    wide, left = divmod(len(data), count) if count else (0, len(data))
    if left or wide > 4:
        raise ValueError(f"The payload holds {len(data)} bytes for the planes of {count} numbers.")
    raw = np.frombuffer(data, dtype=np.uint8).reshape(wide, count).astype(np.int64)
    out = np.zeros(count, dtype=np.int64)
    for place in range(wide):
        out |= raw[place] << (8 * place)
    return out
