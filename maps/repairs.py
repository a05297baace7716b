"""Rejected rows that a person has put right: read in again on every build; the input itself stays as it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from data import FileSeen, Options, Reading, frame

REPAIRED = "value_repaired"
FIRST_ROW = 2
Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Source:
    """How the rows of one input are read: its recorder, its options, and the file as it was seen."""

    recorder: str
    options: Options
    seen: FileSeen


def row_print(cells: Mapping[str, Any]) -> str:
    """Name a row by what its cells say, wherever in the file it stands.

    >>> row_print({"a": "1", "b": None}) == row_print({"b": None, "a": "1"})
    True
    """
    return hashlib.sha256(json.dumps(dict(cells), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def repairs_of(judgements: pd.DataFrame) -> dict[tuple[str, str], Cells]:
    """New cells for each repaired row, by file and `row_print`, as the judgements in force have them."""
    gone = set(judgements["supersedes"].dropna())
    found: dict[tuple[str, str], Cells] = {}
    for row in judgements[judgements["kind"] == "repair"].to_dict("records"):
        if row["judgement_id"] in gone or not isinstance(row["decision"], str):
            continue
        told = json.loads(row["decision"])
        if isinstance(told.get("cells"), dict):
            found[str(told.get("file")), str(told.get("row_print"))] = told["cells"]
    return found


def read_again(rows: list[Cells], source: Source) -> Reading:
    """Read rows by the mapping of their input; row 2 is the first, as in any file with a header."""
    from data import read  # noqa: PLC0415 - loads every format, for the few projects that have repairs

    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([["" if row.get(name) is None else row[name] for name in names] for row in rows])
    # A layer is a thing of the file that the rows were taken from, and the rows have none.
    options = replace(source.options, layer=None)
    with TemporaryDirectory(prefix="strikeatlas-") as folder:
        path = Path(folder) / "rows.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return read(path, source.recorder, options=options)


def with_repairs(reading: Reading, source: Source, repairs: Mapping[tuple[str, str], Cells]) -> list[Reading]:
    """The reading of one input, and beside it one of the rows that were rejected and are now repaired.

    A repair that does not help leaves its row among the rejected. Rows in stay the same in all.
    """
    rejected = reading.rejected_rows
    cells = [json.loads(record) for record in rejected["record"]] if repairs else []
    names = [(str(file), row_print(row)) for file, row in zip(rejected["file"], cells, strict=bool(repairs))]
    places = [at for at, name in enumerate(names) if name in repairs]
    if not places:
        return [reading]
    again = read_again([cells[at] | repairs[names[at]] for at in places], source)
    bad = set(again.rejected["row"].astype(int))
    good = [at for number, at in enumerate(places, start=FIRST_ROW) if number not in bad]
    rows = [int(rejected["row"].iloc[at]) for at in good]
    left = _without(reading, str(source.seen.name), set(rows))
    origin = {FIRST_ROW + number: int(rejected["row"].iloc[at]) for number, at in enumerate(places)}
    helped = replace(
        again,
        rows_in=again.rows_in - len(again.rejected),
        claims=_at_origin(again.claims, source.seen, origin, repaired=True),
        figures=_at_origin(again.figures, source.seen, origin, repaired=True),
        rejected=frame("rejected"),
        rejected_rows=frame("rejected_rows"),
        duplicates=again.duplicates.assign(
            file=source.seen.name, row=again.duplicates["row"].map(origin).astype("Int64")
        ),
        notes=(),
        files=(),
    )
    return [left, helped]


def _without(reading: Reading, file: str, rows: set[int]) -> Reading:
    def rest(table: pd.DataFrame) -> pd.DataFrame:
        return table[~((table["file"] == file) & table["row"].isin(rows))].reset_index(drop=True)

    rejected = rest(reading.rejected)
    gone = len(reading.rejected) - len(rejected)
    return replace(
        reading, rows_in=reading.rows_in - gone, rejected=rejected, rejected_rows=rest(reading.rejected_rows)
    )


def _at_origin(table: pd.DataFrame, seen: FileSeen, rows: Mapping[int, int], *, repaired: bool) -> pd.DataFrame:
    """Say of the rows where they really stand, and that a value in them was repaired."""
    told = [[*codes, REPAIRED] if repaired else codes for codes in table["warnings"]]
    return table.assign(
        origin_file=seen.name,
        origin_sha256=seen.sha256,
        origin_row=table["origin_row"].map(rows).astype("Int64"),
        warnings=pd.Series(told, index=table.index, dtype=object),
    )
