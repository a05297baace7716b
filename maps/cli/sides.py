"""Tables for people: the ledger and the changes, as rich draws them; text from data is never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from ..tables import plain
from . import say

UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
NO_NUMBER, NO_GRADE = "no number", "no grading"
ANSWERS = {
    "none": "no answer here",
    "not_addressed": "not named",
    "party_unknown": "nobody is named",
    "reported_by_other": "no record of its own here",
}


class Footnotes:
    """Numbers for sources, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, *texts: str | None) -> str:
        """Return the marks of some sources, such as [1][4]."""
        return "".join(f"[{self.numbers.setdefault(text, len(self.numbers) + 1)}]" for text in texts if text)

    def lines(self) -> list[str]:
        """The footnotes as they stand below."""
        return [f"[{number}] {text}" for text, number in self.numbers.items()]


def number(value: Any) -> str:
    """A number with its thousands apart; a share of one as it is."""
    value = plain(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def span(low: Any, high: Any) -> str:
    """
    A pair of numbers in words; unknown is said to be so.

    >>> span(3, 5), span(817, None), span(None, 1400), span(None, None), span(2, 2)
    ('3 to 5', 'at least 817', 'at most 1,400', 'no number', '2')
    """
    low, high = plain(low), plain(high)
    if low is None and high is None:
        return NO_NUMBER
    if low is None or high is None:
        return f"at most {number(high)}" if low is None else f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def value(given: Any) -> str:
    """
    A value of a record: a dash where it is unknown.

    >>> value(None), value(0), value(["North", "South"])
    ('-', '0', 'North, South')
    """
    return "-" if given is None else ", ".join(map(str, given)) if isinstance(given, list) else str(given)


def safe(given: Any) -> Text:
    """A cell: what a terminal would obey is shown as a mark, nothing is markup."""
    known = plain(given)
    return Text(UNSAFE.sub("\ufffd", "" if known is None else str(known)))


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print one table under its title; columns whose name ends in # are numbers."""
    held = list(rows)
    say.line()
    say.line(title)
    if not held:
        say.line("  none")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name.rstrip("#"), justify="right" if name.endswith("#") else "left", overflow="fold")
    for row in held:
        table.add_row(*(safe(value) for value in row))
    say.out().print(table)


def says(row: dict[str, Any], mark: str = "") -> str:
    """What one claimant says of one incident, in a line; `mark` leads to its sources."""
    grade = f", {row['status']}" if row["status"] else ""
    reported = f" ({'; '.join(row['reported'])})" if row["reported"] else ""
    if row["answer"] not in ("own_record", "linked"):
        return f"{row['claimant']}: {ANSWERS[row['answer']]}{reported}"
    shared = " for several incidents together" if row["answer"] == "linked" else ""
    below = f"; lies below {', '.join(row['lies_below'])}" if row["lies_below"] else ""
    return f"{row['claimant']}{grade}: {span(row['killed_min'], row['killed_max'])}{shared}{below} {mark}".rstrip()


def pivot(months: pd.DataFrame, claimant: str, dated_by: str) -> tuple[list[str], list[list[Any]]]:
    """Months of one claimant down, its gradings across."""
    table = months[(months["dated_by"] == dated_by) & (months["claimant"] == claimant)]
    grid = table.assign(grade=table["status"].fillna(NO_GRADE), month=table["month"].fillna("not told"))
    grid = grid.pivot_table(index="month", columns="grade", values="records", aggfunc="sum", fill_value=0)
    grades = sorted(grid.columns, key=lambda name: (name == NO_GRADE, name))
    rows = [
        [str(month), *(int(value) or "" for value in row)]
        for month, row in zip(grid.index, grid[grades].values.tolist(), strict=True)
    ]
    return ["month", *(f"{name}#" for name in grades)], rows
