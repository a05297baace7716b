"""The store of a single machine: claims over time as Parquet, judgements as a log, in the work folder.

    work/readings/000001.claims.parquet     readings that were never seen before
    work/readings/000001.readings.parquet   what changed of what is in force; a batch counts when this file stands
    work/judgements.jsonl                   the log of judgements

Files are only ever added. Each batch names the hash of the one before, and of its own claims.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputRefused, WorldFault
from ..files import file_sha256, private_folder, write_atomic
from ..judgements import GENESIS, Judgement, append_judgements, last_judgement, read_judgements
from ..schema import conform, frame
from ..store import Chosen, packing, read_frame, to_arrow, write_frame
from .readings import Appended, history_of, in_force_claims, plan_append

READINGS, LOG, LOCK = "readings", "judgements.jsonl", ".lock"
CHAIN, CLAIMS_HASH, VERSION_KEY = b"strikeatlas.prev", b"strikeatlas.claims", b"strikeatlas.readings"
VERSION = 1
BROKEN = "The history of claims is only ever added to: bring back the last good copy of the folder."


class FolderStore:
    """Claims and judgements over time in a work folder; several processes may add at once, and wait for each other."""

    def __init__(self, work: Path | str) -> None:
        self.work = Path(work)
        self.folder = self.work / READINGS

    def append_claims(self, claims: pd.DataFrame, *, read_on: str | None = None, whole: bool = False) -> Appended:
        """Add claims, see `plan_append`; all or none, and nothing where nothing changed.

        Raises
        ------
        InputRefused
            The history is damaged, or a newer version wrote it.
        WorldFault
            The disk stands in the way; what was there stands.
        """
        private_folder(self.work)
        with self._locked():
            batches = self._batches()
            added = plan_append(self._table("readings", batches), claims, read_on=read_on, whole=whole)
            if len(added.readings):
                self._write(added, batches)
        return added

    def append_judgements(self, judgements: Iterable[Judgement], *, after: str | None = None) -> list[str]:
        """Add judgements to the log, all or none, and return their ids."""
        private_folder(self.work)
        return append_judgements(self.work / LOG, judgements, after=after)

    def read_judgements(self, *, after: str | None = None) -> pd.DataFrame:
        """Read the log of judgements and verify its chain."""
        return read_judgements(self.work / LOG, after=after)

    def last_judgement(self) -> str:
        """Name the last line of the log; "" where there is none."""
        return last_judgement(self.work / LOG)

    def last_reading(self) -> str:
        """Name the last batch of readings, the chain verified; "" where there is none."""
        batches = self._batches()
        return file_sha256(batches[-1]) if batches else ""

    def read_claims(self) -> pd.DataFrame:
        """Read the readings of all records that are there, with what took the place of each."""
        batches = self._batches()
        return in_force_claims(self._table("claims", batches), self._table("readings", batches))

    def find_claims(self, claim_ids: Iterable[str]) -> pd.DataFrame:
        """Read these readings, in force or not; those that are not on file are left out."""
        wanted = sorted(set(claim_ids))
        return self._table("claims", self._batches() if wanted else [], [("claim_id", "in", wanted)])

    def history(self, record_id: str) -> pd.DataFrame:
        """Tell the readings of one record over time, as the table `history`."""
        chosen: Chosen = [("record_id", "=", record_id)]
        batches = self._batches()
        return history_of(record_id, *(self._table(name, batches, chosen) for name in ("claims", "readings")))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with (private_folder(self.folder) / LOCK).open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as fault:
            raise WorldFault(
                f"{self.folder} cannot be written: {fault.strerror}.", hint="Nothing was added."
            ) from fault

    def _batches(self) -> list[Path]:
        """List the batches in their order, each verified against the one before."""
        batches = sorted(self.folder.glob("*.readings.parquet"))
        prev = GENESIS
        for number, path in enumerate(batches, start=1):
            told = _metadata(path)
            claims = path.with_name(path.name.replace(".readings.", ".claims."))
            whole = claims.is_file() and told.get(CLAIMS_HASH, b"").decode() == file_sha256(claims)
            if path.name != _name(number, "readings") or told.get(CHAIN, b"").decode() != prev or not whole:
                raise InputRefused("the chain of readings is broken here.", file=path.name, hint=BROKEN)
            prev = file_sha256(path)
        return batches

    def _table(self, table: str, batches: list[Path], chosen: Chosen | None = None) -> pd.DataFrame:
        paths = [path.with_name(path.name.replace(".readings.", f".{table}.")) for path in batches]
        parts = [read_frame(path, table, chosen) for path in paths]
        return conform(pd.concat([frame(table), *parts], ignore_index=True), table)

    def _write(self, added: Appended, batches: list[Path]) -> None:
        number = len(batches) + 1
        claims = write_frame(added.claims, "claims", self.folder / _name(number, "claims"))
        notes = {
            CHAIN: (file_sha256(batches[-1]) if batches else GENESIS).encode(),
            CLAIMS_HASH: file_sha256(claims).encode(),
            VERSION_KEY: str(VERSION).encode(),
        }
        made = to_arrow(added.readings, "readings")
        noted = made.replace_schema_metadata((made.schema.metadata or {}) | notes)
        path = self.folder / _name(number, "readings")
        write_atomic(path, lambda file: pq.write_table(noted, file, **packing("readings")), mode=0o600)


def _name(number: int, table: str) -> str:
    return f"{number:06}.{table}.parquet"


def _metadata(path: Path) -> dict[bytes, bytes]:
    try:
        told = dict(pq.read_schema(path).metadata or {})
        version = int(told[VERSION_KEY])
    except (OSError, pa.ArrowInvalid, LookupError, ValueError) as fault:
        raise InputRefused("this is no batch of readings.", file=path.name, hint=BROKEN) from fault
    if version > VERSION:
        hint = "Use that version, or build into another folder."
        raise InputRefused(f"a newer StrikeAtlas wrote it (shape {version}).", file=path.name, hint=hint)
    return told
