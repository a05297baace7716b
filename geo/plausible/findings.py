"""What a check finds: a code with both values, never an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

COLUMNS = ("claim_id", "record_id", "code", "column", "stated", "found", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning: what is stated, what was found instead, and what to look at."""

    code: str
    column: str
    stated: str
    found: str
    note: str

    def row(self, claim: Mapping[str, Any]) -> dict[str, str]:
        """The finding as a row, with the claim it is about."""
        return {"claim_id": str(claim["claim_id"]), "record_id": str(claim["record_id"]), **asdict(self)}


def findings_frame(rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Make the table of findings from rows."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype("string")


def add_warnings(claims: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Claims with the codes of the findings added to `warnings`; the given frame stays as it is."""
    codes: dict[str, list[str]] = {}
    for claim_id, code in zip(findings["claim_id"], findings["code"], strict=True):
        codes.setdefault(claim_id, []).append(code)
    added = [
        list(dict.fromkeys([*old, *codes.get(claim_id, [])]))
        for claim_id, old in zip(claims["claim_id"].tolist(), claims["warnings"], strict=True)
    ]
    return claims.assign(warnings=pd.Series(added, index=claims.index, dtype=object))
