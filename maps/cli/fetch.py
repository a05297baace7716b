"""The commands that use the network, and no others do: fetch boundaries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from data import NetFault, UsageProblem
from layers import BoundaryFile, Errand, boundary_source, fetch_boundaries

from . import say

DONE, UNANSWERED = 0, 1
LEVELS = re.compile(r"([0-9])(?:-([0-9]))?")

fetch = typer.Typer(
    name="fetch",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Fetch files from their publishers: the only commands that use the network.",
)


def _levels(text: str) -> list[int]:
    found = LEVELS.fullmatch(text.strip())
    if found is None or (found[2] and found[2] < found[1]):
        raise UsageProblem(f"--level '{text}' is no level.", hint="Use 1, or a range such as 0-2.")
    return list(range(int(found[1]), int(found[2] or found[1]) + 1))


@fetch.command("boundaries")
def boundaries(
    countries: Annotated[list[str], typer.Argument(metavar="COUNTRY...", help="Such as IRQ SYR.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder that keeps the files.")] = Path(
        "boundaries"
    ),
    level: Annotated[str, typer.Option("--level", help="0 is the country; 1, or a range such as 0-3.")] = "1",
    source: Annotated[
        str, typer.Option("--source", metavar="geoboundaries|cod-ab|natural-earth", help="The publisher.")
    ] = "geoboundaries",
    brought: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Files downloaded elsewhere: nothing is asked.")
    ] = None,
    sha256: Annotated[str, typer.Option("--sha256", help="The hash that the publisher's file must have.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Ask even for what is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    Fetch administrative boundaries, with their licence, vintage and hash; each address is shown before it is asked.

    Example: strikeatlas fetch boundaries IRQ SYR --level 0-3 --out boundaries
    """
    with say.progress("fetching", quiet=as_json) as move:
        errand = Errand(
            source=boundary_source(source),
            out=out,
            brought=brought,
            again=again,
            sha256=sha256,
            retrieved_on=datetime.now(UTC).date().isoformat(),
            show=say.note,
            progress=move,
        )
        files = fetch_boundaries(countries, _levels(level), errand)
    if as_json:
        say.as_json([{**_row(file), "path": str(file.path) if file.path else None} for file in files])
    else:
        _tell(files)
    if all(file.state == "missing" for file in files):
        raise NetFault("None of them was fetched.", hint="Nothing that was there before was changed.")
    return UNANSWERED if any(file.state == "missing" for file in files) else DONE


def _row(file: BoundaryFile) -> dict[str, object]:
    names = ("country", "level", "state", "sha256", "vintage", "licence", "units", "why")
    return {name: getattr(file, name) for name in names}


def _tell(files: list[BoundaryFile]) -> None:
    for file in files:
        place = f"{file.country} level {file.level}: "
        if file.path is None:
            say.line(f"{place}missing. {file.why}")
            continue
        vintage, licence = file.vintage or "vintage not stated", file.licence or "licence not stated, see beside it"
        say.line(f"{place}{file.state}, {file.units} units, {vintage}, {licence}: {file.path}")
    kept = [file for file in files if file.path is not None]
    if kept:
        say.line("For the project file:")
    for file in kept:
        say.line(f'[[layers]]\npath = "{file.path}"\nlevel = {file.level}')
