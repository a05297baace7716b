"""Releases: a text, or a table that holds one text a row, through the release readers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ..errors import InputRefused
from ..identity import text_id
from ..releases import ReleaseReading, read_release, read_release_items, read_strike_lines
from ..schema import conform, frame
from .delimited import text_lines
from .formats import open_chunks
from .joining import joined_sources, repeats
from .limits import MEGABYTE, Limits, refuse_over
from .mapping import Mapping
from .opening import Opened
from .options import Options
from .reading import FileSeen, Reading

WHOLE_ROWS = ("no_item", "strike_line_not_understood")
PLAIN_TEXT = (".txt", ".text", "")
TEXT_MEGABYTES = 64
DEFAULT_COLUMNS = {"releases": "text", "strike_lines": "line"}


def read_release_file(opened: Opened, mapping: Mapping, options: Options, *, limits: Limits) -> Reading:
    """Read a release, or a table of release items or strike lines, into claims and figures.

    A text of several items gives a claim for each; rows in are the items found and the rows
    in which none was found. What was not understood inside a claim stands in `unread`.

    Raises
    ------
    InputRefused
        There is no such column of text, or the text is too long to be a release.
    """
    plain = opened.suffix in PLAIN_TEXT and options.text_column is None
    if plain:
        made, said, blank = _text(opened, mapping, options), f"{opened.encoding.said}, text", 0
        misshapen = frame("rejected")
    else:
        made, said, blank, misshapen = _table(opened, mapping, options, limits)
    return _settled(made, misshapen, opened, mapping, said=said, blank=blank)


def _text(opened: Opened, mapping: Mapping, options: Options) -> ReleaseReading:
    if opened.size > TEXT_MEGABYTES * MEGABYTE:
        raise refuse_over("megabytes", opened.size // MEGABYTE, TEXT_MEGABYTES, file=opened.name)
    text = "".join(text_lines(opened))
    if mapping.text == "releases":
        return read_release(text, source=opened.name, published_on=options.published_on)
    order = options.date_order or mapping.date_order
    return read_strike_lines(text.splitlines(), date_order=order, source=opened.name)


def _table(
    opened: Opened, mapping: Mapping, options: Options, limits: Limits
) -> tuple[ReleaseReading, str, int, pd.DataFrame]:
    chunks, said = open_chunks(opened, options, limits=limits)
    held = list(chunks)
    cells = pd.concat([chunk.frame() for chunk in held]) if held else pd.DataFrame()
    column = options.text_column or DEFAULT_COLUMNS[str(mapping.text)]
    if column not in cells:
        hint = f"Name it with --text-column. Columns found: {', '.join(map(str, cells.columns))}."
        raise InputRefused("the column of texts is missing.", file=opened.name, row=1, column=column, hint=hint)
    if mapping.text == "releases":
        made = read_release_items(cells, text_column=column, source=opened.name)
    else:
        order = options.date_order or mapping.date_order
        made = read_strike_lines(cells, text_column=column, date_order=order, source=opened.name)
    rows = [row for chunk in held for row in chunk.misshapen]
    keys = ("row", "value", "rule", "hint")
    misshapen = frame("rejected", [{"file": opened.name, **dict(zip(keys, row, strict=True))} for row in rows])
    return _renumbered(made, cells.index.to_numpy()), said, sum(chunk.blank_rows for chunk in held), misshapen


def _renumbered(made: ReleaseReading, numbers: np.ndarray) -> ReleaseReading:
    """Give the rows the numbers that they have in the file; empty lines had moved them."""

    def own(rows: pd.Series) -> pd.Series:
        known = pd.Series(numbers, index=np.arange(2, len(numbers) + 2))
        return rows.map(known).astype("Int64")

    claims = made.claims.assign(origin_row=own(made.claims["origin_row"]))
    figures = made.figures.assign(origin_row=own(made.figures["origin_row"]))
    return replace(made, claims=claims, figures=figures, unread=made.unread.assign(row=own(made.unread["row"])))


def _settled(
    made: ReleaseReading, misshapen: pd.DataFrame, opened: Opened, mapping: Mapping, *, said: str, blank: int
) -> Reading:
    whole = made.unread["rule"].isin(WHOLE_ROWS)
    lost = made.unread.loc[whole, ["file", "row", "column", "value", "rule", "hint"]]
    rejected = pd.concat([misshapen, conform(lost.assign(file=opened.name), "rejected")], ignore_index=True)
    source, source_id = _source(mapping)
    origin = {"origin_sha256": opened.sha256, "source_id": source_id}
    claims, again = _once(made.claims.assign(**origin), "claim_id")
    figures, again_figures = _once(made.figures.assign(**origin), "figure_id")
    duplicates = pd.concat([again, again_figures], ignore_index=True)
    seen = FileSeen(
        name=opened.name,
        sha256=opened.sha256,
        bytes=opened.size,
        format=said,
        recorder=mapping.name,
        rows=len(claims) + len(figures) + len(rejected) + len(duplicates),
        blank_rows=blank,
    )
    return Reading(
        rows_in=seen.rows,
        claims=conform(claims, "claims"),
        figures=conform(figures, "figures"),
        sources=source,
        rejected=conform(rejected.sort_values("row", kind="stable"), "rejected"),
        duplicates=conform(duplicates, "duplicates"),
        unread=conform(made.unread[~whole].assign(file=opened.name), "unread"),
        notes=(seen.told(), *made.notes),
        files=(seen,),
    )


def _once(table: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    repeated = table.duplicated(key).to_numpy()
    return table[~repeated].reset_index(drop=True), repeats(table, repeated, key)


def _source(mapping: Mapping) -> tuple[pd.DataFrame, str]:
    told = {rule.target: rule.value for rule in mapping.source if rule.verb == "value"}
    source_id = text_id(told.get("publisher"), told.get("title"))
    row = {"redistribution": "none", **told, "source_id": source_id}
    return joined_sources([frame("sources", [row])]), source_id
