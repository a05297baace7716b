"""TopoJSON: arcs that neighbours share, decoded once and put together after they were simplified.

Borders are simplified arc by arc and never polygon by polygon, so two neighbours keep one border.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data import WorldFault

Points = NDArray[np.float64]
PACKED = b"ARCS1 "


@dataclass(frozen=True)
class Topology:
    """Arcs as arrays of lon, lat in degrees, and the objects that are made of them."""

    arcs: tuple[Points, ...]
    objects: dict[str, list[dict[str, Any]]]


@lru_cache(maxsize=2)
def read_topology(path: Path) -> Topology:
    """Read a TopoJSON file, gzipped or plain; or one whose arcs the build has packed, which is read many times faster.

    Raises
    ------
    WorldFault
        Where the file is not there: the front end was not built.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise WorldFault(
            f"The base geography {path.name} is not there.",
            hint="It is made with the front end: install the project again (pip install -e .), which builds it.",
        ) from None
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    if raw.startswith(PACKED):
        return _unpacked(raw)
    document = json.loads(raw)
    transform = document.get("transform", {"scale": [1, 1], "translate": [0, 0]})
    return Topology(
        tuple(_decoded(arc, transform, quantised="transform" in document) for arc in document["arcs"]),
        {name: collection["geometries"] for name, collection in document["objects"].items()},
    )


def _unpacked(raw: bytes) -> Topology:
    """Arcs out of the steps of all of them end to end: one sum over all, less what went before each arc."""
    head, _, steps = raw.removeprefix(PACKED).partition(b"\n")
    document = json.loads(head)
    sums = np.cumsum(np.frombuffer(steps, dtype="<i4").reshape(2, -1), axis=1, dtype=np.int64)
    ends = np.cumsum(document["sizes"])
    starts = np.concatenate([np.zeros((2, 1), dtype=np.int64), sums[:, ends[:-1] - 1]], axis=1)
    before = np.repeat(starts, document["sizes"], axis=1)
    transform = document["transform"]
    points = (sums - before).T * np.asarray(transform["scale"]) + np.asarray(transform["translate"])
    arcs = tuple(points[start:end] for start, end in pairwise([0, *ends.tolist()]))
    return Topology(arcs, {name: collection["geometries"] for name, collection in document["objects"].items()})


def _decoded(arc: list[list[float]], transform: dict[str, list[float]], *, quantised: bool) -> Points:
    points = np.asarray([point[:2] for point in arc], dtype=np.float64)
    if quantised:
        points = np.cumsum(points, axis=0)
    result: Points = points * np.asarray(transform["scale"]) + np.asarray(transform["translate"])
    return result


def simplified(arcs: tuple[Points, ...], tolerances: NDArray[np.float64]) -> tuple[Points, ...]:
    """Return every arc simplified to its own tolerance in degrees; ends stay where they are.

    An arc with tolerance 0 is returned as it came. A closed arc keeps at least a triangle.
    """
    result = list(arcs)
    for index in np.flatnonzero(tolerances > 0):
        result[index] = _thinned(arcs[index], float(tolerances[index]))
    return tuple(result)


def _thinned(arc: Points, tolerance: float) -> Points:
    if len(arc) < 3:
        return arc
    closed = len(arc) > 3 and bool((arc[0] == arc[-1]).all())
    # A degree of longitude is shorter than one of latitude: compare them on the ground.
    stretch = np.asarray([np.cos(np.radians(np.clip(arc[:, 1].mean(), -80, 80))), 1.0])
    shape = shapely.polygons(arc * stretch) if closed else shapely.linestrings(arc * stretch)
    thin = shapely.simplify(shape, tolerance, preserve_topology=closed)
    result: Points = shapely.get_coordinates(thin) / stretch
    result[0], result[-1] = arc[0], arc[-1]
    return result if len(result) > 1 else arc


def touching(arcs: tuple[Points, ...], bounds: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Return for every arc whether its box meets the bounds (west, south, east, north)."""
    points = np.concatenate(arcs)
    starts = np.cumsum([0, *(len(arc) for arc in arcs[:-1])])
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    west, south, east, north = bounds
    met: NDArray[np.bool_] = (high[:, 0] >= west) & (low[:, 0] <= east) & (high[:, 1] >= south) & (low[:, 1] <= north)
    return met


def used_arcs(geometry: dict[str, Any]) -> set[int]:
    """Return the numbers of the arcs that a geometry is made of, whatever their direction."""
    return {number if number >= 0 else ~number for number in _flat(geometry.get("arcs", []))}


def _flat(nested: list[Any]) -> Iterator[int]:
    for item in nested:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def joined(numbers: list[int], arcs: tuple[Points, ...]) -> Points:
    """Return one line out of arcs in order; a negative number walks its arc backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def polygons(geometry: dict[str, Any], arcs: tuple[Points, ...]) -> list[list[Points]]:
    """Return the polygons of a geometry as lists of rings, the outer ring first."""
    return [[joined(ring, arcs) for ring in polygon] for polygon in _nested(geometry, "Polygon")]


def lines(geometry: dict[str, Any], arcs: tuple[Points, ...]) -> list[Points]:
    """Return the lines of a geometry."""
    return [joined(line, arcs) for line in _nested(geometry, "LineString")]


def _nested(geometry: dict[str, Any], kind: str) -> list[Any]:
    """Return the arcs of each part of one kind of geometry; nothing for another kind."""
    if geometry["type"] == kind:
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == f"Multi{kind}" else []
