"""What the grammar gives back: coordinates that were read, and what it refused to read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..types import LonLat

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Fix:
    """One coordinate read from a text: the cell's centre and half of the cell's diagonal, in metres."""

    lonlat: LonLat
    radius_m: float
    notation: str
    text: str
    span: tuple[int, int]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoordinateReading:
    """Everything that looked like a coordinate: read, or refused with its reason; `refused` are the spans of these."""

    fixes: tuple[Fix, ...]
    problems: tuple[str, ...]
    refused: tuple[tuple[int, int], ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warning codes of the fixes, each once."""
        return tuple(dict.fromkeys(code for fix in self.fixes for code in fix.warnings))


@dataclass(frozen=True, slots=True)
class Found:
    """A match in the plain text, before it is tied back to the original."""

    lonlat: LonLat | None
    radius_m: float
    notation: str
    start: int
    end: int
    warnings: tuple[str, ...] = ()
    problem: str = ""


def half_diagonal_m(lat: float, step_deg: float) -> float:
    """Half the diagonal, in metres, of a cell of `step_deg` by `step_deg` degrees at a latitude.

    Examples
    --------
    >>> round(half_diagonal_m(0, 0.01))
    787
    """
    side = step_deg * METRES_PER_DEGREE
    return math.hypot(side, side * math.cos(math.radians(lat))) / 2
