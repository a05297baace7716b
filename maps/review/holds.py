"""The queue of what the publishing gate holds until a person has looked at it: what was found, and letting it go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from data import Judgement, UsageProblem, read_frame

from ..decisions import Standing
from ..pipeline import PREVIEW_AS_OF
from ..project import Project
from ..select import Bundle, held_for_review
from .answers import Form, Who
from .cards import Card, about, cell_of, claim_rows, judged_lines
from .desk import Desk
from .items import Held, Item, effect_of, of_record, text
from .words import Words

ROWS = ("place_text", "place_text_ar", "adm1_text", "country", "status_raw", "belligerents", "via")
ANSWERS = {"release": "release_hold", "withdraw": "withdraw"}


def held_by_gate(project: Project, held: Standing) -> pd.DataFrame:
    """What the gate would hold for a person's eyes if everything were old enough to be published."""
    tables = {name: read_frame(held.run / f"{name}.parquet", name) for name in ("placements", "figures", "sources")}
    bundle = Bundle(held.claims, judgements=held.weighed.applied, **tables)
    return held_for_review(bundle, project.publish, as_of=PREVIEW_AS_OF)


def hold_items(found: pd.DataFrame, held: Held) -> Iterator[Item]:
    """Give an item for each record that is held, with everything that was found in it."""
    rows = held.claims
    by_claim: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found.to_dict("records"):
        if str(one["id"]) in rows:
            by_claim[str(one["id"])].append({str(name): value for name, value in one.items()})
    for claim_id, reasons in by_claim.items():
        claim = rows[claim_id]
        yield of_record(
            "hold",
            claim,
            reasons=tuple(dict.fromkeys(str(one["rule"]) for one in reasons)),
            effect=effect_of(1.0, claim),
            detail={"found": reasons},
        )


def hold_card(desk: Desk, item: Item, words: Words) -> Card:
    """The card of a record that is held: each text with what was found in it marked, and the rest of the record."""
    claim = desk.claims[item.seen[0]]
    return {
        "found": [_found(desk, claim, one, words) for one in item.detail["found"]],
        "about": about(desk, claim, words),
        "rows": claim_rows(claim, words, ROWS),
        "judged": judged_lines(desk, item.subjects, words),
        "map": {"points": [], "tools": False},
    }


def _found(desk: Desk, claim: Mapping[str, Any], one: Mapping[str, Any], words: Words) -> Card:
    table, _, column = str(one["column"]).partition(".")
    source = desk.sources.get(text(claim["source_id"]), {})
    whole = cell_of(claim, column, words) if table == "claims" else text(source.get(column))
    start = whole.casefold().find(str(one["text"]).casefold())
    end = start + len(str(one["text"]))
    parts = [whole[:start], whole[start:end], whole[end:]] if start >= 0 else [whole, "", ""]
    return {"what": words.t(f"reason.{one['rule']}"), "label": words.label(column), "parts": parts, "text": one["text"]}


def let_go(desk: Desk, item: Item, form: Form, who: Who) -> Callable[[], list[Judgement]]:
    """What an answer on a hold means: the record may go, or it stays out for good; raises UsageProblem."""
    kind = ANSWERS.get(form.get("answer", ""))
    why = form.get("why", "").strip()
    if kind is None:
        raise UsageProblem("Say whether the record may be published.", hint="Release it, or withdraw it.")
    if kind == "withdraw" and not why:
        raise UsageProblem("A withdrawal needs a reason.", hint="It stands on the tombstone, for readers.")

    def make() -> list[Judgement]:
        before = desk.supersedes(item)
        return [Judgement(kind, item.subjects, who.alias, who.made_at, why=why, seen=item.seen, supersedes=before)]

    return make
