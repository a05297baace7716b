"""One rule of a mapping over the columns of a chunk: constants, templates, sums, and the verbs."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import LIST, TEXT, Answer, mask_of
from .mapping import Rule
from .verbs import VERBS

Columns = dict[str, Any]


def answer_rule(rule: Rule, columns: Columns, rows: int) -> Answer:
    """Fill the target of a rule for every row of a chunk, by the rule's verb."""
    if rule.verb == "value":
        return _where(Answer({rule.target: _constant(rule, rows)}), rule, columns)
    if rule.verb == "template":
        return _where(Answer({rule.target: _filled(rule, columns, rows)}), rule, columns)
    if rule.verb in GATHERING:
        return _where(GATHERING[rule.verb](rule, columns), rule, columns)
    column = next((name for name in rule.columns if name in columns), None)
    if column is None:
        return _where(Answer({rule.target: same_text(rule.default, rows)} if rule.default else {}), rule, columns)
    text = _without_unknown(columns[column], rule)
    if rule.coalesce:
        text = pc.coalesce(*(_without_unknown(columns[name], rule) for name in rule.columns if name in columns))
    if rule.default is not None:
        text = pc.fill_null(text, rule.default)
    answer = VERBS[rule.verb](text, rule, column)
    if rule.to:
        _join_end(answer, rule, columns)
    return _where(answer, rule, columns)


def same_text(value: str | None, rows: int) -> Any:
    """Make a column that holds one text, or is unknown, in every row."""
    return pa.repeat(pa.scalar(value, TEXT), rows)


def _without_unknown(text: Any, rule: Rule) -> Any:
    """Take the words by which a recorder says that it does not know for unknown."""
    if not rule.unknown:
        return text
    return pc.if_else(pc.is_in(text, pa.array(rule.unknown, TEXT)), pa.scalar(None, TEXT), text)


def _constant(rule: Rule, rows: int) -> Any:
    if rule.listed:
        return pc.take(pa.array([[rule.value]], LIST), pa.array(np.zeros(rows, dtype=np.int64)))
    return same_text(rule.value, rows)


def _where(answer: Answer, rule: Rule, columns: Columns) -> Answer:
    """Keep values only where the rule's condition on other columns holds."""
    for name, wanted in rule.when.items():
        holds = pc.equal(columns[name], wanted) if name in columns else pa.scalar(value=False)
        answer.columns = {
            key: pc.if_else(pc.fill_null(holds, False), values, pa.scalar(None, values.type))
            for key, values in answer.columns.items()
        }
    return answer


def _filled(rule: Rule, columns: Columns, rows: int) -> Any:
    """Fill the first template whose columns are all known."""
    filled = []
    for template in rule.templates:
        pieces = re.split(r"\{([^}]+)\}", template)
        unknown = same_text(None, rows)
        parts = [
            columns.get(part, unknown) if place % 2 else same_text(part, rows) for place, part in enumerate(pieces)
        ]
        filled.append(pc.binary_join_element_wise(*parts, ""))
    return pc.coalesce(*filled)


def _added(rule: Rule, columns: Columns) -> Answer:
    """Add counts of one row that its recorder states for parts of one whole; unknown where a part is unknown."""
    answers = [VERBS["count"](columns[name], rule, name) for name in rule.columns if name in columns]
    if len(answers) < len(rule.columns):
        return Answer({})
    total = answers[0].columns[rule.target]
    for other in answers[1:]:
        total = pc.add(total, other.columns[rule.target])
    return Answer({rule.target: total}, [broken for answer in answers for broken in answer.broken])


def _gathered(rule: Rule, columns: Columns) -> Answer:
    """Gather the texts of several columns into one list a row, each once, in their order."""
    texts = [_without_unknown(columns[name], rule).to_pylist() for name in rule.columns if name in columns]
    rows = [list(dict.fromkeys(text for text in row if text)) for row in zip(*texts, strict=True)]
    return Answer({rule.target: pa.array(rows, LIST)} if texts else {})


GATHERING = {"sum": _added, "gather": _gathered}


def _join_end(answer: Answer, rule: Rule, columns: Columns) -> None:
    """Take the last possible day from a column of its own."""
    column = next((name for name in rule.to if name in columns), None)
    if column is None:
        return
    end = VERBS["dates"](columns[column], rule, column)
    answer.broken += end.broken
    for code, mask in end.warned.items():
        answer.warn(code, mask)
    first = pc.coalesce(answer.columns["happened_from"], end.columns["happened_from"])
    last = pc.coalesce(end.columns["happened_to"], answer.columns["happened_to"])
    answer.columns |= {"happened_from": first, "happened_to": last}
    differ = pc.fill_null(pc.not_equal(first, last), False)
    precision = pc.coalesce(answer.columns["date_precision"], end.columns["date_precision"])
    answer.columns["date_precision"] = pc.if_else(differ, "range", precision)
    # Texts of one precision compare as dates do; "2017-03" is not after "2017-03-05", nor before it.
    same_length = pc.equal(pc.utf8_length(first), pc.utf8_length(last))
    answer.warn("date_range_reversed", mask_of(pc.and_(pc.greater(first, last), same_length)))
