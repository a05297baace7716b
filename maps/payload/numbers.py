"""Codecs of whole numbers, see `codecs`: what they write is not yet deflated."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .column import Coded, Column, Done, Table, Values
from .planes import read_planes as from_planes
from .planes import write_planes as to_planes
from .varint import Ints, read_varints, unzigzag, write_varints, zigzag


def numbers(column: Column) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Values in whole steps, and which of them are known."""
    given = _floats(column.values)
    present = np.isfinite(given)
    scaled = np.where(present, given, 0) * (column.scale or 1)
    whole = np.rint(scaled).astype(np.int64)
    if column.scale is None and not np.array_equal(whole, scaled):
        raise ValueError(f"Column {column.name!r} holds a number that is not whole.")
    return whole, present


def _floats(values: Values) -> npt.NDArray[np.float64]:
    # A plain array of numbers needs no look at each of them.
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        return values.astype(np.float64)
    numbers = values if isinstance(values, pd.Series) else pd.Series(listed(values), dtype=object)
    if numbers.dtype.kind not in "iuf":
        numbers = pd.to_numeric(numbers.astype(object), errors="raise")
    floats: npt.NDArray[np.float64] = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    return floats


def listed(values: Values) -> list[Any]:
    """Values as a list."""
    return values.tolist() if isinstance(values, pd.Series | np.ndarray) else list(values)


def write_delta(column: Column, table: Table) -> Coded:
    """Write by differences."""
    whole, present = numbers(column)
    steps = np.diff(whole[present], prepend=0)
    bitmap = b"\0" if present.all() else b"\1" + np.packbits(present, bitorder="little").tobytes()
    return Coded((bitmap + write_varints(zigzag(steps)),), whole.size)


def read_delta(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    """Read what `write_delta` wrote."""
    present = np.ones(count, dtype=bool)
    start = 1
    if data[:1] == b"\1":
        start = 1 + (count + 7) // 8
        present = np.unpackbits(np.frombuffer(data[1:start], dtype=np.uint8), count=count, bitorder="little") > 0
    steps = unzigzag(read_varints(data[start:]))
    if steps.size != int(present.sum()):
        raise ValueError(f"Column {about['name']!r} holds {steps.size} values for {int(present.sum())} rows.")
    return numbered(np.cumsum(steps), present, about.get("scale"))


def numbered(values: Ints, present: npt.NDArray[np.bool_], scale: int | None) -> pd.Series:
    """Whole steps as a column in its own unit."""
    out = np.zeros(present.size, dtype=np.int64)
    out[present] = values
    if scale is None:
        return pd.Series(pd.arrays.IntegerArray(out, ~present))
    return pd.Series(np.where(present, out / scale, np.nan))


def write_uint(column: Column, table: Table) -> Coded:
    """Write numbers from nought on."""
    whole, present = numbers(column)
    if (whole < 0).any():
        raise ValueError(f"Column {column.name!r} holds a negative number.")
    return Coded((write_varints(np.where(present, whole + 1, 0)),), whole.size)


def read_uint(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    """Read what `write_uint` wrote."""
    values = read_varints(data)
    return numbered(values[values > 0] - 1, values > 0, about.get("scale"))


def write_planes(column: Column, table: Table) -> Coded:
    """Write byte planes."""
    whole, present = numbers(column)
    base = int(whole[present].min()) if present.any() else 0
    return Coded(to_planes(np.where(present, whole - base + 1, 0)), whole.size, {"base": base})


def read_planes(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    """Read what `write_planes` wrote."""
    values = from_planes(data, count)
    return numbered(values[values > 0] - 1 + about["base"], values > 0, about.get("scale"))


def write_beside(column: Column, table: Table) -> Coded:
    """Write by differences to another column."""
    whole, present = numbers(column)
    base, known = numbers(table[column.of[0]])
    steps = zigzag(whole - np.where(known, base, 0)) + 1
    return Coded((write_varints(np.where(present, steps, 0)),), whole.size)


def read_beside(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    """Read what `write_beside` wrote."""
    values = read_varints(data)
    base = done[about["of"][0]].to_numpy(dtype=np.float64, na_value=0).astype(np.int64)
    if values.size != count:
        raise ValueError(f"Column {about['name']!r} holds {values.size} rows, not {count}.")
    there = values > 0
    return numbered(unzigzag(values[there] - 1) + base[there], there, about.get("scale"))
