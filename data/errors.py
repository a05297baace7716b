"""The errors of StrikeAtlas, and the exit code that each of them means.

AtlasError                 anything we say ourselves
├── UsageProblem      2    the caller asked for something that does not exist
│   └── MissingExtra  2    an optional library is needed for this task
├── InputRefused      3    a file cannot be read at all; single rows are rejected instead
├── GateRefused       4    the publishing gate said no
└── WorldFault        5    disk, lock or network stood in the way
    ├── NetFault      5    an address was refused, or a server did not answer as it should
    └── LogMoved      5    somebody else added to the log between reading it and adding to it
Everything else that is raised is a fault of ours (exit code 5).
"""

from __future__ import annotations


class AtlasError(Exception):
    """A problem told in the user's words, with what to do about it."""

    exit_code = 5

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageProblem(AtlasError):  # noqa: N818
    """The call itself is wrong: an unknown option, key, recorder or column."""

    exit_code = 2


class MissingExtra(UsageProblem):
    """A task needs an optional library that is not installed."""

    def __init__(self, task: str, extra: str) -> None:
        super().__init__(
            f"{task} needs an optional library.",
            hint=f"Install it with: pip install 'strikeatlas[{extra}]'",
        )


class InputRefused(AtlasError):  # noqa: N818
    """A file as a whole cannot be read; names file, row and column where they are known."""

    exit_code = 3

    def __init__(
        self, message: str, *, file: str = "", row: int | None = None, column: str = "", hint: str = ""
    ) -> None:
        places = [file, f"row {row}" if row else "", f"column {column}" if column else ""]
        where = ", ".join(place for place in places if place)
        super().__init__(f"{where}: {message}" if where else message, hint=hint)
        self.file, self.row, self.column = file, row, column


class GateRefused(AtlasError):  # noqa: N818
    """The publishing gate found a reason not to publish."""

    exit_code = 4


class WorldFault(AtlasError):  # noqa: N818
    """Disk, lock or network stood in the way; nothing was changed."""

    exit_code = 5


class NetFault(WorldFault):
    """A request was refused by us, or failed; `passing` where another try may succeed."""

    def __init__(self, message: str, *, hint: str = "", status: int | None = None, passing: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.status, self.passing = status, passing


class LogMoved(WorldFault):
    """The log of judgements has grown since it was read; nothing was added."""
