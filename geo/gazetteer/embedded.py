"""The places that come with the package: towns, cited neighbourhoods, governorates of Iraq and Syria."""

from __future__ import annotations

import csv
import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).resolve().parent.parent / "embedded"


def embedded_index() -> sqlite3.Connection:
    """The embedded places as the database that `build_index` makes of them, without a table on the way."""
    from .index import TEXT_COLUMNS, fill_index  # noqa: PLC0415 - the list of units is read without an index

    rows, names = [], []
    for number, line in enumerate(_lines("places.csv")):
        texts = [line[column] for column in TEXT_COLUMNS]
        points = [round(float(line[column]), 7) for column in ("lon", "lat")]
        tails = [line[column] for column in ("source", "licence", "caveat", "names")]
        rows.append((number, *texts, *points, int(line["population"] or 0), *tails))
        names.append(line["names"].split("|") if line["names"] else [])
    return fill_index(rows, names)


@cache
def _places() -> pd.DataFrame:
    from data import conform  # noqa: PLC0415 - needs pandas, which takes longer to load than a place to find

    return conform(_table("places.csv"), "places")


def embedded_places() -> pd.DataFrame:
    """The embedded places as a frame of the table `places`, each row with its source."""
    return _places().copy()


def adm1_units() -> pd.DataFrame:
    """Governorates of Iraq and Syria: codes, names in English and Arabic, a reference point (degrees, WGS 84).

    `pcode` is the OCHA p-code; it is null for Halabja, which the set of 2019 does not hold.
    """
    table = _table("adm1.csv")
    table["pcode"] = table["pcode"].where(table["pcode"] != "", None)
    table["names"] = [text.split("|") if text else [] for text in table["names"]]
    for column in ("lon", "lat"):
        table[column] = table[column].astype(float)
    return table


def _lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(name: str) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - as above

    table = pd.DataFrame(_lines(name))
    if name == "places.csv":
        table["names"] = [text.split("|") if text else [] for text in table["names"]]
        table = table.replace({"": None})
        table["population"] = pd.to_numeric(table["population"]).astype("Int64")
        table[["lon", "lat"]] = table[["lon", "lat"]].astype(float)
    return table
