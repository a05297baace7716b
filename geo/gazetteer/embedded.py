"""The places that come with the package: towns, cited neighbourhoods, governorates of Iraq and Syria."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from data import conform

FOLDER = Path(__file__).resolve().parent.parent / "embedded"


@cache
def _places() -> pd.DataFrame:
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


def _table(name: str) -> pd.DataFrame:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pd.DataFrame(rows)
    if name == "places.csv":
        table["names"] = [text.split("|") if text else [] for text in table["names"]]
        table = table.replace({"": None})
        table["population"] = pd.to_numeric(table["population"]).astype("Int64")
        table[["lon", "lat"]] = table[["lon", "lat"]].astype(float)
    return table
