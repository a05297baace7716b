"""Claims and figures as CSV that a spreadsheet opens and does not run, and that comes back as it was."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from .jsonfile import list_text

# What a spreadsheet takes for a formula, and the apostrophe itself so that the guard can be taken off again.
GUARDED = r"^([=+\-@\t\r'])"
UNGUARDED = r"^'([=+\-@\t\r'])"
BOM = b"\xef\xbb\xbf"


def csv_block(table: Any, *, header: bool) -> bytes:
    """Write a block of a declared table as CSV in UTF-8: lists joined, texts guarded, unknown empty."""
    columns = [_cells(table.column(name)) for name in table.column_names]
    sink = pa.BufferOutputStream()
    options = pa_csv.WriteOptions(include_header=header, quoting_style="needed")
    pa_csv.write_csv(pa.table(columns, names=table.column_names), sink, options)
    block: bytes = sink.getvalue().to_pybytes()
    return (BOM + block) if header else block


def _cells(column: Any) -> Any:
    if pa.types.is_list(column.type):
        empty = not pc.any(pc.greater(pc.list_value_length(column), 0)).as_py()
        texts = [] if empty else [list_text(value) if value else None for value in column.to_pylist()]
        column = pa.nulls(len(column), pa.string()) if empty else pa.array(texts, pa.string())
    if pa.types.is_string(column.type) and pc.any(pc.match_substring_regex(column, GUARDED)).as_py():
        return pc.replace_substring_regex(column, GUARDED, r"'\1")
    return column


def unguarded(text: Any) -> Any:
    """Take the guard off the texts of a table that we wrote."""
    if pc.any(pc.match_substring_regex(text, UNGUARDED)).as_py():
        return pc.replace_substring_regex(text, UNGUARDED, r"\1")
    return text
