"""What a read gives back: the tables, the two baskets, and counts that must add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from ..schema import frame

SHOWN = 8


@dataclass(frozen=True, slots=True)
class FileSeen:
    """An input as it was found: its hash, format (encoding, delimiter, sheet) and the mapping that read it."""

    name: str
    sha256: str
    bytes: int
    format: str
    recorder: str
    rows: int
    blank_rows: int = 0
    unread_columns: tuple[str, ...] = ()
    guessed: tuple[tuple[str, str], ...] = ()
    """Column and target, where the columns of a sheet were guessed."""

    def told_guesses(self) -> str:
        """Say which columns were taken for what; empty where none was guessed."""
        told = ", ".join(f"{column} as {target}" for column, target in self.guessed)
        return f"Taken by their names or contents: {told}." if told else ""

    def told(self) -> str:
        """Say it in a sentence, and in another which columns were not read."""
        blank = f" and {self.blank_rows} empty row{'s' if self.blank_rows > 1 else ''}" if self.blank_rows else ""
        told = f"{self.name}: {self.format}, {self.rows} rows{blank}, read as {self.recorder}."
        if not self.unread_columns:
            return told
        more = len(self.unread_columns) - SHOWN
        names = ", ".join(self.unread_columns[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        return f"{told} Not read: {names}."


def _empty(table: str) -> Callable[[], pd.DataFrame]:
    return partial(frame, table)


@dataclass(frozen=True, slots=True)
class Reading:
    """Claims or figures of one or more inputs, with their sources, and everything that was not kept.

    Rows in are always the kept, the rejected and the duplicates together; a reading for
    which that does not hold cannot be made. `unread` lists what was not understood inside
    the text of kept claims.
    """

    rows_in: int = 0
    claims: pd.DataFrame = field(default_factory=_empty("claims"))
    figures: pd.DataFrame = field(default_factory=_empty("figures"))
    sources: pd.DataFrame = field(default_factory=_empty("sources"))
    rejected: pd.DataFrame = field(default_factory=_empty("rejected"))
    rejected_rows: pd.DataFrame = field(default_factory=_empty("rejected_rows"))
    duplicates: pd.DataFrame = field(default_factory=_empty("duplicates"))
    unread: pd.DataFrame = field(default_factory=_empty("unread"))
    notes: tuple[str, ...] = ()
    files: tuple[FileSeen, ...] = ()

    def __post_init__(self) -> None:
        kept = len(self.claims) + len(self.figures)
        told = kept + len(self.rejected) + len(self.duplicates)
        if self.rows_in != told:
            raise AssertionError(f"{self.rows_in} rows in, but {told} kept, rejected or duplicate: a row was lost")

    @property
    def counts(self) -> dict[str, Any]:
        """Count rows in, kept, rejected and duplicate, and the rows that bear each warning."""
        warned = Counter(code for table in (self.claims, self.figures) for codes in table["warnings"] for code in codes)
        return {
            "rows_in": self.rows_in,
            "kept": len(self.claims) + len(self.figures),
            "rejected": len(self.rejected),
            "duplicates": len(self.duplicates),
            "warnings": dict(sorted(warned.items())),
        }
