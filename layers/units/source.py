"""The one place where a boundary file is opened: its columns, its shapes, its CRS as the file states it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import InputRefused, read_foreign

from ..shapes import shapes_of
from ..types import Shapes
from .kept import hash_of


@dataclass(frozen=True)
class Source:
    """A boundary file as it is: attributes, geometries row for row, CRS (None where the file states none), hash."""

    table: pd.DataFrame
    shapes: Shapes
    crs: str | None
    sha256: str


def read_source(path: Path, *, layer: str | None = None) -> Source:
    """Read a boundary file of any kind that `data.read_foreign` opens.

    Raises
    ------
    InputRefused
        Where the file is damaged, passes a limit, or holds no geometry.
    UsageProblem
        Where there is no such file, or its kind is not read.
    """
    foreign = read_foreign(path, layer=layer)
    if "geometry" not in foreign.frame:
        raise InputRefused("The file holds no shapes.", file=path.name, hint="Expected a file of boundaries.")
    table = foreign.frame.drop(columns="geometry")
    return Source(table, shapes_of(foreign.frame["geometry"]), foreign.crs, hash_of(path))
