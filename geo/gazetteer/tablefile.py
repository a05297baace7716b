"""Tables of places: which columns are what is told by the caller; any usual mark parts the columns."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from data import InputRefused, norm_country

from ..coordinates import parse_coordinates
from .embedded import adm1_units
from .kinds import kind_of_name, kind_of_word
from .left import LeftOut
from .units import UnitNames

LONGEST_NAME = 500
LONGEST_CELL = 1_000_000
FOR_ALL_ROWS = ("country_is", "kind_is", "source", "licence")
_COMMA = re.compile(r"([+-]?\d{1,3}),(\d+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def table_rows(text: str, path: Path, options: dict[str, str]) -> Iterator[tuple[int, dict[str, object] | LeftOut]]:
    """Rows of a table as places with their number in the file, or why one is left out.

    Raises
    ------
    InputRefused
        A column that was named is not there, or the file is no table.
    """
    csv.field_size_limit(LONGEST_CELL)
    options = {"name": "name", "lat": "lat", "lon": "lon"} | options
    columns = {
        key: name for key, name in options.items() if not key.endswith("_is") and key not in ("source", "licence")
    }
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text, set(columns.values())))
    header = _header(reader, path)
    for column in columns.values():
        if header.count(column) != 1:
            note = f"There is no column {column!r}." if column not in header else f"Two columns are called {column!r}."
            raise InputRefused(note, file=str(path), row=1, hint=f"It has: {', '.join(header)}.")
    units, country, prefix = UnitNames(adm1_units()), cache(norm_country), _prefix(path)
    for number, row in _lines(reader, path):
        cells = {key: _CONTROL.sub("", row.get(column) or "").strip() for key, column in columns.items()}
        made = _table_row(cells, options, units, country, number)
        if isinstance(made, dict):
            made["place_id"] = f"{prefix}:{cells.get('id') or number}"
        yield number, made


def _delimiter(text: str, wanted: set[str]) -> str:
    """The mark that parts the columns named: comma, semicolon, tab or bar."""
    first = text.split("\n", 1)[0].rstrip("\r")
    for mark in ",;\t|":
        if wanted <= {cell.strip() for cell in next(csv.reader([first], delimiter=mark), [])}:
            return mark
    return ","


def _header(reader: csv.DictReader[str], path: Path) -> list[str]:
    try:
        header = [name.strip() for name in reader.fieldnames or []]
    except csv.Error as problem:
        raise InputRefused(f"This is no table: {problem}.", file=str(path), row=1) from problem
    if not header:
        raise InputRefused("The table is empty.", file=str(path), hint="Its first row names the columns.")
    reader.fieldnames = header
    return header


def _lines(reader: csv.DictReader[str], path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as problem:
        hint = "Look for a quotation mark that is not closed."
        raise InputRefused(
            f"This is no row of a table: {problem}.", file=str(path), row=reader.line_num + 1, hint=hint
        ) from problem


def _prefix(path: Path) -> str:
    """A short name for the rows of a file, the same on every machine."""
    stem = re.sub(r"\..*$", "", path.name)
    return re.sub(r"[^a-z0-9_]+", "-", stem.casefold()) or hashlib.sha256(path.name.encode()).hexdigest()[:8]


def _table_row(
    cells: dict[str, str],
    options: dict[str, str],
    units: UnitNames,
    read_country: Callable[[str], str | None],
    number: int,
) -> dict[str, object] | LeftOut:
    name, arabic = cells.get("name", ""), cells.get("name_ar", "")
    point = _point(cells.get("lon", ""), cells.get("lat", ""))
    if isinstance(point, str):
        return LeftOut(point, number)
    if not (name or arabic):
        return LeftOut("it has no name", number)
    if max(len(name), len(arabic)) > LONGEST_NAME:
        return LeftOut(f"its name is longer than {LONGEST_NAME} characters", number)
    stated = options.get("country_is") or cells.get("country", "")
    stated_country = read_country(stated)
    unit = units.find(cells.get("admin1", ""), stated_country)
    country = stated_country or (unit["country"] if unit else None)
    people = cells.get("population", "")
    return {
        "name": name or arabic,
        "name_ar": arabic or None,
        "names": [part.strip() for part in cells.get("names", "").split("|") if part.strip()],
        "kind": options.get("kind_is") or kind_of_word(cells.get("kind")) or kind_of_name(name or arabic),
        "country": country,
        "adm1_pcode": unit["pcode"] if unit else None,
        "adm1_name": unit["name_en"] if unit else cells.get("admin1") or None,
        "parent": cells.get("parent") or None,
        "lon": point[0],
        "lat": point[1],
        "population": int(float(people)) if re.fullmatch(r"\d+(?:\.\d+)?", people) else None,
        "source": options.get("source") or "file given",
        "licence": options.get("licence") or None,
    }


def _point(lon: str, lat: str) -> tuple[float, float] | str:
    """Longitude and latitude, in decimals with a point or a comma or in minutes and seconds; or what is wrong."""
    if not lon or not lat:
        return "latitude or longitude is missing"
    lon, lat = (_COMMA.sub(r"\1.\2", part) if _COMMA.fullmatch(part) else part for part in (lon, lat))
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        fixes = parse_coordinates(f"lat {lat}; lon {lon}").fixes
        if len(fixes) != 1:
            return "latitude or longitude is no number"
        x, y = fixes[0].lonlat.lon, fixes[0].lonlat.lat
    if (x, y) == (0, 0):
        return "latitude and longitude are 0"
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else "latitude or longitude lies off the globe"
