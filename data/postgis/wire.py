"""Frames over the wire: PostgreSQL's COPY, a column at a time, with every value exactly as it was."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from psycopg import sql
from sqlalchemy import Connection

from ..errors import InputRefused
from ..fields import Field, fields
from ..schema import frame
from ..store import from_arrow, to_arrow

BLOCK_ROWS = 20_000
NULL = "\\N"
ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
NEEDS_ESCAPE = r"[\\\n\r\t]"
SMALLEST_BLOCK = 1 << 22


def _identifiers(names: list[str]) -> str:
    """Write names of columns as SQL does."""
    return ", ".join(f'"{name}"' for name in names)


def execute(link: Connection, statement: str) -> None:
    """Run a statement of ours as it is written: no sign in it stands for a value."""
    driver(link).execute(statement)


def driver(link: Connection) -> Any:
    """Give psycopg's cursor, which knows COPY."""
    return link.connection.cursor()


def literal(link: Connection, values: list[str]) -> str:
    """Write values as SQL does, for a statement that takes none beside it, such as COPY."""
    return sql.Literal(values).as_string(driver(link))


def copy_in(link: Connection, target: str, names: list[str], columns: list[Any]) -> None:
    """Copy columns of text, all of one length, into a table; None is null."""
    with driver(link).copy(f"copy {target} ({_identifiers(names)}) from stdin") as copy:
        for first in range(0, len(columns[0]), BLOCK_ROWS):
            copy.write(_block([column.slice(first, BLOCK_ROWS) for column in columns]))


def _block(columns: list[Any]) -> bytes:
    parts = [_escaped(column) for column in columns]
    lines = pc.binary_join_element_wise(*parts, "\t", null_handling="replace", null_replacement=NULL)
    return "".join(f"{line}\n" for line in lines.to_pylist()).encode()


def _escaped(column: Any) -> Any:
    if pc.any(pc.match_substring_regex(column, NEEDS_ESCAPE)).as_py():
        for plain, written in ESCAPES:
            column = pc.replace_substring(column, plain, written)
    return column


def text_columns(given: pd.DataFrame, table: str) -> list[Any]:
    """Write the columns of a declared table as PostgreSQL reads them.

    Raises
    ------
    InputRefused
        A text holds the character NUL, which no database of this kind can hold; names row and column.
    """
    held = to_arrow(given, table)
    return [_as_text(held.column(field.name).combine_chunks(), field, table) for field in fields(table)]


def _as_text(column: Any, field: Field, table: str) -> Any:
    if field.type == "wkb":
        return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
    _refuse_nul(column.values if field.type == "list" else column, column, field, table=table)
    if field.type == "list":
        return list_literals(column)
    return column if pa.types.is_string(column.type) else pc.cast(column, pa.string())


def _refuse_nul(texts: Any, column: Any, field: Field, *, table: str) -> None:
    if pa.types.is_string(texts.type) and pc.any(pc.match_substring(texts, "\x00")).as_py():
        rows = ["".join(value) if isinstance(value, list) else value or "" for value in column.to_pylist()]
        row = next(number for number, text in enumerate(rows, start=1) if "\x00" in text)
        hint = "Take it out of the input; nothing was written."
        raise InputRefused("a text holds the character NUL.", file=table, row=row, column=field.name, hint=hint)


def list_literals(column: Any) -> Any:
    """Write an Arrow column of lists of text as PostgreSQL's arrays."""
    values = column.values
    for plain, written in (("\\", "\\\\"), ('"', '\\"')):
        values = pc.replace_substring(values, plain, written)
    quoted = pc.binary_join_element_wise('"', values, '"', "")
    joined = pc.binary_join(pa.ListArray.from_arrays(column.offsets, quoted), ",")
    return pc.binary_join_element_wise("{", joined, "}", "")


def copy_out(link: Connection, table: str, source: str) -> pd.DataFrame:
    """Read a declared table back from `source`, the SQL after its columns: from, where and order."""
    listed = ", ".join(_selected(field) for field in fields(table))
    statement = f"copy (select {listed} {source}) to stdout (format csv, force_quote *)"
    content, longest = bytearray(), 0
    with driver(link).copy(statement) as copy:
        for row in copy:
            content += row
            longest = max(longest, len(row))
    if not content:
        return frame(table)
    names = [field.name for field in fields(table)]
    texts = pa_csv.read_csv(
        pa.BufferReader(pa.py_buffer(content)),
        pa_csv.ReadOptions(column_names=names, block_size=max(SMALLEST_BLOCK, 2 * longest)),
        pa_csv.ParseOptions(newlines_in_values=True),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    columns = [_from_text(texts.column(field.name), field) for field in fields(table)]
    return from_arrow(pa.table(columns, names=names), table)


def _selected(field: Field) -> str:
    name = f'"{field.name}"'
    return {"list": f"to_json({name})", "wkb": f"encode(st_asbinary({name}, 'NDR'), 'hex')"}.get(field.type, name)


def _from_text(column: Any, field: Field) -> Any:
    if field.type == "integer":
        return pc.cast(column, pa.int64())
    if field.type == "number":
        return pc.cast(column, pa.float64())
    if field.type == "boolean":
        return pc.equal(column, "t")
    if field.type == "wkb":
        return pa.array([None if text is None else bytes.fromhex(text) for text in column.to_pylist()], pa.binary())
    return _lists(column) if field.type == "list" else column


def _lists(column: Any) -> Any:
    coded = column.combine_chunks().dictionary_encode()
    known = json.loads(f"[{','.join(coded.dictionary.to_pylist())}]")
    return pc.take(pa.array(known, pa.list_(pa.string())), coded.indices)
