"""Hostile boundary files: read as units, kept with a warning or refused, and never counted as if they were whole."""

# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path

from hostile_cases import EXACT, FILE, WARNED, Told

from data import AtlasError
from layers import read_units

SQUARE = [[40, 30], [41, 30], [41, 31], [40, 31], [40, 30]]
BOWTIE = [[40, 30], [41, 31], [41, 30], [40, 31], [40, 30]]
SPIKE = [[40, 30], [41, 30], [41, 31], [45, 31], [41, 31], [40, 31], [40, 30]]
OUTSIDE_HOLE = [[50, 40], [51, 40], [51, 41], [50, 40]]


def unit(kind: str | None, coordinates: object = None, *, code: str = "IQG01") -> dict[str, object]:
    """One governorate with a shape."""
    about = {"ADM1_EN": "Unit", "ADM1_AR": "وحدة", "ADM1_PCODE": code, "ADM0_PCODE": "IQ", "validOn": "2019-06-03"}
    geometry = None if kind is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": about, "geometry": geometry}


CASES: tuple[tuple[str, str, list[dict[str, object]], dict[str, object]], ...] = (
    ("a square", EXACT, [unit("Polygon", [SQUARE])], {}),
    ("a square the other way round", EXACT, [unit("Polygon", [SQUARE[::-1]])], {}),
    ("a bow tie", WARNED, [unit("Polygon", [BOWTIE])], {}),
    ("a spike", WARNED, [unit("Polygon", [SPIKE])], {}),
    ("a hole that lies outside", WARNED, [unit("Polygon", [SQUARE, OUTSIDE_HOLE])], {}),
    ("a square twice in one", WARNED, [unit("MultiPolygon", [[SQUARE], [SQUARE]])], {}),
    ("no polygon", WARNED, [unit(None)], {}),
    ("an empty polygon", WARNED, [unit("Polygon", [])], {}),
    ("two rows of one code", WARNED, [unit("Polygon", [SQUARE]), unit("Polygon", [[[x + 2, y] for x, y in SQUARE]])], {}),
    ("no code", FILE, [unit("Polygon", [SQUARE], code="")], {}),
    ("another grid", FILE, [unit("Polygon", [[[x * 111_000, y * 111_000] for x, y in SQUARE]])], {}),
    ("a grid that nobody knows", FILE, [unit("Polygon", [SQUARE])], {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}}}),
)  # fmt: skip


def tried_units(folder: Path) -> list[Told]:
    """Read each boundary file and say how it ended."""
    folder.mkdir(parents=True)
    return [_tried(folder / f"{number}.geojson", *case) for number, case in enumerate(CASES)]


def _tried(path: Path, name: str, wanted: str, rows: list[dict[str, object]], more: dict[str, object]) -> Told:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows} | more), encoding="utf-8")
    try:
        units = read_units(path, level=1)
        codes = [code for row in units["warnings"] for code in row]
        found, why = (WARNED if codes else EXACT), str(codes)
    except AtlasError as error:
        found, why = (FILE if error.hint else "no clear error"), str(error)[:90]
    except Exception as fault:
        found, why = "a fault of ours", f"{type(fault).__name__}: {fault}"[:90]
    return Told("broken polygons", name, wanted, found, why)
