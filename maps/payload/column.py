"""What a column is before and after it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Values = Iterable[Any]
Done = Mapping[str, pd.Series]


@dataclass(frozen=True)
class Column:
    """A column to be written: its values in row order, null where unknown.

    `scale` (delta only) is the number of steps in one unit: values are rounded to whole steps. `words` (code, codes) is
    the dictionary; by default the sorted words that occur. `of` (beside, date) names columns before this one.
    """

    name: str
    codec: str
    values: Values
    scale: int | None = None
    words: Sequence[str] | None = None
    of: tuple[str, ...] = ()


Table = Mapping[str, Column]


@dataclass(frozen=True)
class Coded:
    """A column as bytes, in parts that are unlike, with what its reader must know beside its codec."""

    data: tuple[bytes, ...]
    count: int
    about: dict[str, Any] = field(default_factory=dict)


def json_bytes(value: Any) -> bytes:
    """A value as the JSON of a block: nothing between its parts, and no number that JSON does not have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
