"""The store of a team: the tables of the dictionary in one database, with many readers and writers at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import text

from ..errors import InputRefused, UsageProblem
from ..history.readings import Appended, history_of, in_force_claims, plan_append
from ..judgements import Judgement, log_frame, verified
from ..readers.joining import joined_sources
from ..schema import conform
from . import log
from .address import Address
from .checks import faults
from .copying import write_copy
from .rows import add_rows, add_run_rows, missing_rows, read_rows
from .setup import VERSION, held_format, refuse_newer, refuse_older
from .tables import LOG, OF_RUNS, SAID, SCHEMA
from .wire import copy_out

# Who adds waits for who is adding: rows have one order, and none is planned by what is changing meanwhile.
LOCK = text("select pg_advisory_xact_lock(5917, 2)")
LAST_READING = text(f"select max(seq) from {SCHEMA}.readings")
LAST_RUN = text(f"select max(run) from {SCHEMA}.runs")
NEW_RUN = text(f"insert into {SCHEMA}.runs (run, row_counts) values (:run, :counts)")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of rows that were given: added, or there already."""

    rows_in: int
    added: int

    @property
    def duplicates(self) -> int:
        """Count the rows that were there already."""
        return self.rows_in - self.added


@dataclass(frozen=True, slots=True)
class Records:
    """What was said and decided, as it stood in the store at one moment."""

    claims: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame
    judgements: pd.DataFrame


@dataclass(frozen=True, slots=True)
class PostgisStore:
    """Claims and judgements over time in a database; each call is one transaction, kept as a whole or not at all.

    What a database refuses is raised as WorldFault where it does not answer, as UsageProblem where the login may not
    do it, and as InputRefused where a value does not fit; nothing was changed then.
    """

    address: Address = field(repr=False)

    @property
    def name(self) -> str:
        """Host and database, without user and password."""
        return self.address.name

    def verify(self) -> None:
        """Hold the store to its version, and its judgements to their chain; raises InputRefused."""
        with self.address.reading() as link:
            held = held_format(link)
            if held is None:
                hint = "Make one with: strikeatlas store init"
                raise InputRefused("there is no store in this database.", file=self.name, hint=hint)
            refuse_newer(held, self.address)
            refuse_older(held, self.address)
            log.entries_of(link, self.name)

    def append_claims(self, claims: pd.DataFrame, *, read_on: str | None = None, whole: bool = False) -> Appended:
        """Add claims, see `plan_append`; all or none, and nothing where nothing changed."""
        with self.address.writing() as link:
            link.execute(LOCK)
            touched = None if whole else ("record_id", claims["record_id"])
            added = plan_append(read_rows(link, "readings", touched), claims, read_on=read_on, whole=whole)
            add_rows(link, "claims", added.claims)
            add_rows(link, "readings", added.readings)
        return added

    def append_rows(self, table: str, given: pd.DataFrame) -> Added:
        """Add stated totals (`figures`) or `sources`; a row that is there already is a duplicate.

        Raises
        ------
        UsageProblem
            Rows of this table are not added so.
        """
        if table not in ("figures", "sources"):
            raise UsageProblem(f"{table} is not added to by rows.", hint="Rows are added to figures and sources.")
        with self.address.writing() as link:
            link.execute(LOCK)
            return Added(len(given), add_rows(link, table, missing_rows(link, table, conform(given, table))))

    def append_judgements(self, judgements: Iterable[Judgement], *, after: str | None = None) -> list[str]:
        """Add judgements to the log, all or none, and return their ids."""
        with self.address.writing() as link:
            return log.add(link, judgements, after)

    def append_log(self, path: Path | str) -> Added:
        """Add the lines of a log file that are not there yet; no file is no lines.

        A log that goes on where this one ends keeps its lines and ids. Of one that has grown apart, each judgement
        that is not there yet is added as a new line, and what it supersedes is named by its id here.

        Raises
        ------
        InputRefused
            The chain of the file is broken; the error names the line.
        """
        where = Path(path)
        entries = verified(where.read_bytes(), where) if where.exists() else []
        with self.address.writing() as link:
            return Added(len(entries), log.add_log(link, entries, self.name))

    def read_judgements(self, *, after: str | None = None) -> pd.DataFrame:
        """Read the log of judgements and verify its chain."""
        with self.address.reading() as link:
            return log_frame(log.entries_of(link, self.name, after or ""))

    def last_judgement(self) -> str:
        """Name the last line of the log; "" where there is none."""
        with self.address.reading() as link:
            return log.last_id(link)

    def last_reading(self) -> str:
        """Name the last change of what is in force; "" where there is none."""
        with self.address.reading() as link:
            return str(link.execute(LAST_READING).scalar() or "")

    def read_claims(self) -> pd.DataFrame:
        """Read the readings of all records that are there, with what took the place of each."""
        with self.address.reading() as link:
            return in_force_claims(read_rows(link, "claims"), read_rows(link, "readings"))

    def records(self) -> Records:
        """Read claims, stated totals, sources and judgements of one moment, the chain verified."""
        with self.address.reading() as link:
            claims = in_force_claims(read_rows(link, "claims"), read_rows(link, "readings"))
            sources = joined_sources([read_rows(link, "sources")])
            judgements = log_frame(log.entries_of(link, self.name))
            return Records(claims, read_rows(link, "figures"), sources, judgements)

    def find_claims(self, claim_ids: Iterable[str]) -> pd.DataFrame:
        """Read these readings, in force or not; those that are not on file are left out."""
        with self.address.reading() as link:
            return read_rows(link, "claims", ("claim_id", claim_ids))

    def history(self, record_id: str) -> pd.DataFrame:
        """Tell the readings of one record over time, as the table `history`."""
        with self.address.reading() as link:
            held = [read_rows(link, table, ("record_id", [record_id])) for table in ("claims", "readings")]
        return history_of(record_id, *held)

    def write_copy(self, folder: Path | str) -> dict[str, int]:
        """Write claims, readings, totals and sources as Parquet and the judgements as their log; count the rows.

        Raises
        ------
        InputRefused
            A log is there already that holds judgements of its own; nothing was written.
        """
        with self.address.reading() as link:
            return write_copy(link, Path(folder))

    def write_run(self, given: Mapping[str, pd.DataFrame]) -> int:
        """Share the tables of a build, and return the number of the run; all of them are in force at once.

        Raises
        ------
        UsageProblem
            A table is none of a run.
        """
        for table in given:
            if table not in OF_RUNS:
                raise UsageProblem(f"{table} is no table of a run.", hint=f"Of a run are: {', '.join(OF_RUNS)}.")
        counts = json.dumps({table: len(rows) for table, rows in given.items()})
        with self.address.writing() as link:
            link.execute(LOCK)
            run = int(link.execute(LAST_RUN).scalar() or 0) + 1
            link.execute(NEW_RUN, {"run": run, "counts": counts})
            for table, rows in given.items():
                add_run_rows(link, table, rows, run=run)
        return run

    def read_run(self, table: str) -> pd.DataFrame:
        """Read a table of the run in force.

        Raises
        ------
        UsageProblem
            The table is none of a run.
        """
        if table not in OF_RUNS:
            raise UsageProblem(f"{table} is no table of a run.", hint=f"Of a run are: {', '.join(OF_RUNS)}.")
        with self.address.reading() as link:
            return copy_out(link, table, f"from {SCHEMA}.{table} order by row_id")

    def info(self) -> dict[str, Any]:
        """Tell what the store holds, and what this login may do."""
        asked = {
            "run": LAST_RUN,
            "last_hash": log.LAST,
            "may_write": text(f"select has_any_column_privilege('{SCHEMA}.claims', 'insert')"),
            "postgis": text("select extversion from pg_extension where extname = 'postgis'"),
        }
        counted = {name: text(f"select count(*) from {SCHEMA}.{name}") for name in (*SAID, LOG)}
        with self.address.reading() as link:
            told = {name: link.execute(statement).scalar() for name, statement in (counted | asked).items()}
        return {"store": self.name, "version": VERSION, **told}

    def check(self) -> list[str]:
        """List what is not as it was added, or no longer guarded; an empty list means that the store holds."""
        with self.address.reading() as link:
            return faults(link, self.name)

    def tidy(self, *, keep: int = 2) -> int:
        """Take away the runs before the last `keep`, for the owner of the store, and return how many."""
        old = text(f"select run from {SCHEMA}.runs order by run desc offset :keep")
        with self.address.writing() as link:
            link.execute(LOCK)
            runs = list(link.execute(old, {"keep": max(keep, 1)}).scalars())
            for table in (*(f"{SCHEMA}_runs.{name}" for name in OF_RUNS), f"{SCHEMA}.runs"):
                link.execute(text(f"delete from {table} where run = any(:runs)"), {"runs": runs})
        return len(runs)
