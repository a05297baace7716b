"""One thing that waits for a person, and how much of the map its answer may change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

QUEUES = ("place", "pair", "row", "stale", "hold")
PREFIX = {"place": "p", "pair": "m", "row": "r", "stale": "s", "hold": "h"}
PLACE_KINDS = ("place", "unplaceable", "alias")
PAIR_KINDS = ("same", "not_same", "unsure", "link")


@dataclass(frozen=True, slots=True)
class Item:
    """A question: its key, its queue, the records that it is about, why it is asked, and its weight.

    `subjects` are record_ids, `seen` the claim_ids that the card shows, `effect` how much of the map the answer may
    change (see docs/review.md), `group` the records that bear the same phrase, `detail` what the card needs beside.
    """

    key: str
    queue: str
    title: str
    subjects: tuple[str, ...]
    seen: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    effect: float = 0.0
    date: str = ""
    country: str = ""
    recorders: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def same(self) -> tuple[str, ...]:
        """The other records with the same phrase."""
        return tuple(name for name in self.group if name not in self.subjects)

    @property
    def more(self) -> int:
        """How many other records bear the same phrase."""
        return max(0, len(self.group) - 1)


@dataclass(frozen=True, slots=True)
class Held:
    """The tables of a run row by row: claims and placements by claim_id, sources by source_id."""

    claims: dict[str, dict[str, Any]]
    placements: dict[str, dict[str, Any]]
    sources: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, claims: pd.DataFrame, placements: pd.DataFrame, sources: pd.DataFrame) -> Held:
        """Take tables apart, once for all queues."""
        return cls(by(claims, "claim_id"), by(placements, "subject_id"), by(sources, "source_id"))


def by(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """Rows of a frame by a column of theirs."""
    return {str(row[key]): {str(name): value for name, value in row.items()} for row in frame.to_dict("records")}


def text(value: Any) -> str:
    """A text, empty where it is missing."""
    return value.strip() if isinstance(value, str) else ""


def number(value: Any) -> float | None:
    """A number, None where it is missing."""
    return None if value is None or value is pd.NA or pd.isna(value) else float(value)


def people(row: Mapping[str, Any]) -> float:
    """How many people a record tells of at most, as far as it says; 0 where it says nothing."""
    known = [count for name in ("killed_min", "killed_max") if (count := number(row.get(name))) is not None]
    return max(known, default=0.0)


def title_of(claim: Mapping[str, Any]) -> str:
    """What a record is called on a list: its place as written, else its name."""
    return text(claim["place_text"]) or text(claim["place_text_ar"]) or str(claim["record_id"])


def of_record(queue: str, claim: Mapping[str, Any], **asked: Any) -> Item:
    """Make the item of a queue that asks about one record; `asked` is why, its weight, its group and its detail."""
    record = str(claim["record_id"])
    return Item(
        key=f"{PREFIX[queue]}:{record}",
        queue=queue,
        title=title_of(claim),
        subjects=(record,),
        seen=(str(claim["claim_id"]),),
        date=text(claim["happened_from"]),
        country=text(claim["country"]),
        recorders=(str(claim["recorder"]),),
        **asked,
    )


def effect_of(change: float, row: Mapping[str, Any], records: int = 1) -> float:
    """Weight a chance of change by the records that it touches and by how many people they tell of."""
    return round(change * records * math.sqrt(1.0 + people(row)), 4)
