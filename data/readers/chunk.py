"""Rows of an input as text, whatever the input was: the one shape that all formats come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

CHUNK_ROWS = 50_000


@dataclass(slots=True)
class Chunk:
    """Rows of an input as text, indexed by row number, and the rows that have no shape."""

    cells: pd.DataFrame
    misshapen: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Of each such row: number, value, rule, hint."""
    blank_rows: int = 0
    """Rows that hold nothing at all; they count neither as rows nor as lost."""

    @property
    def rows_in(self) -> int:
        """Rows of the input that this chunk accounts for."""
        return len(self.cells) + len(self.misshapen)


def text_cells(header: Sequence[str], columns: Iterable[Sequence[str | None]], numbers: Sequence[int]) -> pd.DataFrame:
    """Make a frame of text columns, indexed by row number."""
    made = {name: pd.array(list(column), dtype="string") for name, column in zip(header, columns, strict=True)}
    return pd.DataFrame(made, index=pd.Index(numbers, dtype="int64", name="row"))
