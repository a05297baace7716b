"""The rows of a workbook as text, for the worker; like it, this file imports nothing of ours."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

# Among so many rows a table is looked for.
HEAD_ROWS = 30
Job = dict[str, Any]
Refuse = Callable[..., NoReturn]


def xlsx_rows(job: Job, told: Job, refuse: Refuse) -> Iterator[list[str]]:
    """Yield the rows of a sheet of an XLSX workbook as text."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(job["input"], read_only=True, data_only=True, keep_links=False)
    told |= {"driver": "XLSX", "layers": book.sheetnames}
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        # The size that a sheet states is not its size: one far cell would pad every row to 16,384 cells.
        sheet.reset_dimensions()
    name = job["layer"] or next((sheet.title for sheet in [*filter(has_table, seen), *seen]), None)
    if name not in book.sheetnames:
        refuse(f"there is no sheet {name!r}.", hint=f"Sheets: {', '.join(book.sheetnames)}.")
    told["layer"] = name
    for row in book[name].iter_rows(values_only=True):
        yield [cell_text(value) for value in row]


def has_table(sheet: Any) -> bool:
    """Whether two of the first rows of a sheet hold more than one cell: notes on a cover sheet mostly do not."""
    rows = itertools.islice(sheet.iter_rows(values_only=True), HEAD_ROWS)
    return sum(sum(value is not None for value in row) > 1 for row in rows) > 1


def cell_text(value: Any) -> str:
    """Write a cell's value as text: whole numbers without a point, days as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def ods_rows(job: Job, told: Job, refuse: Refuse) -> Iterator[list[str]]:
    """Yield the rows of a table of an OpenDocument spreadsheet as text."""
    from odf import opendocument, table  # noqa: PLC0415

    tables = opendocument.load(job["input"]).spreadsheet.getElementsByType(table.Table)
    names = [str(each.getAttribute("name")) for each in tables]
    told |= {"driver": "ODS", "layers": names}
    name = job["layer"] or (names[0] if names else None)
    if name not in names:
        refuse(f"there is no sheet {name!r}.", hint=f"Sheets: {', '.join(names)}.")
    told["layer"] = name
    for row in tables[names.index(name)].getElementsByType(table.TableRow):
        cells = ods_cells(row, job["columns"] + 1)
        repeated = int(row.getAttribute("numberrowsrepeated") or 1)
        for _ in range(min(repeated, job["rows"] + 2)):
            yield cells


def ods_cells(row: Any, most: int) -> list[str]:
    """Read the cells of one row; a repeated cell is laid out, a repeated empty tail is not."""
    cells: list[str] = []
    for cell in row.childNodes:
        repeated = int(cell.getAttribute("numbercolumnsrepeated") or 1)
        cells += [ods_text(cell)] * min(repeated, most - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def ods_text(cell: Any) -> str:
    """Read a cell by its stored value, or as its paragraphs."""
    kind = cell.getAttribute("valuetype")
    if kind in ("float", "percentage", "currency"):
        return cell_text(float(cell.getAttribute("value")))
    if kind == "date":
        return str(cell.getAttribute("datevalue"))
    return "\n".join(node_text(node) for node in cell.childNodes)


def node_text(node: Any) -> str:
    """Gather the text under a node."""
    if node.nodeType == node.TEXT_NODE:
        return str(node.data)
    return "".join(node_text(child) for child in node.childNodes)
