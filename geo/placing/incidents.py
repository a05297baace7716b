"""A placement for every incident: that of its most precise claim; the others are kept beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data import among, conform, frame, words

from ..types import LonLat, distance_m


def place_incidents(incidents: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """One row of the table `placements` for each incident, in order.

    A judged place goes above all, then the most precise class, then the smallest 80 % radius. Points of the other
    claims stay in `candidates`; claims whose 95 % circles do not meet are flagged `claims_disagree_on_place`.

    Parameters
    ----------
    incidents
        Frame with `incident_id` and `claim_ids` (lists).
    placements
        Placements of those claims, from `place_claims`.
    """
    known = placements.set_index("subject_id", drop=False)
    several = incidents[(incidents["claim_ids"].str.len() != 1).to_numpy(dtype=bool)]
    single = incidents.drop(several.index)
    first = pd.Series([ids[0] for ids in single["claim_ids"]], index=single.index, dtype="string")
    # Where there is one claim there is nothing to choose: its placement is taken as it is, whole columns at a time.
    there = first[among(first, set(placements["subject_id"].tolist()))]
    alone = known.loc[there].set_axis(there.index).assign(subject_id=incidents.loc[there.index, "incident_id"])
    rest = incidents.drop(there.index)
    wanted = {claim for ids in rest["claim_ids"] for claim in ids}
    by_claim = {
        row["subject_id"]: row for row in placements[among(placements["subject_id"], wanted)].to_dict("records")
    }
    rows = [
        _incident(str(name), [by_claim[claim] for claim in ids if claim in by_claim])
        for name, ids in zip(rest["incident_id"], rest["claim_ids"], strict=True)
    ]
    both = pd.concat([alone, frame("placements", rows).set_axis(rest.index)])
    return conform(both.loc[incidents.index], "placements")


def _incident(incident_id: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    if not found:
        reason = "None of its claims is at hand."
        return {
            "subject_id": incident_id,
            "precision": "unknown",
            "method": "unplaced",
            "reason": reason,
            "warnings": [],
        }
    best = min(found, key=_rank)
    others = [row for row in found if row is not best and _point(row) is not None]
    codes = list(best["warnings"])
    if any(_apart(best, other) for other in others):
        codes.append("claims_disagree_on_place")
    listed = json.loads(best["candidates"]) if isinstance(best["candidates"], str) else []
    listed += [_alternative(row) for row in others]
    candidates = json.dumps(listed, ensure_ascii=False) if listed else None
    return {**best, "subject_id": incident_id, "candidates": candidates, "warnings": list(dict.fromkeys(codes))}


def _rank(row: Mapping[str, Any]) -> tuple[bool, bool, int, float, str]:
    order = words("precision")
    radius = row["r80_m"] if pd.notna(row["r80_m"]) else float("inf")
    judged = row["method"] != "judgement"
    return judged, _point(row) is None, order.index(row["precision"]), float(radius), str(row["subject_id"])


def _point(row: Mapping[str, Any]) -> LonLat | None:
    return None if pd.isna(row["lon"]) or pd.isna(row["lat"]) else LonLat(float(row["lon"]), float(row["lat"]))


def _apart(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    first, second = _point(a), _point(b)
    if first is None or second is None:
        return False
    reach = sum(float(row["r95_m"]) for row in (a, b) if pd.notna(row["r95_m"]))
    return distance_m(first, second) > reach


def _alternative(row: Mapping[str, Any]) -> dict[str, Any]:
    name = row["place_name"] if isinstance(row["place_name"], str) else ""
    return {
        "claim_id": row["subject_id"],
        "lon": row["lon"],
        "lat": row["lat"],
        "name": name,
        "precision": row["precision"],
    }
