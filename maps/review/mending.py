"""Rejected rows and stale judgements: their cards, and what an answer on them means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from data import FileSeen, InputRefused, Judgement, Reading, UsageProblem, confirmed

from ..inputs import row_source
from ..logged import INPUTS
from ..repairs import Source, read_again
from .answers import Form, Who
from .cards import Card, cell_of, judged_line, judged_lines
from .desk import Desk
from .items import Item, text
from .ledger import undone
from .words import Words

CELL = "cell."
SEEN = ("name", "sha256", "bytes", "format", "recorder", "rows", "blank_rows")
SHOWN = (
    "happened_from",
    "place_text",
    "place_text_ar",
    "adm1_text",
    "killed",
    "injured",
    "status_raw",
    "belligerents",
    "strike_kind",
)


class StillWrong(UsageProblem):
    """A repaired row cannot be read either; `column` says where it hurts now."""

    def __init__(self, column: str, rule: str, hint: str) -> None:
        super().__init__(f"The row still cannot be read: {column or 'the row'}, {rule}.", hint=hint)
        self.column = column


def source_of(desk: Desk, file: str) -> Source:
    """How the rows of a file were read in the run in force; raises UsageProblem."""
    made = json.loads((desk.run / INPUTS).read_bytes())["inputs"]
    for given, seen in zip(desk.project.inputs, made, strict=False):
        if seen["name"] == file and seen["path"] == given.path:
            return row_source(desk.project, given, FileSeen(**{name: seen[name] for name in SEEN}))
    raise UsageProblem(f"{file} is no input of this project any more.", hint="Build again: strikeatlas build")


def row_card(item: Item, form: Form, words: Words) -> Card:
    """The card of a rejected row: each cell as it stands, the faulty one marked; `form` holds what was tried."""
    told: Mapping[str, Any] = item.detail
    cells = [
        {
            "name": name,
            "was": value or "",
            "value": form.get(f"{CELL}{name}", value or ""),
            "faulty": name == told["column"],
        }
        for name, value in told["cells"].items()
    ]
    rule = text(told["rule"])
    return {
        "file": told["file"],
        "row": told["row"],
        "column": told["column"] or "",
        "value": told["value"] or "",
        "rule": words.t(f"rule.{rule}") if words.has(f"rule.{rule}") else rule.replace("_", " "),
        "hint": text(told["hint"]),
        "cells": sorted(cells, key=lambda cell: not cell["faulty"]),
        "map": None,
    }


def mended(desk: Desk, item: Item, form: Form, who: Who) -> tuple[Callable[[], list[Judgement]], Reading]:
    """
    Read a row again with its new cells; the judgement keeps what stood there and what stands there now.

    Raises
    ------
    StillWrong
        It cannot be read with them either.
    UsageProblem
        Nothing was changed.
    """
    was: dict[str, str | None] = dict(item.detail["cells"])
    now = {name: form.get(f"{CELL}{name}", value or "") for name, value in was.items()}
    changed = {name: value for name, value in now.items() if value != (was[name] or "")}
    if not changed:
        raise UsageProblem("Nothing was changed in the row.", hint="Write what the marked cell should say.")
    try:
        again = read_again([{**was, **changed}], source_of(desk, str(item.detail["file"])))
    except InputRefused as error:
        raise StillWrong("", error.message, error.hint) from error
    if len(again.rejected):
        fault = again.rejected.iloc[0]
        raise StillWrong(text(fault["column"]), text(fault["rule"]).replace("_", " "), text(fault["hint"]))
    decision = {
        "file": item.detail["file"],
        "row": int(item.detail["row"]),
        "row_print": item.detail["row_print"],
        "cells": changed,
        "was": {name: was[name] for name in changed},
    }
    records = (*again.claims["record_id"], *again.figures["figure_id"])
    before = desk.supersedes(item)
    why = form.get("why", "").strip()
    made = Judgement("repair", records, who.alias, who.made_at, why=why, decision=decision, supersedes=before)
    return (lambda: [made]), again


def stale_card(desk: Desk, item: Item, words: Words) -> Card:
    """The card of a stale judgement: what was decided, what its records said then, and what they say now."""
    row = desk.ledger.rows[str(item.detail["judgement"])]
    then = {str(old["record_id"]): old for old in _then(desk, row)}
    records = [_compared(str(name), then.get(str(name)), desk.now.get(str(name)), words) for name in row["subjects"]]
    missing = [record["record"] for record in records if not record["there"]]
    return {
        "judgement": judged_line(row, words),
        "kind": row["kind"],
        "notes": item.detail["notes"],
        "findings": [words.t(f"reason.{reason}") for reason in item.reasons],
        "records": records,
        "can_confirm": not missing,
        "others": [one for one in judged_lines(desk, item.subjects, words) if one["id"] != row["judgement_id"]],
        "map": {"points": [], "tools": False},
    }


def _then(desk: Desk, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    known = [desk.claims[name] for name in row["seen"] if name in desk.claims]
    missing = [name for name in row["seen"] if name not in desk.claims]
    found: pd.DataFrame = desk.ledger.store.find_claims(missing)
    return [*known, *({str(key): value for key, value in one.items()} for one in found.to_dict("records"))]


def _compared(record: str, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, words: Words) -> Card:
    rows = []
    for name in SHOWN:
        old, new = (cell_of(side, name, words) if side else "" for side in (then, now))
        if old or new:
            rows.append(
                {"label": words.label(name), "then": old, "now": new, "differs": bool(then and now and old != new)}
            )
    return {"record": record, "there": now is not None, "known": then is not None, "rows": rows}


def revised(desk: Desk, item: Item, form: Form, who: Who) -> Callable[[], list[Judgement]]:
    """What an answer on a stale judgement means: say it once more, or take it back; raises UsageProblem."""
    name, why = str(item.detail["judgement"]), form.get("why", "").strip()
    answer = form.get("answer", "")
    if answer == "confirm":
        made = confirmed(desk.judgements, name, desk.table, alias=who.alias, made_at=who.made_at, why=why)
        return lambda: [made]
    if answer == "take_back":
        told = why or "Its records say something else now."
        return lambda: [undone(desk.ledger.rows, name, alias=who.alias, made_at=who.made_at, why=told)]
    if answer == "not_same" and desk.ledger.rows[name]["kind"] in ("same", "link", "unsure"):
        made = Judgement("not_same", item.subjects, who.alias, who.made_at, why=why, seen=item.seen, supersedes=name)
        return lambda: [made]
    raise UsageProblem("Say whether the judgement still holds.", hint="Confirm it, or take it back.")
