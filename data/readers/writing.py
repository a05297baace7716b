"""Claims of any input to a file, in bounded memory: shaped to a side file, settled, then written whole."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..checking import check_arrow
from ..engine import Engine
from ..errors import UsageProblem, WorldFault
from ..files import take_name, write_atomic
from ..schema import conform, frame, validate
from ..store import arrow_schema, from_arrow, packing, to_arrow
from .database import is_database
from .export import csv_block
from .intake import read, start
from .joining import joined_sources
from .limits import DEFAULT_LIMITS, Limits
from .mapping import Mapping, load_mapping
from .opening import open_input
from .options import DEFAULT_OPTIONS, Options
from .shaping import Shaped

ENDINGS = (".csv", ".parquet")
BLOCK_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where, and what was not: counts that add up, the two baskets, the sources."""

    path: Path
    table: str
    counts: dict[str, Any]
    rejected: pd.DataFrame
    rejected_rows: pd.DataFrame
    duplicates: pd.DataFrame
    sources: pd.DataFrame
    unread: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What has to be known of all rows before the file may take its name."""

    ids: list[Any] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)
    rejected: list[dict[str, object]] = field(default_factory=list)
    rejected_rows: list[dict[str, object]] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    warned: Counter[str] = field(default_factory=Counter)
    rows_in: int = 0
    blank_rows: int = 0

    def add(self, part: Shaped, key: str, record: str) -> None:
        """Note what a block brings."""
        self.ids.append(part.table.column(key))
        self.records.append(part.table.column(record))
        self.rows.append(part.table.column("origin_row").to_numpy())
        self.rejected += part.rejected
        self.rejected_rows += part.rejected_rows
        self.sources.append(part.sources)
        for told in pc.value_counts(pc.list_flatten(part.table.column("warnings"))).to_pylist():
            self.warned[told["values"]] += told["counts"]
        self.rows_in += part.rows_in
        self.blank_rows += part.blank_rows


def read_to(
    path: Path | str,
    recorder: str | Mapping | None,
    out: Path | str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    options: Options = DEFAULT_OPTIONS,
    engine: Engine | None = None,
) -> Written:
    """Read an input and write its claims (or figures) to a CSV or Parquet file, in bounded memory.

    Rows are read, validated and written in blocks; the file takes its name only when all of it
    is there. With an engine the blocks are shaped on it; parsing, the search for duplicates and
    writing stay here, and the bytes that are written are the same. The rest is as `read` says.

    Raises
    ------
    UsageProblem
        The output ends neither in .csv nor in .parquet; no such input or recorder.
    InputRefused
        The input as a whole cannot be read.
    WorldFault
        The output cannot be written; an older file stands.
    """
    target = Path(out)
    if target.suffix not in ENDINGS:
        raise UsageProblem(f"{target.name} ends neither in .csv nor in .parquet.", hint="Name the file accordingly.")
    named = recorder if isinstance(recorder, Mapping) else load_mapping(recorder) if recorder else None
    if (named is not None and named.text) or options.source or is_database(path):
        return _write_reading(path, recorder, target, limits, options)
    opened = open_input(path, limits=limits)
    started = start(opened, named, options, limits=limits)
    table = started.mapping.table
    with tempfile.TemporaryDirectory(prefix=".strikeatlas-", dir=_folder(target)) as folder:
        side = Path(folder) / "rows.parquet"
        tally = _shape_all(started.shaped(engine), side, table)
        seen = started.seen(rows=tally.rows_in, blank_rows=tally.blank_rows)
        repeated, doubled = _settle(tally, table)
        if target.suffix == ".parquet" and not (repeated.any() or doubled.any()):
            take_name(side, target, mode=0o600)
        else:
            write_atomic(target, lambda file: _copy(side, file, table, target.suffix, repeated, doubled), mode=0o600)
    kept = int((~repeated).sum())
    duplicates = _duplicates(tally, repeated, opened.name)
    counts = _counts(tally, kept=kept, duplicates=len(duplicates), doubled=int((doubled & ~repeated).sum()))
    return Written(
        path=target,
        table=table,
        counts=counts,
        rejected=frame("rejected", tally.rejected),
        rejected_rows=frame("rejected_rows", tally.rejected_rows),
        duplicates=duplicates,
        sources=joined_sources([from_arrow(pa.concat_tables(tally.sources), "sources")]),
        unread=frame("unread"),
        notes=(seen.told(),),
    )


def _folder(target: Path) -> Path:
    if not target.parent.is_dir():
        raise WorldFault(f"{target} cannot be written: there is no folder {target.parent}.")
    return target.parent


def _shape_all(shaped: Iterator[Shaped], side: Path, table: str) -> _Tally:
    """Write every block to the side file, checked, and keep only what decides about rows."""
    tally = _Tally()
    key, record = ("claim_id", "record_id") if table == "claims" else ("figure_id", "figure_id")
    with pq.ParquetWriter(side, arrow_schema(table), **packing(table)) as writer, ThreadPoolExecutor(1) as beside:
        waiting = None
        for part in shaped:
            check_arrow(part.table, table)
            tally.add(part, key, record)
            if waiting is not None:
                waiting.result()
            waiting = beside.submit(writer.write_table, part.table)
        if waiting is not None:
            waiting.result()
    return tally


def _settle(tally: _Tally, table: str) -> tuple[np.ndarray, np.ndarray]:
    """Mark the rows that repeat an earlier one, and those whose record has several readings."""
    records = pa.chunked_array([part for each in tally.records for part in each.chunks], pa.string())
    repeated = doubled = np.zeros(len(records), dtype=bool)
    if pc.count_distinct(records).as_py() == len(records):
        return repeated, doubled
    ids = pa.chunked_array([part for each in tally.ids for part in each.chunks], pa.string())
    repeated = pd.Series(pd.array(ids, dtype="string")).duplicated().to_numpy()
    if table == "claims":
        doubled = doubled.copy()
        doubled[~repeated] = pd.Series(pd.array(records, dtype="string"))[~repeated].duplicated(keep=False).to_numpy()
    return repeated, doubled


def _copy(side: Path, file: BinaryIO, table: str, suffix: str, repeated: np.ndarray, doubled: np.ndarray) -> None:
    """Write the side file's rows out, without the repeated ones."""
    writer = pq.ParquetWriter(file, arrow_schema(table), **packing(table)) if suffix == ".parquet" else None
    start_row, header = 0, True
    for batch in pq.ParquetFile(side).iter_batches(batch_size=BLOCK_ROWS):
        block = pa.Table.from_batches([batch]).replace_schema_metadata(arrow_schema(table).metadata)
        here = slice(start_row, start_row + block.num_rows)
        start_row = here.stop
        if doubled[here].any():
            block = _with_warning(block, doubled[here])
        if repeated[here].any():
            block = block.filter(pa.array(~repeated[here]))
        if writer is not None:
            writer.write_table(block)
        else:
            file.write(csv_block(block, header=header))
        header = False
    if writer is not None:
        writer.close()


def _with_warning(block: Any, doubled: np.ndarray) -> Any:
    held = block.column("warnings").to_pylist()
    warned = [sorted({*codes, "record_repeated"}) if hit else codes for codes, hit in zip(held, doubled, strict=True)]
    place = block.column_names.index("warnings")
    return block.set_column(place, block.schema.field(place), pa.array(warned, pa.list_(pa.string())))


def _duplicates(tally: _Tally, repeated: np.ndarray, file: str) -> pd.DataFrame:
    if not repeated.any():
        return frame("duplicates")
    ids = pd.Series([each for part in tally.ids for each in part.to_pylist()], dtype=object)
    rows = pd.Series(np.concatenate(tally.rows))
    first = pd.Series(rows[~repeated].to_numpy(), index=ids[~repeated].to_numpy())
    again = ids[repeated]
    made = {
        "claim_id": again.to_numpy(),
        "file": file,
        "row": rows[repeated].to_numpy(),
        "kept_file": file,
        "kept_row": first.reindex(again).to_numpy(),
    }
    return conform(pd.DataFrame(made), "duplicates")


def _counts(tally: _Tally, *, kept: int, duplicates: int, doubled: int) -> dict[str, object]:
    rejected = len(tally.rejected)
    if tally.rows_in != kept + rejected + duplicates:
        raise AssertionError(f"{tally.rows_in} rows in, but {kept + rejected + duplicates} told of: a row was lost")
    warned = dict(tally.warned) | ({"record_repeated": doubled} if doubled else {})
    return {
        "rows_in": tally.rows_in,
        "kept": kept,
        "rejected": rejected,
        "duplicates": duplicates,
        "warnings": dict(sorted(warned.items())),
    }


def _write_reading(
    path: Path | str, recorder: str | Mapping | None, target: Path, limits: Limits, options: Options
) -> Written:
    reading = read(path, recorder, limits=limits, options=options)
    table = "figures" if len(reading.figures) and not len(reading.claims) else "claims"
    block = to_arrow(validate(reading.claims if table == "claims" else reading.figures, table), table)
    if target.suffix == ".csv":
        write_atomic(target, csv_block(block, header=True), mode=0o600)
    else:
        write_atomic(target, lambda file: pq.write_table(block, file, **packing(table)), mode=0o600)
    return Written(
        path=target,
        table=table,
        counts=reading.counts,
        rejected=reading.rejected,
        rejected_rows=reading.rejected_rows,
        duplicates=reading.duplicates,
        sources=reading.sources,
        unread=reading.unread,
        notes=reading.notes,
    )
