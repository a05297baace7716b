"""Codecs of a column: how its values become bytes before they are deflated, and back.

delta    one byte: 0 no nulls, 1 a bitmap of presence follows (lowest bit first, one bit a row); then, for the rows
         present, zigzag varints of the difference to the row present before. With a scale, degrees become integers.
uint     varints of value + 1; 0 is null.
code     varints of the place in `words` + 1; 0 is null.
codes    varints: how many words, then their places in `words`, row by row. Null and no word at all are the same.
planes   values less `base` + 1, 0 for null, byte plane by byte plane (see `planes`).
beside   varints of the zigzag difference to the column that `of` names, + 1; to 0 where that one is null; 0 is null.
strings  a JSON array of texts and nulls.
texts    where texts recur: the length (uint32) of a JSON array of those that differ, the array, varints of the place
         in it + 1; 0 is null. Where most differ, the column is written as `strings`.
date     ISO dates beside their first and last days, which `of` names: see `dates`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from .column import Coded, Column, Done, Table, Values, json_bytes
from .dates import read_dates, write_dates
from .numbers import (
    listed,
    numbers,
    read_beside,
    read_delta,
    read_planes,
    read_uint,
    write_beside,
    write_delta,
    write_planes,
    write_uint,
)
from .varint import read_varints, write_varints
from .words import text_array


def write_column(column: Column, table: Table) -> Coded:
    """
    Return the column as bytes, not yet deflated; `table` has the columns of its table by name.

    Raises
    ------
    ValueError
        Where the codec is unknown, or a value is not of its kind.
    """
    if column.codec not in WRITERS:
        raise ValueError(f"Unknown codec {column.codec!r} of column {column.name!r}.")
    return WRITERS[column.codec](column, table)


def read_column(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    """
    Return a column of `count` rows from its inflated bytes, its entry in the header and the columns before it.

    Raises
    ------
    ValueError
        Where the bytes are not of that codec or hold another number of rows.
    """
    if about["codec"] not in READERS:
        raise ValueError(f"Unknown codec {about['codec']!r} of column {about['name']!r}.")
    series = READERS[about["codec"]](data, count, about, done)
    if len(series) != count:
        raise ValueError(f"Column {about['name']!r} holds {len(series)} rows, not {count}.")
    return series


def _texts(values: Values) -> list[str | None]:
    found = listed(values)
    if set(map(type, found)) <= {str, type(None)}:
        return found
    return [None if pd.isna(value) else str(value) for value in found]


def _words(column: Column, told: set[str]) -> list[str]:
    if column.words is None:
        return sorted(told)
    words = list(column.words)
    if unknown := sorted(told - set(words)):
        raise ValueError(f"Column {column.name!r} holds {unknown[0]!r}, which its words do not.")
    return words


def _write_code(column: Column, table: Table) -> Coded:
    if isinstance(column.values, pd.Categorical):
        codes = column.values.codes.astype(np.int64) + 1
        return Coded((write_varints(codes),), len(codes), {"words": [str(word) for word in column.values.categories]})
    values = _texts(column.values)
    words = _words(column, {value for value in values if value is not None})
    place: dict[str | None, int] = {word: number for number, word in enumerate(words, 1)}
    codes = np.fromiter((place.get(value, 0) for value in values), dtype=np.int64, count=len(values))
    return Coded((write_varints(codes),), len(values), {"words": words})


def _read_code(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    table = np.array([None, *about["words"]], dtype=object)
    return pd.Series(table[read_varints(data)], dtype=object)


def _write_codes(column: Column, table: Table) -> Coded:
    rows = [row if isinstance(row, list | tuple | np.ndarray) else () for row in listed(column.values)]
    words = _words(column, {str(word) for row in rows for word in row})
    place = {word: number for number, word in enumerate(words)}
    flat: list[int] = []
    for row in rows:
        flat.append(len(row))
        flat += [place[str(word)] for word in row]
    return Coded((write_varints(np.array(flat, dtype=np.int64)),), len(rows), {"words": words})


def _read_codes(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    flat, words, at = read_varints(data).tolist(), about["words"], 0
    rows = []
    for _ in range(count):
        end = at + 1 + flat[at]
        rows.append([words[number] for number in flat[at + 1 : end]])
        at = end
    if at != len(flat):
        raise ValueError(f"Column {about['name']!r} holds more values than rows.")
    return pd.Series(rows, dtype=object)


def _write_strings(column: Column, table: Table) -> Coded:
    values = _texts(column.values)
    return Coded((json_bytes(values),), len(values))


def _write_texts(column: Column, table: Table) -> Coded:
    held = text_array(column.values).dictionary_encode()
    told = json_bytes(held.dictionary.to_pylist())
    if 2 * len(held.dictionary) > len(held):
        return Coded((json_bytes(held.to_pylist()),), len(held), {"codec": "strings"})
    codes = pc.add(pc.fill_null(held.indices, -1), 1).to_numpy().astype(np.int64)
    return Coded((struct.pack("<I", len(told)) + told, write_varints(codes)), len(held))


def _read_texts(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    size = 4 + struct.unpack("<I", data[:4])[0]
    told = np.array([None, *json.loads(data[4:size])], dtype=object)
    return pd.Series(told[read_varints(data[size:])], dtype=object)


def _write_date(column: Column, table: Table) -> Coded:
    days = (np.where(present, whole, 0) for whole, present in (numbers(table[name]) for name in column.of))
    parts, count = write_dates(text_array(column.values), *days)
    return Coded(parts, count)


def _read_date(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    days = (done[name].to_numpy(dtype=np.float64, na_value=0).astype(np.int64) for name in about["of"])
    return pd.Series(read_dates(data, *days), dtype=object)


def _read_strings(data: bytes, count: int, about: dict[str, Any], done: Done) -> pd.Series:
    return pd.Series(json.loads(data), dtype=object)


WRITERS: dict[str, Callable[[Column, Table], Coded]] = {
    "delta": write_delta,
    "uint": write_uint,
    "code": _write_code,
    "codes": _write_codes,
    "planes": write_planes,
    "beside": write_beside,
    "strings": _write_strings,
    "texts": _write_texts,
    "date": _write_date,
}
READERS: dict[str, Callable[[bytes, int, dict[str, Any], Done], pd.Series]] = {
    "delta": read_delta,
    "uint": read_uint,
    "code": _read_code,
    "codes": _read_codes,
    "planes": read_planes,
    "beside": read_beside,
    "strings": _read_strings,
    "texts": _read_texts,
    "date": _read_date,
}
