"""The commands by name, each loaded when it is called, and what each exit code means."""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

import typer

from data import AtlasError

from . import say

EXIT_CODES = (
    "Exit codes: 0 done; 1 done, with rows rejected or unanswered; 2 wrong usage; 3 input refused; "
    "4 a gate said no; 5 our own fault."
)
OUR_FAULT = 5
INTERRUPTED = 130
_BELOW_ZERO = re.compile(r"-[\d.]")
RARELY = (200_000, 20, 100)
STOPPED = "Stopped. What was there before is as it was, or the new state is whole: run the command again."

# The module of each command, in the order of the help; a place is found without what pages and units need.
HOMES = {
    **dict.fromkeys(("demo",), ".make"),
    "init": ".begin",
    **dict.fromkeys(("check", "read"), ".reading"),
    "locate": ".look",
    "scan": ".places",
    "draw": ".make",
    **dict.fromkeys(("join", "tally"), ".units"),
    "build": ".make",
    "pairs": ".link",
    **dict.fromkeys(("reconcile", "compare"), ".ledger"),
    "review": ".review",
    "publish": ".make",
    **dict.fromkeys(("overlay", "tiles", "sample", "zonal"), ".imagery"),
    "damage": ".damage",
    "scenes": ".scenes",
    "verify": ".make",
    "shot": ".picture",
    "doctor": ".look",
    **dict.fromkeys(("judgements", "confirm", "withdraw", "history", "custody"), ".decisions"),
    "gazetteer": ".places",
    "store": ".team",
    "fetch": ".fetch",
    "link": ".link",
    "units": ".codes",
}


def app_of(names: Iterable[str]) -> typer.Typer:
    """The command line with some of its commands; only their modules are loaded."""
    app = typer.Typer(
        name="strikeatlas",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        help="Turns reports of air and artillery strikes into maps that can be defended.",
        epilog=EXIT_CODES,
    )
    app.callback()(_nothing)
    for name in names:
        command = getattr(import_module(HOMES[name], __package__), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command)
        else:
            app.command(name)(command)
    return app


def _nothing() -> None:
    """A command line of one command is still one of several."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors end in one sentence and an exit code, with a traceback only under --debug."""
    # Tables become millions of small objects that live to the end: looking through them for litter again and again
    # takes a third of the time of a build.
    gc.set_threshold(*RARELY)
    alone = arguments is None
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    if arguments[:1] == ["locate"]:  # "-36.34, 43.12" is a place and no option: with a blank before it, it is read so
        arguments = [f" {word}" if _BELOW_ZERO.match(word) else word for word in arguments]
    try:
        code = app_of(arguments[:1] if arguments[:1] and arguments[0] in HOMES else HOMES)(
            arguments, standalone_mode=False
        )
        if code == INTERRUPTED:  # typer takes the interrupt for itself, and says nothing
            say.problem(AtlasError(STOPPED))
    except AtlasError as error:
        say.problem(error)
        code = error.exit_code
    except typer.TyperException as error:
        say.problem(AtlasError(error.format_message(), hint="See: strikeatlas --help"))
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        say.problem(AtlasError(STOPPED))
        code = INTERRUPTED
    except Exception as error:  # the last door: whatever is left is a fault of ours, and is said as one
        if debug:
            traceback.print_exc()
        fault = f"{type(error).__name__}: {error}"
        say.problem(AtlasError(f"A fault of ours: {fault}", hint="Run again with --debug and report what it prints."))
        code = OUR_FAULT
    code = code if isinstance(code, int) else 0
    if alone:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> None:
    """
    End the process, everything written and tidied up, without taking Python down piece by piece.

    Threads of libraries that read ahead may still ask for Python then, and one in some fifty refused inputs ended with
    an abort in the place of its exit code.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
