"""Hints that a user gives by hand: what nobody knows is refused, since it would change nothing and say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from data import UsageProblem, norm_country

from ..countries import known_country

if TYPE_CHECKING:
    import pandas as pd

    from geo import Gazetteer

ORDERS = ("mdy", "dmy", "ymd")
DateOrder = Annotated[
    str | None, typer.Option("--date-order", metavar="mdy|dmy|ymd", help="Order of dates such as 3/4/2017.")
]


@dataclass(frozen=True)
class Hints:
    """Country and governorate of all rows, and the columns in which a row names its own."""

    country: str | None
    unit: str | None
    country_column: str | None
    unit_column: str | None


def known_order(text: str | None) -> str | None:
    """Give an order of all-numeric dates as it stands; raises UsageProblem for one that is none."""
    if text not in (None, *ORDERS):
        raise UsageProblem(f"--date-order '{text}' is none.", hint=f"Use one of: {', '.join(ORDERS)}.")
    return text


def country_hint(text: str | None) -> str | None:
    """The code of a country; None where none is given, or an empty one. Raises UsageProblem."""
    return known_country(text) if text else None


def known_unit(text: str | None, country: str | None, gazetteer: Gazetteer) -> str | None:
    """The governorate as it was given, if the gazetteer or the embedded places hold it. Raises UsageProblem."""
    if text and gazetteer.unit(text, country) is None:
        where = f" in {country}" if country else ""
        raise UsageProblem(
            f"{text} is no governorate known here{where}.",
            hint="Write its name in English or Arabic, as Nineveh, or leave --hint out.",
        )
    return text or None


def filled(table: pd.DataFrame, hints: Hints) -> tuple[pd.DataFrame, str | None, str | None]:
    """The table with the hints for all rows where a row has none of its own, and the names of its two columns."""
    table, country = _column(table, hints.country_column, hints.country)
    table, unit = _column(table, hints.unit_column, hints.unit)
    return table, country, unit


def _column(table: pd.DataFrame, column: str | None, text: str | None) -> tuple[pd.DataFrame, str | None]:
    if text is None:
        return table, column
    if column is None:
        return table.assign(**{f"given {text}": text}), f"given {text}"
    own = table[column]
    return table.assign(**{column: own.where(own.notna() & (own.astype(str).str.strip() != ""), text)}), column


def unknown_countries(table: pd.DataFrame, column: str | None) -> dict[str, int]:
    """Countries that cells of a column name and nobody knows, and how many rows name each."""
    counts = table[column].dropna().astype(str).str.strip().value_counts() if column else {}
    return {text[:80]: int(count) for text, count in counts.items() if text and norm_country(text) is None}
