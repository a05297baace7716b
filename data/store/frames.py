"""Frames on disk: Parquet with lists as Arrow lists, the same bytes for the same frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputRefused
from ..fields import fields
from ..files import write_atomic
from ..schema import conform

ARROW_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "json": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
    "wkb": pa.binary(),
}
Chosen = list[tuple[str, str, object]]
TABLE_KEY = b"strikeatlas.table"
# In these columns no two rows are alike, and a dictionary of them would be as long as they are.
ALL_DIFFERENT = ("record_id", "claim_id", "figure_id", "record_code", "subject_id", "incident_id", "judgement_id")


def arrow_schema(table: str) -> Any:
    """Make the Arrow schema of a declared table; the table's name travels in its metadata."""
    columns = [pa.field(field.name, ARROW_TYPES[field.type]) for field in fields(table)]
    return pa.schema(columns, metadata={TABLE_KEY: table.encode()})


def to_arrow(given: pd.DataFrame, table: str) -> Any:
    """Turn a frame of a declared table into an Arrow table, each column in one piece.

    How a frame came together must not show in the bytes that are written of it.
    """
    held = conform(given, table)
    columns = [pa.array(held[field.name], type=ARROW_TYPES[field.type], from_pandas=True) for field in fields(table)]
    return pa.Table.from_arrays(columns, schema=arrow_schema(table)).combine_chunks()


def from_arrow(given: Any, table: str) -> pd.DataFrame:
    """Turn an Arrow table into a frame of a declared table."""
    columns: dict[str, pd.Series] = {}
    for field in fields(table):
        if field.name not in given.column_names:
            continue
        column = given.column(field.name)
        if field.type == "list":
            columns[field.name] = pd.Series(_lists(column), dtype=object)
        elif field.type in ("wkb", "boolean"):
            columns[field.name] = pd.Series(column.to_pylist(), dtype=object)
        elif field.type == "integer":
            columns[field.name] = column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        elif field.type == "number":
            columns[field.name] = column.to_pandas()
        else:
            columns[field.name] = column.to_pandas(types_mapper={pa.string(): pd.StringDtype()}.get)
    return conform(pd.DataFrame(columns, index=pd.RangeIndex(given.num_rows)), table)


def _lists(column: Any) -> list[list[str]]:
    if not sum(len(part.flatten()) for part in column.chunks):
        return [[] for _ in range(len(column))]
    return [part or [] for part in column.to_pylist()]


def write_frame(given: pd.DataFrame, table: str, path: Path | str) -> Path:
    """Write a frame of a declared table to Parquet, atomically; the same frame gives the same bytes.

    Raises
    ------
    UsageProblem
        The frame has a column that is not declared.
    WorldFault
        The file cannot be written; the old one stands.
    """
    made = to_arrow(given, table)
    return write_atomic(path, lambda file: pq.write_table(made, file, **packing(table)), mode=0o600)


def packing(table: str) -> dict[str, Any]:
    """Say how a declared table is packed, so that it has the same bytes whoever writes it."""
    repeating = [field.name for field in fields(table) if field.name not in ALL_DIFFERENT and field.type != "list"]
    return {"compression": "zstd", "use_dictionary": [*repeating, *_list_paths(table)]}


def _list_paths(table: str) -> list[str]:
    return [f"{field.name}.list.element" for field in fields(table) if field.type == "list"]


def read_frame(path: Path | str, table: str, chosen: Chosen | None = None) -> pd.DataFrame:
    """Read a frame of a declared table back from Parquet; columns no longer declared are left out.

    `chosen` leaves the rows for which all of its (column, operator, value) hold, as in `pyarrow.parquet`.

    Raises
    ------
    InputRefused
        The file is missing, damaged, or holds another table.
    """
    try:
        given = pq.read_table(path, filters=chosen)
    except (OSError, pa.ArrowInvalid) as fault:
        raise InputRefused("This is no table of ours.", file=str(path), hint="Build it again.") from fault
    held = (given.schema.metadata or {}).get(TABLE_KEY, table.encode()).decode()
    if held != table:
        raise InputRefused(f"It holds {held}, not {table}.", file=str(path))
    return from_arrow(given, table)
