"""Names of months in English, in Levantine and in common Arabic, and of weekdays, as patterns."""

from __future__ import annotations

from .text import fold

_ENGLISH = (
    "january jan",
    "february febuary feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
# Levantine (Iraq, Syria), then the names used from Egypt to the Gulf, then Maghrebi spellings.
_ARABIC = (
    "كانون الثاني|كانون ثاني|يناير|جانفي",
    "شباط|فبراير|فيفري",
    "آذار|اذار|مارس",
    "نيسان|أبريل|إبريل|ابريل|أفريل",
    "أيار|ايار|مايو|ماي",
    "حزيران|يونيو|يونيه|جوان",
    "تموز|يوليو|يوليه|جويلية",
    "آب|اب|أغسطس|اغسطس|أوت",
    "أيلول|ايلول|سبتمبر",
    "تشرين الأول|تشرين أول|تشرين اول|أكتوبر|اكتوبر",
    "تشرين الثاني|تشرين ثاني|نوفمبر",
    "كانون الأول|كانون أول|كانون اول|ديسمبر",
)
# Levantine names in Latin letters, as reports carry them. Tishreen alone is a place and no month.
_LATIN = (
    "kanun al-thani|kanoun al-thani|kanun ath-thani",
    "shubat|shbat",
    "adhar|athar",
    "nisan",
    "ayyar",
    "huzayran|hazeeran|haziran",
    "tammuz|tamuz|tammouz",
    "",
    "aylul|ayloul",
    "tishreen al-awwal|tishrin al-awwal|tishreen al-awal",
    "tishreen al-thani|tishrin al-thani|tishreen ath-thani",
    "kanun al-awwal|kanoun al-awwal|kanun al-awal",
)
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun",
    "الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد",
)


def _numbered() -> dict[str, int]:
    names: dict[str, int] = {}
    for number, (english, arabic, latin) in enumerate(zip(_ENGLISH, _ARABIC, _LATIN, strict=True), start=1):
        for name in [*english.split(), *arabic.split("|"), *latin.split("|")]:
            if name:
                names[fold(name)] = number
    return names


MONTHS = _numbered()


def _any_of(names: list[str]) -> str:
    return "|".join(name.replace(" ", r"\s+") for name in sorted(names, key=len, reverse=True))


MONTH = rf"(?:{_any_of(list(MONTHS))})(?![^\W\d_])"
WEEKDAY = rf"(?:{_any_of([fold(day) for row in _WEEKDAYS for day in row.split('|')])})(?![^\W\d_])"


def month_number(name: str) -> int:
    """Number of a folded name of a month; the blank inside a name may be of any kind."""
    return MONTHS[" ".join(name.split())]
