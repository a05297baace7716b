"""What a reader may take: budgets against bombs, each named in the error it raises."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InputRefused

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one read; raise them with `dataclasses.replace`, or with the options of the same names.

    `megabytes` counts the input as it lies on the disk, `ratio` how much larger it may become
    when unpacked, `unpacked_megabytes` how large at most.
    """

    megabytes: int = 2048
    unpacked_megabytes: int = 8192
    ratio: int = 200
    rows: int = 20_000_000
    columns: int = 2000
    cell_characters: int = 1_000_000
    seconds: int = 3600
    memory_megabytes: int = 2048


DEFAULT_LIMITS = Limits()


def raise_hint(name: str) -> str:
    """Say how a limit is raised."""
    return f"If the file can be trusted, raise the limit: --limit {name}=N, or Limits({name}=N) in Python."


def refuse_over(name: str, found: object, allowed: object, *, file: str) -> InputRefused:
    """Make the error for a budget that was passed: it names the limit and how to raise it."""
    told = f" ({found} found)" if found is not None else ""
    return InputRefused(f"more than {allowed} {name.replace('_', ' ')}{told}.", file=file, hint=raise_hint(name))
