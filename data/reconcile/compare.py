"""What changed between two versions of the same records."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..contents import change_kinds, differing
from ..schema import conform, frame
from ..store import to_arrow

CHANGES = ("added", "removed", "recoded", "regraded", "recounted", "redated", "moved", "renamed", "reworded")
# What a record prints of its own code changes with it.
CODES = ("codes",)
HEAD = ("record_id", "recorder", "record_code", "happened_from", "place_text")
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """Changes, a row for each record and kind of change, and how many records each side has.

    Always: before = unchanged + changed + removed, and after = unchanged + changed + added.
    """

    changes: pd.DataFrame
    before: int
    after: int
    unchanged: int
    changed: int

    def __post_init__(self) -> None:
        kinds = self.counts
        if self.before != self.unchanged + self.changed + kinds["removed"]:
            raise AssertionError(f"{self.before} records before, but not all are unchanged, changed or removed")
        if self.after != self.unchanged + self.changed + kinds["added"]:
            raise AssertionError(f"{self.after} records after, but not all are unchanged, changed or added")

    @property
    def nothing_shared(self) -> bool:
        """Whether both sides hold records, and none of one is one of the other."""
        return bool(self.before and self.after) and not self.unchanged and not self.changed

    @property
    def counts(self) -> dict[str, int]:
        """Records by kind of change; a record may have several."""
        held = Counter(self.changes["change"])
        return {kind: held[kind] for kind in CHANGES}


def compare(before: pd.DataFrame, after: pd.DataFrame) -> Compared:
    """Compare two versions of claims, record by record; coordinates are compared as stated, no distance is taken.

    Records are paired by record_id (several of one id in their order, equal ones first), then by a code that a new
    record says it bore before, then where one that is gone and one that is new say all the same, and nobody else says
    it: a source that numbers its records anew has not lost them. What is told equally in both, and what only its origin
    or source page sets apart, is unchanged.

    Returns
    -------
    Compared
        With a frame of the table changes, in order of kind and record.
    """
    old, new = _rows(before), _rows(after)
    pairs, gone, come = _paired(old, new)
    made: list[_Row] = []
    changed = 0
    for was, now in pairs:
        rows = _changes(was, now)
        made += rows
        changed += bool(rows)
    made += [_row("removed", was, None) for was in gone] + [_row("added", None, now) for now in come]
    order = {kind: place for place, kind in enumerate(CHANGES)}
    made.sort(key=lambda row: (order[row["change"]], row["record_id"], row["claim_id_after"] or ""))
    unchanged = len(old) - len(gone) - changed
    return Compared(frame("changes", made), len(old), len(new), unchanged, changed)


def _rows(claims: pd.DataFrame) -> list[_Row]:
    """Rows in force as plain values; what is unknown is None, and lists are lists."""
    table = conform(claims, "claims")
    return [dict(row) for row in to_arrow(table[table["superseded_by"].isna()], "claims").to_pylist()]


def _paired(old: list[_Row], new: list[_Row]) -> tuple[list[tuple[_Row, _Row]], list[_Row], list[_Row]]:
    left = defaultdict(list)
    for was in old:
        left[was["record_id"]].append(was)
    pairs: list[tuple[_Row, _Row]] = []
    come = new
    for match in (_same_reading, _first):
        come = [
            now for now in come if not _take(pairs, left[now["record_id"]], now, match(left[now["record_id"]], now))
        ]
    gone = [was for rows in left.values() for was in rows]
    by_code = {(was["recorder"], was["record_code"]): was for was in reversed(gone) if was["record_code"]}
    fresh: list[_Row] = []
    for now in come:
        known = [(now["recorder"], code) for code in now["previous_codes"] or []]
        earlier = next((by_code.pop(key) for key in known if key in by_code), None)
        if earlier is None:
            fresh.append(now)
        else:
            pairs.append((earlier, now))
    taken = {id(was) for was, _ in pairs}
    gone = [was for was in gone if id(was) not in taken]
    alike = _alike(gone, fresh)
    taken = {id(row) for pair in alike for row in pair}
    gone, fresh = ([row for row in rows if id(row) not in taken] for rows in (gone, fresh))
    return [*pairs, *alike], gone, fresh


def _alike(gone: list[_Row], fresh: list[_Row]) -> list[tuple[_Row, _Row]]:
    """Pair records under other codes that say the same of a strike: one on either side, and enough to know it by."""
    sides = []
    for rows in (gone, fresh):
        told: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if row["record_code"] and row["happened_from"] and (row["place_text"] or row["stated_lon"] is not None):
                said = {name: row[name] for name in change_kinds() if name not in CODES and row[name] not in (None, [])}
                told[json.dumps([row["recorder"], said], sort_keys=True, default=str)].append(row)
        sides.append(told)
    old, new = sides
    return [(old[key][0], new[key][0]) for key in old if len(old[key]) == 1 == len(new.get(key, ()))]


def _same_reading(candidates: list[_Row], now: _Row) -> int | None:
    return next((at for at, was in enumerate(candidates) if was["claim_id"] == now["claim_id"]), None)


def _first(candidates: list[_Row], now: _Row) -> int | None:
    return 0 if candidates else None


def _take(pairs: list[tuple[_Row, _Row]], candidates: list[_Row], now: _Row, at: int | None) -> bool:
    if at is None:
        return False
    pairs.append((candidates.pop(at), now))
    return True


def _changes(was: _Row, now: _Row) -> list[_Row]:
    found: dict[str, list[str]] = defaultdict(list)
    for column in differing(was, now):
        found[change_kinds()[column]].append(column)
    if was["record_id"] != now["record_id"]:
        found["recoded"].append("record_code")
    return [_row(kind, was, now, columns) for kind, columns in found.items()]


def _row(change: str, was: _Row | None, now: _Row | None, columns: list[str] | None = None) -> _Row:
    latest: Mapping[str, Any] = now or was or {}
    row: _Row = {"change": change} | {name: latest[name] for name in HEAD}
    for side, version in (("before", was), ("after", now)):
        named = columns or [name for name in change_kinds() if version and version[name] not in (None, [])]
        row[side] = None if version is None else told({name: version[name] for name in named})
        row[f"claim_id_{side}"] = version and version["claim_id"]
    return row | {"columns": columns or []}


def told(values: Mapping[str, Any]) -> str:
    """Tell columns and their values in one line of JSON.

    Examples
    --------
    >>> told({"killed_min": 3, "killed_max": None})
    '{"killed_min": 3, "killed_max": null}'
    """
    return json.dumps(dict(values), ensure_ascii=False)
