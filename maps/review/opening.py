"""Opening a desk: every queue of a project, from the run in force and its log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data import read_frame

from ..decisions import Standing, standing
from ..pipeline import REVIEW, open_gazetteer
from ..project import Project
from .desk import Desk
from .holds import held_by_gate, hold_items
from .items import Item
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
    return Desk(project, held, _items(project, held), gazetteer=gazetteer)


def _items(project: Project, held: Standing) -> Iterator[Item]:
    claims, judgements = held.claims, held.weighed.applied
    placements = read_frame(held.run / "placements.parquet", "placements")
    gone = {
        str(record) for subjects in judgements.loc[judgements["kind"] == "withdraw", "subjects"] for record in subjects
    }
    folded = held.folded()
    yield from place_items(claims, placements, gone)
    yield from pair_items(find_pairs(claims, placements), claims, folded.incidents, gone)
    yield from stale_items(held.judgements, folded.notes, claims)
    folder = held.run / REVIEW
    if folder.is_dir():
        yield from row_items(*(read_frame(folder / f"{name}.parquet", name) for name in ("rejected", "rejected_rows")))
    yield from hold_items(held_by_gate(project, held), claims)
