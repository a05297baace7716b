"""Commands that read files of reports: check and read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from data import Options, Reading, Sheet, Written, read_to
from data import read as read_input
from geo import Gazetteer, add_warnings
from geo import check as check_places

from ..tables import json_rows, write_table
from . import say
from .hints import DateOrder, known_order

DONE, WITH_REJECTIONS = 0, 1
SHOWN = 5
Recorder = Annotated[
    str | None, typer.Option("--recorder", help="Who made the file; found by its columns where left out.")
]
TextColumn = Annotated[
    str | None,
    typer.Option("--text-column", metavar="COL", help="Column that holds the text of a release, item by item."),
]
Layer = Annotated[str | None, typer.Option("--layer", help="Layer or sheet of a file that holds several.")]
PublishedOn = Annotated[
    str | None, typer.Option("--published-on", metavar="DATE", help="Day of a release that does not print it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _report(reading: Reading | Written) -> dict[str, Any]:
    return {**reading.counts, "rejections": json_rows(reading.rejected)}


def _tell(reading: Reading | Written) -> None:
    for note in reading.notes:
        say.line(note)
    say.line(say.rows(reading.counts))
    for code, number in sorted(reading.counts["warnings"].items()):
        say.line(f"  warning {code}: {number}")
    say.rejected(json_rows(reading.rejected))
    for row in reading.duplicates.head(SHOWN).to_dict("records"):
        same = f"says the same as row {row['kept_row']} in every column that is read"
        say.line(f"  duplicate {row['file']}, row {row['row']}: {same}")
    if len(reading.duplicates) > SHOWN:
        say.line(f"  and {len(reading.duplicates) - SHOWN} duplicates more")
    if len(reading.unread):
        say.line(
            f"  {len(reading.unread)} pieces of text inside kept records were not understood; nothing was guessed."
        )


def _checked(reading: Reading) -> Reading:
    gazetteer = Gazetteer.embedded()
    return replace(reading, claims=add_warnings(reading.claims, check_places(reading.claims, gazetteer)))


def check(
    path: Annotated[Path, typer.Argument(metavar="INPUT")],
    recorder: Recorder = None,
    text_column: TextColumn = None,
    date_order: DateOrder = None,
    layer: Layer = None,
    as_json: AsJson = False,
) -> int:
    """
    Read a file and say what would be kept, flagged and rejected, without writing anything.

    Example: strikeatlas check inputs/incidents.csv --recorder airwars-facts
    """
    options = Options(text_column=text_column, date_order=known_order(date_order), layer=layer)
    reading = _checked(read_input(path, recorder or Sheet(), options=options))
    guesses = reading.files[0].told_guesses()
    if guesses:
        note = f"{guesses} To correct that, and to read it so elsewhere: strikeatlas init {path}"
        reading = replace(reading, notes=(*reading.notes, note))
    if as_json:
        say.as_json(_report(reading))
    else:
        _tell(reading)
    return WITH_REJECTIONS if len(reading.rejected) else DONE


def read(
    path: Annotated[Path, typer.Argument(metavar="INPUT")],
    out: Annotated[Path, typer.Option("--out", help="Where the claims go: .csv or .parquet.")],
    recorder: Recorder = None,
    text_column: TextColumn = None,
    date_order: DateOrder = None,
    layer: Layer = None,
    published_on: PublishedOn = None,
    engine: say.EngineName = None,
    as_json: AsJson = False,
) -> int:
    """
    Write the claims (or stated totals) of any input as a table, with its sources and its rejected rows beside it.

    Example: strikeatlas read inputs/incidents.csv --recorder airwars-facts --out claims.csv
    """
    say.not_over_input(path, out)
    options = Options(
        text_column=text_column, date_order=known_order(date_order), layer=layer, published_on=published_on
    )
    with say.working(engine, "reading", quiet=as_json) as workers:
        written = read_to(path, recorder, out, options=options, engine=workers)
    files = {written.table: str(out)}
    for name in ("rejected", "unread", "sources"):
        if len(table := getattr(written, name)):
            beside = out.with_name(f"{out.stem}.{name}{out.suffix}")
            write_table(table, beside)
            files[name] = str(beside)
    if as_json:
        say.as_json(_report(written) | {"out": files})
    else:
        _tell(written)
        for name, file in files.items():
            say.line(f"{name}: {file}")
    return WITH_REJECTIONS if len(written.rejected) else DONE
