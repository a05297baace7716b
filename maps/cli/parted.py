"""Join and tally on an engine, part by part; the commands themselves stand in `units`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from data import UsageProblem
from layers import (
    Ask,
    PartResult,
    PartsJob,
    Support,
    added_support,
    claims_parts,
    exact_text,
    join_by_parts,
    tally_by_parts,
    tidy_tallies,
    write_tallies,
)

from ..tables import write_joined, write_table
from . import say
from .tables import tell

DONE, WITH_GAPS = 0, 1


class _Heard:
    """What the parts of a join tell while their rows go by."""

    def __init__(self, *, as_text: bool) -> None:
        self.as_text, self.counts = as_text, Counter[str]()
        self.support: Support | None = None

    def rows(self, results: Iterable[PartResult]) -> Iterator[pd.DataFrame]:
        """Give the rows of each part on, and add up the rest."""
        for result in results:
            self.counts.update({**result.counts, "rows": len(result.table)})
            self.support = added_support(self.support, result.support) if self.support else result.support
            shares = result.table["share"].map(exact_text) if self.as_text else result.table["share"]
            yield result.table.assign(share=shares)


def join(engine: str, table: Path, ask: Ask, job: PartsJob, out: Path, *, as_json: bool) -> int:
    """Join a Parquet table of claims part by part, writing as the parts come."""
    _plain(ask)
    parts = claims_parts(table)
    heard = _Heard(as_text=out.suffix == ".csv")
    with say.working(engine, "joining", quiet=as_json) as workers:
        assert workers is not None  # noqa: S101 (an engine was named)
        write_joined(heard.rows(join_by_parts(parts, job, workers)), out)
    tell(_all_kept(heard.counts["records"]), heard.counts, heard.support, out, as_json=as_json)
    return WITH_GAPS if heard.counts["not_placeable"] else DONE


def tally(
    engine: str, table: Path, ask: Ask, job: PartsJob, out: Path, *, people: pd.DataFrame | None, as_json: bool
) -> int:
    """Tally a Parquet table of claims part by part."""
    _plain(ask)
    parts = claims_parts(table)
    with say.working(engine, "tallying", quiet=as_json) as workers:
        assert workers is not None  # noqa: S101 (an engine was named)
        result = tally_by_parts(parts, job, workers)
    if out.suffix == ".gpkg":
        write_tallies(result.table, job.units, out, population=people)
    else:
        write_table(tidy_tallies(result.table, job.units, people), out)
    counts = {"incidents": 0, "not_placeable": 0, **result.counts, "rows": len(result.table)}
    rows_in = counts.pop("rows_in")
    tell(_all_kept(rows_in), counts, result.support, out, as_json=as_json)
    return DONE


def _plain(ask: Ask) -> None:
    if ask.columns or ask.recorder or ask.precision:
        raise UsageProblem(
            "--engine takes a table of claims, whose columns are known.",
            hint="Leave out --lon, --lat, --id, --recorder and --precision, or read the table first.",
        )


def _all_kept(rows: int) -> dict[str, int]:
    """A table of claims was accounted for when it was made."""
    return {"rows_in": rows, "kept": rows, "rejected": 0, "duplicates": 0}
