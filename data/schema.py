"""Frames that have exactly the declared columns, and the schemas that hold them to it."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd

from .errors import UsageProblem
from .fields import COUNTED, Field, fields, status_words, words

DTYPES = {"text": "string", "json": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def frame(table: str, rows: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """Make a frame of a declared table from rows; what a row does not name is unknown.

    Raises
    ------
    UsageProblem
        A row names a column that is not declared.

    Examples
    --------
    >>> frame("sources", [{"source_id": "s1", "publisher": "Valdria Monitor"}]).publisher.tolist()
    ['Valdria Monitor']
    """
    return conform(pd.DataFrame(list(rows)), table)


def conform(given: pd.DataFrame, table: str) -> pd.DataFrame:
    """Give a frame exactly the declared columns of a table, in order, with their types.

    Text and JSON are nullable `string`, integers `Int64`, numbers `float64`, booleans
    `boolean`; lists are Python lists of text, empty where unknown. The index is reset.

    Raises
    ------
    UsageProblem
        The frame has a column that is not declared.
    """
    declared = {field.name: field for field in fields(table)}
    foreign = [str(name) for name in given.columns if name not in declared]
    if foreign:
        raise UsageProblem(f"{table} has no column {', '.join(foreign)}.", hint="Columns stand in data/fields.toml.")
    rows = len(given)
    made = {name: _column(given.get(name), field, rows) for name, field in declared.items()}
    return pd.DataFrame(made, index=pd.RangeIndex(rows))


def among(column: pd.Series, names: Container[object]) -> pd.Series:
    """Mark the rows whose text is in a set, or is a key of a dict; many times faster than `isin` for many names.

    Examples
    --------
    >>> among(pd.Series(["a", None, "c"], dtype="string"), {"c"}).tolist()
    [False, False, True]
    """
    return pd.Series([value in names for value in column.tolist()], index=column.index, dtype=bool)


def _column(given: pd.Series | None, field: Field, rows: int) -> pd.Series:
    if field.type == "list":
        return list_column([[] for _ in range(rows)] if given is None else _lists(given))
    if field.type == "wkb":
        values = [None] * rows if given is None else [None if _missing(value) else bytes(value) for value in given]
        return pd.Series(values, dtype=object)
    dtype = pd.api.types.pandas_dtype(DTYPES[field.type])
    if given is None:
        return pd.Series([None] * rows, dtype="object").astype(dtype)
    if given.dtype != dtype or repr(given.dtype) != repr(dtype):
        given = given.astype("object").where(given.notna(), None).astype(dtype)
    return given.reset_index(drop=True)


def _lists(given: pd.Series) -> list[list[str]]:
    cells: list[Any] = given.tolist()
    return cells if set(map(type, cells)) <= {list} else [as_list(cell) for cell in cells]


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def as_list(value: Any) -> list[str]:
    """Read a list cell: a list, tuple or array of text, or nothing."""
    if type(value) is list:
        return value
    if _missing(value):
        return []
    if isinstance(value, str):
        raise UsageProblem(f"A list column holds the text {value!r}.", hint="Give a list of texts.")
    return [str(part) for part in value]


def list_column(values: list[list[str]]) -> pd.Series:
    """Make an object column of Python lists."""
    return pd.Series(values, dtype=object)


@cache
def schema(table: str) -> Any:
    """Make the pandera schema of a table from the dictionary: types, required values, closed words.

    Raises
    ------
    UsageProblem
        The table is not declared.
    """
    # pandera takes about a second to import; only a run that validates should pay for it.
    import pandera.pandas as pandera  # noqa: PLC0415

    columns = {}
    for field in fields(table):
        checks = _checks(pandera, table, field)
        dtype = DTYPES.get(field.type, "object")
        columns[field.name] = pandera.Column(dtype, checks, nullable=not field.required or field.type == "list")
    whole = [pandera.Check(_status_fits, name="status_fits_recorder")] if table == "claims" else []
    return pandera.DataFrameSchema(columns, checks=whole, strict=True, ordered=True, name=table)


def _checks(pandera: Any, table: str, field: Field) -> list[Any]:
    checks = []
    if field.words and not (table == "claims" and field.name == "status"):
        checks.append(pandera.Check.isin(words(field.words)))
    if field.type == "list":
        checks.append(pandera.Check(_all_lists, name="lists_of_text"))
    if field.unit in COUNTED and field.type == "integer":
        checks.append(pandera.Check.ge(0))
    return checks


def _all_lists(column: pd.Series) -> bool:
    return all(type(value) is list for value in column)


def _status_fits(claims: pd.DataFrame) -> pd.Series:
    fits = claims["status"].isna()
    for recorder, allowed in status_words().items():
        fits |= (claims["recorder"] == recorder) & claims["status"].isin(allowed)
    return (fits | ~claims["recorder"].isin(list(status_words()))).astype(bool)


def validate(given: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the frame if it holds to the schema of its table.

    Raises
    ------
    pandera.errors.SchemaErrors
        It does not; this is a fault of the code that made the frame, not of the user's file.
    """
    checked: pd.DataFrame = schema(table).validate(given, lazy=True)
    return checked
