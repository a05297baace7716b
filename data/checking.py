"""The schema of a table held against an Arrow table: what pandera checks on a frame, at the speed of columns."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .fields import COUNTED, Field, fields, status_words, words
from .store import arrow_schema


class BrokenSchemaError(AssertionError):
    """A table that we made does not hold to its schema: a fault of ours, not of the input."""


def check_arrow(held: Any, table: str) -> Any:
    """Return the Arrow table if it holds to the schema of its table, as `validate` does for frames.

    Raises
    ------
    BrokenSchemaError
        It does not; the error names the columns.
    """
    if not held.schema.equals(arrow_schema(table)):
        raise BrokenSchemaError(f"{table}: other columns or types than declared")
    broken = [field.name for field in fields(table) if not _holds(held.column(field.name), field, table)]
    if table == "claims" and not _status_fits(held):
        broken.append("status")
    if broken:
        raise BrokenSchemaError(f"{table}: {', '.join(broken)} do not hold to their schema")
    return held


def _holds(column: Any, field: Field, table: str) -> bool:
    if field.required and field.type != "list" and column.null_count:
        return False
    if field.words and not (table == "claims" and field.name == "status"):
        return set(pc.unique(column).drop_null().to_pylist()) <= set(words(field.words))
    if field.unit in COUNTED and field.type == "integer" and column.null_count < len(column):
        return bool(pc.min(column).as_py() >= 0)
    return True


def _status_fits(held: Any) -> bool:
    pairs = pa.table({"recorder": held.column("recorder"), "status": held.column("status")})
    closed = status_words()
    rows = pairs.group_by(["recorder", "status"]).aggregate([]).to_pylist()
    return all(
        row["status"] is None or row["recorder"] not in closed or row["status"] in closed[row["recorder"]]
        for row in rows
    )
