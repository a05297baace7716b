"""What is left of a withdrawn record: that it was there, since when it is not, and why."""

from __future__ import annotations

import pandas as pd

from ..errors import UsageProblem
from ..judgements import Judgement
from ..schema import frame
from ..weighing import in_force

DAY = len("2031-01-01")


def withdrawal(record_id: str, *, why: str, alias: str, made_at: str, seen: tuple[str, ...] = ()) -> Judgement:
    """Make the judgement that takes a record out of every later publication; `why` is for readers.

    Raises
    ------
    UsageProblem
        There is no reason: a tombstone without one tells readers nothing.
    """
    if not why.strip():
        raise UsageProblem("A withdrawal gives its reason, in words for readers.", hint="Name it with --why.")
    return Judgement("withdraw", (record_id,), alias, made_at, why=why.strip(), seen=seen)


def tombstones(judgements: pd.DataFrame) -> pd.DataFrame:
    """List the records that are withdrawn by the judgements in force, as the table `tombstones`.

    One row a record, in order of record_id: the first withdrawal that is in force gives its day, reason and alias. A
    withdrawal that a later judgement takes the place of leaves none. What of this may be published is for the caller
    to choose: a record that never was public needs no tombstone, and its id may hold what is withheld.
    """
    withdrawn = in_force(judgements)
    rows: dict[str, dict[str, object]] = {}
    for row in withdrawn[withdrawn["kind"] == "withdraw"].to_dict("records"):
        for record in row["subjects"]:
            about = {"withdrawn_on": str(row["made_at"])[:DAY], "reason": row["why"], "alias": row["alias"]}
            rows.setdefault(record, {"record_id": record} | about)
    return frame("tombstones", [rows[record] for record in sorted(rows)])
