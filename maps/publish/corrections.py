"""A new site beside the last one: what is added, gone, moved, recounted; corrections and tombstones that stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data import frame, tombstones

from ..select import Bundle, Selection, may_be_told
from ..versions import compare_versions, read_versions
from .manifest import differences, read_manifest

# What a site that is compared holds as the place of an incident bears the names of a stated point.
POSITION = {"stated_lon": "lon", "stated_lat": "lat"}
COUNTED = ("added", "removed")
NOT_TOLD = "not told"
MOST_GONE, SHARE_GONE = 5, 0.10


@dataclass(frozen=True)
class Last:
    """The last publication: its date, what it bore of corrections and tombstones, and whether it is as it was made."""

    folder: Path
    as_of: str
    corrections: pd.DataFrame
    tombstones: pd.DataFrame
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What the new site changes: how many records by kind, of how many; and the two tables that tell of it."""

    counts: dict[str, int] = field(default_factory=dict)
    before: int = 0
    corrections: pd.DataFrame = field(default_factory=lambda: frame("corrections"))
    tombstones: pd.DataFrame = field(default_factory=lambda: frame("tombstones"))
    gone: tuple[str, ...] = ()

    @property
    def removes_much(self) -> bool:
        """Whether so much goes that somebody should have meant it; withdrawn records are meant."""
        return len(self.gone) > max(MOST_GONE, SHARE_GONE * self.before)


def own_table(path: Path, name: str) -> pd.DataFrame:
    """One of our own tables of an older site; none where that site had none."""
    if not path.exists():
        return frame(name)
    text = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    rows: list[dict[str, Any]] = []
    for row in text.to_dict("records"):
        told = {key: value.removeprefix("'") or None for key, value in row.items()}
        if name == "corrections":
            told |= {"columns": [word for word in (told["columns"] or "").split("; ") if word]}
            told["records"] = int(told["records"]) if told["records"] else None
        rows.append(told)
    return frame(name, rows)


def last_publication(site: Path) -> Last | None:
    """Read what stands where the new site goes; None where there is nothing."""
    if not site.exists() or not any(site.iterdir()):
        return None
    manifest = read_manifest(site)
    data = site / "data"
    return Last(
        site,
        str(manifest.get("as_of", "")),
        own_table(data / "corrections.csv", "corrections"),
        own_table(data / "tombstones.csv", "tombstones"),
        tuple(differences(site, manifest)),
    )


def what_changes(last: Last | None, made: Path, selection: Selection, bundle: Bundle) -> Change:
    """
    Compare the claims and incidents written in `made` with those of the last site.

    What a record held before is not told again: it may be the very thing that was corrected away.
    """
    if last is None:
        return Change()
    found = compare_versions(read_versions(last.folder, made))
    changes, as_of = found.changes, selection.as_of.isoformat()
    tombstones = _tombstones(last, changes, selection, bundle)
    withdrawn = set(tombstones["record_id"])
    removed = [name for name in changes.loc[changes["change"] == "removed", "record_id"] if name not in withdrawn]
    counts = found.counts | {"removed": len(removed)}
    back = sorted(set(last.tombstones["record_id"]) - withdrawn)
    new = sorted(withdrawn - set(last.tombstones["record_id"]))
    counts |= {"withdrawn": len(new), "restored": len(back), "added": max(counts["added"] - len(back), 0)}
    rows: list[dict[str, Any]] = [
        {"noted_on": as_of, "change": kind, "records": counts[kind]} for kind in COUNTED if counts[kind]
    ]
    rows += [{"noted_on": as_of, "record_id": name, "change": "withdrawn", "records": 1} for name in new]
    rows += [{"noted_on": as_of, "record_id": name, "change": "restored", "records": 1} for name in back]
    rows += _named(changes, as_of)
    corrections = pd.concat([last.corrections, frame("corrections", rows)], ignore_index=True)
    return Change({k: v for k, v in counts.items() if v}, found.before, corrections, tombstones, tuple(removed))


def _named(changes: pd.DataFrame, as_of: str) -> list[dict[str, Any]]:
    told = changes[~changes["change"].isin(COUNTED)]
    rows = zip(told["record_id"], told["change"], told["columns"], strict=True)
    return [
        {
            "noted_on": as_of,
            "record_id": name,
            "change": kind,
            "columns": [POSITION.get(column, column) for column in columns],
            "records": 1,
        }
        for name, kind, columns in rows
    ]


def _tombstones(last: Last, changes: pd.DataFrame, selection: Selection, bundle: Bundle) -> pd.DataFrame:
    """Records that were public once and that a judgement withdraws; one that never was public is not named."""
    back = set(selection.claims["record_id"])
    old = last.tombstones[~last.tombstones["record_id"].isin(back)]
    gone = set(changes.loc[changes["change"] == "removed", "record_id"]) - set(old["record_id"])
    new = tombstones(bundle.judgements)
    new = new[new["record_id"].isin(gone)].reset_index(drop=True)
    # A reason, or an alias, that would lead to somebody is not told; that the record is withdrawn is.
    free = may_be_told(new, "tombstones", selection.policy)
    for column in ("reason", "alias"):
        new[column] = [text if tells else NOT_TOLD for text, tells in zip(new[column], free, strict=True)]
    return pd.concat([old, frame("tombstones", new.to_dict("records"))], ignore_index=True)


def told(change: Change) -> str:
    """One sentence on what changes."""
    counts = Counter(change.counts)
    return ", ".join(f"{counts[kind]} {kind}" for kind in counts) or "nothing"
