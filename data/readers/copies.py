"""Copies of inputs, named by their hash: what was read can be shown again, whatever became of the original."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..errors import InputRefused
from ..files import file_sha256, private_folder, write_atomic


def keep_copy(path: Path | str, folder: Path | str, *, sha256: str | None = None) -> Path:
    """Write a copy of an input into a private folder under its hash; one that is there already stays.

    Raises
    ------
    InputRefused
        The file is no longer the one with this hash: it was replaced since it was read.
    WorldFault
        The folder cannot be written to.
    """
    source = Path(path)
    found = file_sha256(source)
    if sha256 is not None and found != sha256:
        hint = "Read it again."
        raise InputRefused("the file was replaced after it had been read.", file=source.name, hint=hint)
    target = private_folder(folder) / f"{found}{''.join(source.suffixes[-2:]).lower()}"
    if target.exists() and file_sha256(target) == found:
        return target
    with source.open("rb") as given:
        return write_atomic(target, lambda file: shutil.copyfileobj(given, file), mode=0o600)
