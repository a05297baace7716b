"""Packed files: refused where they would grow beyond the limits, and no part larger than it says."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..errors import InputRefused
from ..readers.limits import DEFAULT_LIMITS, MEGABYTE, Limits, refuse_over

MOST_PARTS = 10_000


def zip_parts(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Return the names of the files in a zip, sorted.

    Raises
    ------
    InputRefused
        It is no zip, is damaged, or would grow beyond the limits.
    """
    where = Path(path)
    check_zip(where, limits)
    with zipfile.ZipFile(where) as held:
        return sorted(part.filename for part in held.infolist() if not part.is_dir())


def take_part(path: Path | str, part: str, target: Path | str) -> None:
    """Write one file of a zip, checked by `zip_parts` before, under a name of our own.

    Raises
    ------
    InputRefused
        The part is damaged or larger than the zip says.
    """
    where = Path(path)
    with zipfile.ZipFile(where) as held:
        take_out(held, part, Path(target), file=where.name)


def check_zip(path: Path, limits: Limits) -> None:
    """Refuse a zip that would grow beyond the limits, by what it says of itself.

    Raises
    ------
    InputRefused
        It is damaged, or a limit is passed; the error names it.
    """
    try:
        with zipfile.ZipFile(path) as held:
            parts = held.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise InputRefused("The packed file is damaged.", file=path.name, hint="Unpack it to see where.") from fault
    if len(parts) > MOST_PARTS:
        raise refuse_over("columns", len(parts), MOST_PARTS, file=path.name)
    grown = sum(part.file_size for part in parts)
    if grown > limits.unpacked_megabytes * MEGABYTE:
        raise refuse_over("unpacked_megabytes", grown // MEGABYTE, limits.unpacked_megabytes, file=path.name)
    for part in parts:
        ratio = part.file_size // max(part.compress_size, 1)
        if ratio > limits.ratio and part.file_size > MEGABYTE:
            raise refuse_over("ratio", ratio, limits.ratio, file=path.name)


def take_out(held: zipfile.ZipFile, part: str, target: Path, *, file: str) -> None:
    """Write one part, and stop where it turns out larger than the zip says.

    Raises
    ------
    InputRefused
        It is larger, damaged or locked.
    """
    left = held.getinfo(part).file_size
    try:
        with held.open(part) as packed, target.open("wb") as out:
            while block := packed.read(min(MEGABYTE, left + 1)):
                left -= len(block)
                if left < 0:
                    raise InputRefused("a part is larger than the zip says.", file=file)
                out.write(block)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as fault:
        raise InputRefused(f"the part {part!r} is damaged or locked.", file=file, hint="Unpack it to see.") from fault
