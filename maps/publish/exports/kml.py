"""Incidents as KML 2.2, for Google Earth and content systems: texts that run nothing, and no picture to be fetched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from ...tables import cell_text, plain_column
from .tables import kinds
from .workbook import NOT_XML, UNWRITABLE

PARTS = Path(__file__).parent.parent / "templates" / "kml.toml"
TYPES = {"integer": "int", "number": "double", "boolean": "bool"}
SHARP, NEAR = ("exact", "site"), ("street", "neighbourhood", "village")
POSITION = ("lon", "lat")
Columns = Mapping[str, list[str]]
# Most texts hold nothing that has to be written another way.
MARKED = re.compile(f"[&<>\"'{NOT_XML}]|_x")


@cache
def parts() -> dict[str, dict[str, Any]]:
    """The texts that a file is put together from, and its looks."""
    return tomllib.loads(PARTS.read_text(encoding="utf-8"))


def xml_text(text: str) -> str:
    r"""
    Text as an element or an attribute holds it; what XML cannot hold stands as in a workbook, to be taken back.

    >>> xml_text('a <b> & "c" \x07')
    'a &lt;b&gt; &amp; &quot;c&quot; _x0007_'
    """
    if not MARKED.search(text):
        return text
    return escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text), quote=True)


def seen_text(text: str) -> str:
    """
    Text as a balloon shows it: a balloon takes its text for HTML, and looks for names in brackets behind a dollar.

    >>> seen_text("<b> $[name]")
    '&amp;lt;b&amp;gt; &amp;#36;[name]'
    """
    return xml_text(escape(text, quote=True).replace("$", "&#36;"))


def kml_bytes(incidents: pd.DataFrame, about: pd.DataFrame) -> bytes:
    """Return the incidents as placemarks, one to a line; those without a place have no point."""
    columns = {str(name): [cell_text(value) for value in plain_column(incidents[name])] for name in incidents.columns}
    told = {str(key): cell_text(value) for key, value in zip(about["key"], about["value"], strict=True)}
    return kml_of(columns, told)


def kml_of(columns: Columns, about: Mapping[str, str]) -> bytes:
    """The same from cells that are text; the same cells give the same bytes."""
    return "".join(_lines(columns, about)).encode()


def _lines(columns: Columns, about: Mapping[str, str]) -> Iterator[str]:
    file = parts()["file"]
    yield file["head"] % xml_text(about.get("title", ""))
    yield from (file["about"] % (xml_text(key), xml_text(value)) for key, value in about.items())
    yield file["styles"]
    yield from (file["style"] % (name, *look) for name, look in parts()["looks"].items())
    names = [name for name in columns if name not in POSITION]
    declared = kinds("incidents")
    yield file["schema"]
    yield from (
        file["field"] % (TYPES.get(declared[name].type if name in declared else "", "string"), xml_text(name))
        for name in names
    )
    yield file["rows"]
    for row in range(len(columns["incident_id"])):
        yield _placemark({name: column[row] for name, column in columns.items()}, names)
    yield file["tail"]


def _placemark(row: dict[str, str], names: list[str]) -> str:
    place = parts()["place"]
    title = row.get("place_text") or row.get("place_text_ar") or row["incident_id"]
    text: str = place["head"] % (seen_text(title), "&lt;br&gt;".join(seen_text(line) for line in _said(row)))
    begin, end = row.get("happened_from", ""), row.get("happened_to", "") or row.get("happened_from", "")
    if begin:
        text += place["when"] % (xml_text(begin), xml_text(end))
    text += place["style"] % _look(row.get("precision", ""))
    text += "".join(place["cell"] % (xml_text(name), xml_text(row[name])) for name in names if row[name])
    lon, lat = (row.get(name, "") for name in POSITION)
    point: str = place["point"] % (xml_text(lon), xml_text(lat)) if lon and lat else place["nowhere"]
    return f"{text}{point}\n"


def _look(precision: str) -> str:
    return "sharp" if precision in SHARP else "near" if precision in NEAR else "coarse"


def _said(row: dict[str, str]) -> Iterator[str]:
    """What a balloon says, in plain words: reported, with its range and its doubt."""
    when, until = row.get("happened_from", ""), row.get("happened_to", "")
    yield f"Date: {when if until in ('', when) else f'{when} to {until}'}" if when else "Date: not known"
    low, high = row.get("killed_min", ""), row.get("killed_max", "")
    counts = (
        low if low == high else f"{low} to {high}" if low and high else f"at least {low}" if low else f"up to {high}"
    )
    yield f"Reported killed: {counts or 'no number'}"
    radius = f", within {_length(row['r80_m'])} in 80 of 100 cases" if row.get("r80_m") else ""
    yield f"Place known to: {row.get('precision', '').replace('_', ' ') or 'unknown'}{radius}"
    yield f"Reported by: {row.get('recorders', '')}. Record {row['incident_id']}"


def _length(metres: str) -> str:
    return f"{float(metres) / 1000:.1f} km" if float(metres) >= 1000 else f"{metres} m"
