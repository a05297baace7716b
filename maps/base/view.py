"""The window that a map looks through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from data import UsageProblem


class View(NamedTuple):
    """Bounds in degrees, WGS 84: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Extent from west to east in degrees."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Extent from south to north in degrees."""
        return self.north - self.south

    def grown(self, share: float, *, least: float = 0.0) -> View:
        """Return the view with a margin all round, cut at the edge of the world.

        The margin is `share` of the longer side, and at least so many degrees.

        >>> View(40, 30, 50, 38).grown(0.5)
        View(west=35.0, south=25.0, east=55.0, north=43.0)
        """
        by = max(share * max(self.width, self.height), least)
        west, east = max(self.west - by, -180.0), min(self.east + by, 180.0)
        return View(west, max(self.south - by, -85.0), east, min(self.north + by, 85.0))


def norm_view(view: Sequence[float]) -> View:
    """Return four numbers as a view.

    Raises
    ------
    UsageProblem
        Where they are not west, south, east, north in degrees.

    >>> norm_view([35, 29, 49, 38])
    View(west=35.0, south=29.0, east=49.0, north=38.0)
    """
    numbers = [float(number) for number in view]
    if len(numbers) == 4:
        west, south, east, north = numbers
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return View(west, south, east, north)
    raise UsageProblem(
        f"A view is west, south, east, north in degrees, not {list(view)}.",
        hint="West must lie west of east, south below north; a view across the antimeridian is not known.",
    )
