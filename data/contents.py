"""What a claim says, by what it is about: which columns tell of the date, the place, the numbers, the grading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from .fields import COUNTED, fields
from .identity import NOT_CONTENT

GRADES = ("status_raw", "status", "assessment_raw", "assessment", "reason_code", "strike_status_raw")
DATES = ("happened_from", "happened_to", "date_precision", "date_text", "date_precision_raw", "time_local", "time_zone")
POINTS = ("stated_lon", "stated_lat", "stated_mgrs", "mgrs")
PLACES = (
    "place_text",
    "place_raw",
    "place_text_ar",
    "relation",
    "country",
    "adm1_text",
    "adm2_text",
    "stated_precision",
)
# The identity itself, and where a row was found, are no change of what is said.
SKIPPED = NOT_CONTENT | {"recorder", "record_code", "source_id", "previous_codes"}


@cache
def change_kinds() -> dict[str, str]:
    """Say of each column that tells something which kind of change a difference in it is.

    Examples
    --------
    >>> change_kinds()["killed_min"], change_kinds()["place_text"]
    ('recounted', 'renamed')
    """
    kinds = {field.name: "reworded" for field in fields("claims") if field.name not in SKIPPED}
    counted = ["count_text", *(field.name for field in fields("claims") if field.unit in COUNTED)]
    groups = {"regraded": GRADES, "redated": DATES, "moved": POINTS, "renamed": PLACES, "recounted": counted}
    return kinds | {name: kind for kind, names in groups.items() for name in names if name in kinds}


def columns_of(*kinds: str) -> tuple[str, ...]:
    """Name the columns whose difference is a change of one of these kinds."""
    return tuple(name for name, kind in change_kinds().items() if kind in kinds)


def differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Name the columns in which two readings say different things; empty and unknown are the same, nought is not."""
    return [
        name
        for name in change_kinds()
        if was[name] != now[name] and (was[name] or now[name] or was[name] == 0 or now[name] == 0)
    ]
