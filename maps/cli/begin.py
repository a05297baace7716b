"""The command that begins: init, a mapping for a sheet of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from data import GateRefused, Options, Proposal, UsageProblem, propose_mapping, write_atomic

from ..begin import begin_project
from . import say

DONE = 0


def init(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A table of your own: CSV, XLSX, ODS and others.")],
    out: Annotated[Path | None, typer.Option("--out", help="The mapping to write; SHEET.toml where left out.")] = None,
    project: Annotated[
        Path | None, typer.Option("--project", metavar="FOLDER", help="Make a project of the sheet in this folder.")
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Sheet or layer of a file that holds several.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    Propose a mapping for a sheet of your own, show why, and write it for you to correct; or begin a project with it.

    Example: strikeatlas init strikes.csv --project my-atlas
    """
    if project is not None:
        return _begin(sheet, out, project, layer=layer, as_json=as_json)
    proposal = propose_mapping(sheet, options=Options(layer=layer))
    file = out or sheet.with_suffix(".toml")
    if file.exists():
        raise GateRefused(f"{file} is there already.", hint="Name another file with --out, or take it away first.")
    write_atomic(file, proposal.toml.encode())
    if as_json:
        say.as_json({"mapping": str(file), "columns": _rows(proposal)})
        return DONE
    _tell(sheet, proposal)
    more = f" --layer {shlex.quote(layer)}" if layer else ""
    say.line(f"Correct {file} where it is wrong, then: strikeatlas check {sheet} --recorder {file}{more}")
    return DONE


def _begin(sheet: Path, out: Path | None, folder: Path, *, layer: str | None, as_json: bool) -> int:
    if out is not None:
        raise UsageProblem("--out and --project exclude each other.", hint="A project's mapping lies in its inputs/.")
    settings, proposal = begin_project(sheet, folder, layer=layer)
    if as_json:
        say.as_json({"project": str(settings), "columns": _rows(proposal) if proposal else None})
        return DONE
    if proposal is None:
        say.line(f"{sheet.name} is of a recorder that is known; no mapping is needed.")
    else:
        _tell(sheet, proposal)
        say.line(f"Correct {folder / 'inputs' / sheet.with_suffix('.toml').name} where it is wrong.")
    say.line(f"Then: strikeatlas build {folder}. What may be published stands in {settings}: nothing yet.")
    return DONE


def _rows(proposal: Proposal) -> list[dict[str, object]]:
    return [{"column": g.column, "field": g.target, "why": g.why, "readable": g.readable} for g in proposal.guesses]


def _tell(sheet: Path, proposal: Proposal) -> None:
    say.line(f"{sheet.name}: {proposal.said}.")
    for guess in proposal.guesses:
        examples = ", ".join(repr(example) for example in guess.examples[:2])
        why = "; ".join(filter(None, (guess.why, guess.doubt)))
        say.line(f"{guess.column}: {guess.target or 'not read'}, {why}. Such as: {examples or 'nothing'}.")
