"""What the commands over a table of records share: their options, what they ask of the table, what they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from data import UsageProblem, words
from layers import Ask, Given, Support

from ..tables import json_rows
from . import say

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
TablePath = Annotated[
    Path, typer.Argument(metavar="TABLE", help="Claims, a table of a work folder, or your own sheet.")
]
Lon = Annotated[str | None, typer.Option("--lon", metavar="COL", help="Column of the table with the longitude.")]
Lat = Annotated[str | None, typer.Option("--lat", metavar="COL", help="Column with the latitude.")]
Id = Annotated[str | None, typer.Option("--id", metavar="COL", help="Column with the id of the record.")]
Precision = Annotated[
    str | None, typer.Option("--precision", metavar="CLASS", help="How exactly points are known that do not say it.")
]
Recorder = Annotated[
    str | None, typer.Option("--recorder", help="Who made the table; found by its columns if left out.")
]
Gazetteer = Annotated[Path | None, typer.Option("--gazetteer", help="Where places in words are looked up.")]


def suits(out: Path, endings: Sequence[str], *inputs: Path) -> None:
    """Refuse an output of another kind, or one that is an input, before any work is done; raises UsageProblem."""
    for given in inputs:
        say.not_over_input(given, out)
    if out.suffix not in endings:
        known = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
        raise UsageProblem(f"{out.name} does not end in {known}.", hint="Name the file accordingly.")
    if not out.parent.is_dir():
        raise UsageProblem(f"There is no folder {out.parent}.", hint="Make it, or name another place with --out.")


def ask_of(lon: str | None, lat: str | None, record_id: str | None, **rest: Any) -> Ask:
    """Put the options into a question to a table; raises UsageProblem for a precision that is no class."""
    if rest["precision"] not in (None, *words("precision")):
        raise UsageProblem(
            f"--precision '{rest['precision']}' is no class.", hint=f"Known: {', '.join(words('precision'))}."
        )
    named = {"lon": lon, "lat": lat, "id": record_id}
    return Ask(columns={what: column for what, column in named.items() if column}, **rest)


def tell(
    accounted: Mapping[str, int],
    counts: Mapping[str, int],
    told: Support | None,
    out: Path,
    *,
    given: Given | None = None,
    as_json: bool,
) -> None:
    """Tell what was read, what came of it and whether the level holds; `given` has the notes and the rejected rows."""
    notes, rejected = (list(given.notes), json_rows(given.rejected)) if given else ([], [])
    if as_json:
        level = asdict(told) | {"share_coarser": round(told.share, 4)} if told else None
        more = {"level": level, "notes": notes, "rejections": rejected, "out": str(out)}
        say.as_json({**accounted, **counts, **more})
        return
    for note in notes:
        say.line(note)
    say.line(say.rows(accounted))
    say.rejected(rejected)
    say.line(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items()) + ".")
    if told is not None:
        say.line(("" if told.holds else "CAUTION, this level is not supported. ") + told.en)
    say.line(f"{out}")
