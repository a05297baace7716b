"""A sheet with points of its own: each row a placement, or a rejection that names file, row and column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data import conform, frame
from geo import Gazetteer, place_claims, precision_of_radius, stated_precision, stated_radii

from ..types import Flags
from .columns import RADII, Columns

EARTH_HALF_M = 20_037_508.0
# A radius of the user's own is looked at, however small: these two classes would stand as bare points.
POINT_M, FINEST_DISC = 10.0, "street"
NOT_STATED = "precision_not_stated"
LIMITS = {"lon": 180.0, "lat": 90.0}


def placed_sheet(
    cells: pd.DataFrame, columns: Columns, gazetteer: Gazetteer, *, file: str, precision: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a placements frame indexed by the row numbers of the cells, and the rejected rows.

    The subject is the id of the row, or its number where the sheet has no ids. A row with coordinates stands at them;
    a row without goes by its words. A sheet that says nothing of how exactly its points are known, and holds no words
    that could tell, has its points taken as they stand, with the warning `precision_not_stated`.
    """
    numbers = {what: _number(cells, columns.get(what)) for what in ("lon", "lat", *RADII)}
    rejected = _rejections(cells, columns, numbers, file=file)
    kept = cells[~cells.index.isin([row["row"] for row in rejected])]
    numbers = {what: values[cells.index.isin(kept.index)] for what, values in numbers.items()}
    pointed = np.isfinite(numbers["lon"]) & np.isfinite(numbers["lat"])
    by_words = ~pointed if columns.sized or precision else np.full(len(kept), columns.worded) | ~pointed
    parts = []
    if by_words.any():
        parts.append(_worded(kept[by_words], columns, gazetteer, {k: v[by_words] for k, v in numbers.items()}))
    if (~by_words).any():
        here = {what: values[~by_words] for what, values in numbers.items()}
        parts.append(_pointed(kept[~by_words], columns, gazetteer, here, precision=precision))
    placements = pd.concat(parts).sort_index(kind="stable") if parts else frame("placements")
    return placements, frame("rejected", rejected)


def ids_of(cells: pd.DataFrame, columns: Columns) -> pd.Series:
    """Return the id of each row, its row number where it has none."""
    numbers = cells.index.to_series().astype("string")
    name = columns.get("id")
    if name is None:
        return numbers
    given = cells[name].astype("string").str.strip()
    return given.where(given.notna() & (given != ""), numbers)


def _number(cells: pd.DataFrame, name: str | None) -> np.ndarray:
    if name is None:
        return np.full(len(cells), np.nan)
    values: np.ndarray = pd.to_numeric(cells[name].str.strip(), errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return values


def _filled(cells: pd.DataFrame, name: str) -> Flags:
    filled: Flags = (cells[name].notna() & (cells[name].str.strip() != "")).to_numpy(dtype=bool)
    return filled


def _rejections(
    cells: pd.DataFrame, columns: Columns, numbers: dict[str, np.ndarray], *, file: str
) -> list[dict[str, Any]]:
    """Return one rejection for each row that has a fault, in the order of the rows."""
    found: dict[int, dict[str, Any]] = {}
    for what, values in numbers.items():
        name = columns.get(what)
        if name is None:
            continue
        filled = _filled(cells, name)
        limit = LIMITS.get(what, EARTH_HALF_M)
        low = -limit if what in LIMITS else 0.0
        unread = filled & ~np.isfinite(values)
        beyond = np.isfinite(values) & ~((values >= low) & (values <= limit))
        unit = "degrees" if what in LIMITS else "metres"
        swapped = "; look whether the columns are swapped." if what in LIMITS else "."
        for fault, rule, hint in (
            (unread, "not_a_number", f"Write it as a decimal number of {unit}, such as {'43.12' if low else '500'}."),
            (beyond, "out_of_range", f"Give {low:.0f} to {limit:.0f} {unit}{swapped}"),
        ):
            for at in np.flatnonzero(fault):
                row = int(cells.index[at])
                told = {"file": file, "row": row, "column": name, "value": cells[name].iloc[at]}
                found.setdefault(row, {**told, "rule": rule, "hint": hint})
    for what, other in (("lon", "lat"), ("lat", "lon")):
        name = columns.get(what)
        if name is None:
            continue
        for at in np.flatnonzero(~_filled(cells, name) & np.isfinite(numbers[other])):
            row = int(cells.index[at])
            told = {"file": file, "row": row, "column": name, "value": None, "rule": "coordinate_missing"}
            found.setdefault(row, {**told, "hint": "Give both coordinates, or none."})
    return [found[row] for row in sorted(found)]


def _pointed(
    cells: pd.DataFrame,
    columns: Columns,
    gazetteer: Gazetteer,
    numbers: dict[str, np.ndarray],
    *,
    precision: str | None,
) -> pd.DataFrame:
    """Return placements at the points of the rows."""
    classes, told = _classes(cells, columns, numbers["r95_m"], precision=precision)
    radii = {what: values.copy() for what, values in numbers.items() if what in RADII}
    for name in classes.unique():
        stated = stated_radii(str(name))
        rows = (classes == name).to_numpy(dtype=bool) & ~np.isfinite(radii["r95_m"])
        for what in RADII:
            radii[what][rows] = getattr(stated, what)
    table = {
        "subject_id": ids_of(cells, columns),
        "lon": numbers["lon"],
        "lat": numbers["lat"],
        **radii,
        "precision": classes,
        "footprint_kind": "circle",
        "adm1_pcode": _stated_units(cells, columns, gazetteer),
        "method": "stated_coordinates",
        "reason": "The table states the point.",
        "warnings": [[] if one else [NOT_STATED] for one in told],
    }
    return conform(pd.DataFrame(table, index=cells.index), "placements").set_axis(cells.index)


def _classes(
    cells: pd.DataFrame, columns: Columns, radius: np.ndarray, *, precision: str | None
) -> tuple[pd.Series, Flags]:
    """Return the precision class of each row, and whether somebody stated it."""
    name = columns.get("precision")
    classes = pd.Series(pd.NA, index=cells.index, dtype="string")
    if name is not None:
        known = {str(text): stated_precision("own-sheet", str(text)) for text in cells[name].dropna().unique()}
        classes = cells[name].map(known).astype("string")
        classes = classes.where(classes != "by_kind")
    sized = np.isfinite(radius) & classes.isna().to_numpy(dtype=bool)
    if sized.any():
        by_radius = {value: _class_of(float(value)) for value in np.unique(radius[sized])}
        classes[sized] = [by_radius[value] for value in radius[sized]]
    told: Flags = (classes.notna() | (precision is not None)).to_numpy(dtype=bool)
    # Where nothing in the whole table speaks of it, its points are taken as they stand.
    rest = precision or ("around_place" if columns.sized else "exact")
    return classes.fillna(rest), told


def _class_of(radius_m: float) -> str:
    name = precision_of_radius(radius_m)
    return name if radius_m <= POINT_M or name not in ("exact", "site") else FINEST_DISC


def _stated_units(cells: pd.DataFrame, columns: Columns, gazetteer: Gazetteer) -> pd.Series:
    code, text = columns.get("adm1_pcode"), columns.get("adm1")
    given = pd.Series(pd.NA, index=cells.index, dtype="string")
    if code is not None:
        given = cells[code].astype("string").str.strip().replace("", pd.NA)
    if text is not None and given.isna().any():
        units = {str(name): gazetteer.unit(str(name)) for name in cells[text].dropna().unique()}
        known = {name: unit.adm1_pcode if unit else None for name, unit in units.items()}
        given = given.fillna(cells[text].map(known).astype("string"))
    return given


def _worded(
    cells: pd.DataFrame, columns: Columns, gazetteer: Gazetteer, numbers: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Return placements of rows that go by their words; a point that stands beside them goes first."""
    words = {"place_text": "text", "place_text_ar": "text_ar", "country": "country", "adm1_text": "adm1"}
    texts = {target: cells[name] for target, what in words.items() if (name := columns.get(what)) is not None}
    claims = conform(
        pd.DataFrame(
            {"claim_id": cells.index.astype(str), **texts, "stated_lon": numbers["lon"], "stated_lat": numbers["lat"]},
            index=cells.index,
        ),
        "claims",
    )
    placements = place_claims(claims, gazetteer)
    return placements.assign(subject_id=ids_of(cells, columns).to_numpy()).set_axis(cells.index)
