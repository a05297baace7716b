"""Reading back what was written as CSV, XLSX and Parquet, with nothing left over."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from ...tables import unguard
from ..exports import kinds
from .cells import Cells, Column, Leak, canonical, canonical_column

BOM = b"\xef\xbb\xbf"
TEXTS = ("text", "list", "json")
GEOMETRY = "geometry"


@dataclass
class Found:
    """What a file holds: cells by table, the bytes that are to be searched, and what is wrong with the file itself."""

    tables: dict[str, Cells] = field(default_factory=dict)
    texts: list[bytes] = field(default_factory=list)
    leaks: list[Leak] = field(default_factory=list)


def read_csv(path: str, data: bytes) -> Found:
    """One table, by the name of its file."""
    name = path.rpartition("/")[2].removesuffix(".csv")
    rows = list(csv.reader(io.StringIO(data.removeprefix(BOM).decode("utf-8"), newline="")))
    head, body = rows[0], rows[1:]
    if any(len(row) != len(head) for row in body):
        return Found(texts=[data], leaks=[Leak(path, "", "a row has more or fewer cells than the heading")])
    declared = kinds(name)
    columns = list(zip(*body, strict=True)) if body else [()] * len(head)
    cells = {
        title: _plain_cells(column, declared[title].type if title in declared else "")
        for title, column in zip(head, columns, strict=True)
    }
    return Found({name: cells}, [data])


def _plain_cells(column: Sequence[str], kind: str) -> Column:
    """Cells as they were before they were guarded; numbers in their one form."""
    if kind in TEXTS:
        return [unguard(cell) for cell in column]
    return canonical_numbers(column) if kind in ("integer", "number") else list(column)


def canonical_numbers(column: Sequence[str]) -> Column:
    """Numbers of a column in the form of `canonical`, each one that comes again once."""
    known = {cell: canonical_number(cell) for cell in set(column)}
    return [known[cell] for cell in column]


def canonical_number(cell: str) -> str:
    """A number in the form of `canonical`; what is no number stays as it is and so differs."""
    try:
        return canonical(float(cell)) if cell else ""
    except ValueError:
        return cell


HIDDEN = re.compile("_x([0-9A-F]{4})_")
CELL = re.compile(
    r'<c r="([A-Z]+)(\d+)"(?: s="\d")?(?: t="(inlineStr|b)")?>(?:<is><t xml:space="preserve">|<v>)([^<]*)'
)
INSIDE = r'(?:<is><t xml:space="preserve">[^<]*</(?:t)></(?:is)>|<v>[^<]*</(?:v)>)</(?:c)>'
SKELETON = re.compile(rf'<row r="(\d+)">((?:<c r="[A-Z]+\d+"[^<>]*>{INSIDE})*)</(?:row)>')
HEAD = re.compile(r"^<\?xml[^>]*\?><worksheet [^>]*>(?:<(?!row)[^>]*>)*")
TAIL = re.compile("</(?:sheetData)></(?:worksheet)>$")
SHEET = re.compile(r'<sheet name="([^"]*)"')
PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")


def read_xlsx(path: str, data: bytes) -> Found:
    """Every sheet, each byte of it accounted for; a part of the zip that is none of ours is a finding."""
    found = Found()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = book.namelist()
        sheets = SHEET.findall(book.read("xl/workbook.xml").decode())
        wanted = [*PARTS, *(f"xl/worksheets/sheet{place}.xml" for place in range(1, len(sheets) + 1))]
        if sorted(names) != sorted(wanted) or book.comment or any(one.extra or one.comment for one in book.infolist()):
            found.leaks.append(Leak(path, "", "the workbook holds a part that is none of ours"))
        for part in names:
            found.texts.append(html.unescape(book.read(part).decode("utf-8", "replace")).encode())
        for place, name in enumerate(sheets, start=1):
            text = book.read(f"xl/worksheets/sheet{place}.xml").decode()
            cells, rest = _sheet(text)
            found.tables[html.unescape(name)] = cells
            if rest:
                found.leaks.append(Leak(path, html.unescape(name), "the sheet holds something beside its cells", rest))
    # The name of each part and its place; the parts themselves are packed, and were searched unpacked.
    found.texts.append("\n".join(names).encode())
    return found


def _sheet(text: str) -> tuple[Cells, str]:
    head = HEAD.match(text)
    at = head.end() if head else 0
    rows: list[dict[str, str]] = []
    for row in SKELETON.finditer(text, at):
        if row.start() != at:
            break
        at = row.end()
        rows.append({one[1]: _value(one[3] or "", one[4]) for one in CELL.finditer(row[2])})
    titles = rows[0] if rows else {}
    cells = {title: [row.get(letter, "") for row in rows[1:]] for letter, title in titles.items()}
    stray = next((letter for row in rows for letter in row if letter not in titles), "")
    return cells, TAIL.sub("", text[at:]) or stray


def _value(kind: str, text: str) -> str:
    if kind == "b":
        return "true" if text == "1" else "false"
    if kind == "inlineStr":
        return HIDDEN.sub(lambda hit: chr(int(hit[1], 16)), html.unescape(text))
    return canonical_number(text)


def point_of(wkb: bytes | None) -> tuple[str, str]:
    """Longitude and latitude of a point in WKB as cells; empty where there is none."""
    if wkb is None:
        return "", ""
    order, kind, lon, lat = struct.unpack("<BIdd", wkb)
    if (order, kind) != (1, 1):
        raise ValueError("This is no point.")
    return canonical(lon), canonical(lat)


def with_points(found: Found, path: str, cells: Cells, points: list[tuple[str, str]]) -> None:
    """Hold the geometry of each row against its lon and lat."""
    pairs = list(zip(cells.get("lon", []), cells.get("lat", []), strict=True))
    if points != pairs:
        row = next((row for row, (one, two) in enumerate(zip(points, pairs, strict=False)) if one != two), 0)
        found.leaks.append(Leak(path, f"geometry, row {row + 1}", "a point is not the one that was selected"))


def read_parquet(path: str, data: bytes) -> Found:
    """The table with its points; the file's own record holds two entries, and statistics only of what stands in it."""
    file = pq.ParquetFile(io.BytesIO(data))
    table = file.read()
    names = [name for name in table.column_names if name != GEOMETRY]
    cells = {name: canonical_column(table.column(name).to_pylist()) for name in names}
    points = table.column(GEOMETRY).to_pylist() if GEOMETRY in table.column_names else None
    found = Found({"incidents": cells}, [data[-_footer(data) :]])
    if points is not None:
        with_points(found, path, cells, [point_of(wkb) for wkb in points])
    told = {key.decode(): value for key, value in (file.metadata.metadata or {}).items()}
    if set(told) != {"geo", "about"}:
        found.leaks.append(Leak(path, "metadata", "an entry that is none of ours"))
    if told.get("geo"):
        _check_box(found, path, json.loads(told["geo"]), cells)
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        for place in range(group.num_columns):
            column = group.column(place)
            stats = column.statistics
            if stats and stats.has_min_max:
                known = set(cells.get(column.path_in_schema, []))
                if not {canonical(stats.min), canonical(stats.max)} <= known:
                    found.leaks.append(Leak(path, f"statistics of {column.path_in_schema}", "a value of no row"))
    found.texts.append("\n".join(cell for column in cells.values() for cell in dict.fromkeys(column)).encode())
    found.texts += [value.decode("utf-8", "replace").encode() for value in told.values()]
    return found


def _footer(data: bytes) -> int:
    """Length of a Parquet file's end, which is not packed: schema, statistics, metadata."""
    return int(struct.unpack("<I", data[-8:-4])[0]) + 8


def _check_box(found: Found, path: str, geo: dict[str, object], cells: Cells) -> None:
    columns = geo.get("columns")
    box = columns["geometry"].get("bbox") if isinstance(columns, dict) else None
    if box != box_of(cells):
        found.leaks.append(Leak(path, "metadata", "bounds that are not those of the published points"))


def box_of(cells: Cells) -> list[float] | None:
    """West, south, east, north of the published points."""
    lon, lat = ([float(value) for value in cells.get(name, []) if value] for name in ("lon", "lat"))
    return [min(lon), min(lat), max(lon), max(lat)] if lon and lat else None
