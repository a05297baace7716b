"""Shapes of the base geography: cropped to a window, quantised, delta coded."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from .topology import Points

# Degrees times this are whole numbers: 11 m, far below what the sources know.
SCALE = 10_000

Bounds = tuple[float, float, float, float]
Coded = list[int]


def coded(points: Points) -> Coded:
    """Return points as whole numbers, the first as it is, the others as steps: x0, y0, dx, dy, ...

    Points that fall on the one before them are left out.

    >>> coded(np.array([[40.0, 33.0], [40.0, 33.00001], [40.1, 33.2]]))
    [400000, 330000, 1000, 2000]
    """
    whole = np.rint(points * SCALE).astype(np.int64)
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    whole = whole[moved]
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    result: Coded = steps.ravel().tolist()
    return result


def cropped_rings(polygons: Iterable[list[Points]], bounds: Bounds, *, least_area: float) -> list[Coded]:
    """Return the coded rings of polygons inside the bounds, small ones left out.

    Holes follow their outer ring and are told from it by the even-odd rule. An edge along the bounds is the crop's
    and no border. `least_area` is in square degrees.
    """
    rings: list[Coded] = []
    for polygon in polygons:
        for ring in polygon:
            shape = shapely.polygons(ring) if len(ring) > 3 else None
            if shape is None or shapely.area(shape) < least_area:
                continue
            for part in shapely.get_parts(shapely.clip_by_rect(shape, *bounds)):
                rings.extend(_outer(part, least_area))
    return rings


def _outer(part: object, least_area: float) -> Iterable[Coded]:
    if shapely.get_type_id(part) == 3 and shapely.area(part) >= least_area:
        ring = coded(shapely.get_coordinates(shapely.get_exterior_ring(part)))
        if len(ring) >= 8:
            yield ring


def rounded(line: Points, *, times: int = 2) -> Points:
    """Return a line with its corners cut (Chaikin 1974); the ends stay.

    A corner moves by less than a quarter of the segments beside it: it takes away the steps of a coarse grid.

    >>> rounded(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]]), times=1).tolist()
    [[0.0, 0.0], [3.0, 0.0], [4.0, 1.0], [4.0, 4.0]]
    """
    for _ in range(times):
        if len(line) < 3:
            break
        before, after = line[:-1], line[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
        line = np.concatenate([line[:1], cut[1:-1], line[-1:]])
    return line


def cropped_lines(lines: Iterable[Points], bounds: Bounds) -> list[Coded]:
    """Return the coded parts of lines inside the bounds."""
    parts = [
        part
        for line in lines
        for part in shapely.get_parts(shapely.clip_by_rect(shapely.linestrings(line), *bounds))
        if shapely.get_type_id(part) == 1
    ]
    steps = [coded(shapely.get_coordinates(part)) for part in parts]
    return [step for step in steps if len(step) >= 4]
