"""Tallies by administrative unit on the page: units with their outlines, and the share of each incident in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data import UsageProblem, among
from layers import breaks

from ..payload import Column, encode
from ..tables import plain
from ..units import UnitLevel

# Shares travel in parts of this many: no reader sees more than a hundredth of a percent.
WHOLE = 10_000
SCALE = 1000
# Outlines are drawn, never measured: what is finer than this part of the map's width is left out.
FINEST = 1 / 1500
KM2_PER_M2 = 1e-6
EARTH_M = 6_371_007.2  # radius of the sphere of the same area
RATES = ("share", "density", "people")
PER_PEOPLE = 100_000
NAMES = {
    0: ("Countries", "البلدان"),
    1: ("Governorates", "المحافظات"),
    2: ("Districts", "الأقضية"),
    3: ("Subdistricts", "النواحي"),
}


def units_payload(levels: Sequence[UnitLevel], incidents: Sequence[str]) -> bytes:
    """
    Pack levels for `Units`.

    Parameters
    ----------
    levels
        See `unit_level`; from coarse to fine.
    incidents
        The incidents in the order of the records payload.

    Raises
    ------
    UsageProblem
        Where a level stands twice, or none is given.
    """
    numbers = [one.level for one in levels]
    if not numbers or len(set(numbers)) < len(numbers):
        raise UsageProblem("Units need one level or several, each once.", hint=f"Given: {numbers}.")
    ordered = sorted(levels, key=lambda one: one.level)
    units = pd.concat([one.units for one in ordered], ignore_index=True)
    people = [_people(one) for one in ordered]
    tables = {"units": [*_unit_columns(units), *_people_columns(people)], "shares": _share_columns(ordered, incidents)}
    first, about = 0, []
    for one in ordered:
        about.append(_about(one, first))
        first += len(one.units)
    return encode(tables, meta={"units": {"whole": WHOLE, "scale": SCALE, "levels": about}})


def _people(one: UnitLevel) -> list[int | None]:
    """Whole people in each unit of a level; null where nobody has counted them."""
    if one.people is None:
        return [None] * len(one.units)
    told = dict(zip(one.people["pcode"], one.people["population"].astype("float64"), strict=True))
    counts = [told.get(code, np.nan) for code in one.units["pcode"]]
    return [round(count) if np.isfinite(count) and count >= 1 else None for count in counts]


def _people_columns(levels: list[list[int | None]]) -> list[Column]:
    counts = [count for level in levels for count in level]
    return [Column("people", "uint", counts)] if any(count is not None for count in counts) else []


def _unit_columns(units: pd.DataFrame) -> list[Column]:
    texts = {name: [plain(value) for value in units[name]] for name in ("pcode", "name_en", "name_ar", "name_local")}
    english = [
        en or local or code
        for en, local, code in zip(*(texts[n] for n in ("name_en", "name_local", "pcode")), strict=True)
    ]
    points = _points(units)
    return [
        Column("level", "uint", units["level"]),
        Column("pcode", "strings", texts["pcode"]),
        Column("name_en", "strings", english),
        Column("name_ar", "strings", texts["name_ar"]),
        Column("lon", "delta", points[0], scale=SCALE),
        Column("lat", "delta", points[1], scale=SCALE),
        Column("km2", "uint", _km2(units)),
    ]


def _shapes(units: pd.DataFrame) -> np.ndarray:
    return np.asarray(shapely.from_wkb(units["geometry"].to_numpy(dtype=object)))


def _points(units: pd.DataFrame) -> tuple[list[float | None], list[float | None]]:
    """Where the symbol of each unit stands: its reference point, else a point inside its outline."""
    lon, lat = (units[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    shapes = _shapes(units)
    inner = shapely.point_on_surface(shapes)
    lon = np.where(np.isfinite(lon), lon, shapely.get_x(inner))
    lat = np.where(np.isfinite(lat), lat, shapely.get_y(inner))
    return tuple([float(value) if np.isfinite(value) else None for value in np.round(axis, 3)] for axis in (lon, lat))  # type: ignore[return-value]


def _km2(units: pd.DataFrame) -> list[int | None]:
    """Area of each unit in square kilometres on the globe; null without an outline."""
    flat = shapely.transform(_shapes(units), _equal_area)
    areas = shapely.area(flat) * KM2_PER_M2
    return [round(float(area)) if np.isfinite(area) and area >= 1 else None for area in areas]


def _equal_area(lonlat: np.ndarray) -> np.ndarray:
    return EARTH_M * np.column_stack([np.radians(lonlat[:, 0]), np.sin(np.radians(lonlat[:, 1]))])


def _share_columns(levels: Sequence[UnitLevel], incidents: Sequence[str]) -> list[Column]:
    """Rows in the order of the incidents and then of the units; what lies in no unit of a level has no row there."""
    row_of = {incident: row for row, incident in enumerate(incidents)}
    parts, first = [], 0
    for one in levels:
        place = {str(code): first + number for number, code in enumerate(one.units["pcode"])}
        kept = one.shares[one.shares["pcode"].notna() & among(one.shares["subject_id"], row_of)]
        whole = one.shares["parts"].astype("int64").max() if len(one.shares) else 1
        told = pd.DataFrame(
            {
                "incident": kept["subject_id"].map(row_of).astype("int64"),
                "unit": kept["pcode"].map(place).astype("int64"),
                "parts": kept["parts"].to_numpy(dtype=float),
                "certain": kept["certain"].fillna(value=False).astype("int64"),
            }
        )
        told["parts"] = _in_parts(told, _full(one.shares, whole))
        parts.append(told[told["parts"] > 0])
        first += len(one.units)
    table = pd.concat(parts, ignore_index=True).sort_values(["incident", "unit"], kind="stable")
    return [
        Column("incident", "delta", table["incident"]),
        Column("unit", "uint", table["unit"]),
        Column("parts", "uint", table["parts"]),
        Column("certain", "uint", table["certain"]),
    ]


def _full(shares: pd.DataFrame, most: int) -> int:
    """Parts of one whole: those of a subject add up to it."""
    if shares.empty:
        return int(most)
    return int(shares.loc[shares["subject_id"] == shares["subject_id"].iloc[0], "parts"].astype("int64").sum())


def _in_parts(told: pd.DataFrame, full: int) -> pd.Series:
    """Shares in parts of `WHOLE` by largest remainders, so that those of an incident still add up as before."""
    exact = told["parts"] / full * WHOLE
    floor = np.floor(exact + 1e-9)
    sums = exact.groupby(told["incident"]).transform("sum").round()
    missing = sums - floor.groupby(told["incident"]).transform("sum")
    rank = (exact - floor).groupby(told["incident"]).rank(method="first", ascending=False)
    return (floor + (rank <= missing)).astype("int64")


def _about(one: UnitLevel, first: int) -> dict[str, Any]:
    """What the page says of a level: names, the sentence on what it can bear, breaks of its rates, outlines."""
    en, ar = NAMES.get(one.level, (f"Units of level {one.level}", f"وحدات المستوى {one.level}"))
    rings = _rings(one.units, first)
    values = _rates(one)
    told = asdict(one.support)
    return {
        "level": one.level,
        "name": {"en": en, "ar": ar},
        "drawn": bool(rings),
        "support": {key: told[key] for key in ("records", "coarser", "holds", "en", "ar")},
        "credit": _credit(one.units),
        "method": one.method,
        "people": one.people_source,
        "breaks": {
            name: breaks(values[name], classes=one.classes, method=one.method)
            for name in RATES
            if rings and (values[name] or name != "people")
        },
        "rings": rings,
    }


def _credit(units: pd.DataFrame) -> str:
    columns = [[str(value) for value in units[name].dropna().unique() if str(value)] for name in ("vintage", "licence")]
    return ", ".join(part for column in columns for part in column[:2])


def _rates(one: UnitLevel) -> dict[str, list[float]]:
    """Rates of all incidents by unit: share of them in percent, and number to 1,000 square kilometres."""
    weights = one.shares.dropna(subset=["pcode"]).groupby("pcode")["parts"].sum()
    full = _full(one.shares, 1)
    expected = np.array([float(weights.get(code, 0)) / full for code in one.units["pcode"]])
    total = max(1, one.shares["subject_id"].nunique())
    km2 = [area or np.nan for area in _km2(one.units)]
    people = np.array([count or np.nan for count in _people(one)], dtype=float)
    return {
        "share": [value for value in 100 * expected / total if value > 0],
        "people": [value for value in PER_PEOPLE * expected / people if value > 0],
        "density": [value for value in 1000 * expected / np.array(km2, dtype=float) if value > 0],
    }


def _rings(units: pd.DataFrame, first: int) -> list[list[Any]]:
    """Outlines as [unit, ring, ring ...], each ring a flat list of coded differences; neighbours keep one border."""
    shapes = _shapes(units)
    drawn = ~shapely.is_missing(shapes)
    if not drawn.any():
        return []
    west, south, east, north = shapely.total_bounds(shapes[drawn])
    simple = shapes.copy()
    simple[drawn] = _simplified(shapes[drawn], max(east - west, north - south) * FINEST)
    out = []
    for number in np.flatnonzero(drawn).tolist():
        rings = [_coded(ring) for ring in shapely.get_rings(simple[number])]
        out.append([first + number, *(ring for ring in rings if len(ring) >= 8)])
    return out


def _simplified(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    if shapely.coverage_is_valid(shapes):
        return np.asarray(shapely.coverage_simplify(shapes, tolerance))
    return np.asarray(shapely.simplify(shapes, tolerance / 2, preserve_topology=True))


def _coded(ring: Any) -> list[int]:
    steps = np.round(shapely.get_coordinates(ring) * SCALE).astype(np.int64)
    moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = np.concatenate([[True], (moves[1:] != 0).any(axis=1)])
    return [int(value) for value in moves[kept].ravel()]
