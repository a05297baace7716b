"""Sources of a gazetteer: each becomes a frame of the table `places`, every row with its provenance."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pandas as pd

from data import InputRefused, UsageProblem, frame, norm_country

from .embedded import adm1_units, embedded_places
from .geonames import geonames_rows
from .kinds import KINDS, kind_of_name, kind_of_word
from .osm import osm_rows, pbf_rows
from .unitfile import unit_rows
from .units import UnitNames

TABLE_KEYS = frozenset(
    [
        *("name", "name_ar", "names", "lat", "lon", "admin1", "country", "kind", "population", "parent", "id"),
        *("country_is", "kind_is", "source", "licence"),
    ]
)
UNIT_KEYS = frozenset(
    [
        "name",
        "name_ar",
        "id",
        "admin1",
        "country",
        "country_is",
        "kind_is",
        "source",
        "licence",
        "layer",
        "level",
        "crs",
    ]
)
KEYS = {"table": TABLE_KEYS, "units": UNIT_KEYS}
MOST_BYTES = 2_000_000_000
LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Source:
    """A source as asked for: its form, its file, and the columns of a table."""

    form: str
    path: Path | None
    options: dict[str, str]
    spec: str


def parse_source(spec: str) -> Source:
    """Read `embedded`, `geonames:IQ.txt`, `table:FILE.csv?name=COL&lat=COL&lon=COL`, `units:FILE` or `osm:FILE`.

    Raises
    ------
    UsageProblem
        The form or a column key is not known.

    Examples
    --------
    >>> parse_source("table:places.csv?name=town&lat=y&lon=x").options["name"]
    'town'
    """
    form, _, rest = spec.partition(":")
    if form == "embedded" and not rest:
        return Source("embedded", None, {}, spec)
    if form not in ("geonames", "table", "units", "osm") or not rest:
        raise UsageProblem(
            f"{spec!r} is no source.",
            hint="Known: embedded, geonames:FILE, table:FILE?name=COL..., units:FILE, osm:FILE.",
        )
    file, _, query = rest.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    known = KEYS.get(form, frozenset())
    unknown = sorted(set(options) - known)
    if unknown:
        hint = f"Known: {', '.join(sorted(known)) or 'none'}."
        raise UsageProblem(f"A source of the form {form} has no option {unknown[0]!r}.", hint=hint)
    if options.get("level", "1") not in ("0", "1", "2", "3", "4"):
        raise UsageProblem(f"{spec!r}: level is 0 to 4.", hint="1 is the governorate, 2 the district.")
    return Source(form, Path(unquote(file)), options | _settled(options, spec), spec)


def _settled(options: dict[str, str], spec: str) -> dict[str, str]:
    """Country and kind of all rows as codes."""
    found: dict[str, str] = {}
    for key, read in (("country_is", norm_country), ("kind_is", kind_of_word)):
        if key in options:
            code = read(options[key])
            if code is None:
                hint = "Write its code, as IQ, or its English name."
                hint = hint if key == "country_is" else f"There are: {', '.join(KINDS)}."
                raise UsageProblem(f"{spec!r}: {options[key]!r} is not known as {key}.", hint=hint)
            found[key] = code
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """What a source gave: its places in its own order, and how many of its rows were none."""

    frame: pd.DataFrame
    left_out: int = 0


def read_source(source: Source) -> Places:
    """The places of a source; a row without a name or a point, or of another kind, is left out and counted.

    Raises
    ------
    InputRefused
        The file is absent, too large, or lacks a column that was named.
    """
    if source.path is None:
        return Places(embedded_places())
    rows = list(_rows(source, source.path))
    kept = [row for row in rows if row is not None]
    return Places(frame("places", kept), len(rows) - len(kept))


def _rows(source: Source, path: Path) -> Iterator[dict[str, object] | None]:
    if source.form == "units":
        if not path.is_file():
            raise InputRefused("There is no such file.", file=str(path))
        return unit_rows(path, source.options)
    if source.form == "osm" and path.suffix.lower() == ".pbf":
        return pbf_rows(path)
    text = _text(_content(path), path.name)
    if source.form == "geonames":
        return geonames_rows(text, path.name)
    return osm_rows(text, path.name) if source.form == "osm" else _table_rows(text, source)


def _content(path: Path) -> bytes:
    if not path.is_file():
        what = "This is a folder." if path.is_dir() else "There is no such file."
        raise InputRefused(what, file=str(path), hint="Name a file after the colon.")
    if path.stat().st_size > MOST_BYTES:
        raise InputRefused("The file is larger than 2 GB.", file=str(path), hint="Cut it to the area that is needed.")
    try:
        content = path.read_bytes()
        if not path.name.endswith(".gz"):
            return content
        with gzip.open(io.BytesIO(content)) as file:
            unpacked = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        hint = "A file that ends in .gz is unpacked by gzip: fetch it again, or rename it."
        raise InputRefused(f"The file cannot be read: {problem}.", file=str(path), hint=hint) from problem
    if len(unpacked) > MOST_BYTES:
        raise InputRefused("Unpacked, the file is larger than 2 GB.", file=str(path))
    return unpacked


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputRefused("The file is not UTF-8.", file=name, hint="Save it as UTF-8.") from problem


def _table_rows(text: str, source: Source) -> Iterator[dict[str, object] | None]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = _header(reader, source)
    options = {"name": "name", "lat": "lat", "lon": "lon"} | source.options
    for key, column in options.items():
        if not key.endswith("_is") and key not in ("source", "licence") and column not in header:
            file = str(source.path)
            raise InputRefused(
                f"There is no column {column!r}.", file=file, row=1, hint=f"It has: {', '.join(header)}."
            )
    units = UnitNames(adm1_units())
    country = cache(norm_country)
    prefix = _prefix(source)
    for number, row in enumerate(_lines(reader, source), 2):
        made = _table_row(
            {key: (row.get(column) or "").strip() for key, column in options.items()}, options, units, country
        )
        identity = row.get(options.get("id", ""), "") or str(number)
        yield made and made | {"place_id": f"{prefix}:{identity}"}


def _header(reader: csv.DictReader[str], source: Source) -> list[str]:
    try:
        header = list(reader.fieldnames or [])
    except csv.Error as problem:
        raise InputRefused(f"This is no table: {problem}.", file=str(source.path), row=1) from problem
    if not header:
        raise InputRefused("The table is empty.", file=str(source.path), hint="Its first row names the columns.")
    return header


def _lines(reader: csv.DictReader[str], source: Source) -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error as problem:
        hint = "Look for a quotation mark that is not closed."
        raise InputRefused(
            f"This is no row of a table: {problem}.", file=str(source.path), row=reader.line_num, hint=hint
        ) from problem


def _prefix(source: Source) -> str:
    """A short name for the rows of a file, the same on every machine."""
    stem = re.sub(r"\..*$", "", source.path.name if source.path else "")
    return re.sub(r"[^a-z0-9_]+", "-", stem.casefold()) or hashlib.sha256(source.spec.encode()).hexdigest()[:8]


def _table_row(
    cells: dict[str, str], options: dict[str, str], units: UnitNames, read_country: Callable[[str], str | None]
) -> dict[str, object] | None:
    name, arabic = cells.get("name", ""), cells.get("name_ar", "")
    point = _point(cells.get("lon", ""), cells.get("lat", ""))
    if point is None or not (name or arabic) or max(len(name), len(arabic)) > LONGEST_NAME:
        return None
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


def _point(lon: str, lat: str) -> tuple[float, float] | None:
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return None
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 and (x, y) != (0, 0) else None
