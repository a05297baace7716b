"""Fuzzing targets of the readers: a file of any bytes is read with every row accounted for, or refused in our words.

A fuzzer that wants a callable takes `fuzz_table`, `fuzz_cells` or `fuzz_json` as it is.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from data import InputRefused, Reading, UsageProblem, read, validate
from data.readers.wkb import point_of

HEADER = b"code,date,date_end,place,country,lat,lon,killed_min,killed_max,injured,belligerents,url\n"
ROW = b"V1,2017-03-17,,Tall Rim,Iraq,36.1,43.2,3,5,2-3,Red; Blue,https://valdria.example/1\n"


def read_bytes(data: bytes, name: str) -> Reading | None:
    """Read a file of these bytes; None where it is refused in our words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return read(path)
        except (InputRefused, UsageProblem):
            return None


def hold_to_the_law(reading: Reading | None) -> None:
    """Rows in are kept, rejected or duplicate; claims hold to their schema; ids are unique."""
    if reading is None:
        return
    assert reading.rows_in == len(reading.claims) + len(reading.rejected) + len(reading.duplicates)
    validate(reading.claims, "claims")
    assert reading.claims.claim_id.is_unique
    assert reading.rejected.rule.notna().all()
    assert not set(reading.claims.origin_row) & set(reading.rejected.row)


def fuzz_table(data: bytes) -> None:
    """Any bytes below a header that is known."""
    hold_to_the_law(read_bytes(HEADER + ROW + data, "fuzz.csv"))


def fuzz_cells(data: bytes) -> None:
    """Any text in any cell: the row is kept or rejected, and its neighbours stay."""
    cells = data.decode("utf-8", "replace").replace('"', "'").split("\n")[:12]
    row = ",".join(f'"{cell}"' for cell in [*cells, *[""] * (12 - len(cells))]).encode()
    reading = read_bytes(HEADER + ROW + row + b"\n", "fuzz.csv")
    hold_to_the_law(reading)
    assert reading is not None
    assert "own-sheet:V1" in set(reading.claims.record_id)


def fuzz_json(data: bytes) -> None:
    """Any bytes as JSON, as a line of JSON, and as a shape in binary."""
    hold_to_the_law(read_bytes(data, "fuzz.json"))
    hold_to_the_law(read_bytes(b'{"code": "V1", "killed_min": 2}\n' + data, "fuzz.jsonl"))
    point_of(data)
