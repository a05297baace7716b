"""Fuzzing targets of the gate: what leaves holds nothing that may not leave, and comes back as it was written."""

from __future__ import annotations

import html
import io
from xml.etree import ElementTree as ET

import pandas as pd

from maps.page.inert import inert_json
from maps.project import REVIEWED
from maps.publish.exports.kml import kml_of
from maps.publish.reread.marked import read_kml
from maps.select import without_coordinates
from maps.select.addresses import untellable
from maps.select.finer import fine_spans
from maps.select.review import first_found
from maps.tables import csv_bytes, guard, unguard


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def fuzz_coordinates_withheld(data: bytes) -> None:
    """What is left of a text holds no coordinate that is too fine, and is left as it is a second time."""
    for decimals in (0, 2, 4):
        clean = without_coordinates(text_of(data), decimals)
        assert fine_spans(clean, decimals) == [], clean
        assert without_coordinates(clean, decimals) == clean


def fuzz_review(data: bytes) -> None:
    """Every text is searched, and every address is told or not, without an error."""
    found = first_found(text_of(data), REVIEWED)
    assert found is None or found[0] in REVIEWED
    assert untellable(text_of(data)) is None or untellable(text_of(data)).endswith(".")  # type: ignore[union-attr]


def fuzz_kml(data: bytes) -> None:
    """A KML is XML whatever its cells hold, nothing in it is markup of ours or theirs, and its cells come back."""
    texts = [*text_of(data).split("\n"), "", ""]
    cells = {
        "incident_id": ["a", texts[0] or "b"],
        "place_text": [texts[1], texts[2]],
        "r80_m": ["1000", ""],
        "lon": ["43.1", ""],
        "lat": ["36.3", ""],
    }
    about = {"title": texts[0], "licence": texts[1]}
    made = kml_of(cells, about)
    ET.parse(io.BytesIO(made))
    found = read_kml("data/incidents.kml", made)
    assert found.leaks == []
    assert found.tables["incidents"] == cells


def fuzz_texts(data: bytes) -> None:
    """No cell is a formula, none is changed for good, and no text ends the element that holds it."""
    text = text_of(data)
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not {"<", ">", "{{"} & {part for part in ("<", ">", "{{") if part in inert_json({"a": text})}
    table = pd.DataFrame({"a": pd.array([text], dtype="string")})
    assert csv_bytes(table).startswith(b"\xef\xbb\xbfa\r\n")
    assert html.unescape(html.escape(text)) == text
