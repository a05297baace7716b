"""Whole numbers in words and digits, English and Arabic, as one closed grammar over folded text."""

from __future__ import annotations

from ..late import LatePattern
from .text import fold

LARGEST = 10_000_000

_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
UNITS = {word: n for n, word in enumerate(_UNITS)}
TENS = {word: 10 * n for n, word in enumerate(_TENS, start=2)} | {"fourty": 40}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, start=1)}

_ARABIC_UNITS = {
    "صفر": 0, "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاثة": 3, "ثلاث": 3,
    "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8,
    "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10,
}  # fmt: skip
_ARABIC_TENS = {
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40, "أربعين": 40, "خمسون": 50, "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
}  # fmt: skip
_ARABIC_HUNDREDS = {"مئة": 100, "مائة": 100, "مئتان": 200, "مئتين": 200, "مائتان": 200, "مائتين": 200}
ARABIC_UNITS = {fold(word): n for word, n in _ARABIC_UNITS.items()}
ARABIC_TENS = {fold(word): n for word, n in _ARABIC_TENS.items()}
ARABIC_HUNDREDS = {fold(word): n for word, n in _ARABIC_HUNDREDS.items()}


def _words(*tables: dict[str, int]) -> str:
    return "|".join(sorted((word for table in tables for word in table), key=len, reverse=True))


_EDGE = r"(?![^\W_])"
_BELOW_20 = rf"(?:{_words(UNITS)}){_EDGE}"
_TEN = rf"(?:{_words(TENS)}){_EDGE}(?:[\s-]+(?:{'|'.join(_UNITS[1:10])}){_EDGE})?"
_BELOW_100 = rf"(?:{_TEN}|{_BELOW_20})"
_BELOW_1000 = rf"(?:(?:{_BELOW_20}|a|an)[\s-]+hundred{_EDGE}(?:[\s-]+(?:and\s+)?{_BELOW_100})?|{_BELOW_100})"
_ENGLISH = rf"(?:(?:{_BELOW_1000}|a)[\s-]+thousand{_EDGE}(?:[\s,]+(?:and\s+)?{_BELOW_1000})?|{_BELOW_1000})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d,]\d)|\d+(?![\d])"
_SCALED = rf"\d{{1,3}}\s+(?:hundred|thousand|million){_EDGE}"
_ARABIC = (
    rf"(?:(?:{_words(ARABIC_HUNDREDS)}){_EDGE}(?:\s+و\s*(?:{_words(ARABIC_UNITS, ARABIC_TENS)}){_EDGE}){{0,2}}"
    rf"|(?:{_words(ARABIC_UNITS)}){_EDGE}(?:\s+و\s*(?:{_words(ARABIC_TENS)}){_EDGE}|\s+عشره?{_EDGE})?"
    rf"|(?:{_words(ARABIC_TENS)}){_EDGE})"
)
NUMBER = rf"(?<![\w.])(?:{_SCALED}|{_DIGITS}|{_ENGLISH}|{_ARABIC})(?![^\W\d_])"
_ONE_NUMBER = LatePattern(NUMBER)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ARABIC_ALL = ARABIC_UNITS | ARABIC_TENS | ARABIC_HUNDREDS


def _english(words: list[str]) -> int:
    total = part = 0
    for word in words:
        if word == "thousand":
            total, part = (part or 1) * 1000, 0
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in ("a", "an"):
            part = 1
        else:
            part += UNITS.get(word, TENS.get(word, 0))
    return total + part


def _arabic(words: list[str]) -> int:
    plain = (word if word in _ARABIC_ALL else word.removeprefix("و") for word in words)
    return sum(_ARABIC_ALL.get(word, 0) for word in plain)


def whole_number(folded: str) -> int | None:
    """
    Value of a text that is one whole number in digits or words; None for anything else.

    Words that stand side by side without belonging together, as in "two and one", are no
    number. A number above ten million is none either.

    Examples
    --------
    >>> whole_number("one hundred and five"), whole_number("1,190"), whole_number("two and one")
    (105, 1190, None)
    """
    text = folded.strip()
    if _ONE_NUMBER.fullmatch(text) is None:
        return None
    words = text.replace("-", " ").replace(",", "").split()
    if words[0].isdecimal():
        digits = words[0]
        value = (int(digits) if len(digits) < 12 else LARGEST + 1) * _SCALES.get(words[-1], 1)
    elif words[0][0] > "z":
        value = _arabic(words)
    else:
        value = _english([word for word in words if word != "and"])
    return value if value <= LARGEST else None
