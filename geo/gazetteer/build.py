"""Building a gazetteer: sources in order, what is missing filled in, duplicates joined, one file with its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from data import InputRefused, UsageProblem, write_atomic

from ..names import Key, keys
from .duplicates import join_duplicates
from .fill import fill_units
from .gazetteer import Gazetteer
from .index import build_index
from .left import Reason
from .sources import Source, parse_source, read_source


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What a source gave: rows read, kept, joined to one that was there, and left out as no place.

    `faults` are those of the rows left out that should have been places, each with the first rows that have it.
    """

    source: str
    sha256: str
    rows_in: int
    kept: int
    joined: int
    left_out: int
    licences: list[str]
    faults: list[Reason]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built, from what: rows in = kept + joined + left out for every source."""

    path: str
    sha256: str
    rows: int
    sources: list[SourceReport]


def combine_sources(
    specs: Sequence[str], read: Callable[[str], tuple[Key, ...]] = keys
) -> tuple[pd.DataFrame, list[SourceReport]]:
    """Places of several sources as one frame; an earlier source keeps its row where two hold the same place.

    Raises
    ------
    UsageProblem, InputRefused
        A source is not known, or its file cannot be read.
    """
    sources = [parse_source(spec) for spec in specs]
    given = [read_source(source) for source in sources]
    frames = [places.frame for places in given]
    owner = [number for number, table in enumerate(frames) for _ in range(len(table))]
    every = _unique_ids(fill_units(pd.concat(frames, ignore_index=True)))
    kept, absorbed_by = join_duplicates(every, read)
    reports = []
    for number, (source, places) in enumerate(zip(sources, given, strict=True)):
        table, out = places.frame, places.left_out
        joined = sum(1 for row in absorbed_by if owner[row] == number)
        licences = sorted({str(value) for value in table["licence"].dropna()})
        counts = (len(table) + out, len(table) - joined, joined, out)
        reports.append(SourceReport(_shown(source), _sha256(source), *counts, licences, list(places.why)))
    return kept, reports


def build_gazetteer(specs: Sequence[str], out: Path | str) -> BuildReport:
    """Build a gazetteer file from sources; the file is replaced at once or not at all.

    Raises
    ------
    UsageProblem, InputRefused, WorldFault
        A source is not known or is to be written over, a file cannot be read or gives no place, or the disk stands in
        the way.
    """
    target = Path(out)
    for source in map(parse_source, specs):
        if source.path is not None and source.path.exists() and target.exists() and target.samefile(source.path):
            raise UsageProblem(f"The gazetteer would be written over its source {target}.", hint="Name another file.")
    # A large list has more names than are remembered otherwise; here each is needed twice.
    read = cache(keys.__wrapped__)
    places, reports = combine_sources(specs, read)
    if places.empty:
        hint = "Look at the columns: a place needs a name and a point in degrees."
        faults = [fault for report in reports for fault in report.faults]
        hint = f"{faults[0].rows} rows were left out because {faults[0].why}." if faults else hint
        raise InputRefused("No source gave a place; nothing is written.", file=", ".join(specs), hint=hint)
    meta = {"sources": json.dumps([asdict(report) for report in reports], ensure_ascii=False)}
    connection = build_index(places, meta, read=read)
    write_atomic(out, connection.serialize())
    return BuildReport(str(out), Gazetteer(connection).info["sha256"], len(places), reports)


def _unique_ids(places: pd.DataFrame) -> pd.DataFrame:
    """An identity that two files share gets the number of its repetition."""
    seen = places.groupby("place_id").cumcount()
    ids = places["place_id"].where(seen == 0, places["place_id"] + "#" + seen.astype("string"))
    return places.assign(place_id=ids)


def _shown(source: Source) -> str:
    return source.spec if source.path is None else f"{source.form}:{source.path.name}"


def _sha256(source: Source) -> str:
    return "" if source.path is None else hashlib.sha256(source.path.read_bytes()).hexdigest()
