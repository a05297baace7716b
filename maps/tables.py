"""Tables as files that open anywhere and run nothing (S5.3)."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import UsageProblem, write_atomic

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
BETWEEN = "; "
JOINED = pa.schema(
    [
        ("id", pa.string()),
        ("pcode", pa.string()),
        ("share", pa.float64()),
        ("certain", pa.bool_()),
        ("warnings", pa.list_(pa.string())),
    ]
)


def plain(value: Any) -> Any:
    """A cell as JSON holds it: null for unknown, whole numbers whole, lists as lists."""
    kind = type(value)
    if kind is str or kind is int:
        return value
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if kind is float or isinstance(value, np.floating):
        return _number(float(value))
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    return [str(item) for item in value] if isinstance(value, list | tuple | np.ndarray) else value


def plain_column(column: pd.Series) -> list[Any]:
    """Cells of a column as `plain` gives them, the whole column at once."""
    if column.dtype == object:
        return [list(map(str, value)) if type(value) is list else plain(value) for value in column]
    held = pa.array(column, from_pandas=True)
    if pa.types.is_floating(held.type):
        return [None if value is None else _number(value) for value in held.to_pylist()]
    return list(held.to_pylist())


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else round(value, 6)


def plain_rows(frame: pd.DataFrame, names: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Rows of a table, or of some of its columns, as JSON holds them; what is unknown is null."""
    named = list(frame.columns) if names is None else list(names)
    for row in zip(*(plain_column(frame[name]) for name in named), strict=True):
        yield dict(zip(named, row, strict=True))


def json_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """All rows of a table as JSON holds them; what is unknown is null."""
    return list(plain_rows(table))


def guard(text: str) -> str:
    """
    Text that no spreadsheet takes for a formula: one apostrophe before it, which `unguard` takes away again.

    >>> guard("=1+1"), guard("Mosul"), unguard(guard("'x"))
    ("'=1+1", 'Mosul', "'x")
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def unguard(text: str) -> str:
    """Give back the text as it was before `guard`."""
    return text[1:] if text.startswith("'") else text


def cell(value: Any) -> str:
    """A cell of a CSV file: empty for unknown, numbers as they are, texts guarded, lists joined by a semicolon."""
    return _written(plain(value))


def cell_text(value: Any) -> str:
    """
    A cell as text: empty for unknown, whole numbers whole, lists joined.

    >>> cell_text(4.0), cell_text(None), cell_text(["a", "b"]), cell_text(True)
    ('4', '', 'a; b', 'true')
    """
    return _as_text(plain(value))


def _written(value: Any) -> str:
    return guard(_as_text(value)) if isinstance(value, str | list) else _as_text(value)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with the byte order mark by which Excel shows Arabic as Arabic."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(frame.columns)
    columns = [map(_written, plain_column(frame.iloc[:, at])) for at in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def write_table(frame: pd.DataFrame, path: Path, *, mode: int = 0o600) -> None:
    """
    Write a table as CSV or Parquet, by the ending of its name; whole or not at all.

    Raises
    ------
    UsageProblem
        When the ending is neither.
    """
    if path.suffix == ".csv":
        write_atomic(path, csv_bytes(frame), mode=mode)
    elif path.suffix == ".parquet":
        write_atomic(path, lambda file: frame.to_parquet(file, index=False), mode=mode)
    else:
        raise UsageProblem(f"{path.name} ends neither in .csv nor in .parquet.", hint="Name the file accordingly.")


def write_joined(frames: Iterable[pd.DataFrame], path: Path, *, mode: int = 0o600) -> None:
    """
    Write the frames of a join one after the other, as one CSV or Parquet file; whole or not at all.

    Raises
    ------
    UsageProblem
        When the ending is neither.
    """
    if path.suffix == ".csv":
        write_atomic(path, lambda file: _csv_parts(frames, file), mode=mode)
    elif path.suffix == ".parquet":
        write_atomic(path, lambda file: _parquet_parts(frames, file), mode=mode)
    else:
        raise UsageProblem(f"{path.name} ends neither in .csv nor in .parquet.", hint="Name the file accordingly.")


def _csv_parts(frames: Iterable[pd.DataFrame], file: BinaryIO) -> None:
    for number, frame in enumerate(frames):
        text = csv_bytes(frame)
        file.write(text if number == 0 else text.partition(b"\r\n")[2])


def _parquet_parts(frames: Iterable[pd.DataFrame], file: BinaryIO) -> None:
    with pq.ParquetWriter(file, JOINED, compression="zstd") as writer:
        for frame in frames:
            writer.write_table(pa.Table.from_pandas(frame, schema=JOINED, preserve_index=False))
