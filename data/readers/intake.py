"""The one way in: a path becomes a Reading."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
import pyarrow as pa

from ..engine import Engine
from ..errors import InputRefused
from ..identity import identified, row_texts, text_id
from ..schema import conform, frame
from ..store import from_arrow
from .chunk import Chunk
from .database import fetch_rows, is_database
from .encoding import Encoding
from .formats import open_chunks
from .hxl import renamed, tag_row, without_tags
from .joining import joined_sources, repeats
from .limits import DEFAULT_LIMITS, Limits
from .mapping import Mapping, load_mapping
from .opening import Opened, open_input
from .options import DEFAULT_OPTIONS, Options
from .own import Sheet, choose
from .reading import FileSeen, Reading
from .releasefile import read_release_file
from .shaping import Shaped, shape

T = TypeVar("T")
IN_DATABASE = Encoding("utf-8", "UTF-8")


@dataclass(frozen=True, slots=True)
class Started:
    """A read that has begun: the input, the mapping that fits, and its chunks still to come."""

    opened: Opened
    mapping: Mapping
    chunks: Iterator[Chunk]
    said: str
    unread: tuple[str, ...] = ()
    """Columns that the mapping does not look at."""
    guessed: tuple[tuple[str, str], ...] = ()
    """Column and target, of a sheet whose columns were guessed."""

    def shaped(self, engine: Engine | None = None) -> Iterator[Shaped]:
        """Shape the chunks in their order; parsing, shaping and hashing go on side by side, or on an engine."""
        if engine is not None:
            about = engine.share((self.mapping, self.opened.name, self.opened.sha256))
            yield from engine.map(shape_whole, self.chunks, about)
            return
        work = partial(shape, mapping=self.mapping, file=self.opened.name, sha256=self.opened.sha256)
        for part, texts in ahead(map(self._with_texts, ahead(map(work, ahead(self.chunks))))):
            yield replace(part, table=identified(part.table, self.mapping.table, texts))

    def _with_texts(self, part: Shaped) -> tuple[Shaped, Any]:
        return part, row_texts(part.table, self.mapping.table)

    def seen(self, *, rows: int, blank_rows: int) -> FileSeen:
        """Say what was found of the input."""
        return FileSeen(
            name=self.opened.name,
            sha256=self.opened.sha256,
            bytes=self.opened.size,
            format=self.said,
            recorder=self.mapping.name,
            rows=rows,
            blank_rows=blank_rows,
            unread_columns=self.unread,
            guessed=self.guessed,
        )


def shape_whole(chunk: Chunk, about: tuple[Mapping, str, str]) -> Shaped:
    """Shape one chunk and give its rows their ids: all that a worker needs to do to it."""
    mapping, file, sha256 = about
    part = shape(chunk, mapping, file=file, sha256=sha256)
    return replace(part, table=identified(part.table, mapping.table))


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Make items one ahead in a thread of its own: Arrow leaves Python free for most of its work."""
    end = object()
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = beside.submit(next, items, end)
            yield cast("T", item)


def read(
    path: Path | str,
    recorder: str | Mapping | Sheet | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    options: Options = DEFAULT_OPTIONS,
) -> Reading:
    """Read an input by the mapping of its recorder into claims or figures, losing no row.

    Parameters
    ----------
    path
        CSV, TSV (also packed with gzip), XLSX, ODS, JSON, JSON lines, GeoJSON, Parquet, GeoPackage,
        Shapefile (also zipped), KML, KMZ, the text of a release, or the URL of a PostgreSQL database
        with a table or query in `options`.
    recorder
        Name of a mapping, a mapping file of your own that ends in .toml, or a mapping from
        `own_mapping`. Without it the mapping is found by the header; with a `Sheet` what no
        header tells is guessed, and told in `files`.
    limits
        Budgets against hostile or broken files.
    options
        Sheet or layer, the column that holds the text of a release, and what is known of the source.

    Returns
    -------
    Reading
        Rows in = kept + rejected + duplicates, always; format and encoding are told in `notes`.

    Raises
    ------
    UsageProblem
        There is no such file or recorder.
    InputRefused
        The file as a whole cannot be read: empty, a required column missing, a limit passed.
    """
    wanted = load_mapping(recorder) if recorder and isinstance(recorder, str) else recorder or None
    if is_database(path):
        started = _from_database(str(path), wanted, options, limits=limits)
    else:
        opened = open_input(path, limits=limits)
        if isinstance(wanted, Mapping) and wanted.text:
            return read_release_file(opened, wanted, options, limits=limits)
        started = start(opened, wanted, options, limits=limits)
    shaped = list(started.shaped())
    rows, blank = sum(part.rows_in for part in shaped), sum(part.blank_rows for part in shaped)
    return with_source(_settled(shaped, started.mapping, started.seen(rows=rows, blank_rows=blank)), options)


def _from_database(url: str, wanted: Mapping | Sheet | None, options: Options, *, limits: Limits) -> Started:
    found = fetch_rows(url, options, limits=limits)
    opened = Opened(Path(found.name), found.sha256, found.size, "", packed=False, encoding=IN_DATABASE, limits=limits)
    return _started(opened, wanted, options, iter(found.chunks), "PostgreSQL")


def start(opened: Opened, wanted: Mapping | Sheet | None, options: Options, *, limits: Limits) -> Started:
    """Open an input as far as its header, and choose its mapping.

    Raises
    ------
    InputRefused
        There are no rows, no mapping fits, or a required column is missing.
    """
    chunks, said = open_chunks(opened, options, limits=limits)
    return _started(opened, wanted, options, chunks, said)


def _started(
    opened: Opened, wanted: Mapping | Sheet | None, options: Options, chunks: Iterator[Chunk], said: str
) -> Started:
    first = next(chunks, None)
    if first is None or (not first.rows_in):
        hint = "Check that this is the file you meant."
        raise InputRefused("The file has a header and no rows.", file=opened.name, hint=hint)
    tags = tag_row(first)
    first = first if tags is None else without_tags(first)
    chosen = choose(wanted, first, tags, file=opened.name)
    mapping, header = chosen.mapping, chosen.header
    chunks = itertools.chain([first], chunks)
    if tags is not None:
        said += ", a row of HXL tags"
        chunks = renamed(chunks, header)
    mapping.check_header(header, file=opened.name)
    if options.date_order:
        mapping = replace(mapping, rules=tuple(replace(rule, order=options.date_order) for rule in mapping.rules))
    read_columns = mapping.columns_read()
    unread = tuple(name for name in header if name not in read_columns)
    return Started(opened, mapping, chunks, said, unread, chosen.told(ordered=bool(options.date_order)))


def _settled(shaped: list[Shaped], mapping: Mapping, seen: FileSeen) -> Reading:
    """Join the chunks of one file; tell repeated readings and repeated records apart."""
    table = from_arrow(pa.concat_tables([part.table for part in shaped]), mapping.table)
    key = "claim_id" if mapping.table == "claims" else "figure_id"
    repeated = table.duplicated(key).to_numpy()
    kept = table[~repeated].reset_index(drop=True) if repeated.any() else table
    if mapping.table == "claims":
        kept = warn_rows(kept, kept["record_id"].duplicated(keep=False), "record_repeated")
    return Reading(
        rows_in=seen.rows,
        sources=joined_sources([from_arrow(pa.concat_tables([part.sources for part in shaped]), "sources")]),
        rejected=frame("rejected", [row for part in shaped for row in part.rejected]),
        rejected_rows=frame("rejected_rows", [row for part in shaped for row in part.rejected_rows]),
        duplicates=repeats(table, repeated, key),
        notes=(seen.told(),),
        files=(seen,),
        **{mapping.table: kept},
    )


def warn_rows(table: pd.DataFrame, mask: pd.Series, code: str) -> pd.DataFrame:
    """Return the table with a warning added to the rows of a mask; rows that have it keep one."""
    if not mask.any():
        return table
    pairs = zip(table["warnings"], mask, strict=True)
    warned = [sorted({*codes, code}) if hit else codes for codes, hit in pairs]
    return table.assign(warnings=pd.Series(warned, index=table.index, dtype=object))


def with_source(reading: Reading, options: Options) -> Reading:
    """Give rows without a source the one that the caller named, and sources what it knows of them."""
    if not options.source:
        return reading
    told = dict(options.source)
    known = told.get("url")
    source_id = text_id(known) if known else text_id(told.get("publisher"), told.get("title"))
    named = {"redistribution": "none", **told, "source_id": source_id}
    tables = {name: _sourced(getattr(reading, name), source_id) for name in ("claims", "figures")}
    sources = joined_sources([reading.sources, conform(pd.DataFrame([named]), "sources")])
    return replace(reading, sources=sources, **tables)


def _sourced(table: pd.DataFrame, source_id: str) -> pd.DataFrame:
    return table.assign(source_id=table["source_id"].fillna(source_id))
