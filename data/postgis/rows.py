"""Rows in and out of the tables that are only added to, each with a hash over the whole of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text

from ..fields import fields
from .tables import KEYS, RUNS, SCHEMA
from .wire import copy_in, copy_out, literal, text_columns

BETWEEN, INSIDE = "\x01", "\x02"
Chosen = tuple[str, Iterable[str]]


def names_of(table: str) -> list[str]:
    """Name the declared columns of a table."""
    return [field.name for field in fields(table)]


def read_rows(link: Connection, table: str, chosen: Chosen | None = None) -> pd.DataFrame:
    """Read a table in its order of arrival; `chosen` is a column and the values that are wanted of it."""
    if chosen is None:
        return copy_out(link, table, f"from {SCHEMA}.{table} order by seq")
    column, values = chosen
    wanted = literal(link, pd.Series(list(values), dtype="string").dropna().unique().tolist())
    return copy_out(link, table, f'from {SCHEMA}.{table} where "{column}" = any({wanted}::text[]) order by seq')


def missing_rows(link: Connection, table: str, given: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that are not there yet, each once."""
    key = KEYS[table]
    keys = pd.Series(row_hashes(given, table).to_pylist()) if key == "row_hash" else given[key]
    asked = text(f"select {key} from {SCHEMA}.{table} where {key} = any(:keys)")
    there = set(link.execute(asked, {"keys": keys.tolist()}).scalars())
    return given[~(keys.isin(there) | keys.duplicated()).to_numpy(dtype=bool)].reset_index(drop=True)


def add_rows(link: Connection, table: str, given: pd.DataFrame) -> int:
    """Add rows, each with its hash, and return how many."""
    if len(given):
        columns = text_columns(given, table)
        hashes = _hashes(columns, names_of(table))
        copy_in(link, f"{SCHEMA}.{table}", ["row_hash", *names_of(table)], [hashes, *columns])
    return len(given)


def add_run_rows(link: Connection, table: str, given: pd.DataFrame, *, run: int) -> None:
    """Add the rows of a table of a run, counted in their order."""
    if len(given):
        places = [pa.array([str(run)] * len(given)), pa.array([str(place) for place in range(1, len(given) + 1)])]
        names = ["run", "row_id", *names_of(table)]
        copy_in(link, f"{RUNS}.{table}", names, [*places, *text_columns(given, table)])


def row_hashes(given: pd.DataFrame, table: str) -> Any:
    """Hash whole rows of a declared table, origin and all; a column that is unknown adds nothing."""
    return _hashes(text_columns(given, table), names_of(table))


def _hashes(columns: list[Any], names: list[str]) -> Any:
    told = [
        pc.binary_join_element_wise(name, column, INSIDE)
        for name, column in zip(names, columns, strict=True)
        if column.null_count < len(column)
    ]
    whole = pc.binary_join_element_wise(*told, BETWEEN, null_handling="skip")
    return pa.array([hashlib.sha256(row.encode()).hexdigest() for row in whole.to_pylist()], pa.string())
