"""Tables as files that open anywhere and run nothing (S5.3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
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
    if isinstance(value, list | tuple | np.ndarray):
        return [str(item) for item in value]
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, float | np.floating):
        return int(value) if float(value).is_integer() else round(float(value), 6)
    return value


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
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, list):
        return guard(BETWEEN.join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard(value) if isinstance(value, str) else str(value)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with the byte order mark by which Excel shows Arabic as Arabic."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow([cell(value) for value in row])
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
