"""The work folder: each run writes into a folder of its own, which takes its place when it is whole.

    work/format.json        which shape the folder has
    work/runs/000007/       a run; the one before it is kept, so that the two can be compared
    work/current            link to the run in force: the one thing that is flipped
    work/claims.parquet     link to current/claims.parquet, and so for every file of the run
    work/judgements.jsonl   what is no part of a run lies beside them

Killed at any moment, every name gives the file of the old run or of the new one, and all of them of the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import InputRefused
from ..files import private_folder, project_lock, swap_folders, sync_folder, write_atomic

VERSION = 1
FORMAT, RUNS, CURRENT = "format.json", "runs", "current"
KEY = "strikeatlas_work"
KEPT = 2
# What a work folder of version 0 held that a run holds now.
PLAIN_FILES = ("*.parquet", "rejected.csv", "duplicates.csv", "tallies.csv", "preview/index.html")


@contextlib.contextmanager
def new_run(work: Path | str) -> Iterator[Path]:
    """Hold the project's lock and give an empty folder; if the block ends well, it becomes the run in force.

    If the block raises, or the machine stops, the run before it stays in force. Its files are reached through
    their names in `work`, or, several of one run together, through `current_run`.

    Raises
    ------
    InputRefused
        A newer StrikeAtlas wrote the folder; it is left as it is.
    WorldFault
        Another run holds the project, or the disk stands in the way.
    """
    folder = private_folder(work)
    with project_lock(folder):
        version = _version(folder)
        _link_again(folder)
        _clear(folder)
        _migrate(folder, version)
        part = _begin(folder)
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        _flip(folder, _whole(part))
        _tidy(folder)


def current_run(work: Path | str) -> Path | None:
    """Find the folder of the run in force, with all links resolved; None where there was no run yet.

    Raises
    ------
    InputRefused
        A newer StrikeAtlas wrote the folder.
    """
    folder = Path(work)
    version = _version(folder)
    if version == 0:
        return folder if any(_plain_files(folder)) else None
    current = folder / CURRENT
    return current.resolve() if current.is_dir() else None


def _version(folder: Path) -> int:
    """Read which shape a work folder has; 0 is the one without runs."""
    path = folder / FORMAT
    if not path.exists():
        return 0
    try:
        version = int(json.loads(path.read_bytes())[KEY])
    except (ValueError, LookupError, TypeError):
        raise InputRefused(
            "this does not say which shape the work folder has.",
            file=str(path),
            hint="Move the folder away, keep its judgements.jsonl, and build again.",
        ) from None
    if version > VERSION:
        raise InputRefused(
            f"a newer StrikeAtlas wrote this folder (shape {version}; this one knows {VERSION}).",
            file=str(folder),
            hint="Use that version, or build into another folder.",
        )
    return version


def _migrate(folder: Path, held: int) -> None:
    """Bring a work folder to the shape of the day, step by step; what was there stays reachable by its name."""
    for version in range(held, VERSION):
        MIGRATIONS[version](folder)
        write_atomic(folder / FORMAT, json.dumps({KEY: version + 1}).encode(), mode=0o600)


def _adopt_plain_files(folder: Path) -> None:
    """From 0 to 1: the files of the last build become its first run."""
    plain = list(_plain_files(folder))
    if not plain:
        return
    part = _begin(folder)
    for name in plain:
        private_folder((part / name).parent)
        os.link(folder / name, part / name, follow_symlinks=True)
    run = _whole(part)
    # The names still are the files themselves: each becomes a link to the same bytes.
    _link(folder / CURRENT, Path(RUNS) / run.name)
    _name_files(folder, run)


MIGRATIONS: dict[int, Callable[[Path], None]] = {0: _adopt_plain_files}


def _link_again(folder: Path) -> None:
    """Take up a work folder that was copied with its links followed: what was the run in force is a run again."""
    current, aside = folder / CURRENT, folder / f".{CURRENT}.copied"
    # Left where an earlier try was stopped: it never was in force, or is no longer.
    if aside.is_symlink():
        aside.unlink()
    shutil.rmtree(aside, ignore_errors=True)
    if current.is_symlink() or not current.is_dir():
        return
    part = _begin(folder)
    for path in (path for path in sorted(current.rglob("*")) if path.is_file()):
        name = path.relative_to(current)
        private_folder((part / name).parent)
        os.link(path, part / name)
    run = _whole(part)
    aside.symlink_to(Path(RUNS) / run.name)
    if not swap_folders(aside, current):
        shutil.rmtree(current)
        aside.rename(current)
    _name_files(folder, run)
    shutil.rmtree(aside, ignore_errors=True)


def _plain_files(folder: Path) -> Iterator[Path]:
    for pattern in PLAIN_FILES:
        yield from (path.relative_to(folder) for path in sorted(folder.glob(pattern)) if path.is_file())


def _begin(folder: Path) -> Path:
    """Make the folder of the next run, by counting on; its name begins with a dot until it is whole."""
    runs = private_folder(folder / RUNS)
    numbers = [int(path.name) for path in runs.iterdir() if path.name.isdigit()]
    return private_folder(runs / f".{max(numbers, default=0) + 1:06}")


def _whole(part: Path) -> Path:
    """Give a finished run its name."""
    for path in (*(path for path in part.rglob("*") if path.is_dir()), part):
        sync_folder(path)
    run = part.rename(part.with_name(part.name.removeprefix(".")))
    sync_folder(run.parent)
    return run


def _flip(folder: Path, run: Path) -> None:
    """Put a finished run in force. The names come first: until the flip, one that is new leads nowhere."""
    _name_files(folder, run)
    _link(folder / CURRENT, Path(RUNS) / run.name)


def _name_files(folder: Path, run: Path) -> None:
    for name in sorted(path.relative_to(run) for path in run.rglob("*") if path.is_file()):
        if len(name.parts) > 1:
            private_folder((folder / name).parent)
        _link(folder / name, Path(*[".."] * (len(name.parts) - 1), CURRENT) / name)


def _link(path: Path, target: Path) -> None:
    """Make a link, or let it lead elsewhere, in one step."""
    if path.is_symlink() and path.readlink() == target:
        return
    temporary = path.with_name(f".{path.name}.link")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)
    sync_folder(path.parent)


def _in_force(folder: Path) -> str:
    """Name the run in force; the empty text where there is none."""
    current = folder / CURRENT
    return current.readlink().name if current.is_symlink() else ""


def _clear(folder: Path) -> None:
    """Take away what a run that was stopped has left: it was never in force."""
    current = _in_force(folder)
    for path in (folder / RUNS).glob("*"):
        if path.name.startswith(".") or path.name > current:
            shutil.rmtree(path, ignore_errors=True)


def _tidy(folder: Path) -> None:
    """Take away names that lead nowhere, and all runs but the one in force and the one before it."""
    for where, folders, names in os.walk(folder):
        if Path(where) == folder and RUNS in folders:
            folders.remove(RUNS)
        for path in (Path(where, name) for name in names):
            if path.is_symlink() and not path.exists():
                path.unlink()
    runs = sorted(path for path in (folder / RUNS).iterdir() if path.is_dir())
    for old in runs[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
