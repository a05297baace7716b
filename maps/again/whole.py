"""What all inputs of a project became together: read, placed and checked, taken up where nothing of it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from data import FileSeen, Reading, file_sha256, frame, write_atomic

from .cache import Cache

READ = ("claims", "figures", "sources", "rejected", "rejected_rows", "duplicates", "unread")
# These stand in a build as they stand here, byte for byte.
WRITTEN = ("claims", "placements")
# What a build keeps that takes this up: the next one may need the parts again.
PARTS = ("read-", "placed-", "taught-", "gazetteer-")


class Whole:
    """
    The claims of a project, checked, with their placements and whatever else its inputs hold.

    It stands under a hash of the inputs and of how they are read. Where a judgement moves a place, or the project asks
    for another certainty, `placements` has no answer, and all is made anew. The file that names the others is written
    last, by `seal`; a build that was stopped before leaves nothing that is taken up.
    """

    def __init__(self, cache: Cache, about: Callable[[], str]) -> None:
        self.cache, self.about = cache, about
        self.key = about()
        self.name = f"whole-{self.key}"
        self.told: dict[str, Any] = cache.told(f"{self.name}.json") or {}
        self.made: dict[str, Any] = {}
        self.fresh: dict[str, pd.DataFrame] = {}

    def _path(self, table: str) -> Path:
        return self.cache.path(f"{self.name}.{table}.parquet")

    def _table(self, table: str) -> pd.DataFrame | None:
        digest = self.told["tables"][table]
        if digest is None:
            return frame(table)
        path = self._path(table)
        return self.cache.frame(path.name, table) if path.is_file() and file_sha256(path) == digest else None

    def reading(self) -> Reading | None:
        """Give what the inputs hold, the claims with all their warnings; None where it is not known."""
        if not self.told:
            return None
        tables = {table: self._table(table) for table in READ}
        if any(table is None for table in tables.values()):
            self.told = {}
            return None
        seen = tuple(FileSeen(**each) for each in self.told["files"])
        return Reading(self.told["rows_in"], **tables, notes=tuple(self.told["notes"]), files=seen)

    def placements(self, asked: str) -> pd.DataFrame | None:
        """Give the placements of the claims by the same places, judgements and settings; None where there are none."""
        held = self._table("placements") if self.told.get("asked") == asked else None
        if held is not None:
            self.made = self.told
            self.cache.used.update(self.told["parts"])
        return held

    def take(self, asked: str, reading: Reading, placements: pd.DataFrame) -> None:
        """Take what was read and placed anew; `reading` holds the claims as they were checked."""
        self.fresh = {name: getattr(reading, name) for name in READ} | {"placements": placements}
        files = [asdict(seen) for seen in reading.files]
        self.made = {"asked": asked, "rows_in": reading.rows_in, "notes": reading.notes, "files": files}

    def write(self, run: Path) -> None:
        """Keep what is new, and write the tables of a build that stand here."""
        for name, table in self.fresh.items():
            if len(table) or name in WRITTEN:
                self.cache.keep_frame(self._path(name).name, table, name)
        for name in WRITTEN:
            write_atomic(run / f"{name}.parquet", self._path(name).read_bytes(), mode=0o600)

    @property
    def history(self) -> str:
        """Where the history of claims stood when these had entered it; empty where they are new to it."""
        return str(self.told.get("history", "")) if self.made is self.told else ""

    def seal(self, history: str) -> None:
        """Say that all of it is there, and where the history stands, unless an input has changed meanwhile."""
        if self.made is not self.told:
            there = [name for name, table in self.fresh.items() if len(table) or name in WRITTEN]
            hashes = {name: file_sha256(self._path(name)) if name in there else None for name in self.fresh}
            parts = sorted(name for name in self.cache.used if name.startswith(PARTS))
            self.made |= {"tables": hashes, "parts": parts}
        told = self.made | {"history": history}
        if told != self.told and self.key == self.about():
            self.cache.keep_told(f"{self.name}.json", told)
