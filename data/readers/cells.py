"""Reading cells: each distinct text of a column once, with what is wrong and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TEXT, WHOLE, NUMBER, LIST = pa.string(), pa.int64(), pa.float64(), pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Cell:
    """What one text was read as: a value for each column of its target, and warning codes."""

    values: tuple[object, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one text cannot be read: the rule it broke, and what to do."""

    rule: str
    hint: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A problem and where it stands: positions in the chunk, input column, text."""

    positions: np.ndarray
    column: str
    value: str
    problem: Problem


@dataclass(slots=True)
class Answer:
    """What a rule made of its column: filled columns (Arrow arrays), problems, and rows by warning code."""

    columns: dict[str, Any]
    broken: list[Broken] = field(default_factory=list)
    warned: dict[str, np.ndarray] = field(default_factory=dict)

    def warn(self, code: str, mask: np.ndarray) -> None:
        """Add a warning to the rows of a mask."""
        if mask.any():
            self.warned[code] = self.warned[code] | mask if code in self.warned else mask


def spread(text: Any, targets: dict[str, Any], *, read: Callable[[str], Cell | Problem], column: str) -> Answer:
    """Read each distinct text once and lay the results out over the rows; a missing text stays unknown.

    `targets` are the names of the columns to fill, with their Arrow types.
    """
    coded = text.dictionary_encode()
    distinct: list[str] = coded.dictionary.to_pylist()
    cells = [read(value) for value in distinct]
    answer = Answer({})
    for number, (name, kind) in enumerate(targets.items()):
        values = [None if isinstance(cell, Problem) else cell.values[number] for cell in cells]
        answer.columns[name] = taken(values, coded.indices, kind)
    doubtful = [isinstance(cell, Problem) or bool(cell.warnings) for cell in cells]
    if any(doubtful):
        _note(answer, cells, distinct, coded.indices, column)
    return answer


def _note(answer: Answer, cells: list[Cell | Problem], distinct: list[str], indices: Any, column: str) -> None:
    codes = pc.fill_null(indices, -1).to_numpy(zero_copy_only=False)
    for place, cell in enumerate(cells):
        if isinstance(cell, Problem):
            answer.broken.append(Broken(np.flatnonzero(codes == place), column, distinct[place], cell))
    for code in sorted({code for cell in cells if isinstance(cell, Cell) for code in cell.warnings}):
        holding = np.array([isinstance(cell, Cell) and code in cell.warnings for cell in cells] + [False])
        answer.warn(code, holding[codes])


def taken(values: list[Any], indices: Any, kind: Any) -> Any:
    """Lay distinct values out by index; a missing index is unknown, in a list column an empty list."""
    if kind != LIST:
        return pc.take(pa.array(values, kind), indices)
    filled = [value or [] for value in values]
    return pc.take(pa.array([*filled, []], LIST), pc.fill_null(indices, len(filled)))


def mask_of(found: Any) -> np.ndarray:
    """Give a boolean Arrow array as a mask; unknown is no."""
    mask: np.ndarray = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    return mask.astype(bool)


def lists_by_mask(masks: dict[str, np.ndarray], rows: int) -> Any:
    """Lay codes out as one list a row, in alphabetical order."""
    codes = sorted(code for code, mask in masks.items() if mask.any())
    counts = np.zeros(rows, dtype=np.int32)
    places = [np.flatnonzero(masks[code]) for code in codes]
    for place in places:
        counts[place] += 1
    offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int32)]).astype(np.int32)
    row = np.concatenate([*places, np.empty(0, dtype=np.int64)]).astype(np.int64)
    which = np.concatenate([np.full(len(place), n) for n, place in enumerate(places)] + [np.empty(0)]).astype(np.int64)
    order = np.lexsort((which, row))
    words = pc.take(pa.array(codes, TEXT), pa.array(which[order])) if codes else pa.array([], TEXT)
    return pa.ListArray.from_arrays(pa.array(offsets), words)


def first_known(arrays: Iterable[Any]) -> Any:
    """Of several columns for one field take, row by row, the first that knows something."""
    held, *others = arrays
    if pa.types.is_list(held.type):
        return held
    return pc.coalesce(held, *(other.cast(held.type) for other in others)) if others else held
