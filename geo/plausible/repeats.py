"""Fine coordinates that stand in several records: a city's point behind the format of a located strike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ..coordinates import parse_coordinates
from ..placing.claims import placed_by, stated_point, text_of
from ..precision import stated_precision
from .findings import Finding, findings_frame

FINE = frozenset(("exact", "site", "street"))
REPEATED_FROM = 3


def repeated(claims: pd.DataFrame) -> pd.DataFrame:
    """Findings on grids, and on points of a fine class, that several records share on different days."""
    records = placed_by(claims.iloc[_located(claims)], "happened_from")
    return findings_frame(finding.row(records[at]) for at, finding in _repeated(records))


def _located(claims: pd.DataFrame) -> list[int]:
    """Rows that state a grid, or a point of a fine class: few of many."""
    names = ("stated_mgrs", "stated_lon", "recorder", "stated_precision")
    columns = [claims[name].tolist() if name in claims else [None] * len(claims) for name in names]
    return [
        at
        for at, (grid, lon, *code) in enumerate(zip(*columns, strict=True))
        if isinstance(grid, str) or (lon is not None and _precision(*code) in FINE)
    ]


def _precision(recorder: Any, code: Any) -> str | None:
    return stated_precision(*(value if isinstance(value, str) else None for value in (recorder, code)))


def _repeated(records: list[dict[str, Any]]) -> Iterator[tuple[int, Finding]]:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, claim in enumerate(records):
        for column, value in _coordinates(claim):
            seen[(column, value)].append(at)
    for (column, value), rows in seen.items():
        days = {text_of(records[at], "happened_from") for at in rows}
        subjects = {text_of(records[at], "record_id") for at in rows}
        if len(subjects) >= REPEATED_FROM or (len(subjects) == 2 and len(days) == 2):
            for at in rows:
                note = "A located strike rarely repeats; this looks like the point of a place."
                yield at, Finding("repeated_coordinate", column, value, f"{len(subjects)} records", note)


def _coordinates(claim: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if written := text_of(claim, "stated_mgrs"):
        for fix in parse_coordinates(written).fixes:
            yield "stated_mgrs", "".join(fix.text.split()).upper()
    point = stated_point(claim)
    if point and stated_precision(text_of(claim, "recorder"), text_of(claim, "stated_precision")) in FINE:
        yield "stated_lon", f"{point.lon} {point.lat}"
