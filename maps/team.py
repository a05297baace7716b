"""A project and its team's store: what goes into it, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import Reading, UsageProblem, current_run, open_team_store, read_frame, tables

from .inputs import read_inputs
from .project import Project

LOG = "judgements.jsonl"
# What a store is told as it is read, and not as the tables of a build.
SAID = ("claims", "readings", "figures", "sources", "judgements")


@dataclass(frozen=True)
class Pushed:
    """What became of a project's records and judgements in the store, and how its inputs were read."""

    counts: dict[str, dict[str, int]]
    reading: Reading


def store_address(project: Project) -> str:
    """Name the store of a project; raises UsageProblem where it has none."""
    if not project.store.url:
        hint = 'Write [store] and url = "postgresql://USER@HOST/DATABASE" into atlas.toml. See docs/team.md.'
        raise UsageProblem("The project file names no store of a team.", hint=hint)
    return project.store.url


def push_project(project: Project, *, work: Path, read_on: str | None = None, whole: bool = False) -> Pushed:
    """
    Add a project's records, totals, sources and judgements to its team's store; what is there already stays.

    `whole` says that the project's inputs are all that there is: records in none of them are noted as gone.

    Raises
    ------
    UsageProblem
        When the project names no store, or the login may only read.
    InputRefused
        When an input as a whole cannot be read, or the log in `work` is broken; nothing was added of that.
    """
    store = open_team_store(store_address(project))
    reading = read_inputs(project, store.read_judgements())
    # Sources first: a claim never stands there without the source that it names.
    added = {name: store.append_rows(name, getattr(reading, name)) for name in ("sources", "figures")}
    new = store.append_claims(reading.claims, read_on=read_on, whole=whole)
    added["judgements"] = store.append_log(work / LOG)
    counts = {name: {"rows_in": one.rows_in, "added": one.added} for name, one in added.items()}
    claims = {"rows_in": len(reading.claims), "added": len(new.claims)} | new.counts
    return Pushed({"claims": claims, **counts}, reading)


def share_run(project: Project, *, work: Path) -> dict[str, Any]:
    """
    Put the tables of the last build into the store, where a map program opens them; they take their place at once.

    Raises
    ------
    UsageProblem
        When nothing was built yet, the project names no store, or the login may only read.
    """
    run = current_run(work)
    if run is None:
        raise UsageProblem("Nothing was built yet.", hint="Run: strikeatlas build")
    found = {path.stem: path for path in sorted(run.glob("*.parquet")) if path.stem in tables()}
    held = {name: read_frame(path, name) for name, path in found.items() if name not in SAID}
    number = open_team_store(store_address(project)).write_run(held)
    return {"run": number, "tables": {name: len(rows) for name, rows in held.items()}}
