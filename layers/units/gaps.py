"""Gaps between neighbours: holes that units surround, and narrow strips between two of them that are open at an end."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from ..types import Floats, Shapes

# A strip wider than twice this is no slip of the drawing; another country or the sea may lie there.
REACH_M = 1_000.0
METRES_IN_DEGREE = 111_195.0
# Of its outline so much lies along units, and so much along each of two: a bay beside a border is no gap.
ALONG, ALONG_EACH = 0.85, 0.2


def gaps_in(shapes: Shapes) -> Shapes:
    """Return the gaps between polygons in degrees, as polygons; the sea around them is none."""
    there: Shapes = shapes[~shapely.is_missing(shapes)]
    if not len(there):
        return there
    whole = shapely.union_all(there)
    holes = [shapely.polygons(ring) for part in shapely.get_parts(whole) for ring in _rings(part)]
    strips = _strips(there, shapely.union_all([whole, *holes])) if len(there) > 1 else []
    return np.asarray([*holes, *strips], dtype=object)


def _rings(part: Any) -> list[Any]:
    return [shapely.get_interior_ring(part, at) for at in range(shapely.get_num_interior_rings(part))]


def _strips(shapes: Shapes, whole: Any) -> list[Any]:
    """Return what a pen of the width of a strip fills when it is drawn around all units and taken away again."""
    squeeze = np.asarray([np.cos(np.radians(shapely.bounds(whole)[[1, 3]].mean())), 1.0])

    def at_scale(shape: Any, factor: Floats) -> Any:
        return shapely.transform(shape, lambda xy: xy * factor)

    reach = REACH_M / METRES_IN_DEGREE
    flat = at_scale(whole, squeeze)
    closed = shapely.buffer(shapely.buffer(flat, reach, join_style="mitre"), -reach, join_style="mitre")
    found = shapely.get_parts(shapely.difference(closed, flat))
    units = at_scale(shapes, squeeze)
    tree = shapely.STRtree(units)
    return [at_scale(strip, 1 / squeeze) for strip in found if _between(strip, units[tree.query(strip)])]


def _between(strip: Any, units: Shapes) -> bool:
    """Whether a strip lies between two units, and not beside a border that ends at the sea."""
    outline = shapely.boundary(strip)
    length = shapely.length(outline)
    # The outline of a strip is that of its units to within what is lost in drawing it.
    along = np.sort(shapely.length(shapely.intersection(outline, shapely.buffer(units, 1e-7)))) / length
    return len(along) > 1 and bool(along.sum() >= ALONG and along[-2] >= ALONG_EACH)
