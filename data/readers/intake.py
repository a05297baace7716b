"""The one way in: a path becomes a Reading, and several Readings one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from ..errors import InputRefused, UsageProblem
from ..fields import words
from ..schema import conform, frame
from .delimited import SAID, Chunk, delimited_chunks, find_delimiter
from .limits import DEFAULT_LIMITS, Limits
from .mapping import Mapping, detect_mapping, load_mapping
from .opening import Opened, open_input
from .reading import FileSeen, Reading
from .shaping import Shaped, shape

DELIMITED = {".csv", ".tsv", ".tab", ".txt", ""}


def read(path: Path | str, recorder: str | Mapping | None = None, *, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read an input by the mapping of its recorder into claims or figures, losing no row.

    Parameters
    ----------
    path
        CSV or TSV, also packed with gzip. Encoding and delimiter are found and told in `notes`.
    recorder
        Name of a mapping, a mapping file of your own that ends in .toml, or a mapping from
        `own_mapping`. Without it the mapping is found by the header.
    limits
        Budgets against hostile or broken files.

    Returns
    -------
    Reading
        Rows in = kept + rejected + duplicates, always.

    Raises
    ------
    UsageProblem
        There is no such file or recorder.
    InputRefused
        The file as a whole cannot be read: empty, a required column missing, a limit passed.
    """
    opened = open_input(path, limits=limits)
    chunks, delimiter = open_chunks(opened, limits)
    first = next(chunks, None)
    if first is None:
        raise InputRefused(
            "The file has a header and no rows.", file=opened.name, hint="Check that this is the file you meant."
        )
    header = [str(name) for name in first.cells.columns]
    mapping = _mapping(recorder, header, file=opened.name)
    mapping.check_header(header, file=opened.name)
    shaped = [
        shape(chunk, mapping, file=opened.name, sha256=opened.sha256) for chunk in itertools.chain([first], chunks)
    ]
    seen = FileSeen(
        name=opened.name,
        sha256=opened.sha256,
        bytes=opened.size,
        encoding=opened.encoding.said,
        delimiter=delimiter,
        recorder=mapping.name,
        rows=sum(part.rows_in for part in shaped),
        blank_rows=sum(part.blank_rows for part in shaped),
    )
    return _settled(shaped, mapping, seen)


def _mapping(recorder: str | Mapping | None, header: list[str], *, file: str) -> Mapping:
    if isinstance(recorder, Mapping):
        return recorder
    return load_mapping(recorder) if recorder else detect_mapping(header, file=file)


def open_chunks(opened: Opened, limits: Limits) -> tuple[Iterator[Chunk], str]:
    """Choose how to take a file apart by the ending of its name; also say its delimiter, if it has one.

    Raises
    ------
    UsageProblem
        Files of this kind are not read.
    """
    if opened.suffix not in DELIMITED:
        raise UsageProblem(f"{opened.name}: files ending in {opened.suffix} are not read.", hint="Save it as CSV.")
    delimiter = find_delimiter(opened)
    return delimited_chunks(opened, delimiter, limits=limits), SAID.get(delimiter, delimiter)


def _settled(shaped: list[Shaped], mapping: Mapping, seen: FileSeen) -> Reading:
    """Join the chunks of one file; tell repeated readings and repeated records apart."""
    table = pd.concat([part.table for part in shaped], ignore_index=True)
    key = "claim_id" if mapping.table == "claims" else "figure_id"
    repeated = table.duplicated(key).to_numpy()
    duplicates = _duplicates(table, repeated, key)
    kept = table[~repeated].reset_index(drop=True) if repeated.any() else table
    if mapping.table == "claims":
        kept = warn_rows(kept, kept["record_id"].duplicated(keep=False), "record_repeated")
    return Reading(
        rows_in=seen.rows,
        sources=_joined_sources([part.sources for part in shaped]),
        rejected=frame("rejected", [row for part in shaped for row in part.rejected]),
        duplicates=duplicates,
        notes=_notes(seen),
        files=(seen,),
        **{mapping.table: kept},
    )


def _duplicates(table: pd.DataFrame, repeated: pd.Series, key: str) -> pd.DataFrame:
    again = table[repeated]
    first = table[~repeated].set_index(key)
    made = {
        "claim_id": again[key].array,
        "file": again["origin_file"].array,
        "row": again["origin_row"].array,
        "kept_file": first["origin_file"].reindex(again[key]).array,
        "kept_row": first["origin_row"].reindex(again[key]).array,
    }
    return conform(pd.DataFrame(made), "duplicates")


def warn_rows(table: pd.DataFrame, mask: pd.Series, code: str) -> pd.DataFrame:
    """Return the table with a warning added to the rows of a mask; rows that have it keep one."""
    if not mask.any():
        return table
    pairs = zip(table["warnings"], mask, strict=True)
    warned = [sorted({*codes, code}) if hit else codes for codes, hit in pairs]
    return table.assign(warnings=pd.Series(warned, index=table.index, dtype=object))


def _notes(seen: FileSeen) -> tuple[str, ...]:
    told = f"{seen.name}: {seen.encoding}"
    told += f", columns divided by {seen.delimiter}" if seen.delimiter else ""
    told += f", {seen.rows} rows"
    told += f" and {seen.blank_rows} empty rows" if seen.blank_rows else ""
    return (f"{told}, read as {seen.recorder}.",)


def combine(readings: Iterable[Reading]) -> Reading:
    """Join readings in order: a reading that is there twice is a duplicate, a record told anew supersedes.

    Of two claims with one record_id from different files the later published is in force
    (without dates: the one from the later input); the other bears its claim_id in
    `superseded_by` and stays in the table.
    """
    given = list(readings)
    claims, again = _without_repeats([each.claims for each in given], "claim_id")
    figures, again_figures = _without_repeats([each.figures for each in given], "figure_id")
    baskets = [frame("duplicates"), *(each.duplicates for each in given), again, again_figures]
    return Reading(
        rows_in=sum(each.rows_in for each in given),
        claims=supersede(claims),
        figures=conform(figures, "figures"),
        sources=_joined_sources([each.sources for each in given]),
        rejected=conform(
            pd.concat([frame("rejected"), *(each.rejected for each in given)], ignore_index=True), "rejected"
        ),
        duplicates=conform(pd.concat(baskets, ignore_index=True), "duplicates"),
        notes=tuple(note for each in given for note in each.notes),
        files=tuple(seen for each in given for seen in each.files),
    )


def _joined_sources(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Keep each source once; where its rights are told differently, the strictest holds."""
    table = pd.concat([frame("sources"), *tables], ignore_index=True)
    strictness = table["redistribution"].map({word: rank for rank, word in enumerate(words("redistribution"))})
    strictest = strictness.groupby(table["source_id"]).transform("max")
    table["redistribution"] = pd.Series(strictest).map(dict(enumerate(words("redistribution")))).astype("string")
    return conform(table.drop_duplicates("source_id"), "sources")


def _without_repeats(tables: list[pd.DataFrame], key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = frame("claims" if key == "claim_id" else "figures")
    table = pd.concat([empty, *tables], ignore_index=True)
    repeated = table.duplicated(key).to_numpy()
    return table[~repeated].reset_index(drop=True), _duplicates(table, repeated, key)


def supersede(claims: pd.DataFrame) -> pd.DataFrame:
    """Mark claims whose record is told anew in another file; repeats within one file stay side by side."""
    table = conform(claims, "claims")
    several = table.groupby("record_id", sort=False)["origin_sha256"].transform("nunique") > 1
    if not several.any():
        return table
    order = table[several.fillna(value=False).astype(bool)].copy()
    order["_published"] = order["published_on"].fillna("")
    order["_input"] = pd.factorize(order["origin_sha256"])[0]
    order["_place"] = range(len(order))
    order = order.sort_values(["_published", "_input", "_place"], kind="stable")
    last = order.groupby("record_id")[["claim_id", "origin_sha256"]].last()
    newest = order["record_id"].map(last["claim_id"])
    newest_file = order["record_id"].map(last["origin_sha256"])
    marked = newest.where((order["origin_sha256"] != newest_file).to_numpy(dtype=bool))
    table["superseded_by"] = table["superseded_by"].fillna(marked.reindex(table.index).astype("string"))
    return table
