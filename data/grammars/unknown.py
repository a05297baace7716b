"""Words that people write into a cell where something is not known: they mean an empty cell."""

from __future__ import annotations

from .text import fold

UNKNOWN = frozenset(
    (
        "unknown", "not known", "not stated", "not given", "not available", "unclear", "tbc", "tbd", "to be confirmed",
        "n/a", "n.a", "na", "-", "--", "\u2014", "?", "??", "???", "inconnu", "unbekannt", "bilinmiyor",
        "غير معروف", "غير محدد", "غير معلوم", "مجهول",
    )
)  # fmt: skip


def says_unknown(text: str) -> bool:
    """
    Whether a text says that nothing is known.

    >>> says_unknown("Unknown."), says_unknown("غير معروف"), says_unknown("none")
    (True, True, False)
    """
    return " ".join(fold(text).split()).strip(" .;") in UNKNOWN
