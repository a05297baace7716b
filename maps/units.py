"""The administrative units of a project, its own boundary files or the governorates by code, and what lies in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data import UsageProblem, conform
from layers import Support, share, support, units_from_crosswalk

from .project import Project, UnitsFile

BY_CODE = 1
Join = Callable[..., pd.DataFrame]
Read = Callable[[Project, int], pd.DataFrame]


@dataclass(frozen=True)
class UnitLevel:
    """One level: its units, the share of each incident in them, and whether the records can bear it.

    `people` says who lives in each unit (pcode, population), `people_source` whose count of which year that is.
    """

    level: int
    units: pd.DataFrame
    shares: pd.DataFrame
    support: Support
    classes: int = 5
    method: str = "natural"
    people: pd.DataFrame | None = None
    people_source: str = ""


def unit_level(
    placements: pd.DataFrame,
    units: pd.DataFrame,
    *,
    level: int,
    most: float = 0.5,
    joined: Join = share,
    **classes: Any,
) -> UnitLevel:
    """
    Join placements to the units of one level for the page.

    Parameters
    ----------
    placements
        A placements frame whose subjects are incidents.
    units
        A units frame that holds the level, with polygons or without.
    level
        0 country, 1 governorate, 2 district, 3 subdistrict.
    most
        Share of records known less exactly than a unit above which the level is marked as not supported.
    joined
        Joins as `layers.share` does.
    classes
        `classes` and `method` of the breaks, see `layers.breaks`.

    Raises
    ------
    UsageProblem
        Where units holds no unit of the level.
    """
    placed = conform(placements, "placements")
    own = units[units["level"] == level].sort_values("pcode", kind="stable").reset_index(drop=True)
    told = support(placed, units, level=level, most=most)
    return UnitLevel(level, own, joined(placed, units, level=level), told, **classes)


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
    own = [one for one in project.layers if one.level == level]
    if own:
        return pd.concat([_read(project, one) for one in own], ignore_index=True)
    if level != BY_CODE:
        raise UsageProblem(
            f"map.level is {level}, and no [[layers]] holds boundaries of that level.",
            hint="Name a file, or use level 1.",
        )
    return units_from_crosswalk()


def _read(project: Project, one: UnitsFile) -> pd.DataFrame:
    from layers import Provenance, read_units, recoded  # noqa: PLC0415 - what was read before needs no reader

    about = Provenance(vintage=one.vintage, licence=one.licence)
    return recoded(read_units(project.folder / one.path, level=one.level, about=about))


def people_of(project: Project, level: int, units: pd.DataFrame) -> dict[str, Any]:
    """Who lives in the units of a level, with whose count that is; empty where the project names none."""
    own = [one for one in project.layers if one.level == level and one.population]
    if not own:
        return {}
    from layers import read_population  # noqa: PLC0415 - few projects count people

    drawn = units[units["level"] == level]
    counted = [read_population(project.folder / one.population, drawn)[["pcode", "population"]] for one in own]
    told = ", ".join(dict.fromkeys(one.population_source for one in own))
    return {"people": pd.concat(counted, ignore_index=True).drop_duplicates("pcode"), "people_source": told}


class Levels:
    """The levels of a project: units of each are read once, and the same placements joined to them once.

    `read` and `joined` give what `boundaries` and `layers.share` give.
    """

    def __init__(self, project: Project, *, read: Read = boundaries, joined: Join = share) -> None:
        self.project, self.read, self.join = project, read, joined
        self.known: dict[int, tuple[pd.DataFrame, UnitLevel]] = {}

    def of(self, placements: pd.DataFrame, level: int) -> UnitLevel:
        """One level with the share of each placement in its units."""
        held = self.known.get(level)
        if held is None or held[0] is not placements:
            units, most = self.read(self.project, level), self.project.map.most_coarser
            made = unit_level(placements, units, level=level, most=most, joined=self.join)
            held = placements, replace(made, **people_of(self.project, level, units))
            self.known[level] = held
        return held[1]

    def all_of(self, placements: pd.DataFrame) -> list[UnitLevel]:
        """Every level that the project has units of, joined to the placements."""
        return [self.of(placements, level) for level in levels_of(self.project)]
