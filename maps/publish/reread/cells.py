"""Cells of every format in one form, so that they can be held against what was selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...tables import cell_text, plain_column

Column = list[str]
Cells = dict[str, Column]


@dataclass(frozen=True)
class Leak:
    """Something that stands where it may not: the file, the place in it, what kind of thing, and the thing itself.

    `what` is told to everybody who runs the gate; `secret` only to the private list in `work/`.
    """

    file: str
    place: str
    what: str
    secret: str = ""

    def told(self) -> str:
        """Say it without repeating it."""
        return f"{self.file}, {self.place}: {self.what}" if self.place else f"{self.file}: {self.what}"


def canonical(value: Any) -> str:
    """A cell as text, see `cell_text`."""
    # Most cells are texts, and every one of them is read in six formats.
    return value if type(value) is str else cell_text(value)


def canonical_column(values: Sequence[Any]) -> Column:
    """
    The cells of a column as `canonical` gives them; numbers that come again are looked at once.

    >>> canonical_column([4.0, None, 4.0]), canonical_column(["a", None])
    (['4', '', '4'], ['a', ''])
    """
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str}:
        return ["" if value is None else value for value in values]
    # One kind alone: 1 and True are the same key, and no cell that is the same.
    if len(kinds) == 1 and kinds <= {int, float, bool}:
        known = {value: canonical(value) for value in set(values)}
        return [known[value] for value in values]
    return [canonical(value) for value in values]


def cells_of(table: pd.DataFrame) -> Cells:
    """A frame as columns of cells."""
    return {str(name): canonical_column(plain_column(table[name])) for name in table.columns}


def differences(file: str, name: str, found: Cells, wanted: Cells) -> list[Leak]:
    """Every column that is not what it should be, with the first row that differs (counted from 1, without heading)."""
    leaks = [
        Leak(file, f"{name}.{column}", "a column that was not selected") for column in found if column not in wanted
    ]
    leaks += [Leak(file, f"{name}.{column}", "a column is missing") for column in wanted if column not in found]
    for column in wanted:
        here, there = found.get(column), wanted[column]
        if here is None or here == there:
            continue
        if len(here) != len(there):
            leaks.append(Leak(file, f"{name}.{column}", f"{len(here)} rows, and {len(there)} were selected"))
            continue
        row = next(row for row, pair in enumerate(zip(here, there, strict=True)) if pair[0] != pair[1])
        what = "a cell differs from what was selected"
        leaks.append(Leak(file, f"{name}.{column}, row {row + 1}", what, here[row]))
    return leaks
