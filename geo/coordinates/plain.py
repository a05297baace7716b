"""Text as the coordinate grammar wants it: plain digits, plain marks, and the way back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_MARKS = {
    **dict.fromkeys("′’‘´`ʹʼ՚", "'"),
    **dict.fromkeys("″“”ˮʺ", '"'),
    **dict.fromkeys("º˚⁰∘", "°"),
    **dict.fromkeys("−–—‒‐‑", "-"),
    **dict.fromkeys("،、", ","),
    **dict.fromkeys("؛", ";"),
    **dict.fromkeys("٫．", "."),
    "，": ",",
    "；": ";",
    "：": ":",
    **dict.fromkeys("⁄／", "/"),
    "＋": "+",
    "－": "-",
    "（": "(",
    "）": ")",
}


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without controls and foreign digits; `offsets[i]` is where character i stood."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stands in the original."""
        if start >= end:
            return (0, 0)
        return self.offsets[start], self.offsets[end - 1] + 1


def plain(text: str) -> Plain:
    """Plain digits and marks; direction controls and combining marks fall away, blanks become one kind.

    Examples
    --------
    >>> plain("٣٦٫٣٤°").text
    '36.34°'
    """
    letters: list[str] = []
    offsets: list[int] = []
    for index, letter in enumerate(text):
        new = _plain_letter(letter)
        letters.append(new)
        offsets.extend([index] * len(new))
    return Plain("".join(letters), tuple(offsets))


def _plain_letter(letter: str) -> str:
    if letter in _MARKS:
        return _MARKS[letter]
    if letter < "\x7f":
        return letter if letter >= " " else " "
    digit = unicodedata.digit(letter, None) if letter.isdecimal() else None
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn", "Me", "Cc"):
        return ""
    return " " if kind.startswith("Z") else letter
