"""The commands, and what each exit code means."""

from __future__ import annotations

import gc
import sys
import traceback

import typer

from data import AtlasError

from . import say
from .begin import init
from .codes import units
from .decisions import confirm, custody, history, judgements, withdraw
from .fetch import fetch
from .imagery import overlay, sample, tiles, zonal
from .ledger import compare, reconcile
from .link import link, pairs
from .look import doctor, locate
from .make import build, demo, draw, publish, verify
from .picture import shot
from .places import gazetteer, scan
from .reading import check, read
from .review import review
from .scenes import scenes
from .team import store
from .units import join, tally

EXIT_CODES = (
    "Exit codes: 0 done; 1 done, with rows rejected or unanswered; 2 wrong usage; 3 input refused; "
    "4 a gate said no; 5 our own fault."
)
OUR_FAULT = 5
INTERRUPTED = 130
RARELY = (200_000, 20, 100)
STOPPED = "Stopped. What was there before is as it was, or the new state is whole: run the command again."

app = typer.Typer(
    name="strikeatlas",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Turns reports of air and artillery strikes into maps that can be defended.",
    epilog=EXIT_CODES,
)
COMMANDS = (
    *(demo, init, check, read, locate, scan, draw, join, tally, build, pairs, reconcile, compare, review, publish),
    *(overlay, tiles, sample, zonal, scenes),
    *(verify, shot, doctor, judgements, confirm, withdraw, history, custody),
)
for command in COMMANDS:
    app.command(command.__name__)(command)


app.add_typer(gazetteer)
app.add_typer(store)
app.add_typer(fetch)
app.add_typer(link)
app.add_typer(units)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors end in one sentence and an exit code, with a traceback only under --debug."""
    # Tables become millions of small objects that live to the end: looking through them for litter again and again
    # takes a third of the time of a build.
    gc.set_threshold(*RARELY)
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        code = app(arguments, standalone_mode=False)
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
    sys.exit(code if isinstance(code, int) else 0)
