"""The administrative units of a project: its own boundary files, else the governorates by code."""

from __future__ import annotations

import pandas as pd

from data import UsageProblem
from layers import Provenance, read_units, recoded, units_from_crosswalk

from .project import Project

BY_CODE = 1


def levels_of(project: Project) -> list[int]:
    """Levels that the project has units of, from coarse to fine; governorates are always known by code."""
    return sorted({BY_CODE, project.map.level, *(one.level for one in project.layers)})


def boundaries(project: Project, level: int) -> pd.DataFrame:
    """
    Return the boundaries that the project names for a level, else the governorates by code.

    Raises
    ------
    UsageProblem
        When the project names no file of that level, and it is not that of the governorates.
    """
    tables = [
        recoded(
            read_units(
                project.folder / one.path, level=one.level, about=Provenance(vintage=one.vintage, licence=one.licence)
            )
        )
        for one in project.layers
        if one.level == level
    ]
    if tables:
        return pd.concat(tables, ignore_index=True)
    if level != BY_CODE:
        raise UsageProblem(
            f"map.level is {level}, and no [[layers]] holds boundaries of that level.",
            hint="Name a file, or use level 1.",
        )
    return units_from_crosswalk()
