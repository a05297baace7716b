"""Parts of a Parquet file: runs of its row groups, each of which a worker reads by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputRefused

PART_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a Parquet file; `first` is the number of rows before them in the file."""

    path: str
    groups: tuple[int, ...]
    first: int
    rows: int

    def table(self, columns: Sequence[str] | None = None) -> Any:
        """Read the rows as an Arrow table.

        Raises
        ------
        InputRefused
            The file is not there, on this machine, or was changed since it was parted.
        """
        try:
            with pq.ParquetFile(self.path) as file:
                table = file.read_row_groups(list(self.groups), columns=columns, use_threads=False)
        except (OSError, pa.ArrowException, IndexError) as fault:
            raise InputRefused(
                "a worker cannot read it.", file=self.path, hint="Every worker must see it under the same name."
            ) from fault
        if table.num_rows != self.rows:
            raise InputRefused("it was changed meanwhile.", file=self.path, hint="Run again.")
        return table


def parquet_parts(path: Path | str, *, rows: int = PART_ROWS) -> tuple[Part, ...]:
    """Divide a Parquet file into parts of whole row groups, of so many rows where its groups allow it.

    Raises
    ------
    InputRefused
        It is no Parquet file.
    """
    where = Path(path).resolve()
    try:
        about = pq.read_metadata(where)
    except (OSError, pa.ArrowException) as fault:
        raise InputRefused(
            "this is no Parquet file.", file=str(path), hint="Write one with strikeatlas read."
        ) from fault
    parts: list[Part] = []
    groups: list[int] = []
    first = held = 0
    for group in range(about.num_row_groups):
        groups.append(group)
        held += about.row_group(group).num_rows
        if held >= rows or group == about.num_row_groups - 1:
            parts.append(Part(str(where), tuple(groups), first, held))
            first, held, groups = first + held, 0, []
    return tuple(parts)
