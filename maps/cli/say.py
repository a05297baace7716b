"""What commands print: sentences for people, JSON for programs, and errors without a traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data import AtlasError, UsageProblem

if TYPE_CHECKING:
    from rich.console import Console

    from data import Engine


# So many rejected rows are told one by one; what else is wrong with a row is told there alone.
MOST_ROWS, ALSO = 20, " Also wrong: "


def out(*, stderr: bool = False) -> Console:
    """Return the console for people; made anew, so that tests and pipes see the stream of the moment."""
    from rich.console import Console  # noqa: PLC0415 - what programs read needs no console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def line(text: str = "") -> None:
    """One line, as it is: text from data is never read as markup."""
    out().print(text, markup=False)


def rows(counts: Mapping[str, Any]) -> str:
    """The sentence that accounts for every row."""
    kept, rejected, again = counts["kept"], counts["rejected"], counts["duplicates"]
    return f"{counts['rows_in']} rows read: {kept} kept, {rejected} rejected, {again} duplicates."


def rejected(rows: Sequence[Mapping[str, Any]], *, most: int = MOST_ROWS, each: str = "--json names each row.") -> None:
    """
    One line for each rejected row: where it stands, what was found there, the rule, and what to do.

    More than `most` are told by column and rule, with the first row of each kind, and where `each` of them is named.
    """
    kinds: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for number, row in enumerate(rows):
        kind = (row["file"], row["column"], row["rule"])
        kinds.setdefault(kind if len(rows) > most else (number,), []).append(row)
    for same in sorted(kinds.values(), key=len, reverse=True)[: max(most, 1)]:
        row, held = same[0], "nothing" if same[0]["value"] is None else repr(same[0]["value"])
        column = [] if row["column"] is None else [f"column {row['column']}"]
        if len(same) == 1:
            where = ", ".join([row["file"], *([] if row["row"] is None else [f"row {row['row']}"]), *column])
            line(f"  rejected {where}: {held} ({row['rule']}). {row['hint']}")
        else:
            where, hint = ", ".join([row["file"], *column]), str(row["hint"]).partition(ALSO)[0]
            line(f"  rejected {len(same)} rows of {where} ({row['rule']}), first row {row['row']}: {held}. {hint}")
    if len(kinds) > most:
        line(f"  and {len(kinds) - most} more kinds of rejected rows")
    if len(rows) > most and each:
        line(f"  {each}")


def note(text: str) -> None:
    """One line on standard error, beside the answer: what goes on while one waits."""
    out(stderr=True).print(text, markup=False)


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on standard error while the block runs, if a person is looking; call it with what is done, and all."""
    from rich.progress import Progress  # noqa: PLC0415 - a single answer needs no bar

    console = out(stderr=True)
    bar = Progress(console=console, transient=True, disable=quiet or not console.is_terminal)
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


MOST_NAMES = 5


def counted(number: int, one: str, several: str = "") -> str:
    """
    A number with its noun; the plural is made with an s where it is not given.

    >>> counted(1, "claim"), counted(1200, "claim"), counted(2, "party", "parties")
    ('1 claim', '1,200 claims', '2 parties')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def names(given: Sequence[str]) -> str:
    """
    The first of some names, and how many more there are.

    >>> names(["a", "b"]), names(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    more = len(given) - MOST_NAMES
    return ", ".join(given[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


EngineName = Annotated[
    str | None,
    typer.Option("--engine", metavar="dask[:N|:ADDRESS]", help="Work on a cluster: here with N workers, or elsewhere."),
]


@contextmanager
def working(engine: str | None, what: str, *, quiet: bool = False) -> Iterator[Engine | None]:
    """The engine of a command, with a bar while it works; None where none was asked for."""
    if not engine:
        yield None
        return
    from data import open_engine  # noqa: PLC0415 - needs pandas

    with progress(what, quiet=quiet) as move, open_engine(engine, progress=move) as opened:
        yield opened


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """Show on standard error which of some steps is under way, where a person is looking on."""
    from rich.progress import Progress  # noqa: PLC0415 - as above

    console = out(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        begun = 0

        def step(what: str) -> None:
            nonlocal begun
            progress.update(task, description=what, completed=begun)
            begun += 1

        yield step


def not_over_input(given: Path, out: Path) -> None:
    """Refuse to write over the file that is being read; raises UsageProblem."""
    if out.exists() and given.exists() and out.samefile(given):
        raise UsageProblem(f"--out names the input itself, {out}.", hint="Name another file: inputs are never changed.")


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False) + "\n")


def problem(error: AtlasError) -> None:
    """A problem on standard error: what is wrong, then what to do."""
    console = out(stderr=True)
    console.print(f"strikeatlas: {error.message}", markup=False)
    if error.hint:
        console.print(f"  {error.hint}", markup=False)
