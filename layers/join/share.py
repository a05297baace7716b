"""Shares: with which probability a placement lies in each unit of a level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import conform

from ..types import Flags
from .bands import bands_in
from .globe import areas_m2
from .layer import Layer, layer_of
from .overlaps import OUTSIDE, Overlaps, shapes_in
from .parts import whole_parts
from .people import People, by_people, people_in, samples
from .points import points_in
from .told import how_found, mismatch, strays, warned
from .ways import CODE, CODE_LEVEL, DISC, NONE, POINT, SHAPE, STATED, Placed, placed

BLOCK = 100_000


def share(
    placements: pd.DataFrame, units: pd.DataFrame, *, level: int, population: Path | str | None = None
) -> pd.DataFrame:
    """Return for every placement its shares of the units of one level, in parts per 2^32 that add up exactly.

    With polygons: a point of class exact or site lies in one unit; of other classes the footprint, or the circle of
    95 %, is certain where it lies inside one unit and shared where it does not: a footprint by area, a circle by area
    within its bands of 50, 80 and 95 %, each with its own weight. Without polygons the unit is taken from
    `adm1_pcode`; `how` says so, and nothing is certain. What cannot be placed at the level has one row without a code.
    Rows stand in the order of the placements, units by code within them.

    With a raster of `population` a placement that several units hold is shared by where people live instead of by
    area, within each band; where the raster holds no value or nobody lives, the area counts. `how` says so.

    Parameters
    ----------
    placements
        A placements frame, one row per subject_id.
    units
        A units frame; other levels in it serve to tell what lies in what.
    level
        The level to join to.
    population
        A GeoTIFF that counts people to a cell, such as those of WorldPop; it is read by windows.

    Returns
    -------
    A shares frame.

    Raises
    ------
    UsageProblem
        Where units holds no unit of the level.
    InputRefused
        Where the raster cannot be read.
    """
    layer = layer_of(units, level=level)
    # A block at a time: what is worked out on the way is larger than what is kept.
    starts = range(0, max(len(placements), 1), BLOCK)
    with people_in(population) as people:
        blocks = [_shared(placements.iloc[start : start + BLOCK], layer, people) for start in starts]
    return blocks[0] if len(blocks) == 1 else pd.concat(blocks, ignore_index=True)


def _shared(placements: pd.DataFrame, layer: Layer, people: People | None) -> pd.DataFrame:
    given = placed(placements, layer)
    found, on_border = _by_polygon(given, layer, people)
    found, coded = _by_code(given, layer, found, people)
    parts = whole_parts(found.row, found.weight)
    kept = parts > 0
    row, unit = found.row[kept], found.unit[kept]
    wrong = mismatch(given, layer, row, unit)
    warnings = {
        "on_unit_border": on_border[row],
        "in_unit_gap": found.in_gap[kept],
        "unit_mismatch": wrong,
        "outside_units": strays(given, row, unit),
    }
    columns = {
        "subject_id": given.subject.to_numpy()[row],
        "pcode": np.asarray([*layer.pcodes, None], dtype=object)[unit],
        "parts": parts[kept],
        "certain": found.certain[kept],
        "how": how_found(given, layer.level, row, unit, coded=coded, wrong=wrong, people=people is not None),
        "warnings": warned(warnings),
    }
    return conform(pd.DataFrame(columns), "shares")


def _by_polygon(given: Placed, layer: Layer, people: People | None) -> tuple[Overlaps, Flags]:
    """Return what points, discs and footprints tell, and which rows lie on a border."""
    on_border = np.zeros(len(given.way), dtype=bool)
    rows = given.on(POINT)
    at = points_in(layer, given.lon[rows], given.lat[rows])
    on_border[rows] = at.on_border
    sized = np.nan_to_num(given.radii[rows, 2]) > 0
    # Where a rule had to choose between neighbours, nothing is certain.
    inside = (at.unit != OUTSIDE) & ~at.in_gap & ~at.on_border & sized
    parts = [Overlaps(rows, at.unit, np.ones(len(rows)), inside, at.in_gap)]
    discs, shapes = given.on(DISC), given.on(SHAPE)
    if len(discs) or len(shapes):
        round_ = bands_in(layer, given.lon[discs], given.lat[discs], given.radii[discs])
        areas = shapes_in(layer.pieces, given.footprint[shapes]) if len(shapes) else Overlaps.empty()
        if people is not None:
            spread = samples(given.lon[discs], given.lat[discs], given.radii[discs])
            round_ = by_people(people, layer, round_, spread)
            outlines = given.footprint[shapes]
            areas = by_people(
                people, layer, areas, samples(given.lon[shapes], given.lat[shapes], given.radii[shapes], outlines)
            )
        parts += [round_.at(discs), areas.at(shapes)]
    return Overlaps.joined(parts), on_border


def _by_code(given: Placed, layer: Layer, found: Overlaps, people: People | None) -> tuple[Overlaps, Flags]:
    """Return the overlaps with what codes tell added, and which rows a code decided."""
    holder = {code: layer.holder(code) for code in given.code.dropna().unique()}
    unit = given.code.map(holder if layer.level <= CODE_LEVEL else {}).fillna(OUTSIDE).to_numpy(dtype=np.int64)
    # A point outside every polygon may belong to a unit that has none in this file.
    lost = found.row[(found.unit == OUTSIDE) & (np.bincount(found.row, minlength=1)[found.row] == 1)]
    bare = np.append(shapely.is_missing(layer.shapes), False)
    moved = lost[bare[unit[lost]]]
    coded = np.zeros(len(given.way), dtype=bool)
    coded[moved], coded[given.on(CODE)], coded[given.on(STATED)] = True, True, True
    rows = np.flatnonzero(coded | (given.way == NONE))
    target = np.where(given.way[rows] == NONE, OUTSIDE, unit[rows])
    named = (given.way[rows] == STATED) & (target != OUTSIDE)
    blank = np.zeros(len(rows), dtype=bool)
    told = Overlaps(rows, target, np.ones(len(rows)), named, blank)
    spread = _by_size_of_stated(given, layer, people)
    parts = [found.without(moved), told.without(spread.row), spread]
    return Overlaps.joined(parts), coded & (np.bincount(told.row[told.unit != OUTSIDE], minlength=len(coded)) > 0)


def _by_size_of_stated(given: Placed, layer: Layer, people: People | None) -> Overlaps:
    """Return shares of the smaller units inside a stated governorate, by their areas or by who lives there."""
    rows = given.on(STATED) if layer.level > CODE_LEVEL and layer.drawn else np.zeros(0, dtype=np.int64)
    areas = areas_m2(layer.shapes)
    lived = people.living_in(layer.shapes) if people is not None and len(rows) else np.zeros(len(areas))
    parts = [Overlaps.empty()]
    for code in given.code.iloc[rows].unique():
        units = layer.inside(code)
        units = units[areas[units] > 0]
        sizes = lived if lived[units].sum() > 0 else areas
        units = units[sizes[units] > 0]
        own = rows[(given.code.iloc[rows] == code).to_numpy(dtype=bool)]
        row, unit = np.repeat(own, len(units)), np.tile(units, len(own))
        alone = np.full(len(row), len(units) == 1)
        parts.append(Overlaps(row, unit, sizes[unit], alone, np.zeros(len(row), dtype=bool)))
    return Overlaps.joined(parts)
