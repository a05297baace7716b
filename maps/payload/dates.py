"""Dates as written, beside the first and last day that each may mean: most are told by those days alone.

A column is the length (uint32) of a JSON array of texts, the array, and a varint for each row: 0 null; 1 the first day;
2 its month; 3 its year; 4 first and last day with a stroke between; from 5 on a text of the array.
"""

from __future__ import annotations

import json
import struct

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .column import json_bytes
from .varint import Ints, read_varints, write_varints

Texts = npt.NDArray[np.object_]
DAY, MONTH, YEAR, RANGE, OWN = 1, 2, 3, 4, 5


def write_dates(texts: pa.LargeStringArray, first: Ints, last: Ints) -> tuple[tuple[bytes, ...], int]:
    """Return the parts of a column and its length; days count from 1970-01-01, and are any where there is no date."""
    held = texts.dictionary_encode()
    words = held.dictionary.to_numpy(zero_copy_only=False)
    code = pc.fill_null(held.indices, -1).to_numpy().astype(np.int64)
    known = np.flatnonzero(code >= 0)
    code = code[known]
    # A text nearly always stands beside the same days: it is compared with those of its first row.
    row = np.zeros(len(words), dtype=np.int64)
    row[code[::-1]] = known[::-1]
    kind = np.zeros(len(words), dtype=np.int64)
    for which in (RANGE, YEAR, MONTH, DAY):
        kind[_told(first[row], last[row], which) == words] = which
    same = first[known] == first[row][code]
    same &= (last[known] == last[row][code]) | (kind[code] != RANGE)
    plain = same & (kind[code] > 0)
    own = np.unique(code[~plain])
    out = np.zeros(len(texts), dtype=np.int64)
    out[known] = np.where(plain, kind[code], OWN + np.searchsorted(own, code))
    said = json_bytes(words[own].tolist())
    return (struct.pack("<I", len(said)) + said, write_varints(out)), len(texts)


def read_dates(data: bytes, first: Ints, last: Ints) -> Texts:
    """
    Return the texts that `write_dates` was given.

    Raises
    ------
    ValueError
        Where the bytes are not of as many rows as there are days.
    """
    size = 4 + struct.unpack("<I", data[:4])[0]
    said = np.array([None, *json.loads(data[4:size])], dtype=object)[1:]
    codes = read_varints(data[size:])
    if codes.size != first.size:
        raise ValueError(f"The payload holds {codes.size} dates for {first.size} days.")
    out = np.full(codes.size, None, dtype=object)
    for which in (DAY, MONTH, YEAR, RANGE):
        rows = np.flatnonzero(codes == which)
        out[rows] = _told(first[rows], last[rows], which)
    rows = np.flatnonzero(codes >= OWN)
    out[rows] = said[codes[rows] - OWN]
    return out


def _told(first: Ints, last: Ints, which: int) -> Texts:
    """The first day, or the month or year it lies in, or both days, as ISO text."""
    if which == RANGE:
        both: Texts = _iso(first, "D") + "/" + _iso(last, "D")
        return both
    return _iso(first, {DAY: "D", MONTH: "M", YEAR: "Y"}[which])


def _iso(days: Ints, unit: str) -> Texts:
    held = days.astype("datetime64[D]")
    texts: Texts = np.datetime_as_string(held, unit=unit).astype(object)  # type: ignore[call-overload]
    return texts
