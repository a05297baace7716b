"""Rejected rows as files: a list of what is wrong, and the rows themselves to be put right and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from ..files import private_folder, write_atomic
from ..identity import text_id
from ..store import to_arrow
from .export import csv_block

NOTES = ("rejected row", "rejected column", "rejected because")
LISTED, FOLDER = "rejected.csv", "rejected"


class Leftovers(Protocol):
    """What has rejected rows: a Reading, or what `read_to` gives back."""

    @property
    def rejected(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def rejected_rows(self) -> pd.DataFrame: ...  # noqa: D102


def write_rejected(reading: Leftovers, folder: Path | str) -> list[Path]:
    """Write `rejected.csv`, and for each input its rejected rows under their own columns.

    The second kind can be repaired and read in again by the same recorder: its first three
    columns say what was wrong and are passed over. Old files of this kind are taken away.

    Raises
    ------
    WorldFault
        The folder cannot be written to.
    """
    where = private_folder(folder)
    listed = to_arrow(reading.rejected, "rejected")
    written = [write_atomic(where / LISTED, csv_block(listed, header=True), mode=0o600)]
    rows_folder = private_folder(where / FOLDER)
    for old in rows_folder.glob("*.csv"):
        old.unlink()
    for file, rows in _told(reading).groupby("file", sort=True):
        block = csv_block(pa.Table.from_pandas(_laid_out(rows), preserve_index=False), header=True)
        written.append(write_atomic(rows_folder / _name(str(file)), block, mode=0o600))
    return written


def _told(reading: Leftovers) -> pd.DataFrame:
    """Put beside each rejected row that has a shape what was wrong with it."""
    return reading.rejected_rows.merge(reading.rejected, on=["file", "row"], how="left")


def _laid_out(rows: pd.DataFrame) -> pd.DataFrame:
    records = [json.loads(record) for record in rows["record"]]
    names = list(dict.fromkeys(name for record in records for name in record if name not in NOTES))
    told = zip(rows["row"].astype("string"), rows["column"], rows["rule"] + ": " + rows["hint"], strict=True)
    cells = [[*notes, *(record.get(name) for name in names)] for notes, record in zip(told, records, strict=True)]
    return pd.DataFrame(cells, columns=[*NOTES, *names], dtype="string")


def _name(file: str) -> str:
    """Make a file name of an input's name that cannot lead elsewhere and meets no other."""
    plain = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in file).strip("._")[:80]
    return f"{plain or 'input'}-{text_id(file)[:6]}.csv"
