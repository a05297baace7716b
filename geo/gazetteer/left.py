"""Rows of a source that become no place through a fault of theirs: which, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..types import Box, LonLat

FIRST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a row is no place, and its number; `exchanged` says that it would be one with its two numbers exchanged."""

    why: str
    row: int
    exchanged: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A fault, how many rows have it, and the numbers of the first of them."""

    why: str
    rows: int
    first: tuple[int, ...]


def reasons(left: Iterable[LeftOut]) -> tuple[Reason, ...]:
    """The faults of rows that were left out, each once, in the order in which they occur."""
    rows: dict[str, list[int]] = {}
    for row in left:
        rows.setdefault(row.why, []).append(row.row)
    return tuple(Reason(why, len(numbers), tuple(numbers[:FIRST_SHOWN])) for why, numbers in rows.items())


def inside(place: dict[str, object], number: int) -> dict[str, object] | LeftOut:
    """The place, or why it is left out: its point lies outside the country that it states, as far as that is known."""
    point = LonLat(float(str(place["lon"])), float(str(place["lat"])))
    box = _boxes().get(str(place.get("country") or ""))
    if box is None or box.holds(point):
        return place
    why = f"the point lies outside the country stated ({place['country']})"
    return LeftOut(why, number, exchanged=box.holds(point.swapped()))


@cache
def _boxes() -> dict[str, Box]:
    from .gazetteer import Gazetteer  # noqa: PLC0415 - the gazetteer is built from sources

    known = Gazetteer.embedded()
    return {code: box for code in known.countries if (box := known.box(code)) is not None}
