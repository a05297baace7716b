"""Places that a person has judged: the judgement in force for each record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd


def judged_places(judgements: pd.DataFrame | None) -> dict[str, Mapping[str, Any]]:
    """The last judgement of kind place or unplaceable for each record_id that no later one supersedes."""
    if judgements is None or judgements.empty:
        return {}
    gone = {value for value in judgements["supersedes"] if isinstance(value, str) and value}
    found: dict[str, Mapping[str, Any]] = {}
    for row in judgements.to_dict("records"):
        if row["kind"] in ("place", "unplaceable") and row["judgement_id"] not in gone:
            for subject in row["subjects"]:
                found[str(subject)] = row
    return found
