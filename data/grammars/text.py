"""Letters that a grammar takes for the same, folded one for one so that spans keep their place."""

from __future__ import annotations

_DIGITS = {ord(far): ord("0") + n for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for n, far in enumerate(row)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), ord("-"))
_QUOTES = dict.fromkeys(map(ord, "‘’ʼ`´"), ord("'")) | dict.fromkeys(map(ord, "“”„«»"), ord('"'))
_COMMAS = {ord("،"): ord(","), ord("٫"): ord("."), ord("٬"): ord(","), ord("⁄"): ord("/")}
_BLANK_RANGES = (
    (0x00A0, 0x00A0),
    (0x061C, 0x061C),
    (0x2000, 0x200B),
    (0x200E, 0x200F),
    (0x202A, 0x202F),
    (0x205F, 0x2060),
    (0x2066, 0x2069),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
_BLANKS = {n: ord(" ") for first, last in _BLANK_RANGES for n in range(first, last + 1)}
_LETTERS = {ord("أ"): ord("ا"), ord("إ"): ord("ا"), ord("آ"): ord("ا"), ord("ى"): ord("ي"), ord("ة"): ord("ه")}
_FOLDED = _DIGITS | _DASHES | _QUOTES | _COMMAS | _BLANKS | _LETTERS
_FOLDED_LOWER = _FOLDED | {n: n + 32 for n in range(ord("A"), ord("Z") + 1)}


def fold(text: str) -> str:
    """
    Folds digits, dashes, quotes, blanks and letter variants; the result is as long as the text.

    Arabic and Persian digits become 0-9, marks of direction become blanks, Latin capitals
    become small letters. Every character stays in its place, so a span of the folded text
    is a span of the text.

    Examples
    --------
    >>> fold("١٧ March–April")
    '17 march-april'
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED_LOWER)


def fold_case_kept(text: str) -> str:
    """Folds as `fold` does, but leaves capitals as they are."""
    return text if text.isascii() else text.translate(_FOLDED)
