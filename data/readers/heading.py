"""Where the names of the columns stand: mostly in the first row, in people's own sheets also below a title, or in two.

A row is passed over only where another one is clearly the header, and what was found is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .header import checked_header
from .limits import Limits
from .synonyms import field_named, is_end

# So many rows are looked at, and so many names of fields make a header below a first row that holds none.
HEAD_ROWS = 30
FEW, SEVERAL = 2, 3
LONGEST_NAME = 60
# Of the rows below a header whose names say nothing, so many are looked at.
BELOW = 10
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """Names of the columns, and the places of the first and the last row that they stand in."""

    names: list[str]
    first: int
    last: int


def find_heading(rows: Sequence[Row]) -> Heading | None:
    """Find the header among the first rows of a sheet, of which some may be empty; None where all of them are."""
    held = [(place, _trimmed(row)) for place, row in enumerate(rows[:HEAD_ROWS]) if any(cell.strip() for cell in row)]
    if not held:
        return None
    at = next((n for n in range(1, len(held)) if _is_header(held, n)), 0) if _may_be_title(held[0][1]) else 0
    place, names = held[at]
    below = held[at + 1][1] if at + 1 < len(held) else []
    if _is_lower(names, below):
        return Heading(_under(names, below), place, held[at + 1][0])
    twice = len(_filled(names)) > len({*_filled(names)})
    if at and twice and len(_filled(held[at - 1][1])) > 1:
        return Heading(_over(held[at - 1][1], names), held[at - 1][0], place)
    return Heading(list(names), place, place)


def said_of(numbers: Sequence[int], found: Heading) -> str:
    """Say by their numbers in which rows the header stands, where that is not simply the first that holds anything."""
    if not found.last:
        return ""
    rows = " and ".join(map(str, dict.fromkeys(numbers)))
    return f", header in row{'s' if len(set(numbers)) > 1 else ''} {rows}"


@dataclass(frozen=True, slots=True)
class Under:
    """Rows of a sheet below its header, under the names of the columns; what stands right of them, and row numbers."""

    cells: Any
    over: Any
    rows: Any
    blank_rows: int
    said: str


def under_heading(table: Any, head: Sequence[tuple[int, list[str]]], *, file: str, limits: Limits) -> Under:
    """Lay the rows of a sheet out under its header.

    Parameters
    ----------
    table
        All rows that hold anything: cells as text, what stands right of them as `over`, and the number of each `row`.
    head
        The first of these rows, with their numbers.

    Raises
    ------
    InputRefused
        There is no header, two columns bear one name, or there are too many.
    """
    found = find_heading([row for _, row in head])
    names = checked_header(found.names if found else [], file=file, limits=limits)
    numbers = [head[place][0] for place in (found.first, found.last)] if found else [0]
    below = table.filter(pc.greater(table.column("row"), numbers[-1]))
    cells = [below.column(place) for place in range(below.num_columns - 2)]
    cells += [pa.nulls(below.num_rows, pa.string())] * (len(names) - len(cells))
    over = below.column("over")
    for column in reversed(cells[len(names) :]):
        divided = pc.if_else(pc.or_(pc.equal(column, ""), pc.equal(over, "")), "", " | ")
        over = pc.binary_join_element_wise(column, divided, over, "")
    rows = below.column("row")
    blank = (int(pc.max(rows).as_py()) - numbers[-1] - len(rows)) if len(rows) else 0
    laid = pa.table(cells[: len(names)], names=names)
    return Under(laid, over, rows, blank, said_of(numbers, found) if found else "")


def _trimmed(row: Row) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell]


def _known(row: Row) -> int:
    """How many different fields a row names."""
    return len({field_named(cell) for cell in _filled(row)} - {None})


def _may_be_title(row: Row) -> bool:
    return len(_filled(row)) == 1 or _known(row) == 0


def _is_header(held: list[tuple[int, list[str]]], at: int) -> bool:
    """Whether a row below the first one is the header: by the fields that it names, or by its shape below a title."""
    row, alone = held[at][1], len(_filled(held[0][1])) == 1
    if not all(_is_name(cell) for cell in _filled(row)):
        return False
    if _known(row) >= (FEW if alone else SEVERAL):
        return True
    below = [len(cells) for _, cells in held[at + 1 : at + 1 + BELOW]]
    titles = all(len(_filled(cells)) == 1 for _, cells in held[:at])
    full = len(_filled(row)) == len(row) >= SEVERAL
    return titles and full and len(below) >= FEW and all(FEW <= width <= len(row) for width in below)


def _is_name(cell: str) -> bool:
    return len(cell) <= LONGEST_NAME and not cell[:1].isdecimal() and not cell.startswith("#") and cell[-1:] != "."


def _is_lower(names: list[str], below: list[str]) -> bool:
    """Whether a second row of names stands below merged cells, which leave gaps: only there, or made of known names."""
    width = max(len(names), len(below))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (names, below))
    gaps = [place for place in range(1, width) if not upper[place] and any(upper[:place])]
    under = [place for place in range(width) if lower[place]]
    merged = {*gaps, *(place - 1 for place in gaps)}
    if not gaps or not any(place in gaps for place in under) or not all(_is_name(lower[place]) for place in under):
        return False
    known = sum(field_named(lower[place]) is not None or is_end(lower[place]) for place in under)
    return merged.issuperset(under) or (set(gaps) <= set(under) and 2 * known > len(under))


def _under(names: list[str], below: list[str]) -> list[str]:
    """Name each column by the merged cell above it and by its own."""
    return _joined(names, below, max(len(names), len(below)))


def _over(above: list[str], names: list[str]) -> list[str]:
    """Set the name above before names that stand twice."""
    twice = {name for name in names if names.count(name) > 1}
    joined = _joined(above, names, len(names))
    return [joined[place] if name in twice else name for place, name in enumerate(names)]


def _joined(upper: list[str], lower: list[str], width: int) -> list[str]:
    found, group = [], ""
    for place in range(width):
        own = lower[place] if place < len(lower) else ""
        group = (upper[place] if place < len(upper) else "") or group
        head = upper[place] if place < len(upper) else ""
        found.append(f"{group} / {own}" if own and group else own or head)
    return found
