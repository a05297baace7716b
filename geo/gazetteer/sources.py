"""Sources of a gazetteer: each becomes a frame of the table `places`, every row with its provenance."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pandas as pd

from data import InputRefused, UsageProblem, frame, norm_country

from .embedded import embedded_places
from .geonames import geonames_rows
from .kinds import KINDS, kind_of_word
from .left import LeftOut, Reason, inside, reasons
from .osm import osm_rows, pbf_rows
from .tablefile import table_rows
from .unitfile import unit_rows

Row = dict[str, object] | LeftOut | None

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
SWAPPED_FROM = 0.5


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
    """What a source gave: its places in its own order, how many rows were none, and why where that is a fault."""

    frame: pd.DataFrame
    left_out: int = 0
    why: tuple[Reason, ...] = ()


def read_source(source: Source) -> Places:
    """The places of a source; a row without a name or a point, or of another kind, is left out and counted.

    So is one whose point lies outside the country that it states.

    Raises
    ------
    InputRefused
        The file is absent, too large, lacks a column that was named, or has latitude and longitude exchanged.
    """
    if source.path is None:
        return Places(embedded_places())
    rows = [inside(row, number) if isinstance(row, dict) else row for number, row in _rows(source, source.path)]
    kept = [row for row in rows if isinstance(row, dict)]
    left = [row for row in rows if isinstance(row, LeftOut)]
    exchanged = sum(row.exchanged for row in left)
    if exchanged > SWAPPED_FROM * len(rows):
        hint = "Exchange lat= and lon= in the source." if source.form == "table" else "Look at its columns."
        note = f"Latitude and longitude are exchanged in {exchanged} of {len(rows)} rows."
        raise InputRefused(note, file=str(source.path), row=next(r.row for r in left if r.exchanged), hint=hint)
    return Places(frame("places", kept), len(rows) - len(kept), reasons(left))


def _rows(source: Source, path: Path) -> Iterator[tuple[int, Row]]:
    """Each row with its number in the file, counted from 1, the header too."""
    if source.form == "units":
        if not path.is_file():
            raise InputRefused("There is no such file.", file=str(path))
        return enumerate(unit_rows(path, source.options), 1)
    if source.form == "osm" and path.suffix.lower() == ".pbf":
        return enumerate(pbf_rows(path), 1)
    text = _text(_content(path), path.name)
    if source.form == "geonames":
        return enumerate(geonames_rows(text, path.name), 1)
    return enumerate(osm_rows(text, path.name), 1) if source.form == "osm" else table_rows(text, path, source.options)


def _content(path: Path) -> bytes:
    if not path.is_file():
        what = "This is a folder." if path.is_dir() else "There is no such file."
        raise InputRefused(what, file=str(path), hint="Name a file after the colon.")
    if path.stat().st_size > MOST_BYTES:
        raise InputRefused("The file is larger than 2 GB.", file=str(path), hint="Cut it to the area that is needed.")
    try:
        content = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(content)) and path.suffix.lower() == ".zip":
            return _of_zip(content, path)
        if not path.name.endswith(".gz"):
            return content
        with gzip.open(io.BytesIO(content)) as file:
            unpacked = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as problem:
        hint = "A file that ends in .gz is unpacked by gzip: fetch it again, or rename it."
        raise InputRefused(f"The file cannot be read: {problem}.", file=str(path), hint=hint) from problem
    if len(unpacked) > MOST_BYTES:
        raise InputRefused("Unpacked, the file is larger than 2 GB.", file=str(path))
    return unpacked


def _of_zip(content: bytes, path: Path) -> bytes:
    """The one text in a packed dump, such as IQ.txt in IQ.zip beside its readme.txt."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        held = [part for part in packed.infolist() if not part.is_dir() and "readme" not in part.filename.casefold()]
        if len(held) != 1:
            names = ", ".join(part.filename for part in held[:5]) or "none"
            raise InputRefused(f"The archive holds {len(held)} files: {names}.", file=str(path), hint="Unpack it.")
        with packed.open(held[0]) as file:
            unpacked = file.read(MOST_BYTES + 1)
    if len(unpacked) > MOST_BYTES:
        raise InputRefused("Unpacked, the file is larger than 2 GB.", file=str(path))
    return unpacked


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        packed = content[:2] == b"PK"
        hint = "It is a workbook or an archive: save it as CSV." if packed else "Save it as UTF-8."
        row = content[: problem.start].count(b"\n") + 1
        raise InputRefused("The file is not UTF-8.", file=name, row=None if packed else row, hint=hint) from problem
