"""Words, numbers and dates of the review's pages in the language of the reviewer."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from data import fields, warning_codes

from ..page.assets import bundle_text

LANGUAGES = ("en", "ar")
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@cache
def _catalogue(language: str) -> dict[str, Any]:
    own: dict[str, Any] = json.loads(bundle_text(f"review.{language}.json"))
    both: dict[str, Any] = json.loads(bundle_text(f"{language}.json")) | own
    return both


class Words:
    """The words of one language; a string that is missing is told by its key."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.direction = "rtl" if self.language == "ar" else "ltr"
        self._own = _catalogue(self.language)

    def t(self, key: str, **values: Any) -> str:
        """A sentence with values put in; numbers in the digits of the language."""
        told = str(self._own.get(key, key))
        for name, value in values.items():
            told = told.replace(f"{{{name}}}", self.n(value) if isinstance(value, int | float) else str(value))
        return told

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        return key in self._own

    def script_keys(self) -> list[str]:
        """Strings that the page's script says."""
        return [key for key in self._own if key.startswith("say.")]

    def word(self, name: str, word: Any) -> str:
        """The word of a vocabulary; one without a string is shown as it stands."""
        if not isinstance(word, str) or not word:
            return ""
        return str(self._own.get(f"{name}.{word}") or word.rpartition("/")[2].replace("_", " "))

    def n(self, value: float) -> str:
        """A number, whole where it is whole."""
        told = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
        return told.translate(DIGITS).replace(",", "٬").replace(".", "٫") if self.language == "ar" else told

    def share(self, value: float) -> str:
        """A share in per cent."""
        return f"{self.n(round(value * 100))}{'٪' if self.language == 'ar' else ' %'}"

    def length(self, metres: float) -> str:
        """A length in words: metres below one kilometre, then kilometres."""
        if metres < 950:
            return self.t("length.m", n=round(metres))
        return self.t("length.km", n=round(metres / 1000, 1 if metres < 9500 else None))

    def date(self, told: Any) -> str:
        """A date at its own precision."""
        match = DATE.fullmatch(told) if isinstance(told, str) else None
        if match is None:
            return self.t("date.unknown") if not isinstance(told, str) or not told else told
        year, month, day = match.groups()
        digits = (lambda text: text.translate(DIGITS)) if self.language == "ar" else str
        parts = [digits(str(int(day)))] if day else []
        parts += [self._own["months"][int(month) - 1]] if month else []
        return " ".join([*parts, digits(year)])

    def span(self, start: Any, end: Any) -> str:
        """A date or a range of two."""
        if not isinstance(end, str) or end in ("", start):
            return self.date(start)
        return f"{self.date(start)} – {self.date(end)}"

    def count(self, low: float | None, high: float | None) -> str:
        """A pair of counts as people read it: 3–5, at least 3, or no number."""
        if low is None and high is None:
            return self.t("count.none")
        if high is None:
            return self.t("count.at_least", n=low)
        if low is None:
            return self.t("count.at_most", n=high)
        return self.n(low) if low == high else f"{self.n(low)}–{self.n(high)}"

    def label(self, column: str) -> str:
        """What a column of the claims is called."""
        found = _labels().get(column)
        told = (found[1] if self.language == "ar" else found[0]) if found else ""
        return told or self.t(f"column.{column}")

    def warning(self, code: str) -> str:
        """What a warning means."""
        about = warning_codes().get(code)
        if about is None:
            return code.replace("_", " ")
        return str(about["meaning_ar"] if self.language == "ar" else about["meaning"])


@cache
def _labels() -> dict[str, tuple[str, str]]:
    return {item.name: (item.label, item.label_ar) for item in fields("claims")}
