"""Locating many texts: each distinct text with its hints once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from data import Engine, OneProcess, UsageProblem

from ..gazetteer import Gazetteer
from ..phrases import read_phrase
from ..types import Placement
from .locate import locate

ANSWER_COLUMNS = tuple(
    "id lon lat radius_m r50_m r80_m precision confidence candidates method reason warnings".split()  # noqa: SIM905
)

PREPARE_FROM = 500
QUESTIONS_IN_LOT = 1000


def locate_table(
    frame: pd.DataFrame,
    gazetteer: Gazetteer,
    *,
    column: str = "input",
    country_column: str | None = "country",
    hint_column: str | None = "admin1_hint",
    id_column: str = "id",
    engine: Engine | None = None,
) -> pd.DataFrame:
    """One answer for each row, in order, with the columns of `strikeatlas locate --table`.

    A hint column that the frame does not have is left out; without an id column rows are counted from 1. Each distinct
    question is asked once, on the engine where one is given.

    Raises
    ------
    UsageProblem
        The frame has no such text column.
    """
    questions, ids = questions_in(frame, column, country_column, hint_column, id_column=id_column)
    return answer_table(questions, ids, answers_to(questions, gazetteer, engine or OneProcess()))


Question = tuple[str, str, str]


def questions_in(
    frame: pd.DataFrame, column: str, country_column: str | None, hint_column: str | None, *, id_column: str = "id"
) -> tuple[list[Question], list[str]]:
    """Return the question of each row, and its id.

    Raises
    ------
    UsageProblem
        The frame has no such text column.
    """
    if column not in frame.columns:
        raise UsageProblem(
            f"The table has no column {column!r}.", hint=f"It has: {', '.join(map(str, frame.columns))}."
        )
    cells = (_texts(frame, column), _texts(frame, country_column), _texts(frame, hint_column))
    counted = [str(n + 1) for n in range(len(frame))]
    return list(zip(*cells, strict=True)), _texts(frame, id_column) if id_column in frame.columns else counted


def answer_table(questions: list[Question], ids: list[str], found: Mapping[Question, Placement]) -> pd.DataFrame:
    """Return one row of answers for each question, in order."""
    known = {question: placement.answer() for question, placement in found.items()}
    rows = [{**known[question], "id": subject} for subject, question in zip(ids, questions, strict=True)]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def answers_to(questions: Iterable[Question], gazetteer: Gazetteer, engine: Engine) -> dict[Question, Placement]:
    """Return the placement of each distinct question: text, country, larger unit."""
    distinct = list(dict.fromkeys(questions))
    lots = [distinct[at : at + QUESTIONS_IN_LOT] for at in range(0, len(distinct), QUESTIONS_IN_LOT)]
    found = engine.map(answered, lots, engine.share(gazetteer))
    return dict(zip(distinct, (placement for lot in found for placement in lot), strict=True))


def answered(questions: list[Question], gazetteer: Gazetteer) -> list[Placement]:
    """Answer one lot of questions; many are prepared for together."""
    texts = {text for text, _, _ in questions}
    if len(texts) >= PREPARE_FROM:
        gazetteer.prepare({part.text for text in texts for part in read_phrase(text).parts})
    return [_answer(question, gazetteer) for question in questions]


def _answer(question: Question, gazetteer: Gazetteer) -> Placement:
    text, country, unit = question
    return locate(text, gazetteer=gazetteer, country=country or None, adm1=unit or None)


def _texts(frame: pd.DataFrame, column: str | None) -> list[str]:
    if not column or column not in frame.columns:
        return [""] * len(frame)
    return ["" if pd.isna(value) else str(value) for value in frame[column]]
