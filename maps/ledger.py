"""A project's ledger: what each claimant says, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import Reading, Reconciled, default_terms, fold, reconcile

from .inputs import read_records
from .project import Project
from .tables import write_table


@dataclass(frozen=True)
class Ledger:
    """Both sides of a project's ledger, its sources, and how its inputs were read."""

    reconciled: Reconciled
    sources: pd.DataFrame
    reading: Reading

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the ledger, and the sources that its rows name."""
        return {**self.reconciled.tables, "sources": self.sources}


def reconcile_project(project: Project, *, work: Path) -> Ledger:
    """
    Read a project's inputs and judgements and set its claimants side by side; nothing is placed or written.

    Who answers is named by the project's [[matches]], beside those that are known to answer for a party.
    """
    records = read_records(project, work)
    reading = records.reading
    folded = fold(reading.claims, records.weighed)
    terms = default_terms((one.answering for one in project.matches), complete=project.atlas.complete)
    found = reconcile(
        reading.claims,
        folded,
        figures=reading.figures,
        sources=reading.sources,
        judgements=records.weighed,
        terms=terms,
    )
    return Ledger(found, reading.sources, reading)


def write_beside(tables: dict[str, pd.DataFrame], out: Path) -> dict[str, str]:
    """Write the first table to `out` and each further one that holds anything beside it, and say where they are."""
    files: dict[str, str] = {}
    for name, table in tables.items():
        path = out if not files else out.with_name(f"{out.stem}.{name}{out.suffix}")
        if not files or len(table):
            write_table(table, path)
            files[name] = str(path)
    return files
