"""The words and marks of angles: numbers, hemispheres, labels, degree signs, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEMISPHERES = {
    **dict.fromkeys(("n", "north", "شمالا", "شمال", "شمالي", "شمالی", "ش", "باکوور"), "n"),
    **dict.fromkeys(("s", "south", "جنوبا", "جنوب", "جنوبي", "جنوبی", "ج", "باشوور"), "s"),
    **dict.fromkeys(("e", "east", "شرقا", "شرق", "شرقي", "شرقی", "ق", "ڕۆژهەڵات"), "e"),
    **dict.fromkeys(("w", "west", "غربا", "غرب", "غربي", "غربی", "غ", "ڕۆژئاوا"), "w"),
}
LABELS = {
    **dict.fromkeys(("lat", "latitude", "gpslatitude", "mlat", "y", "العرض", "عرض"), "lat"),
    **dict.fromkeys(("lon", "lng", "long", "longitude", "gpslongitude", "mlon", "x", "الطول", "طول"), "lon"),
}
_SPELT_MARKS = {
    **dict.fromkeys(("degree", "degrees", "deg", "درجة", "درجات", "درجه", "پلە"), "deg"),
    **dict.fromkeys(("minute", "minutes", "min", "دقيقة", "دقائق", "دقيقتان", "دقیقه", "خولەک"), "min"),
    **dict.fromkeys(("second", "seconds", "sec", "ثانية", "ثواني", "ثوان", "ثانيتان", "ثانیه", "چرکە"), "sec"),
}
_IDLE = frozenset(("خط", "دائرة", "and", "و", "gps"))
_TOKEN = re.compile(
    r"""(?P<dms>(?<![\d.])\d{1,3}\s?d(?:eg)?\s?
            (?:\d{1,2}\s?m(?:in)?\s?\d{1,2}(?:\.\d+)?\s?s(?:ec)?|\d{1,2}(?:\.\d+)?\s?m(?:in)?(?!\s?\d))(?![a-z]))
      | (?P<packed>(?<![\d.])\d{4,7}(?:\.\d+)?\s?[NSEW](?![a-zA-Z])|(?<![\w.])[NSEW]\d{4,7}(?:\.\d+)?(?!\d)
            |(?<=\d)[NSEW]\d{4,7}(?:\.\d+)?(?!\d))
      | (?P<num>(?:(?<![\w.])[+-]|(?<![\d.]))\d{1,3}(?:\.\d+)?(?![\d.]*\d))
      | (?P<word>[^\W\d_]+)
      | (?P<deg>°) | (?P<sec>"|'') | (?P<min>')
      | (?P<join>[:=])
      | (?P<sep>[,;/|&])
      | (?P<hyphen>-)
      | (?P<torn>(?<=\d)[()\[\]](?=[\d.]))
      | (?P<blank>[\s()\[\]]+)
      | (?P<other>.)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or mark of a plain text; words are in lower case, without an attached Arabic "and"."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Numbers, words and marks of a plain text in order, without blanks and filling words."""
    found = []
    for match in _TOKEN.finditer(text):
        kind, said = str(match.lastgroup), match.group()
        if kind == "word":
            kind, said = _word(said.casefold())
        if kind != "blank":
            found.append(Token(kind, said, *match.span()))
    return found


def _word(word: str) -> tuple[str, str]:
    """What a word is to the grammar; in Arabic "and" is written in one with the next word."""
    bare = word.removeprefix("و")
    for kind, known in (("hemi", HEMISPHERES), ("label", LABELS)):
        if word in known or bare in known:
            return kind, word if word in known else bare
    return "blank" if word in _IDLE or bare in _IDLE or not bare else _SPELT_MARKS.get(bare, "word"), bare
