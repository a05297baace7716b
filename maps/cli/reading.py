"""Commands that read files of reports: check and read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from data import Reading
from data import read as read_input
from geo import Gazetteer, add_warnings
from geo import check as check_places

from ..tables import write_table
from . import say

DONE, WITH_REJECTIONS = 0, 1
Recorder = Annotated[
    str | None, typer.Option("--recorder", help="Who made the file; found by its columns where left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _report(reading: Reading) -> dict[str, Any]:
    rejected = reading.rejected.astype(object).where(reading.rejected.notna(), None)
    return {**reading.counts, "rejections": rejected.to_dict("records")}


def _tell(reading: Reading) -> None:
    counts = reading.counts
    for note in reading.notes:
        say.line(note)
    say.line(say.rows(counts))
    for code, number in sorted(counts["warnings"].items()):
        say.line(f"  warning {code}: {number}")
    for row in reading.rejected.to_dict("records"):
        place = f"{row['file']}, row {row['row']}, column {row['column']}"
        say.line(f"  rejected {place}: {row['value']!r} ({row['rule']}). {row['hint']}")


def _checked(reading: Reading) -> Reading:
    gazetteer = Gazetteer.embedded()
    return replace(reading, claims=add_warnings(reading.claims, check_places(reading.claims, gazetteer)))


def check(
    path: Annotated[Path, typer.Argument(metavar="INPUT")], recorder: Recorder = None, as_json: AsJson = False
) -> int:
    """
    Read a file and say what would be kept, flagged and rejected, without writing anything.

    Example: strikeatlas check inputs/incidents.csv --recorder airwars-facts
    """
    reading = _checked(read_input(path, recorder))
    if as_json:
        say.as_json(_report(reading))
    else:
        _tell(reading)
    return WITH_REJECTIONS if len(reading.rejected) else DONE


def read(
    path: Annotated[Path, typer.Argument(metavar="INPUT")],
    out: Annotated[Path, typer.Option("--out", help="Where the claims go: .csv or .parquet.")],
    recorder: Recorder = None,
    as_json: AsJson = False,
) -> int:
    """
    Write the claims of any input as a table.

    Example: strikeatlas read inputs/incidents.csv --recorder airwars-facts --out claims.csv
    """
    reading = _checked(read_input(path, recorder))
    write_table(reading.claims, out)
    if as_json:
        say.as_json(_report(reading) | {"out": str(out)})
    else:
        _tell(reading)
        say.line(f"Claims: {out}")
    return WITH_REJECTIONS if len(reading.rejected) else DONE
