"""Damage points of UNOSAT and others: one damaged structure a row, with what was seen there on each image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data import InputRefused, UsageProblem, frame, read_cells

from ..shapes import repaired
from ..types import Floats
from ..units.crs import to_wgs84
from ..units.source import read_source

# What was seen, by how much it tells: nothing, or a state that no image shows for sure, or damage.
NOTHING, POSSIBLE, MODERATE, SEVERE, DESTROYED = range(5)
GRADES = {
    "0": NOTHING, "6": NOTHING, "no visible damage": NOTHING, "no damage": NOTHING, "none": NOTHING,
    "4": POSSIBLE, "11": POSSIBLE, "possible damage": POSSIBLE, "possible": POSSIBLE,
    "possible damage from adjacent debris": POSSIBLE, "possible damage from adjacent impact, debris": POSSIBLE,
    "3": MODERATE, "moderate damage": MODERATE, "moderate": MODERATE, "damaged": MODERATE,
    "2": SEVERE, "severe damage": SEVERE, "severe": SEVERE,
    "1": DESTROYED, "destroyed": DESTROYED,
}  # fmt: skip
NAMES = ("none", "possible", "moderate", "severe", "destroyed")
LON = ("geometry.lon", "lon", "longitude", "point_x", "x")
LAT = ("geometry.lat", "lat", "latitude", "point_y", "y")
SITE = ("site_id", "siteid", "unosat_id", "id", "objectid")
# Names of the columns with the day of an image and with the class seen on it; a number behind both pairs them.
DAY = re.compile(r"(?:sensor_?date|sensdt|image_?date|sensordt)_?(\d*)", re.IGNORECASE)
CLASS = re.compile(r"(?:main_damage_site_class|damage_?class|dmgcls|grading|damage)_?(\d*)", re.IGNORECASE)
ISO = re.compile(r"(\d{4})[-/_.]?(\d{2})[-/_.]?(\d{2})(?:[T ].*)?")
HINT = "Columns SensDt_1 and DmgCls_1 (and _2 and so on), or one column for each image, named by its day as 2017-02-03."
# How far the line around the points is drawn in between them: 0 as far as can be, 1 not at all.
TIGHT = 0.25


@dataclass(frozen=True)
class DamagePoints:
    """
    Structures and what each image shows of them: `grades` has a row for each and a column for each of `days`.

    `area` is what was looked at, in degrees: the one that was given, or a line drawn tightly around the points.
    """

    lon: Floats
    lat: Floats
    days: tuple[date, ...]
    grades: NDArray[np.int8]
    area: shapely.Geometry
    area_given: bool
    rejected: pd.DataFrame
    rows_in: int
    source: str


def read_damage(
    path: Path | str,
    *,
    layer: str | None = None,
    crs: str | None = None,
    area: Path | str | shapely.Geometry | None = None,
) -> DamagePoints:
    """Read damage points, one row for each structure, or for each structure and image.

    Parameters
    ----------
    path
        A table with points: GeoPackage, GeoJSON, shapefile in a ZIP, CSV.
    layer, crs
        As `data.read` takes them.
    area
        What was looked at: a file of polygons, or a shape in degrees; left out, what lies between the points.

    Raises
    ------
    UsageProblem
        There is no such file.
    InputRefused
        It cannot be read, or holds no point, no day of an image or no class of damage that is known.
    """
    outline = _area(area) if isinstance(area, Path | str) else area
    cells, misshapen = read_cells(path, numbered=True, layer=layer, crs=crs)
    file = Path(path).name
    folded = {str(name).casefold(): str(name) for name in reversed(list(cells.columns))}
    lon, lat = (_numbers(cells, folded, names, file) for names in (LON, LAT))
    seen, wrong = _seen(cells, folded, file)
    off = ~(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    rows = cells.index.to_numpy()
    bad = off | np.isin(rows, np.array([fault["row"] for fault in wrong], dtype=np.int64))
    # A row is rejected once, whatever else is wrong with it.
    told = {fault["row"] for fault in wrong}
    wrong += [
        _fault(file, int(row), "geometry", "", "point", "Give it a place in degrees.")
        for row in rows[off]
        if int(row) not in told
    ]
    if bad.all():
        hint = "See the first rows: each needs a point, the day of an image and a class."
        raise InputRefused("none of its rows can be used.", file=file, hint=hint)
    days, grades, first = _by_structure(cells, folded, seen, np.flatnonzero(~bad))
    points = shapely.points(lon[first], lat[first])
    around = shapely.concave_hull(shapely.multipoints(points), ratio=TIGHT) if outline is None else outline
    rejected = pd.concat([misshapen, frame("rejected", wrong)], ignore_index=True).sort_values("row", ignore_index=True)
    count = len(cells) + len(misshapen)
    return DamagePoints(lon[first], lat[first], days, grades, around, outline is not None, rejected, count, file)


def _area(path: Path | str) -> shapely.Geometry:
    """Read the area that was looked at: all polygons of a file together, in degrees."""
    source = read_source(Path(path))
    shapes, _ = to_wgs84(source.shapes, source.crs, file=Path(path).name)
    whole = repaired(shapes)[0]
    areal = whole[~shapely.is_missing(whole)]
    if not len(areal):
        raise InputRefused("it holds no polygon.", file=Path(path).name, hint="Give the outline of what was looked at.")
    return shapely.union_all(areal)


def _fault(file: str, row: int, column: str, value: str, rule: str, hint: str) -> dict[str, object]:
    return {"file": file, "row": row, "column": column, "value": value, "rule": rule, "hint": hint}


def _numbers(cells: pd.DataFrame, folded: dict[str, str], names: tuple[str, ...], file: str) -> Floats:
    name = next((folded[one] for one in names if one in folded), None)
    if name is None:
        raise InputRefused("it has no points.", file=file, hint="Columns lon and lat, or a format with a geometry.")
    values: Floats = pd.to_numeric(cells[name].str.strip(), errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return values


def _pairs(folded: dict[str, str], file: str) -> Iterator[tuple[str | date, str]]:
    """Find the columns of classes, each with the column of its days, or with the one day that it is named by."""
    dated = {name: _day(name) for name in folded.values() if ISO.fullmatch(name)}
    if any(dated.values()):
        yield from ((day, name) for name, day in dated.items() if day is not None)
        return
    days, classes = (
        {match.group(1): name for name in folded.values() if (match := shape.fullmatch(name))} for shape in (DAY, CLASS)
    )
    if not set(days) & set(classes):
        raise InputRefused("it has no days of images, or no classes of damage.", file=file, hint=HINT)
    yield from ((days[number], classes[number]) for number in sorted(set(days) & set(classes)))


def _day(text: str) -> date | None:
    match = ISO.fullmatch(text.strip())
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _seen(
    cells: pd.DataFrame, folded: dict[str, str], file: str
) -> tuple[list[list[tuple[date, int]]], list[dict[str, object]]]:
    """What each row says of each image, and the rows that say something that is not known."""
    seen: list[list[tuple[date, int]]] = [[] for _ in range(len(cells))]
    wrong: dict[int, dict[str, object]] = {}
    for named, column in _pairs(folded, file):
        classes = cells[column].fillna("").str.strip()
        days = cells[named].fillna("").str.strip() if isinstance(named, str) else None
        for place, (row, text) in enumerate(zip(cells.index, classes, strict=True)):
            day = _day(days.iloc[place]) if days is not None else named
            # Nothing was written down for this image: nothing was seen there.
            grade = GRADES.get(_bare(text)) if text else NOTHING
            if grade is None:
                hint = f"Known classes: {', '.join(GRADES)}."
                wrong.setdefault(int(row), _fault(file, int(row), column, text, "damage_class", hint))
            elif day is None and text:
                told = "" if days is None else days.iloc[place]
                hint = "Write the day of the image as 2017-02-03."
                wrong.setdefault(int(row), _fault(file, int(row), str(named), told, "image_day", hint))
            elif isinstance(day, date):
                seen[place].append((day, grade))
    return seen, list(wrong.values())


def _bare(text: str) -> str:
    """A class as it is looked up: numbers without their decimals, words in small letters."""
    return re.sub(r"\.0+$", "", " ".join(text.casefold().split()))


def _by_structure(
    cells: pd.DataFrame, folded: dict[str, str], seen: list[list[tuple[date, int]]], rows: NDArray[np.int64]
) -> tuple[tuple[date, ...], NDArray[np.int8], NDArray[np.int64]]:
    """Put rows about one structure together; return the days, a grade for each structure and day, its first row."""
    name = next((folded[one] for one in SITE if one in folded), None)
    ids = cells[name].fillna("").to_numpy() if name else np.full(len(cells), "")
    keys = [f"{ids[row]}" or f"row {row}" for row in rows]
    structure, found = pd.factorize(np.array(keys, dtype=object))
    days = sorted({day for row in rows for day, _ in seen[row]})
    if not days:
        raise UsageProblem("No row names the day of an image.", hint=HINT)
    number = {day: place for place, day in enumerate(days)}
    grades = np.zeros((len(found), len(days)), dtype=np.int8)
    for one, row in zip(structure, rows, strict=True):
        for day, grade in seen[row]:
            grades[one, number[day]] = max(grades[one, number[day]], grade)
    first = rows[np.unique(structure, return_index=True)[1]]
    return tuple(days), grades, first
