"""Rows of an input as text, whatever the input was: the one shape that all formats come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

CHUNK_ROWS = 50_000


@dataclass(slots=True)
class Chunk:
    """Rows of an input as an Arrow table of text, their row numbers, and the rows that have no shape."""

    cells: Any
    numbers: np.ndarray
    misshapen: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Of each such row: number, value, rule, hint."""
    blank_rows: int = 0
    """Rows that hold nothing at all; they count neither as rows nor as lost."""

    @property
    def rows_in(self) -> int:
        """Rows of the input that this chunk accounts for."""
        return int(self.cells.num_rows) + len(self.misshapen)

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return list(self.cells.column_names)

    def frame(self) -> pd.DataFrame:
        """Give the cells as a frame of text, indexed by row number."""
        made = self.cells.to_pandas(types_mapper={pa.string(): pd.StringDtype()}.get)
        return made.set_axis(pd.Index(self.numbers, name="row"), axis=0)


def text_chunk(
    header: Sequence[str], columns: Iterable[Sequence[str | None]], numbers: Sequence[int], **rest: Any
) -> Chunk:
    """Make a chunk from columns of Python texts."""
    arrays = [_array(column) for column in columns]
    return Chunk(pa.Table.from_arrays(arrays, names=list(header)), np.array(numbers, dtype=np.int64), **rest)


def _array(column: Sequence[str | None]) -> Any:
    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:
        # Lone surrogates, which no encoding can write.
        return pa.array([text and text.encode("utf-8", "replace").decode() for text in column], pa.string())
