"""Reading back what was written as KML, with every byte accounted for."""

from __future__ import annotations

import html
import re

from ..exports import kinds, kml_of
from .cells import Cells, Leak
from .tabular import HIDDEN, Found, canonical_numbers

ABOUT = re.compile(r'^<Data name="([^"]*)"><value>([^<]*)</(?:value)></(?:Data)>$', re.MULTILINE)
FIELD = re.compile(r'^<SimpleField type="\w+" name="([^"]*)"/>$', re.MULTILINE)
PLACEMARK = re.compile(r"^<Placemark>(.*?)</(?:Placemark)>$", re.MULTILINE | re.DOTALL)
CELL = re.compile(r'<SimpleData name="([^"]*)">([^<]*)</(?:SimpleData)>')
POINT = re.compile(r"<Point><coordinates>([^<,]*),([^<,]*)</(?:coordinates)></(?:Point)>")


def read_kml(path: str, data: bytes) -> Found:
    """The placemarks as incidents; the file is what is written anew from its cells, or something else stands in it."""
    text = data.decode("utf-8")
    about = {_plain(name): _plain(value) for name, value in ABOUT.findall(text)}
    names = [_plain(name) for name in FIELD.findall(text)]
    cells: Cells = {name: [] for name in (*names, "lon", "lat")}
    for inner in PLACEMARK.findall(text):
        row = {name: _plain(value) for name, value in CELL.findall(inner)}
        point = POINT.search(inner)
        row |= dict(zip(("lon", "lat"), point.groups(), strict=True)) if point else {}
        for name, column in cells.items():
            column.append(row.get(name, ""))
    # What a balloon shows is escaped twice.
    found = Found(texts=[html.unescape(html.unescape(text)).encode()])
    if kml_of(cells, about) != data:
        found.leaks.append(Leak(path, "", "the file holds something beside its cells"))
    declared = kinds("incidents")
    found.tables["incidents"] = {
        name: canonical_numbers(column) if name in declared and declared[name].type in ("integer", "number") else column
        for name, column in cells.items()
    }
    return found


def _plain(text: str) -> str:
    if "&" not in text and "_x" not in text:
        return text
    return HIDDEN.sub(lambda hit: chr(int(hit[1], 16)), html.unescape(text))
