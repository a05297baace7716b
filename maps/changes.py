"""A map of what changed between two versions of the records: one private page, placed by the words of the records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import Compared, fields, words
from geo import Gazetteer, place_claims
from layers import units_from_crosswalk

from .base import base_geography, town_labels, unit_labels
from .payload import Column, encode
from .tables import plain
from .version import strikeatlas_version
from .versions import Versions

DECIMALS = 5
CHANGES_PAGE = "changes.html.jinja"
TITLE = {"en": "What changed", "ar": "ما الذي تغيّر"}
# What is told of a record that came or went; of one that changed, every column that differs.
TOLD = (
    "status", "status_raw", "assessment", "killed_min", "killed_max", "injured_min", "injured_max", "happened_from",
    "stated_lon", "stated_lat",
)  # fmt: skip
DEGREES = {
    "stated_lon": {"en": "Longitude as stated", "ar": "خط الطول كما ورد"},
    "stated_lat": {"en": "Latitude as stated", "ar": "خط العرض كما ورد"},
}
POSITION = ("lon", "lat", "precision", "r80_m")


@dataclass(frozen=True)
class _Placed:
    """Places of the claims of one version, by claim."""

    rows: dict[str, dict[str, Any]]

    def of(self, claim: Any) -> dict[str, Any]:
        return self.rows.get(str(claim), dict.fromkeys(POSITION))


def _placed(claims: pd.DataFrame, gazetteer: Gazetteer) -> _Placed:
    placements = place_claims(claims, gazetteer)
    table = placements.drop_duplicates("subject_id").set_index("subject_id")[list(POSITION)]
    return _Placed({str(claim): {name: plain(row[name]) for name in POSITION} for claim, row in table.iterrows()})


def _records(found: Compared) -> list[dict[str, Any]]:
    """One row for each record that changed, with all that changed of it."""
    records: dict[tuple[Any, Any], dict[str, Any]] = {}
    names = ("change", "record_id", "recorder", "record_code", "happened_from", "place_text", "claim_id_before")
    for row in found.changes.to_dict("records"):
        known = {name: plain(row[name]) for name in (*names, "claim_id_after")}
        key = (known["claim_id_before"], known["claim_id_after"])
        record = records.setdefault(key, known | {"kinds": [], "told": [], "moved_m": None})
        record["kinds"].append(known["change"])
        record["told"] += _told(row)
        record["moved_m"] = record["moved_m"] if plain(row["moved_m"]) is None else plain(row["moved_m"])
    return list(records.values())


def _told(row: dict[str, Any]) -> list[list[Any]]:
    """Column, before and after, of one change."""
    before, after = (json.loads(row[side]) if isinstance(row[side], str) else {} for side in ("before", "after"))
    names = list(row["columns"]) or [name for name in TOLD if name in before or name in after]
    return [[name, before.get(name), after.get(name)] for name in names]


def _columns(records: list[dict[str, Any]]) -> list[Column]:
    points = [
        Column(f"{name}_{side}", "delta", [row[side][name] for row in records], scale=10**DECIMALS)
        for side in ("before", "after")
        for name in ("lon", "lat")
    ]
    precision = [row["after"]["precision"] or row["before"]["precision"] for row in records]
    return [
        *points,
        Column("kinds", "codes", [row["kinds"] for row in records]),
        Column("precision", "code", precision, words=words("precision")),
    ]


def _labels(records: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """What each column that is told of is called."""
    used = {name for row in records for name, _, _ in row["told"]}
    known = {item.name: {"en": item.label, "ar": item.label_ar} for item in fields("claims") if item.label} | DEGREES
    return {f"claims.{name}": known[name] for name in sorted(used) if name in known}


def _same(claims: pd.DataFrame, placed: _Placed, changed: set[str]) -> list[Column]:
    """Positions of the records that are as they were, for the ground on which the others stand."""
    standing = claims.loc[claims["superseded_by"].isna() & ~claims["claim_id"].isin(changed), "claim_id"]
    points = [placed.of(claim) for claim in standing]
    points = [point for point in points if point["lon"] is not None]
    return [Column(name, "delta", [point[name] for point in points], scale=10**DECIMALS) for name in ("lon", "lat")]


def changes_page(found: Compared, versions: Versions) -> str:
    """
    Return a private page that shows every change on a map and in a list; it asks nothing of any server.

    A record stands where its version states coordinates, else where the gazetteer finds its words; what neither tells
    is in the list alone, and counted in sight.
    """
    from .page import Changes, PageHead, StrikeMap, claimant, view_around, write_page  # noqa: PLC0415 - loads folium, which only pages need

    gazetteer = Gazetteer.embedded()
    old, new = (_placed(claims, gazetteer) for claims in (versions.before, versions.after))
    records = [
        row | {"before": old.of(row["claim_id_before"]), "after": new.of(row["claim_id_after"])}
        for row in _records(found)
    ]
    points = pd.DataFrame([row[side] for row in records for side in ("before", "after")], columns=list(POSITION))
    view = view_around(points)
    subtitle = f"{versions.old} → {versions.new}"
    model = {
        "version": 1,
        "title": TITLE,
        "subtitle": {"en": subtitle, "ar": subtitle},
        "preview": True,
        "view": list(view),
        "claimants": [claimant(slug) for slug in sorted({row["recorder"] for row in records})],
        "labels": _labels(records),
        "footnote": {"data_sha256": None, "as_of": None, "version": strikeatlas_version()},
        "changes": {
            "before": found.before,
            "after": found.after,
            "unchanged": found.unchanged,
            "changed": found.changed,
            "counts": found.counts,
        },
    }
    kept = {str(row["claim_id_after"]) for row in records}
    tables = {"changes": _columns(records), "same": _same(versions.after, new, kept)}
    texts = [
        {
            "id": row["record_id"], "recorder": row["recorder"], "code": row["record_code"],
            "date": row["happened_from"], "place": row["place_text"], "moved_m": row["moved_m"], "told": row["told"],
        }
        for row in records
    ]  # fmt: skip
    strike_map = StrikeMap(view=view)
    labels = [*unit_labels(units_from_crosswalk()), *town_labels(gazetteer.places)]
    Changes(encode(tables, texts), base=base_geography(view, labels), model=model).add_to(strike_map)
    return write_page(strike_map, PageHead(TITLE["en"], subtitle, preview=True), shell_name=CHANGES_PAGE)
