"""From claims to incidents, by the judgements on file; nothing is merged without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .ranges import hull_by
from .schema import conform, frame
from .weighing import FoldNote, Weighed, as_weighed, corrected, in_force

MEASURES = ("killed", "injured")
BLOCKING = ("not_same", "unsure")
EXACTNESS = {"day": 0, "range": 1, "month": 2, "year": 3, "unknown": 4}


@dataclass(frozen=True, slots=True)
class Folded:
    """Incidents, one row of counts for each incident and claimant, and notes on the judgements."""

    incidents: pd.DataFrame
    counts: pd.DataFrame
    notes: tuple[FoldNote, ...] = ()


def fold(claims: pd.DataFrame, judgements: pd.DataFrame | Weighed | None = None) -> Folded:
    """Fold claims into incidents by the `same` judgements in force.

    Judgements that were not weighed yet are weighed against these claims: one whose records say something else now
    joins nothing until somebody confirms it, see `weigh`.

    Superseded claims and withdrawn records leave. `not_same` and `unsure` keep records apart
    even where other judgements would join them in a roundabout way. Counts of several claims
    are spanned (lowest minimum, highest maximum) and never added.

    Returns
    -------
    Folded
        Incidents in order of incident_id, counts in order of incident and claimant.
    """
    weighed = as_weighed(claims, judgements)
    decided = in_force(weighed.applied)
    standing = standing_claims(claims, decided)
    groups, blocked = _groups(claims, decided)
    standing = standing.assign(_incident=_incident_ids(standing["record_id"], groups))
    return Folded(_incidents(standing), _counts(standing), (*weighed.notes, *blocked))


def standing(claims: pd.DataFrame, judgements: pd.DataFrame | Weighed | None = None) -> pd.DataFrame:
    """Keep the claims that `fold` would put into incidents by these judgements."""
    return standing_claims(claims, in_force(as_weighed(claims, judgements).applied))


def standing_claims(claims: pd.DataFrame, judgements: pd.DataFrame) -> pd.DataFrame:
    """Keep the claims in force: not told anew, not corrected by their recorder, not withdrawn."""
    withdrawn = {record for subjects in _subjects(judgements, "withdraw") for record in subjects}
    gone = claims["superseded_by"].notna() | claims["record_id"].isin(withdrawn | set(corrected(claims)))
    return claims[~gone].reset_index(drop=True)


def _subjects(judgements: pd.DataFrame, *kinds: str) -> list[list[str]]:
    return list(judgements.loc[judgements["kind"].isin(kinds), "subjects"])


class _Union:
    """Disjoint sets of records that know which of them must not meet."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}
        self.members: dict[str, set[str]] = {}
        self.apart: dict[str, set[str]] = {}

    def root(self, record: str) -> str:
        if record not in self.parent:
            self.parent[record], self.members[record] = record, {record}
        while self.parent[record] != record:
            self.parent[record] = self.parent[self.parent[record]]
            record = self.parent[record]
        return record

    def forbid(self, pairs: Iterable[tuple[str, str]]) -> None:
        for one, other in pairs:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)

    def join(self, one: str, other: str) -> tuple[str, str] | None:
        """Join two sets; if a pair between them must not meet, leave them and return the pair."""
        small, large = sorted((self.root(one), self.root(other)), key=lambda root: (len(self.members[root]), root))
        if small == large:
            return None
        for record in sorted(self.members[small]):
            met = self.apart.get(record, set()) & self.members[large]
            if met:
                return record, min(met)
        self.parent[small] = large
        self.members[large] |= self.members.pop(small)
        return None


def _groups(claims: pd.DataFrame, judgements: pd.DataFrame) -> tuple[dict[str, str], list[FoldNote]]:
    """Map every record that is joined with others to the smallest record_id among them."""
    union = _Union()
    apart = _subjects(judgements, *BLOCKING)
    union.forbid((one, other) for subjects in apart for one in subjects for other in subjects if one < other)
    notes = []
    there = set(claims["record_id"].tolist())
    same = judgements[judgements["kind"] == "same"]
    for judgement_id, subjects in zip(same["judgement_id"], same["subjects"], strict=True):
        # A record that is not there says nothing, and joins nobody with anybody.
        first, *others = [record for record in subjects if record in there] or [""]
        for other in others:
            met = union.join(first, other)
            if met:
                text = f"{first} and {other} are not joined: a judgement keeps {met[0]} and {met[1]} apart."
                notes.append(FoldNote("blocked", judgement_id, other, text, applied=False))
    for old, new in sorted(corrected(claims).items()):
        union.join(old, new)
    named: dict[str, str] = {}
    for members in union.members.values():
        held = sorted(members & there)
        named.update(dict.fromkeys(held, held[0]) if held else {})
    return named, notes


def _incident_ids(records: pd.Series, groups: dict[str, str]) -> pd.Series:
    return records.map(groups).astype("string").fillna(records) if groups else records


def _counts(claims: pd.DataFrame) -> pd.DataFrame:
    """Span each claimant's figures inside each incident; the status is the latest published."""
    if claims.empty:
        return frame("counts")
    keys = ["_incident", "recorder"]
    told = claims[[*keys, "status", "claim_id"]].assign(_published=claims["published_on"].fillna(""))
    order = told.sort_values([*keys, "_published"], kind="stable")
    grouped = order.groupby(keys, sort=True)
    made = grouped.agg(status=("status", "last"), n_claims=("claim_id", "size"), _several=("status", "nunique"))
    for measure in MEASURES:
        made = made.join(hull_by(claims, keys, measure))
    differ = (made.pop("_several") > 1).to_numpy()
    made["warnings"] = pd.Series([["statuses_differ"] if hit else [] for hit in differ], index=made.index, dtype=object)
    return conform(made.reset_index().rename(columns={"_incident": "incident_id", "recorder": "claimant"}), "counts")


COUNTED = tuple(f"{measure}_{side}" for measure in MEASURES for side in ("min", "max"))
ALONE = (
    "happened_from",
    "happened_to",
    "date_precision",
    "country",
    "place_text",
    "place_text_ar",
    "belligerents",
    *COUNTED,
)


def _incidents(claims: pd.DataFrame) -> pd.DataFrame:
    if claims.empty:
        return frame("incidents")
    size = claims["_incident"].map(claims["_incident"].value_counts())
    # Few columns at a time: a table of claims is wide.
    alone = claims.loc[(size == 1).to_numpy(dtype=bool), [*ALONE, "_incident", "record_id", "claim_id", "recorder"]]
    made = alone[list(ALONE)].assign(incident_id=alone["_incident"])
    for name, column in (("record_ids", "record_id"), ("claim_ids", "claim_id"), ("recorders", "recorder")):
        made[name] = pd.Series([[value] for value in alone[column].tolist()], index=alone.index, dtype=object)
    several = _several(claims.loc[(size > 1).to_numpy(dtype=bool), [*TOLD, *COUNTED, "_incident"]])
    both = pd.concat([conform(made, "incidents"), several], ignore_index=True)
    return both.sort_values("incident_id", kind="stable").reset_index(drop=True)


TOLD = (
    "claim_id",
    "record_id",
    "recorder",
    "belligerents",
    "country",
    "place_text",
    "place_text_ar",
    "stated_lon",
    "happened_from",
    "happened_to",
    "date_precision",
)


def _several(claims: pd.DataFrame) -> pd.DataFrame:
    """Tell the incidents that have several claims: one pass over plain columns, numbers by `hull_by`."""
    columns = [claims[name].astype(object).where(claims[name].notna(), None).tolist() for name in TOLD]
    groups: dict[str, list[_Told]] = {}
    for name, row in zip(claims["_incident"].tolist(), zip(*columns, strict=True), strict=True):
        groups.setdefault(name, []).append(dict(zip(TOLD, row, strict=True)))
    table = frame("incidents", [_incident(name, groups[name]) for name in sorted(groups)])
    for measure in MEASURES if groups else ():
        spans = hull_by(claims, ["_incident"], measure).reindex(table["incident_id"])
        for side in spans.columns:
            table[side] = spans[side].array
    return conform(table, "incidents")


_Told = dict[str, Any]


def _incident(incident_id: str, claims: list[_Told]) -> dict[str, object]:
    """Tell one incident from its several claims; their order is that of the table."""
    row: dict[str, object] = {"incident_id": incident_id, "warnings": []}
    row |= {"record_ids": sorted({claim["record_id"] for claim in claims})}
    row |= {"claim_ids": [claim["claim_id"] for claim in claims]}
    row |= {"recorders": sorted({claim["recorder"] for claim in claims})}
    row["belligerents"] = list(dict.fromkeys(name for claim in claims for name in claim["belligerents"]))
    countries = {claim["country"] for claim in claims} - {None}
    row["country"] = countries.pop() if len(countries) == 1 else None
    placed = sorted(claims, key=lambda claim: claim["stated_lon"] is None)
    for name in ("place_text", "place_text_ar"):
        row[name] = next((claim[name] for claim in placed if claim[name] is not None), None)
    return row | _when(claims)


def _when(claims: list[_Told]) -> dict[str, object]:
    """Date an incident by its best-dated claims; where they differ, by the range over them."""
    ranks = [EXACTNESS.get(claim["date_precision"], len(EXACTNESS)) for claim in claims]
    dated = [claim for claim, rank in zip(claims, ranks, strict=True) if rank == min(ranks)]
    best = [claim for claim in dated if claim["happened_from"] is not None]
    if not best:
        return {"happened_from": None, "happened_to": None, "date_precision": "unknown"}
    spans = [(claim["happened_from"], claim["happened_to"]) for claim in best]
    last = [end for _, end in spans if end is not None]
    precision = "range" if len(set(spans)) > 1 else best[0]["date_precision"]
    row: dict[str, object] = {"happened_from": min(first for first, _ in spans), "date_precision": precision}
    row["happened_to"] = max(last, default=None)
    return row | ({"warnings": ["dates_differ"]} if len(set(spans)) > 1 else {})
