"""Tables of ours, known by what stands in the file itself."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def table_in(path: Path) -> str:
    """Name the declared table that a Parquet file holds; empty where it is another file."""
    if path.suffix != ".parquet":
        return ""
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return ""
    return str(metadata.get(b"strikeatlas.table", b"").decode())
