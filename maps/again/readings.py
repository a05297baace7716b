"""Inputs that were read before and are the same: their tables are taken up as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from data import FileSeen, Reading

from .cache import Cache, cache_key, content_of

TABLES = ("claims", "figures", "sources", "rejected", "rejected_rows", "duplicates", "unread")


def read_again(path: Path, about: Any, *, cache: Cache | None, read: Callable[[], Reading]) -> Reading:
    """
    Give the reading of a file, from an earlier build where file, mapping and options are the same.

    `about` is all that the reading depends on beside the file and the program, as JSON can hold it. A file that
    changes while it is read is read as it is found, and not kept.
    """
    before = content_of(path) if cache else []
    if cache is None or not before:
        return read()
    name = f"read-{cache_key(before, about)}"
    held = _held(cache, name)
    if held is None:
        held = read()
        if content_of(path) == before:
            _keep(cache, name, held)
    return held


def _held(cache: Cache, name: str) -> Reading | None:
    told = cache.told(f"{name}.json")
    if told is None:
        return None
    tables = {table: cache.frame(f"{name}.{table}.parquet", table) for table in TABLES}
    if any(table is None or len(table) != told["rows"][at] for at, table in tables.items()):
        return None
    seen = tuple(FileSeen(**each) for each in told["files"])
    return Reading(told["rows_in"], **tables, notes=tuple(told["notes"]), files=seen)


def _keep(cache: Cache, name: str, reading: Reading) -> None:
    """Write the tables, and last the file that says that they are all there."""
    rows = {}
    for table in TABLES:
        frame = getattr(reading, table)
        cache.keep_frame(f"{name}.{table}.parquet", frame, table)
        rows[table] = len(frame)
    files = [asdict(seen) for seen in reading.files]
    cache.keep_told(f"{name}.json", {"rows_in": reading.rows_in, "rows": rows, "notes": reading.notes, "files": files})
