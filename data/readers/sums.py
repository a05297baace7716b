"""Rows that add others up, as people keep them below their tables: no reports, and never counted as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..grammars.numbers import read_count
from ..grammars.text import fold

ROW_OF_SUMS = "row_of_sums"
WORDS = frozenset(
    (
        "total", "totals", "grand total", "sub total", "subtotal", "sub-total", "overall total", "sum", "sums",
        "total general", "total général", "totaux", "somme", "summe", "gesamt", "gesamtsumme", "insgesamt",
        "toplam", "genel toplam", "کۆی گشتی", "المجموع", "مجموع", "المجموع الكلي", "المجموع العام",
        "الإجمالي", "الاجمالي", "إجمالي", "اجمالي", "الإجمالي العام",
    )
)  # fmt: skip
AROUND = " \t\n\u00a0.:=*-"
FIGURE = re.compile(r"[\d\s.,+~%<>/-]+")


def rows_of_sums(cells: Any, undated: np.ndarray) -> Iterator[tuple[int, str, str]]:
    """
    Find rows that say "total" and for the rest hold numbers alone, among those without a date.

    Gives position, column and text of each; a row with a date is a report, whatever else it says.
    """
    if not undated.any():
        return
    places = np.flatnonzero(undated)
    asked = cells.take(pa.array(places))
    known = pa.array(sorted(WORDS))
    told = np.zeros(len(places), dtype=bool)
    for column in asked.columns:
        words = pc.is_in(pc.utf8_lower(pc.utf8_trim(column, characters=AROUND)), value_set=known)
        told |= words.to_numpy(zero_copy_only=False)
    for at, row in zip(places[told].tolist(), asked.filter(pa.array(told)).to_pylist(), strict=True):
        held = {name: text.strip() for name, text in row.items() if text and text.strip()}
        name, text = next((name, text) for name, text in held.items() if _is_word(text))
        if all(_is_figure(other) or _is_word(other) for other in held.values()):
            yield at, name, text


def _is_word(text: str) -> bool:
    return text.strip(AROUND).lower() in WORDS


def _is_figure(text: str) -> bool:
    return FIGURE.fullmatch(fold(text)) is not None or read_count(text) is not None
