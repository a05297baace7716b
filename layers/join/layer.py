"""The units of one level, ready to be joined to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
import shapely

from data import UsageProblem

from ..shapes import shapes_of
from ..types import Shapes, Whole
from .edges import Edges, edges_of
from .pieces import Pieces, pieces_of


@dataclass(frozen=True)
class Layer:
    """Units of one level in the order of their codes; a shape is None where a unit has no polygon."""

    level: int
    pcodes: tuple[str, ...]
    shapes: Shapes
    parents: Mapping[str, str]
    places: Mapping[str, int]

    @cached_property
    def edges(self) -> Edges:
        """The borders as single edges; made when they are first asked for."""
        return edges_of(self.shapes)

    @cached_property
    def pieces(self) -> Pieces:
        """The polygons in small pieces; made when they are first asked for."""
        return pieces_of(self.shapes)

    @property
    def drawn(self) -> bool:
        """Whether any unit has a polygon."""
        return bool((~shapely.is_missing(self.shapes)).any())

    def lineage(self, pcode: str) -> list[str]:
        """Return a code and those of the units above it, as far as they are known, from small to large."""
        line = [pcode]
        while (parent := self.parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        return line

    def holder(self, pcode: str | None) -> int:
        """Return the place of the unit that is, or contains, the one with this code; -1 where there is none."""
        line = [] if pcode is None else self.lineage(pcode)
        return next((self.places[code] for code in line if code in self.places), -1)

    def knows(self, pcode: str) -> bool:
        """Return whether the unit with this code is in the layer, holds units of it, or lies in one."""
        return self.holder(pcode) >= 0 or len(self.inside(pcode)) > 0

    def inside(self, pcode: str) -> Whole:
        """Return the places of the units that are, or lie in, the one with this code."""
        return np.flatnonzero([pcode in self.lineage(own) for own in self.pcodes])


def layer_of(units: pd.DataFrame, *, level: int) -> Layer:
    """Return the units of one level; rows of other levels serve to tell what lies in what.

    Raises
    ------
    UsageProblem
        Where no unit has that level, or a code stands twice.
    """
    own = units[units["level"] == level].sort_values("pcode", kind="stable")
    if own.empty:
        there = ", ".join(str(found) for found in sorted(set(units["level"].dropna()))) or "none"
        raise UsageProblem(f"There are no units of level {level}.", hint=f"Levels that are there: {there}.")
    pcodes = tuple(str(code) for code in own["pcode"])
    if len(set(pcodes)) < len(pcodes):
        twice = next(code for code, after in pairwise(pcodes) if code == after)
        raise UsageProblem(f"The unit {twice} is there twice at level {level}.", hint="Give each unit one row.")
    known = units.dropna(subset=["parent"])
    parents = {str(code): str(parent) for code, parent in zip(known["pcode"], known["parent"], strict=True)}
    return Layer(level, pcodes, shapes_of(own["geometry"]), parents, {code: place for place, code in enumerate(pcodes)})
