"""The one place where a boundary file is opened: its columns, its shapes, its CRS as the file states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import InputRefused, read_foreign, zip_parts

from ..shapes import shapes_of
from ..types import Shapes
from .kept import hash_of
from .overture import is_overture, laid_out


@dataclass(frozen=True)
class Source:
    """A boundary file as it is: attributes, geometries row for row, CRS (None where the file states none), hash."""

    table: pd.DataFrame
    shapes: Shapes
    crs: str | None
    sha256: str


# How file names tell a level: irq_admbnda_adm2_2019, IRQ-Admin2, gadm41_IRQ_2.
LEVEL = r"(?:^|[^a-z0-9])(?:adm|admin|gadm[0-9]+[_-][a-z]{{3}}[_-]|level|l)[_-]?{level}(?![0-9])"
# Lines and points of the same units stand beside them under like names.
OTHER = re.compile(r"lines?|points?|pts|capitals?|admbnd[lp]|ln(?![a-z])", re.IGNORECASE)


def tells_level(name: str, level: int) -> bool:
    """Return whether the name of a file tells that it holds the units of a level.

    >>> tells_level("irq_admbnda_adm2_2019", 2), tells_level("IRQ_adm1_lines", 1)
    (True, False)
    """
    return bool(re.search(LEVEL.format(level=level), name, re.IGNORECASE)) and not OTHER.search(name)


def _layer_of_level(path: Path, level: int | None) -> str | None:
    """Return the one shapefile of a zip of several whose name tells the level."""
    if level is None or path.suffix.lower() != ".zip":
        return None
    names = [name.rpartition("/")[2] for name in zip_parts(path) if "__MACOSX" not in name]
    sets = [name[:-4] for name in names if name.lower().endswith(".shp")]
    fit = [name for name in sets if tells_level(name, level)]
    return fit[0] if len(sets) > 1 and len(fit) == 1 else None


def read_source(path: Path, *, layer: str | None = None, level: int | None = None) -> Source:
    """Read a boundary file of any kind that `data.read_foreign` opens; `level` chooses among the sets of a zip.

    Raises
    ------
    InputRefused
        Where the file is damaged, passes a limit, or holds no geometry.
    UsageProblem
        Where there is no such file, or its kind is not read.
    """
    foreign = read_foreign(path, layer=layer or _layer_of_level(path, level))
    if "geometry" not in foreign.frame:
        raise InputRefused("The file holds no shapes.", file=path.name, hint="Expected a file of boundaries.")
    frame = laid_out(foreign.frame).reset_index(drop=True) if is_overture(foreign.frame) else foreign.frame
    return Source(frame.drop(columns="geometry"), shapes_of(frame["geometry"]), foreign.crs, hash_of(path))
