"""Joins and tallies of a table of claims too large to hold: part by part on an engine, with the same result.

Each distinct place in words is looked up once. Claims that can meet other claims (records with several readings, and
records that correct others) are kept apart from the parts and folded together at the end, so that parts never share an
incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data import Engine, InputRefused, Part, fold, frame, from_arrow, parquet_parts
from geo import Gazetteer, PlaceQuestion, answer_questions, place_claims, place_incidents, questions_of

from .given import table_in
from .join import WHOLE, share
from .joined import joined
from .support import Support, added_support, support
from .tally import added_sums, sums_of, tally_of

# More distinct places than these are looked up part by part: their answers would fill a worker's memory.
MOST_SHARED = 200_000
QUESTIONS_IN_LOT = 1000
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class PartsJob:
    """What every part of a join or tally needs; it is sent to each worker once."""

    units: pd.DataFrame
    level: int
    gazetteer: Gazetteer
    by: str = "month"
    split: tuple[str, ...] = ()
    population: Path | None = None
    known: Mapping[PlaceQuestion, Any] = field(default_factory=dict)
    apart: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))


@dataclass(frozen=True)
class PartResult:
    """What one part gives: rows of a join or sums of a tally, counts, and how many records the level can bear."""

    table: pd.DataFrame
    counts: Mapping[str, int]
    support: Support


def claims_parts(path: Path | str) -> tuple[Part, ...]:
    """Divide a Parquet table of claims, as `strikeatlas read` writes it, into parts.

    Raises
    ------
    InputRefused
        It is another file.
    """
    where = Path(path)
    if where.suffix != ".parquet" or table_in(where) != "claims":
        raise InputRefused(
            "an engine works on a Parquet table of claims.",
            file=str(path),
            hint=f"Make one first: strikeatlas read {where.name} --out claims.parquet --engine dask",
        )
    if (where.parent / "judgements.parquet").exists():
        raise InputRefused(
            "the table of a work folder is joined with its judgements, all at once.",
            file=str(path),
            hint="Leave --engine out, or copy the table to a folder of its own.",
        )
    return parquet_parts(where)


def join_by_parts(parts: Sequence[Part], job: PartsJob, engine: Engine) -> Iterator[PartResult]:
    """Give the rows of `joined` for each part in order: together they are what one process gives for the table."""
    job = _with_places(parts, job, engine)
    yield from engine.map(_joined_part, parts, engine.share(job))


def tally_by_parts(parts: Sequence[Part], job: PartsJob, engine: Engine) -> PartResult:
    """Return the tallies of a table of claims, and counts; sums are whole numbers and are added in a tree."""
    job = _with_apart(parts, _with_places(parts, job, engine), engine)
    result: PartResult = engine.gather(_tallied_part, parts, _added, engine.share(job))
    if len(job.apart):
        loose = pd.concat(engine.map(_apart_rows, parts, engine.share(job.apart)), ignore_index=True)
        result = _added(result, _tallied(loose, job)) if len(loose) else result
    table = tally_of(result.table, level=job.level, split=job.split)
    return PartResult(table.assign(supported=result.support.holds), result.counts, result.support)


def _with_places(parts: Sequence[Part], job: PartsJob, engine: Engine) -> PartsJob:
    """Look up each distinct place in words, as long as there are not too many of them."""
    united: frozenset[PlaceQuestion] = engine.gather(_questions_part, parts, _united)
    asked = sorted(united)
    if len(asked) > MOST_SHARED:
        return job
    lots = [asked[at : at + QUESTIONS_IN_LOT] for at in range(0, len(asked), QUESTIONS_IN_LOT)]
    answers = engine.map(answer_questions, lots, engine.share(job.gazetteer))
    known = {question: answer for lot in answers for question, answer in lot.items()}
    return replace(job, known=known)


def _with_apart(parts: Sequence[Part], job: PartsJob, engine: Engine) -> PartsJob:
    """Find the records that may fold with others; two that share no more than a hash are set apart for nothing."""
    found = list(engine.map(_records_part, parts))
    records = np.concatenate([hashes for hashes, _ in found])
    _, counts = np.unique(records, return_counts=True)
    linked = np.concatenate([met for _, met in found])
    several = np.unique(records)[counts > 1]
    return replace(job, apart=np.union1d(several, linked))


def _questions_part(part: Part) -> frozenset[PlaceQuestion]:
    columns = ["place_text", "place_text_ar", "country", "adm1_text", "relation"]
    return frozenset(questions_of(from_arrow(part.table(columns), "claims")))


def _united(one: frozenset[PlaceQuestion], other: frozenset[PlaceQuestion]) -> frozenset[PlaceQuestion]:
    """Unite questions until they are too many to be shared: how many more there are does not matter then."""
    largest = max(one, other, key=len)
    return largest if len(largest) > MOST_SHARED else one | other


def _records_part(part: Part) -> tuple[Hashes, Hashes]:
    """Return the hashes of the part's records, and of those among all that are linked to others."""
    table = part.table(["record_id", "supersedes"])
    records = _hashes(table.column("record_id"))
    correcting = pc.greater(pc.fill_null(pc.list_value_length(table.column("supersedes")), 0), 0)
    corrected = pc.list_flatten(table.column("supersedes"))
    return records, np.concatenate([records[np.asarray(correcting, dtype=bool)], _hashes(corrected)])


def _hashes(column: Any) -> Hashes:
    texts = np.asarray(column.to_pylist(), dtype=object)
    hashes: Hashes = pd.util.hash_array(texts, categorize=False) if len(texts) else np.zeros(0, dtype=np.uint64)
    return hashes


def _apart_rows(part: Part, apart: Hashes) -> pd.DataFrame:
    table = part.table()
    return from_arrow(table.filter(pa.array(np.isin(_hashes(table.column("record_id")), apart))), "claims")


def _joined_part(part: Part, job: PartsJob) -> PartResult:
    placements = place_claims(from_arrow(part.table(), "claims"), job.gazetteer, known=dict(job.known))
    shares = share(placements, job.units, level=job.level, population=job.population)
    lost = int((shares["pcode"].isna() & (shares["parts"] == WHOLE)).sum())
    single = int((shares["parts"] == WHOLE).sum())
    counts = {
        "records": len(placements),
        "certain": int(shares["certain"].sum()),
        "not_placeable": lost,
        "shared": len(placements) - single,
    }
    return PartResult(joined(placements, shares), counts, support(placements, job.units, level=job.level))


def _tallied_part(part: Part, job: PartsJob) -> PartResult:
    table = part.table()
    if len(job.apart):
        table = table.filter(pa.array(~np.isin(_hashes(table.column("record_id")), job.apart)))
    return _tallied(from_arrow(table, "claims"), job)


def _tallied(claims: pd.DataFrame, job: PartsJob) -> PartResult:
    placements = place_claims(claims, job.gazetteer, known=dict(job.known))
    folded = fold(claims, frame("judgements"))
    placements = place_incidents(folded.incidents, placements)
    shares = share(placements, job.units, level=job.level, population=job.population)
    classes = placements.set_index("subject_id")["precision"]
    counted = folded.counts.assign(precision=folded.counts["incident_id"].map(classes))
    sums = sums_of(counted, folded.incidents, shares, by=job.by, split=job.split)
    lost = int((shares["pcode"].isna() & (shares["parts"] == WHOLE)).sum())
    counts = {"rows_in": len(claims), "incidents": len(folded.incidents), "not_placeable": lost}
    return PartResult(sums, counts, support(placements, job.units, level=job.level))


def _added(one: PartResult, other: PartResult) -> PartResult:
    counts = {name: one.counts[name] + other.counts[name] for name in one.counts}
    return PartResult(added_sums(one.table, other.table), counts, added_support(one.support, other.support))
