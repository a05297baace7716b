"""Judgements that somebody should look at again, and the judgement that confirms one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ..errors import UsageProblem
from ..judgements import Judgement, decision_of
from ..schema import frame
from ..weighing import FoldNote, in_force


def review_list(judgements: pd.DataFrame, notes: Iterable[FoldNote]) -> pd.DataFrame:
    """List what `weigh` and `fold` noted of judgements, one row for each judgement and record: the table `reviews`."""
    known = {row["judgement_id"]: row for row in judgements.to_dict("records")}
    rows = []
    for note in notes:
        made = known[note.judgement_id]
        about = {name: made[name] for name in ("judgement_id", "kind", "alias", "made_at", "why")}
        found = {"finding": note.code, "applied": note.applied, "record_id": note.subject, "text": note.text}
        rows.append(about | found | {"columns": list(note.columns)})
    return frame("reviews", rows)


def confirmed(
    judgements: pd.DataFrame, judgement_id: str, claims: pd.DataFrame, *, alias: str, made_at: str, why: str = ""
) -> Judgement:
    """Make the judgement that says once more what an earlier one said, of what its records say now.

    It takes the place of the earlier one. `judgement_id` may be its beginning, where that is the only one.

    Raises
    ------
    UsageProblem
        There is no such judgement in force, or a record that it names is not there.
    """
    row = _named(judgements, judgement_id)
    there = claims[claims["superseded_by"].isna() & claims["record_id"].isin(row["subjects"])]
    missing = [subject for subject in row["subjects"] if subject not in set(claims["record_id"])]
    if missing and row["kind"] != "alias":
        hint = "Decide anew about the records that are there."
        raise UsageProblem(f"{missing[0]} is not among the claims: it cannot be confirmed.", hint=hint)
    return Judgement(
        kind=row["kind"],
        subjects=tuple(row["subjects"]),
        alias=alias,
        made_at=made_at,
        why=why or (row["why"] if isinstance(row["why"], str) else ""),
        seen=tuple(sorted(there["claim_id"])),
        decision=decision_of(row),
        supersedes=row["judgement_id"],
    )


def _named(judgements: pd.DataFrame, judgement_id: str) -> dict[str, Any]:
    valid = in_force(judgements)
    found = valid[valid["judgement_id"].str.startswith(judgement_id)].to_dict("records") if judgement_id else []
    if len(found) == 1:
        return {str(name): value for name, value in found[0].items()}
    hint = "Give more of its id." if found else "'strikeatlas judgements' lists those in force."
    raise UsageProblem(f"{len(found) or 'No'} judgements in force begin with '{judgement_id}'.", hint=hint)
