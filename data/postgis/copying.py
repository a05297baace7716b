"""A store as files of a folder: to work without the network, to hand over, or to keep."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from ..errors import InputRefused
from ..files import private_folder, write_atomic
from ..history.readings import in_force_claims
from ..readers.joining import joined_sources
from ..store import write_frame
from .log import log_of
from .rows import read_rows
from .tables import LOG, SAID

LOG_FILE = f"{LOG}.jsonl"


def write_copy(link: Connection, folder: Path) -> dict[str, int]:
    """Write what was said and decided as files, each whole; raises InputRefused where it would lose a judgement."""
    log, path = log_of(link), private_folder(folder) / LOG_FILE
    if path.exists() and not log.startswith(path.read_bytes()):
        hint = "Add them with: strikeatlas store push. Or name another folder."
        raise InputRefused("it holds judgements that are not in the store.", file=str(path), hint=hint)
    held = {table: read_rows(link, table) for table in SAID}
    held["claims"] = in_force_claims(held["claims"], held["readings"])
    held["sources"] = joined_sources([held["sources"]])
    for table, rows in held.items():
        write_frame(rows, table, folder / f"{table}.parquet")
    write_atomic(path, log, mode=0o600)
    return {table: len(rows) for table, rows in held.items()} | {LOG: log.count(b"\n")}
