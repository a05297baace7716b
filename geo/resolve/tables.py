"""Locating many texts: each distinct text with its hints once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data import UsageProblem

from ..gazetteer import Gazetteer
from ..phrases import read_phrase
from ..types import Placement
from .locate import locate

ANSWER_COLUMNS = tuple(
    "id lon lat radius_m r50_m r80_m precision confidence candidates method reason warnings".split()  # noqa: SIM905
)

PREPARE_FROM = 500


def locate_table(
    frame: pd.DataFrame,
    gazetteer: Gazetteer,
    *,
    column: str = "input",
    country_column: str | None = "country",
    hint_column: str | None = "admin1_hint",
    id_column: str = "id",
) -> pd.DataFrame:
    """One answer for each row, in order, with the columns of `strikeatlas locate --table`.

    A hint column that the frame does not have is left out; without an id column rows are counted from 1.

    Raises
    ------
    UsageProblem
        The frame has no such text column.
    """
    if column not in frame.columns:
        raise UsageProblem(
            f"The table has no column {column!r}.", hint=f"It has: {', '.join(map(str, frame.columns))}."
        )
    texts = _texts(frame, column)
    countries = _texts(frame, country_column)
    units = _texts(frame, hint_column)
    ids = (
        frame[id_column].astype(str).tolist() if id_column in frame.columns else [str(n + 1) for n in range(len(frame))]
    )
    if len(set(texts)) >= PREPARE_FROM:
        gazetteer.prepare({part.text for text in set(texts) for part in read_phrase(text).parts})
    known: dict[tuple[str, str, str], dict[str, Any]] = {}
    rows = []
    for subject, *asked in zip(ids, texts, countries, units, strict=True):
        question = (asked[0], asked[1], asked[2])
        if question not in known:
            known[question] = _answer(question, gazetteer).answer()
        rows.append({**known[question], "id": subject})
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def _answer(question: tuple[str, str, str], gazetteer: Gazetteer) -> Placement:
    text, country, unit = question
    return locate(text, gazetteer=gazetteer, country=country or None, adm1=unit or None)


def _texts(frame: pd.DataFrame, column: str | None) -> list[str]:
    if not column or column not in frame.columns:
        return [""] * len(frame)
    return ["" if pd.isna(value) else str(value) for value in frame[column]]
