"""The command that begins: init, a mapping for a sheet of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data import GateRefused, propose_mapping, write_atomic

from . import say

DONE = 0


def init(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A table of your own: CSV, XLSX, ODS and others.")],
    out: Annotated[Path | None, typer.Option("--out", help="The mapping to write; SHEET.toml where left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    Propose a mapping for a sheet of your own, show why, and write it for you to correct.

    Example: strikeatlas init strikes.csv
    """
    proposal = propose_mapping(sheet)
    file = out or sheet.with_suffix(".toml")
    if file.exists():
        raise GateRefused(f"{file} is there already.", hint="Name another file with --out, or take it away first.")
    write_atomic(file, proposal.toml.encode())
    if as_json:
        rows = [{"column": g.column, "field": g.target, "why": g.why, "readable": g.readable} for g in proposal.guesses]
        say.as_json({"mapping": str(file), "columns": rows})
        return DONE
    for guess in proposal.guesses:
        examples = ", ".join(repr(example) for example in guess.examples[:2])
        say.line(f"{guess.column}: {guess.target or 'not read'}. {guess.why} Such as: {examples or 'nothing'}.")
    say.line(f"Correct {file} where it is wrong, then: strikeatlas check {sheet} --recorder {file}")
    return DONE
