"""What a project says of itself, held against its records: the period, the countries, the least confidence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .project import Atlas

BELOW = "Below the project's least confidence ({minimum:.0%}): {reason}"
POSITION = ("lon", "lat", "r50_m", "r80_m", "r95_m")


def _outside_period(claims: pd.DataFrame, period: tuple[str, ...]) -> pd.Series:
    """Whether a claim's dates lie wholly outside; a date that reaches over the edge, or none, is inside."""
    first, last = period
    starts = claims["happened_from"].fillna("").astype("str")
    ends = claims["happened_to"].fillna(claims["happened_from"]).fillna("").astype("str")
    before = np.array([bool(end) and end < first[: len(end)] for end in ends])
    after = np.array([bool(start) and start[: len(last)] > last for start in starts])
    return pd.Series(before | after, index=claims.index)


def flag_scope(claims: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """Add `outside_period` and `outside_countries` to claims that lie beyond what the project covers."""
    flags = {}
    if len(atlas.period) == 2:
        flags["outside_period"] = _outside_period(claims, atlas.period)
    if atlas.countries:
        flags["outside_countries"] = claims["country"].notna() & ~claims["country"].isin(atlas.countries)
    for code, hit in flags.items():
        codes = [[*old, code] if here else old for old, here in zip(claims["warnings"], hit, strict=True)]
        claims = claims.assign(warnings=pd.Series(codes, index=claims.index, dtype=object))
    return claims


def require_confidence(placements: pd.DataFrame, minimum: float) -> pd.DataFrame:
    """Take back answers of the gazetteer that are less sure than the project wants; the reason stays and says so."""
    weak = ((placements["method"] == "gazetteer") & (placements["confidence"] < minimum)).fillna(value=False)
    out = placements.copy()
    out.loc[weak, list(POSITION)] = np.nan
    out.loc[weak, "precision"] = "unknown"
    out.loc[weak, "method"] = "unplaced"
    reasons = [BELOW.format(minimum=minimum, reason=reason) for reason in out.loc[weak, "reason"]]
    out.loc[weak, "reason"] = reasons
    return out
