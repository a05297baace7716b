"""The names of the columns: cleaned, and refused where one would be lost."""

from __future__ import annotations

from ..errors import InputRefused
from .limits import Limits, refuse_over


def checked_header(header: list[str], *, file: str, limits: Limits) -> list[str]:
    """Clean the names of the columns and refuse a header that would lose one.

    Raises
    ------
    InputRefused
        There is no header, two columns bear one name, or there are too many.
    """
    names = [name.strip().strip("\ufeff") for name in header]
    if not any(names):
        raise InputRefused("The file is empty.", file=file, hint="The first row must hold the names of the columns.")
    if len(names) > limits.columns:
        raise refuse_over("columns", len(names), limits.columns, file=file)
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name and name in seen:
            raise InputRefused("Two columns bear this name.", file=file, row=1, column=name, hint="Rename one of them.")
        names[place] = name or f"column {place + 1}"
        seen.add(name)
    return names
