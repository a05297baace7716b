"""The command that opens the review."""

from __future__ import annotations

import contextlib
import getpass
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from data import UsageProblem

from ..project import load_project
from . import say

DONE = 0
ProjectPath = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="atlas.toml, or the folder that holds it.")]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _login() -> tuple[str, ...]:
    with contextlib.suppress(Exception):
        return (getpass.getuser(),)
    return ()


def review(
    project: ProjectPath = Path(),
    port: Annotated[int, typer.Option("--port", help="Port on this machine; any that is free where left out.")] = 0,
    language: Annotated[str, typer.Option("--language", help="en or ar; it can be changed on the page.")] = "en",
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    count: Annotated[bool, typer.Option("--count", help="Say what waits, and open nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: the address, or the counts.")] = False,
) -> int:
    """
    Open the review of the last build on this machine: places, pairs, rows and judgements that wait for a person.

    Example: strikeatlas review examples/iraq-syria-2014-2019 --count
    """
    from ..review import Terms, open_desk, prepare  # noqa: PLC0415 - the web server is loaded where it is needed

    settings = load_project(project)
    work = settings.folder / "work"
    if language not in ("en", "ar"):
        raise UsageProblem(f"There is no language '{language}'.", hint="Use en or ar.")
    if count:
        waiting = {name: whole - done for name, (done, whole) in open_desk(settings, work).progress().items()}
        _tell_counts(waiting, as_json=as_json)
        return DONE
    terms = Terms(port, language, _login())
    made = prepare(settings, work, now=_now, announce=_announce, terms=terms)
    if as_json:
        say.as_json({"address": made.address})
    else:
        say.line(f"The review is open on this machine alone, for one browser: {made.address}")
        say.line(
            "Stop it with Ctrl+C. Every decision is on file as soon as it is made; build again to see it on the map."
        )
    if browser and not as_json:
        webbrowser.open(made.address)
    made.run()
    return DONE


def _announce(address: str) -> None:
    say.note(f"For another browser on this machine: {address}")


def _tell_counts(waiting: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        say.as_json(waiting)
        return
    names = {
        "place": "places",
        "pair": "pairs",
        "row": "rejected rows",
        "stale": "judgements to look at again",
        "hold": "holds",
    }
    for name, number in waiting.items():
        say.line(f"{number} {names[name]}")
