"""Opening a desk: every queue of a project, from the run in force and its log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data import read_frame

from ..decisions import Standing, standing
from ..pipeline import REVIEW, open_gazetteer
from ..project import Project
from .desk import Desk
from .holds import held_by_gate, hold_items
from .items import Held, Item
from .pairing import find_pairs, pair_items
from .places import place_items
from .rest import row_items, stale_items


def open_desk(project: Project, work: Path) -> Desk:
    """
    Make the queues of a project from the run in force and its log.

    Raises
    ------
    UsageProblem
        There was no build yet.
    """
    held = standing(project, work)
    gazetteer = open_gazetteer(project, held.weighed.applied, work)
    placements, sources = (read_frame(held.run / f"{name}.parquet", name) for name in ("placements", "sources"))
    rows = Held.of(held.claims, placements, sources)
    found = find_pairs(held.claims, placements)
    return Desk(project, held, _items(project, held, rows, found), rows=rows, gazetteer=gazetteer)


def _items(project: Project, held: Standing, rows: Held, found: pd.DataFrame) -> Iterator[Item]:
    claims, judgements = held.claims, held.weighed.applied
    gone = {
        str(record) for subjects in judgements.loc[judgements["kind"] == "withdraw", "subjects"] for record in subjects
    }
    folded = held.folded()
    yield from place_items(rows, gone)
    yield from pair_items(found, rows, folded.incidents, gone)
    yield from stale_items(held.judgements, folded.notes, claims)
    folder = held.run / REVIEW
    if folder.is_dir():
        yield from row_items(*(read_frame(folder / f"{name}.parquet", name) for name in ("rejected", "rejected_rows")))
    yield from hold_items(held_by_gate(project, held), rows)
