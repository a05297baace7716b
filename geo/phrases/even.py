"""Ways of saying one thing brought to one: distances, directions, hedges, prepositions written in one with a word.

"Brenn (10 km NE)", "NE of Brenn, 10 km" and "10 km. due NE of Brenn" all become "10 km NE of Brenn". What is taken out
without being understood is handed back beside the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, partial

from .vocabulary import arabic_numbers, direction_words, length_words, spelt_numbers

_DIGITS = re.compile(r"[^\W\D]+")
_RANGE = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")
# A number, or a unit of length after a number in words: without either there is no distance.
_LENGTH = re.compile(
    r"\d|kilomet|\bkms?\b|met(?:er|re)s?\b|\bmiles?\b|\byards?\b|\bfeet\b|كيلو|\bكم\b|ميل|أميال|متر|أمتار",
    re.IGNORECASE,
)
# Doubt about the place, and words that stand before a distance and add nothing to it.
_HEDGE = re.compile(
    r"(?:(?<=^)|(?<=, ))(?:possibly|probably|reportedly|allegedly|apparently|likely|perhaps|maybe|somewhere|just|ربما"
    r"|يحتمل)\s+(?=\S)",
    re.IGNORECASE,
)
_VAGUE = r"(?:a\s+few|few|several|some|a\s+couple\s+of|dozens\s+of|tens\s+of|عدة|بضعة)"
_HALVES = (
    (r"\bhalf\s+an?\s+", "0.5 "),
    (r"\bone\s+and\s+a\s+half\s+", "1.5 "),
    (r"\b(\d+)\s+and\s+a\s+half\s+", r"\1.5 "),
)
_DUAL = ((re.compile(r"(?<!\w)كيلو\s?مترين(?!\w)"), "2 كم"), (re.compile(r"(?<!\w)ميلين(?!\w)"), "2 ميل"))
_PLACE = r"[^,،;()\[\]\d\n]{2,60}?"
_ITS_VICINITY = re.compile(rf"^({_PLACE})\s+(?:vicinity|surroundings|environs)(?=\s*(?:,|$))", re.IGNORECASE)
_ITS_NORTH = re.compile(
    rf"^(?:the\s+)?((?:north|south)?-?(?:east|west|north|south)ern)\s+({_PLACE})\s+"
    r"(countryside|outskirts|suburbs)(?=\s*(?:,|$))",
    re.IGNORECASE,
)
_TYPES = "مدينة|قرية|بلدة|حي|محافظة|ناحية|قضاء|مخيم|منطقة|ريف|محيط|قرب|جانب|جوار|شمال|جنوب|شرق|غرب"
_ATTACHED = re.compile(rf"(?<!\w)و?[بل](?=(?:{_TYPES})ي?\s)")
_AND_IN = re.compile(r"(?:(?<=^)|(?<=[,،] ))و(?=ب?ال\w{3})")
_TO_THE = re.compile(r"(?<!\w)و?لل(?=\w{4})")
_HYPHEN = re.compile(r"((?:شمال|جنوب)ي?)\s*[-–]\s*((?:شرق|غرب)ي?)(?!\w)")
_TO_THE_EAST = re.compile(r"(?:إلى|الى)\s+(ال(?:شمال|جنوب|شرق|غرب)ي?(?:\s+ال(?:شرق|غرب)ي?)?)\s+من\s+(?=\S)")
_LABEL = re.compile(r"^(?:location|place|site|address|الموقع|المكان)\s*:\s*", re.IGNORECASE)
_POINTED = re.compile(r"\b([NSEW])\.\s?(?:([EW])\.)?(?=\s+(?:of|from)\b)")
_IN_AND_AROUND = re.compile(r"\b(?:in\s+(?:and|or)\s+around|in\s+or\s+near|near\s*:)\s*", re.IGNORECASE)
_FROM = re.compile(r"^\s*من\s+(?=\w)")
_ITS_COUNTRY = re.compile(
    rf"(?<!\w)(?:(?:في|ب)\s*)?ريف\s+({_PLACE})\s+(ال(?:شمال|جنوب|شرق|غرب)ي?(?:\s+ال(?:شرق|غرب)ي)?)(?=\s*(?:[,،(]|$))"
)


def evened(text: str) -> tuple[str, list[str]]:
    """A tidied phrase in the form that the grammar knows, and the words that say nothing to it.

    Examples
    --------
    >>> evened("possibly Brenn (10 km. NE)")
    ('10 km NE of Brenn', ['possibly'])
    """
    left: list[str] = []
    text = _DIGITS.sub(lambda match: "".join(str(unicodedata.digit(sign)) for sign in match.group()), text)
    for pattern, plain in _DUAL:
        text = pattern.sub(plain, text)
    text = _arabic_words(text)
    text = _IN_AND_AROUND.sub("near ", _LABEL.sub("", text))
    text = _POINTED.sub(lambda match: match[1] + (match[2] or ""), text)
    text = _ITS_COUNTRY.sub(lambda match: f"{match[2].removeprefix('ال')} ريف {match[1]}", text)
    text = _ITS_NORTH.sub(r"\1 \3 of \2", _ITS_VICINITY.sub(r"near \1", text))
    text = _taken(_HEDGE, text, left)
    if not _LENGTH.search(text):
        return text, left
    text = _numbers(_RANGE.sub("-", text))
    return _turned(_distances(text, left)), left


def _arabic_words(text: str) -> str:
    """Prepositions that are written in one with the next word, as words of their own or not at all."""
    if text.isascii():
        return text
    text = _AND_IN.sub("", _FROM.sub("", text))
    for pattern, article in ((_TO_THE, "ال"), (_ATTACHED, "")):
        text = pattern.sub(partial(_kept_and, article), text)
    text = _HYPHEN.sub(r"\1 \2", text)
    return _TO_THE_EAST.sub(lambda m: " ".join(word.removeprefix("ال") for word in m[1].split()) + " ", text)


def _kept_and(article: str, match: re.Match[str]) -> str:
    """The word without its preposition; an "and" is kept where it ties it to another."""
    tied = match.group().startswith("و") and match.start() > 0
    return f"و{article}" if tied else article


def _taken(pattern: re.Pattern[str], text: str, left: list[str]) -> str:
    left += [match.group().strip(" ,") for match in pattern.finditer(text)]
    return pattern.sub("", text)


def _numbers(text: str) -> str:
    """Numbers in words before a unit of length as digits; a decimal comma as a point."""
    for pattern, plain in _HALVES:
        text = re.sub(rf"{pattern}(?=(?:{length_words()})\b)", plain, text, flags=re.IGNORECASE)
    for words, digits in (spelt_numbers(), arabic_numbers()):
        text = words.sub(partial(_digits_of, digits), text)
    return re.sub(rf"(?<=\d)[,٫](?=\d{{1,2}}\s*(?:{length_words()})(?!\w))", ".", text, flags=re.IGNORECASE)


def _digits_of(digits: dict[str, str], match: re.Match[str]) -> str:
    return digits[match.group().casefold()]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    number, unit, ways = r"\d+(?:\.\d+)?", rf"(?:{length_words()})(?!\w)", direction_words()
    far = rf"(?:{number}-)?{number}\s*{unit}"
    way = rf"(?:to\s+the\s+|إلى\s+|الى\s+)?(?:due\s+)?(?P<way>{ways})(?!\w)"
    made = {
        "stop": rf"({number}\s*(?:{length_words()}))\.(?=\s|$)",
        "twice": rf"({far})\s*[(\[]\s*(?:{far})\s*[)\]]",
        "plain": rf"({far})\s+(?:due|directly|straight|further|away|exactly)\s+(?=(?:to\s+the\s+)?(?:{ways})(?!\w))",
        "between": rf"\bbetween\s+({number})\s+(?:and|to)\s+({number}\s*{unit})",
        "within": rf"\b(?:less\s+than|within|up\s+to|under|at\s+most|أقل\s+من)\s+({number}\s*{unit})",
        "about": r"(?:(?<=^)|(?<=, ))(?:at\s+)?(?:approximately|approx\.?|about|around|roughly|some|ca\.?|~)\s*"
        rf"(?={far})",
        "vague": rf"{_VAGUE}\s+{unit}\s+(?=(?:to\s+the\s+)?(?:{ways})(?!\w))",
        "outside": rf"({far})\s+(?:outside(?:\s+of)?|out\s+of|short\s+of|beyond)\s+",
        "bare": rf"({far})\s+(?:to\s+the\s+)?({ways})\s+(?!(?:of|from|من|and|و|side|edge|{ways})(?!\w))(?=\w)",
        "behind": rf"^(?P<place>{_PLACE})\s*[,،(\[]?\s*(?P<far>{far})\s+{way}\s*[)\]]?(?=\s*(?:[,،]|$))",
        "last": rf"^(?:to\s+the\s+)?(?P<way>{ways})(?:\s+of|\s+from|\s+من)?\s+(?P<place>{_PLACE})\s*[,،(\[]?\s*"
        rf"(?:(?:by|at|ب|بـ|بنحو|بحوالي)\s*)?(?P<far>{far})\s*[)\]]?(?=\s*(?:[,،]|$))",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()}


def _distances(text: str, left: list[str]) -> str:
    known = _patterns()
    if not re.search(r"\d", text):
        return _taken(known["vague"], text, left)
    text = known["stop"].sub(r"\1 ", text)
    text = known["twice"].sub(r"\1", text)
    text = known["between"].sub(r"\1-\2", text)
    text = known["within"].sub(r"0-\1", text)
    text = _taken(known["about"], text, left)
    text = known["plain"].sub(r"\1 ", text)
    return known["outside"].sub(r"\1 from ", text)


def _turned(text: str) -> str:
    """Distance and direction before the place to which they belong."""
    known = _patterns()
    for name in ("behind", "last"):
        text = known[name].sub(lambda match: f"{match['far']} {_plain_way(match['way'])} {_of(match)}", text, count=1)
    return known["bare"].sub(lambda match: f"{match[1]} {match[2]}{'' if _arabic(match[2]) else ' of'} ", text)


def _of(match: re.Match[str]) -> str:
    place = match["place"].strip()
    return place if _arabic(match["way"]) else f"of {place}"


def _plain_way(way: str) -> str:
    return re.sub(r"ا$", "", way) if _arabic(way) else way


def _arabic(word: str) -> bool:
    return word[0] > "\u0600"
