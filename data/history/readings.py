"""Which readings of which records were there, and when: what an append adds to the history of claims.

Every backend keeps two tables that only grow: `claims`, each reading once, and `readings`, one row for each change
of what is in force. What a backend must add for new claims is said here, without a disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..contents import differing
from ..readers.joining import supersede
from ..reconcile.compare import told
from ..schema import among, conform, frame
from ..store import to_arrow

READ, SUPERSEDED, GONE = "read", "superseded", "gone"
ABOUT = ["published_on", "origin_file", "origin_sha256", "origin_row", "origin_span"]
STATE = ["change", "superseded_by"]


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append adds: readings never seen before, and what changed of what is in force."""

    claims: pd.DataFrame
    readings: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows of readings by kind of change."""
        found = self.readings["change"].value_counts()
        return {change: int(found.get(change, 0)) for change in (READ, SUPERSEDED, GONE)}

    @property
    def changed(self) -> tuple[str, ...]:
        """Records that were on file and say something else now."""
        known = ~self.readings["claim_id"].isin(self.claims["claim_id"])
        return self._records(known & (self.readings["change"] == SUPERSEDED))

    @property
    def gone(self) -> tuple[str, ...]:
        """Records that were there before, and that no claim tells any more."""
        return self._records(self.readings["change"] == GONE)

    def _records(self, which: pd.Series) -> tuple[str, ...]:
        return tuple(sorted(set(self.readings.loc[which, "record_id"])))


def latest(readings: pd.DataFrame) -> pd.DataFrame:
    """Keep the last change of each reading, in the order in which the readings came."""
    last = readings.drop_duplicates("claim_id", keep="last").set_index("claim_id")
    order = readings["claim_id"].drop_duplicates()
    return conform(last.loc[order].reset_index(), "readings")


def plan_append(
    readings: pd.DataFrame, claims: pd.DataFrame, *, read_on: str | None = None, whole: bool = False
) -> Appended:
    """Say what must be added so that `claims` are on file; the same content again adds nothing.

    Parameters
    ----------
    readings
        All rows of that table so far, in their order.
    claims
        Claims with ids, as `combine` gives them.
    read_on
        The day, as the caller says; null where left out.
    whole
        These are all claims that there are: records that are not among them are noted as gone, and readings whose
        record is there with other content as superseded. Otherwise a claim of a known record takes the place of the
        reading before by the rule of `supersede`.
    """
    held = latest(readings)
    after = _replaced(held, claims) if whole else _joined(held, claims)
    known = held.set_index("claim_id")[STATE]
    same = _plain(known.reindex(after["claim_id"])) == _plain(after[STATE])
    changed = conform(after[~same.all(axis=1)].assign(read_on=read_on), "readings")
    new = claims[claims["claim_id"].isin(set(changed["claim_id"]) - set(known.index))]
    # Whether a reading is in force changes with time, and is told by the readings alone.
    stored = conform(new.drop_duplicates("claim_id"), "claims").assign(superseded_by=pd.NA)
    return Appended(conform(stored, "claims"), changed)


def _plain(state: pd.DataFrame) -> Any:
    return state.astype(object).where(state.notna(), "").to_numpy()


def _rows(claims: pd.DataFrame) -> pd.DataFrame:
    made = claims[["record_id", "claim_id", "superseded_by", *ABOUT]].reset_index(drop=True)
    return made.assign(change=made["superseded_by"].isna().map({True: READ, False: SUPERSEDED}).astype("string"))


def _joined(held: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Add claims to what is in force; a record that is told anew supersedes, by its date of publication."""
    standing = held[held["change"] != GONE]
    coming = claims[~claims["claim_id"].isin(standing["claim_id"])].drop_duplicates("claim_id")
    touched = standing[standing["record_id"].isin(coming["record_id"])]
    names = ["record_id", "claim_id", "superseded_by", *ABOUT]
    return _rows(supersede(pd.concat([touched[names], coming[names]], ignore_index=True)))


def _replaced(held: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Put claims in the place of all that is in force, and say of each reading that leaves what became of it."""
    after = _rows(claims.drop_duplicates("claim_id"))
    left = held[~among(held["claim_id"], set(after["claim_id"].tolist())) & (held["change"] == READ)]
    heirs = after[after["change"] == READ].drop_duplicates("record_id", keep="last").set_index("record_id")["claim_id"]
    heir = left["record_id"].map(heirs).astype("string")
    change = heir.isna().map({True: GONE, False: SUPERSEDED}).astype("string")
    return pd.concat([after, left.assign(superseded_by=heir, change=change)], ignore_index=True)


def in_force_claims(claims: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give each reading on file with what took its place; those of records that are gone are left out."""
    last = latest(readings).set_index("claim_id")
    there = claims[claims["claim_id"].map(last["change"]).ne(GONE)].reset_index(drop=True)
    return conform(there.assign(superseded_by=there["claim_id"].map(last["superseded_by"]).astype("string")), "claims")


def history_of(record_id: str, claims: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Tell the readings of one record in the order in which they came, each with what it changed.

    Returns
    -------
    pandas.DataFrame
        The table `history`: file, row, dates, and the columns that differ from the reading before, as JSON.
    """
    lines = readings[readings["record_id"] == record_id]
    said = {row["claim_id"]: row for row in to_arrow(claims[claims["record_id"] == record_id], "claims").to_pylist()}
    changes = to_arrow(lines, "readings").to_pylist()
    # Two versions that come together: what the earlier one said is told by the line that names its heir.
    came = {line["superseded_by"]: said[line["claim_id"]] for line in changes if line["claim_id"] in said}
    rows, before = [], None
    for line in changes:
        now = said.get(line["claim_id"]) if line["change"] == READ else None
        earlier = before or (came.get(line["claim_id"]) if now else None)
        rows.append(line | (_difference(earlier, now) if earlier and now else {}))
        before = now or before
    return frame("history", rows)


def _difference(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    columns = differing(before, now)
    sides = {side: told({name: row[name] for name in columns}) for side, row in (("before", before), ("after", now))}
    return {"columns": columns, **sides} if columns else {}
