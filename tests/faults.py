"""Faults at chosen moments of a command: killed, stopped, a full disk, a folder that takes nothing.

Each attempt runs in a child of this process. A moment is a call that changes the disk, counted from nought.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valdrian_project import ROWS, make_project

from maps import main

CHANGING = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "os.truncate")
WRITING = os.O_WRONLY | os.O_RDWR
AS_OF = "2026-01-31"
LATER = [[*ROWS[0][:8], "7", *ROWS[0][9:]], *ROWS[1:]]


@dataclass(frozen=True)
class Ended:
    """How an attempt ended: its code (negative where a signal ended it), what it said, and how many moments it had."""

    code: int
    said: str
    moments: int


@dataclass
class Fault:
    """One kind of fault, from one moment on or at it alone."""

    kind: str
    moment: int
    within: Path
    seen: int = 0

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """Take an event of the interpreter."""
        if not self._changes(event, given):
            return
        self.seen += 1
        if self.moment < 0 or self.seen <= self.moment or (self.kind != "read-only" and self.seen > self.moment + 1):
            return
        FAULTS[self.kind]()

    def _changes(self, event: str, given: tuple[Any, ...]) -> bool:
        if event == "open":
            path, flags = given[0], given[2]
            return isinstance(flags, int) and bool(flags & WRITING) and self._is_within(path)
        return event in CHANGING and self._is_within(given[0])

    def _is_within(self, path: Any) -> bool:
        return isinstance(path, str | Path) and str(path).startswith(str(self.within))


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def read_only() -> None:
    raise OSError(errno.EROFS, "Read-only file system")


FAULTS: dict[str, Callable[[], None]] = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stop": lambda: signal.raise_signal(signal.SIGINT),
    "full": full,
    "read-only": read_only,
}


def attempt(words: list[str], hook: Fault | Callable[[str, tuple[Any, ...]], None]) -> Ended:
    """Run a command in a child, with a fault in its way."""
    with tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            os.dup2(told.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.stderr = os.fdopen(2, "w", closefd=False)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            code = 99
            try:
                sys.addaudithook(hook)
                main(words)
            except SystemExit as end:
                code = int(end.code or 0)
            finally:
                sys.stderr.write(f"\nmoments={getattr(hook, 'seen', 0)}")
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        told.seek(0)
        said, _, moments = told.read().decode("utf-8", "replace").rpartition("\nmoments=")
        return Ended(os.waitstatus_to_exitcode(status), said, int(moments or 0))


def files(folder: Path) -> dict[str, bytes]:
    """What stands in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


class Trial:
    """A project that was published, whose input has changed since; and what the site is before and after."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        ready = desk / "ready"
        make_project(ready / "valdria")
        assert attempt(self._words(ready), quiet).code == 0
        make_project(ready / "valdria", rows=LATER)
        self.old = files(ready / "site")
        done = desk / "done"
        shutil.copytree(ready, done, symlinks=True)
        counted = Fault("kill", -1, done)
        ended = attempt(self._words(done), counted)
        assert ended.code == 0, ended.said
        self.new, self.moments = files(done / "site"), ended.moments
        assert self.old != self.new

    @staticmethod
    def _words(home: Path) -> list[str]:
        return ["publish", str(home / "valdria"), "--out", str(home / "site"), "--as-of", AS_OF]

    def at(self, kind: str, moment: int, *, again: bool = True) -> Ended:
        """Try one fault; the old or the new site stands, and the next run gives the new one and leaves nothing over."""
        home = Path(shutil.copytree(self.desk / "ready", self.desk / f"{kind}-{moment}", symlinks=True))
        ended = attempt(self._words(home), Fault(kind, moment, home))
        stands = files(home / "site")
        assert stands in (self.old, self.new), (kind, moment, sorted(set(stands) ^ set(self.new)))
        if again:
            second = attempt(self._words(home), quiet)
            assert (second.code, files(home / "site")) == (0, self.new), (kind, moment, second.said)
            assert [path.name for path in home.iterdir() if path.name not in ("valdria", "site")] == []
        shutil.rmtree(home)
        return ended


def quiet(event: str, given: tuple[Any, ...]) -> None:
    """No fault."""
