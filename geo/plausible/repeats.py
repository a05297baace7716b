"""Fine coordinates that stand in several records: a city's point behind the format of a located strike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ..coordinates import parse_coordinates
from ..placing.claims import stated_point, text_of
from ..precision import stated_precision
from .findings import Finding

FINE = frozenset(("exact", "site", "street"))
REPEATED_FROM = 3


def repeated(records: list[dict[str, Any]]) -> Iterator[tuple[int, Finding]]:
    """Row numbers and findings: grids, and points of a fine class, that several records share on different days."""
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
