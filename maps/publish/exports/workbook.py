"""All tables as one XLSX workbook of our own writing: texts as strings (S5.3), the same bytes for the same tables."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import escape

from ...tables import BETWEEN, FORMULA, plain

PARTS = Path(__file__).parent.parent / "templates" / "workbook.toml"
# A zip tells when its parts were changed; that would make each file another.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
MOST_ROWS, LONGEST = 1_048_576, 32_767
PLAIN, HEADING, LIKE_FORMULA = "0", "1", "2"
# What XML cannot hold, and what would be taken for it, as ECMA-376 (ST_Xstring) writes them.
NOT_XML = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
# An escape that follows begins with the sign that would end one before it.
UNWRITABLE = re.compile(f"[{NOT_XML}]|_(?=x[0-9A-Fa-f]{{4}}[_{NOT_XML}])")
PER_WRITE = 2_000


@cache
def parts() -> dict[str, dict[str, str]]:
    """The texts that a workbook is put together from."""
    return tomllib.loads(PARTS.read_text(encoding="utf-8"))


def sheet_text(text: str) -> str:
    r"""
    Text as a cell of a sheet holds it.

    >>> sheet_text("a <b> \x07 _x0041_")
    'a &lt;b&gt; _x0007_ _x005F_x0041_'
    """
    return str(escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)))


def letters(number: int) -> str:
    """
    The name of a column by its place, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def fits(table: pd.DataFrame) -> bool:
    """Whether a sheet can hold a table: spreadsheets end after a million rows and cut long texts."""
    if len(table) >= MOST_ROWS:
        return False
    texts = table.select_dtypes(exclude=["number", "bool"])
    return all(len(_joined(plain(value))) <= LONGEST for name in texts for value in texts[name])


def _joined(value: Any) -> str:
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _cell(reference: str, value: Any) -> str:
    sheet = parts()["sheet"]
    value = plain(value)
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return sheet["boolean"] % (reference, int(value))
    if isinstance(value, int | float):
        return sheet["number"] % (reference, repr(value))
    text = _joined(value)
    return sheet["text"] % (reference, LIKE_FORMULA if text.startswith(FORMULA) else PLAIN, sheet_text(text))


def _rows(table: pd.DataFrame) -> Iterator[str]:
    sheet = parts()["sheet"]
    names = [letters(place) for place in range(len(table.columns))]
    heads = [sheet["text"] % (f"{name}1", HEADING, sheet_text(str(title))) for name, title in zip(names, table.columns)]  # noqa: B905
    yield sheet["head"] + sheet["row"] % 1 + "".join(heads) + sheet["row_end"]
    for number, row in enumerate(table.itertuples(index=False, name=None), start=2):
        cells = [_cell(f"{name}{number}", value) for name, value in zip(names, row, strict=True)]
        yield sheet["row"] % number + "".join(cells) + sheet["row_end"]
    yield sheet["tail"]


def _listed(kind: str, names: list[str]) -> str:
    texts = parts()[kind]
    wanted = texts["sheet"].count("%s")
    rows = [
        texts["sheet"] % ((name, place, place)[-wanted:] if kind != "book" else (name, place, place))
        for place, name in enumerate(names, start=1)
    ]
    return texts["head"] + "".join(rows) + texts["tail"]


def workbook_bytes(tables: dict[str, pd.DataFrame]) -> bytes:
    """Return a workbook with a sheet for each table that a sheet can hold."""
    held = {name: table for name, table in tables.items() if fits(table)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        _put(book, "[Content_Types].xml", _listed("types", list(held)))
        for name, text in parts()["fixed"].items():
            _put(book, name, text)
        _put(book, "xl/workbook.xml", _listed("book", list(held)))
        _put(book, "xl/_rels/workbook.xml.rels", _listed("links", list(held)))
        for place, table in enumerate(held.values(), start=1):
            with book.open(_entry(f"xl/worksheets/sheet{place}.xml"), "w", force_zip64=True) as part:
                for block in _blocks(_rows(table)):
                    part.write(block)
    return file.getvalue()


def _blocks(lines: Iterator[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == PER_WRITE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _put(book: zipfile.ZipFile, name: str, text: str) -> None:
    book.writestr(_entry(name), text.encode())
