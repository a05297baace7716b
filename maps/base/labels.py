"""Names on the base geography: countries, governorates, towns, each in English and Arabic where both are known."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pandas as pd
import shapely

from geo import LonLat, distance_m

from .topology import Points
from .view import View

# Metres that a degree of latitude has at least: what lies farther apart by latitude alone need not be measured.
LEAST_M = 110_000


class CountryName(NamedTuple):
    """A country as the page names it."""

    iso2: str | None
    en: str
    ar: str | None


@cache
def country_names() -> Mapping[str, CountryName]:
    """Return names by ISO 3166-1 numeric code, as world-atlas writes it."""
    text = resources.files(__package__).joinpath("countries.csv").read_text(encoding="utf-8")
    return {
        row["iso_numeric"]: CountryName(row["iso2"], row["name_en"], row["name_ar"])
        for row in csv.DictReader(text.splitlines())
    }


def country_label(name: CountryName, polygons: Iterable[list[Points]], view: View) -> dict[str, Any] | None:
    """Return a label in the middle of the country's largest part inside the view; None where little of it shows."""
    shapes = [shapely.polygons(polygon[0]) for polygon in polygons]
    parts = [part for shape in shapes for part in shapely.get_parts(shapely.clip_by_rect(shape, *view))]
    largest = max(parts, key=shapely.area, default=None)
    if largest is None or shapely.area(largest) < 0.002 * view.width * view.height:
        return None
    # Where the thinned border crosses itself, lines may be left over beside the areas when it is mended.
    solid = max(shapely.get_parts(shapely.make_valid(largest)), key=shapely.area)
    # The middle of the largest inscribed circle: a centroid may lie outside the country.
    line = shapely.maximum_inscribed_circle(solid, tolerance=0.01)
    lon, lat = shapely.get_coordinates(line)[0]
    rank = 1 if shapely.area(largest) > 0.02 * view.width * view.height else 2
    # The middle of what is seen is made from the records' own points: no digit more than a point may have by default.
    return label("country", (name.en, name.ar), (round(float(lon), 2), round(float(lat), 2)), rank=rank)


def label(kind: str, names: tuple[str, str | None], lonlat: tuple[float, float], *, rank: int) -> dict[str, Any]:
    """Return one label as the page reads it; coordinates to four decimals."""
    return {
        "kind": kind,
        "en": names[0],
        "ar": names[1],
        "lon": round(lonlat[0], 4),
        "lat": round(lonlat[1], 4),
        "rank": rank,
    }


def unit_labels(units: pd.DataFrame) -> list[dict[str, Any]]:
    """Return labels of kind governorate from a units frame; units without a reference point have none."""
    known = units.dropna(subset=["lon", "lat", "name_en"]).sort_values("pcode", kind="stable")
    return [
        label("governorate", (row.name_en, _text(row.name_ar)), (float(row.lon), float(row.lat)), rank=1)
        for row in known.itertuples(index=False)
    ]


def town_labels(places: pd.DataFrame, *, limit: int = 60, apart_m: float = 15_000) -> list[dict[str, Any]]:
    """Return labels of kind town from a places frame: the most populous cities and towns.

    A town nearer than `apart_m` to a larger one is left out: a gazetteer lists the parts of a city beside it, and
    sometimes gives a part more people than the whole, so the whole is told by its shorter name. The rank is 1 for the
    first tenth, 2 for the next three tenths, 3 for the rest: a page shows them in that order when it is drawn nearer.
    """
    towns = places[places["kind"].isin(["city", "town"])].dropna(subset=["lon", "lat", "population"])
    towns = towns.sort_values(["population", "place_id"], ascending=[False, True], kind="stable")
    kept: list[Any] = []
    for row in towns.itertuples(index=False):
        close = (place for place, other in enumerate(kept) if abs(row.lat - other.lat) * LEAST_M < apart_m)
        near = next((place for place in close if _between(row, kept[place]) < apart_m), None)
        if near is None and len(kept) < limit:
            kept.append(row)
        elif near is not None and _part_of(kept[near], row):
            kept[near] = row
    return [
        label("town", (row.name, _text(row.name_ar)), (float(row.lon), float(row.lat)), rank=_rank(position, limit))
        for position, row in enumerate(kept)
    ]


def _part_of(part: Any, whole: Any) -> bool:
    """Return whether one name goes on where the other ends: Old Basra is a part of Basra."""
    pairs = ((part.name, whole.name), (part.name_ar, whole.name_ar))
    return any(not pd.isna(longer) and not pd.isna(name) and longer.startswith(f"{name} ") for longer, name in pairs)


def _between(one: Any, other: Any) -> float:
    return distance_m(LonLat(float(one.lon), float(one.lat)), LonLat(float(other.lon), float(other.lat)))


def _rank(position: int, limit: int) -> int:
    return 1 if position < limit * 0.1 else 2 if position < limit * 0.4 else 3


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
