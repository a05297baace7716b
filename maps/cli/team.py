"""Commands for the database that a team shares: store init, info, push, pull, share, check, tidy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from data import init_store, open_team_store

from ..project import load_project
from ..team import push_project, share_run, store_address
from . import say

DONE, FOUND = 0, 1
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProjectPath = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="atlas.toml, or the folder that holds it.")]

store = typer.Typer(name="store", no_args_is_help=True, rich_markup_mode=None, help="The database that a team shares.")


def _address(project: Path) -> str:
    return store_address(load_project(project))


def _told(counts: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        say.as_json(counts)
    else:
        for name, value in counts.items():
            say.line(f"{name}: {value}")
    return DONE


@store.command("init")
def init(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Make the store in its database, or bring an older one to the version of the day; nothing in it is lost.

    Example: strikeatlas store init
    """
    return _told(init_store(_address(project)).info(), as_json=as_json)


@store.command("info")
def info(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Say what the store holds, and whether this login may write; the chain of judgements is verified.

    Example: strikeatlas store info
    """
    return _told(open_team_store(_address(project)).info(), as_json=as_json)


@store.command("push")
def push(
    project: ProjectPath = Path(),
    whole: Annotated[
        bool, typer.Option("--whole", help="These inputs are all that there is: note other records as gone.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """
    Read the project's inputs and its log, and add what the store does not have yet.

    Example: strikeatlas store push
    """
    settings = load_project(project)
    today = date.today().isoformat()
    pushed = push_project(settings, work=settings.folder / "work", read_on=today, whole=whole)
    counts = pushed.reading.counts
    if as_json:
        say.as_json({**counts, "store": pushed.counts})
    else:
        say.line(say.rows(counts))
        for name, one in pushed.counts.items():
            there = one["rows_in"] - one["added"]
            left = f"; {one['superseded']} superseded, {one['gone']} gone" if name == "claims" else ""
            say.line(f"{name}: {one['added']} added, {there} there already{left}.")
    return FOUND if counts["rejected"] else DONE


@store.command("pull")
def pull(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the copy goes; made with mode 0700.")],
    project: ProjectPath = Path(),
    as_json: AsJson = False,
) -> int:
    """
    Write a copy of what the store holds: claims and readings, totals, sources, and the log of judgements.

    Example: strikeatlas store pull --out copy
    """
    counts = open_team_store(_address(project)).write_copy(out)
    return _told({**counts, "out": str(out)}, as_json=as_json)


@store.command("share")
def share(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Put the tables of the last build into the store, for QGIS and other programs.

    Example: strikeatlas store share
    """
    settings = load_project(project)
    return _told(share_run(settings, work=settings.folder / "work"), as_json=as_json)


@store.command("check")
def check(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Hold every row to what was added, and look whether the guards of the store are on.

    Example: strikeatlas store check
    """
    faults = open_team_store(_address(project)).check()
    if as_json:
        say.as_json({"faults": faults})
    else:
        for fault in faults or ["Every row is as it was added, the chain is whole, and the guards are on."]:
            say.line(fault)
    return FOUND if faults else DONE


@store.command("tidy")
def tidy(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Take away the shared builds but for the last two; what was said and decided stays. For the owner of the store.

    Example: strikeatlas store tidy
    """
    return _told({"runs_taken_away": open_team_store(_address(project)).tidy()}, as_json=as_json)
