"""The queues of rejected rows, of stale judgements, and of what the gate holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from data import FoldNote

from ..repairs import row_print
from .items import PREFIX, Item, text


def row_items(rejected: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Item]:
    """Give an item for each rejected row that can be shown cell by cell; a file that could not be read has none."""
    cells = {(row["file"], row["row"]): row["record"] for row in rows.to_dict("records")}
    for fault in rejected.to_dict("records"):
        record = cells.get((fault["file"], fault["row"]))
        if not isinstance(record, str):
            continue
        told: dict[str, Any] = json.loads(record)
        name = row_print(told)
        yield Item(
            key=f"{PREFIX['row']}:{name}-{fault['row']}",
            queue="row",
            title=f"{fault['file']}, {int(fault['row'])}",
            subjects=(f"{fault['file']}:{name}",),
            reasons=(text(fault["rule"]) or "row",),
            effect=1.0,
            detail={"cells": told, "row_print": name, **{str(key): _plain(value) for key, value in fault.items()}},
        )


def _plain(value: Any) -> Any:
    return None if value is None or value is pd.NA else value


def stale_items(judgements: pd.DataFrame, notes: Iterable[FoldNote], claims: pd.DataFrame) -> Iterator[Item]:
    """Give an item for each judgement that somebody should look at again."""
    made = {row["judgement_id"]: row for row in judgements.to_dict("records")}
    standing = claims[claims["superseded_by"].isna()]
    seen = dict(zip(standing["record_id"], standing["claim_id"], strict=True))
    told: dict[str, list[FoldNote]] = defaultdict(list)
    for note in notes:
        told[note.judgement_id].append(note)
    for judgement_id, found in told.items():
        row: Mapping[str, Any] = made[judgement_id]
        subjects = tuple(str(subject) for subject in row["subjects"])
        yield Item(
            key=f"{PREFIX['stale']}:{judgement_id}",
            queue="stale",
            title=", ".join(subjects),
            subjects=subjects,
            seen=tuple(str(seen[subject]) for subject in subjects if subject in seen),
            reasons=tuple(dict.fromkeys(note.code for note in found)),
            effect=2.0 if not all(note.applied for note in found) else 0.5,
            date=text(row["made_at"])[:10],
            recorders=tuple(dict.fromkeys(subject.partition(":")[0] for subject in subjects)),
            detail={"judgement": judgement_id, "notes": [note.text for note in found]},
        )
