"""Reading cells: each distinct text of a column once, with what is wrong and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


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
    """What a rule made of its column: filled columns, problems, and rows by warning code."""

    columns: dict[str, pd.Series]
    broken: list[Broken] = field(default_factory=list)
    warned: dict[str, np.ndarray] = field(default_factory=dict)

    def warn(self, code: str, mask: np.ndarray) -> None:
        """Add a warning to the rows of a mask."""
        if mask.any():
            self.warned[code] = self.warned[code] | mask if code in self.warned else mask


def spread(text: pd.Series, targets: tuple[str, ...], *, read: Callable[[str], Cell | Problem], column: str) -> Answer:
    """Read each distinct text once and lay the results out over the rows; a missing text stays unknown."""
    codes, distinct = pd.factorize(text)
    cells = [read(str(value)) for value in distinct]
    values: list[list[object]] = [[] for _ in targets]
    broken = []
    for place, cell in enumerate(cells):
        if isinstance(cell, Problem):
            broken.append(Broken(np.flatnonzero(codes == place), column, str(distinct[place]), cell))
        for number, made in enumerate(values):
            made.append(None if isinstance(cell, Problem) else cell.values[number])
    answer = Answer({name: take(made, codes) for name, made in zip(targets, values, strict=True)}, broken)
    for code in sorted({code for cell in cells if isinstance(cell, Cell) for code in cell.warnings}):
        holding = np.array([isinstance(cell, Cell) and code in cell.warnings for cell in cells] + [False])
        answer.warn(code, holding[codes])
    return answer


def take(values: list[object], codes: np.ndarray) -> pd.Series:
    """Lay values out by code; the code -1 is unknown."""
    held = np.empty(len(values) + 1, dtype=object)
    held[:-1] = pd.Series(values, dtype=object).to_numpy() if values else []
    held[-1] = None
    return pd.Series(held[codes], dtype=object)
