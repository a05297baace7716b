"""Reading back the page: its payload, block by block, held against what was selected."""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ...page import date_words, read_page, status_word, take_packed, unit_names
from ...payload import Payload, raw_blocks
from ...select import Selection
from ...tables import plain_column
from .cells import Cells, Leak, canonical, canonical_column
from .tabular import Found

PACKED = re.compile(r'(<(?:script) type="application/octet-stream;base64" id="([\w-]+)">)([A-Za-z0-9+/=\s]*)')
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
PICTURE = re.compile(rb'"(?:data|mask)":\s?"([A-Za-z0-9+/=]{64,})"')
FILE, SMALL = "index.html", "embed.html"
# Columns of the page that are a column of the published incidents under another name.
SAME = {
    "lon": "lon",
    "lat": "lat",
    "r_m": "r80_m",
    "precision": "precision",
    "date_precision": "date_precision",
    "country": "country",
    "killed_min": "killed_min",
    "killed_max": "killed_max",
    "place": "place_text",
    "place_ar": "place_text_ar",
}
COUNTED = ("killed_min", "killed_max", "injured_min", "injured_max")
# Whole numbers of the page's own: places in lists, days, flags.
OWN_NUMBERS = ("incident", "day_from", "day_to", "flags", "source")


def page_texts(text: str) -> list[bytes]:
    """All that a page says, unpacked: its markup with escapes undone, its scripts, every block of its payloads."""
    packed = [b64decode(match[3]) for match in PACKED.finditer(text)]
    bare, scripts = take_packed(PACKED.sub(r"\1", text))
    shown = ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), html.unescape(bare))
    blocks = [part for payload in packed for block in raw_blocks(payload) for part in _pictures(block)]
    return [shown.encode("utf-8", "replace"), *(script.encode() for script in scripts), *blocks]


def _pictures(block: bytes) -> list[bytes]:
    """A block with the pictures in it as their own bytes: as text any six letters would be found in them by chance."""
    pictures = [b64decode(match[1]) for match in PICTURE.finditer(block)]
    return [PICTURE.sub(b"", block), *pictures]


def _numbers(frame: pd.DataFrame, name: str) -> Any:
    return pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)


class Known:
    """Every value that was let through, as texts and numbers: whatever else stands in a page is a finding."""

    def __init__(self, tables: dict[str, Cells], selection: Selection) -> None:
        cells = {cell for table in tables.values() for column in table.values() for cell in column}
        parts = {part for cell in cells if "; " in cell for part in cell.split("; ")}
        dates = {
            date_words(start or None, end or None) or ""
            for name in ("claims", "incidents")
            for start, end in zip(*(tables[name].get(key, []) for key in ("happened_from", "happened_to")), strict=True)
        }
        counts = selection.counts
        grades = {status_word(*pair) or "" for pair in zip(counts["claimant"], _column(counts, "status"), strict=True)}
        claims = selection.claims
        grades |= {status_word(*pair) or "" for pair in zip(claims["recorder"], _column(claims, "status"), strict=True)}
        self.texts = cells | parts | dates | grades | set(unit_names().values())
        self.rows = max((len(column) for table in tables.values() for column in table.values()), default=0)

    def strange(self, value: Any, key: str = "") -> str | None:
        """Return the first value inside a value that was not let through; None where all were."""
        texts = self.texts
        for name, leaf in leaves(value, key):
            if leaf is None or (type(leaf) is str and leaf in texts) or isinstance(leaf, bool):
                continue
            if name in OWN_NUMBERS and isinstance(leaf, int):
                continue
            if canonical(leaf) not in texts:
                return canonical(leaf)
        return None


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    return frame[name].tolist() if name in frame.columns else [None] * len(frame)


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """The single values inside an object, each with the name that it stands under."""
    waiting = [(key, value)]
    while waiting:
        name, inner = waiting.pop()
        if type(inner) is dict:
            waiting.extend(reversed(inner.items()))
        elif type(inner) is list:
            waiting.extend((name, one) for one in reversed(inner))
        else:
            yield name, inner


def _opened(data: bytes, file: str) -> tuple[Found, Payload | None]:
    """A page with all that it says; None beside the finding where its payload cannot be read."""
    text = data.decode("utf-8")
    found = Found(texts=page_texts(text))
    try:
        return found, read_page(text)
    except ValueError as fault:
        found.leaks.append(Leak(file, "", str(fault)))
        return found, None


def read_index(data: bytes, tables: dict[str, Cells], selection: Selection) -> Found:
    """Hold the page's payload against the published tables: columns, counts and every card."""
    found, page = _opened(data, FILE)
    if page is None:
        return found
    known = Known(tables, selection)
    names = [card.get("id") for card in page.text]
    wanted = tables["incidents"]
    if sorted(map(str, names)) != sorted(wanted["incident_id"]):
        found.leaks.append(Leak(FILE, "cards", "the page does not hold the incidents that were selected"))
        return found
    row_of = {name: row for row, name in enumerate(wanted["incident_id"])}
    order = [row_of[str(name)] for name in names]
    found.leaks += _incident_columns(page.tables["incidents"], wanted, order, known)
    found.leaks += _count_rows(page.tables["claims"], [str(name) for name in names], selection, known)
    found.leaks += _shapes(page.tables.get("shapes"), wanted, order)
    for number, card in enumerate(page.text):
        if (strange := known.strange(card)) is not None:
            found.leaks.append(Leak(FILE, f"card {number + 1}", "a value that was not selected", strange))
            break
    return found


def read_embed(data: bytes, tables: dict[str, Cells], selection: Selection) -> Found:
    """Hold the small page's payload against the published tables: columns and counts; it has no cards."""
    found, page = _opened(data, SMALL)
    if page is None:
        return found
    known, wanted = Known(tables, selection), tables["incidents"]
    names = [str(name) for name in page.tables["incidents"]["id"].tolist()]
    if page.text or sorted(names) != sorted(wanted["incident_id"]):
        found.leaks.append(Leak(SMALL, "cards", "the page does not hold the incidents that were selected"))
        return found
    row_of = {name: row for row, name in enumerate(wanted["incident_id"])}
    leaks = _incident_columns(page.tables["incidents"], wanted, [row_of[name] for name in names], known)
    leaks += _count_rows(page.tables["claims"], names, selection, known)
    found.leaks += [replace(leak, file=SMALL) for leak in leaks]
    return found


def _incident_columns(frame: pd.DataFrame, wanted: Cells, order: list[int], known: Known) -> list[Leak]:
    leaks = []
    for column in frame.columns:
        here = canonical_column(plain_column(frame[column]))
        if column not in SAME:
            if column in OWN_NUMBERS and pd.api.types.is_integer_dtype(frame[column].dtype):
                continue
            strange = next((value for value in here if value not in known.texts), None)
            if strange is not None:
                leaks.append(Leak(FILE, f"incidents.{column}", "a value that was not selected", strange))
            continue
        cells = wanted.get(SAME[column], [""] * len(order))
        there = [cells[row] for row in order]
        if here != there:
            row = next((row for row, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), 0)
            what = "the page holds another value than was selected"
            if column in ("lon", "lat"):
                what = f"the page holds a {column} with more digits than the policy allows, or another one"
            leaks.append(Leak(FILE, f"incidents.{column}, row {row + 1}", what, here[row]))
    return leaks


def _shapes(frame: pd.DataFrame | None, wanted: Cells, order: list[int]) -> list[Leak]:
    """Every area that is no circle as the published tables hold it, and no other."""
    cells = wanted.get("shape", [""] * len(order))
    there = {number: cells[row] for number, row in enumerate(order) if cells[row]}
    here = {} if frame is None else dict(zip(frame["incident"].tolist(), frame["ring"].tolist(), strict=True))
    columns = set() if frame is None else set(frame.columns) - {"incident", "ring"}
    if here == there and not columns and (frame is None or len(frame) == len(here)):
        return []
    return [Leak(FILE, "shapes", "the page holds another shape than was selected")]


def _count_rows(frame: pd.DataFrame, names: list[str], selection: Selection, known: Known) -> list[Leak]:
    """One row to each incident and claimant, with the counts that were selected."""
    counts = selection.counts
    shown = [name for name in COUNTED if name in counts.columns and name in frame.columns]
    columns = [canonical_column(plain_column(counts[name])) for name in shown]
    keys = zip(counts["incident_id"], counts["claimant"], strict=True)
    there = dict(zip(keys, zip(*columns, strict=True) if shown else [()] * len(counts), strict=True))
    here_columns = [canonical_column(plain_column(frame[name])) for name in shown]
    places = frame["incident"].tolist()
    here_keys = [(names[place], who) for place, who in zip(places, frame["claimant"].tolist(), strict=True)]
    here = dict(zip(here_keys, zip(*here_columns, strict=True) if shown else [()] * len(frame), strict=True))
    if here != there or len(here) != len(frame):
        return [Leak(FILE, "claims", "counts that are not those that were selected")]
    rest = [name for name in frame.columns if name not in (*COUNTED, "incident", "claimant")]
    strange = {name: known.strange(frame[name].tolist(), name) for name in rest}
    return [
        Leak(FILE, f"claims.{name}", "a value that was not selected", text or "")
        for name, text in strange.items()
        if text
    ]
