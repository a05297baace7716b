"""Columns as plain Python values, and the rules as plain Python tables."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

NO_SOURCE = "No source is named."
RULES = Path(__file__).with_name("rules.toml")


@cache
def rules() -> dict[str, Any]:
    """Read the rules that stand beside the code."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def values(column: pd.Series) -> list[Any]:
    """List a column's values, with None for what is unknown."""
    return list(pa.array(column, from_pandas=True).to_pylist())


def rows(table: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """List the rows of some columns, with None for what is unknown."""
    return list(zip(*(values(table[name]) for name in names), strict=True))


def footnotes(sources: pd.DataFrame) -> dict[str, str]:
    """Map each source to its address, or to what is known of it where there is none."""
    held = rows(sources, "source_id", "url", "archive_url", "title", "publisher", "note")
    return {
        key: url or archived or _told(title or publisher or "", note or "")
        for key, url, archived, title, publisher, note in held
    }


def _told(title: str, note: str) -> str:
    """Tell a source that has no address: its title, and the note on it where that adds anything."""
    more = "" if note.strip(". ").casefold() in title.casefold() else note
    return ": ".join(filter(None, (title, more))) or NO_SOURCE
