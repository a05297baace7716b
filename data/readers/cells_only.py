"""A table as text, for those who want its cells and not its meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from ..errors import InputRefused
from ..schema import frame
from .formats import open_chunks
from .limits import DEFAULT_LIMITS, Limits
from .opening import open_input
from .options import DEFAULT_OPTIONS


def read_cells(
    path: Path | str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    numbered: bool = False,
    layer: str | None = None,
    crs: str | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table as columns of text, and the rows that have no shape as rejected rows.

    With `numbered` the index holds the number of each row in the file, as `origin_row` of claims does; `layer` is the
    one that is wanted of a file that holds several, `crs` that of a file that states none, or a wrong one.

    Raises
    ------
    UsageProblem
        There is no such file.
    InputRefused
        The file as a whole cannot be read, or has no rows.
    """
    opened = open_input(path, limits=limits)
    chunks = list(open_chunks(opened, replace(DEFAULT_OPTIONS, layer=layer, crs=crs), limits=limits)[0])
    if not chunks:
        raise InputRefused("The file has a header and no rows.", file=opened.name)
    misshapen = [
        {"file": opened.name, "row": row, "value": value, "rule": rule, "hint": hint}
        for chunk in chunks
        for row, value, rule, hint in chunk.misshapen
    ]
    return pd.concat([chunk.frame() for chunk in chunks], ignore_index=not numbered), frame("rejected", misshapen)
