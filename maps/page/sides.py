"""The two sides of the ledger as the page shows them, made anew from what select let through and from nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import Folded, Reconciled, UsageProblem, Weighed, conform, default_terms, reconcile, words

from ..payload import Column, encode
from ..project import Project
from ..select import Selection
from ..tables import plain
from .model import claimant, figures, source_rows

SPEAKS = ("own_record", "linked")
# An incident that names another party, or nobody, asks nothing of the claimant.
ASKED = (*SPEAKS, "reported_by_other", "none")
STATED = {
    "claimant": "claimant", "as_of": "as_of", "published_on": "published_on", "scope": "scope", "measure": "measure",
    "unit": "unit", "value_min": "min", "value_max": "max", "against": "against", "grades": "grades", "items": "items",
    "items_min": "items_min", "items_max": "items_max", "without_figure": "without_figure",
    "published_later": "published_later", "lies": "lies",
}  # fmt: skip


@dataclass(frozen=True)
class TwoSides:
    """Both sides: small tables as JSON-ready values, and a row for each incident and claimant that is asked."""

    model: dict[str, Any]
    answers: pd.DataFrame

    def payload(self, **more: Any) -> bytes:
        """Pack both sides for `Ledger`; `more` goes into the page's model beside them."""
        names = ("claimant", "answer")
        columns = [Column("incident", "delta", self.answers["incident"])]
        columns += [Column(name, "code", self.answers[name].tolist()) for name in names]
        columns.append(Column("lies_below", "codes", self.answers["lies_below"].tolist()))
        return encode({"answers": columns}, meta={"model": {"sides": self.model, **more}})


def reconciled(project: Project, selection: Selection) -> Reconciled:
    """
    Set side by side what the claimants of a selection say.

    Claims, incidents and counts are those that were let through: what is withheld is unknown here, and what is held is
    not here at all.
    """
    folded = Folded(conform(selection.incidents, "incidents"), selection.counts.reset_index(drop=True))
    return reconcile(
        conform(selection.claims, "claims"),
        folded,
        figures=conform(selection.figures, "figures"),
        sources=conform(selection.sources, "sources"),
        # Those of a selection were weighed before it was made.
        judgements=Weighed(conform(selection.judgements, "judgements")),
        terms=default_terms((one.answering for one in project.matches), complete=project.atlas.complete),
    )


def _sources_by_note(selection: Selection, found: Reconciled) -> dict[str, int]:
    """Place of the first source behind each footnote."""
    index = {key: number for number, key in enumerate(selection.sources["source_id"].tolist())}
    pairs = zip(found.stated["footnote"], found.stated["source_id"], strict=True)
    places: dict[str, int] = {}
    for note, source in pairs:
        if source in index:
            places.setdefault(str(note), index[source])
    return places


def _rows(table: pd.DataFrame, names: dict[str, str]) -> list[dict[str, Any]]:
    return [{names[key]: plain(value) for key, value in row.items()} for row in table[list(names)].to_dict("records")]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _stated(found: Reconciled, index: dict[str, int]) -> list[dict[str, Any]]:
    rows = _rows(found.stated, STATED)
    for row, source in zip(rows, found.stated["source_id"], strict=True):
        row["source"] = index.get(str(source))
    return sorted(rows, key=lambda row: str(row["as_of"] or row["published_on"] or ""))


def _ratios(found: Reconciled, notes: dict[str, int]) -> list[dict[str, Any]]:
    names = _same("key", "claimant", "part", "whole", "of_what", "unknown", "as_of")
    rows = _rows(found.ratios, names)
    for row, feet in zip(rows, found.ratios["footnotes"], strict=True):
        row["sources"] = [notes[foot] for foot in feet if foot in notes]
    return rows


def _answers(ledger: pd.DataFrame, asked: list[str], frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the claimants that answer, in incidents of others that ask them; in the order of the page."""
    if not asked:
        return pd.DataFrame({"incident": [], "claimant": [], "answer": [], "lies_below": []})
    place = {incident: number for number, incident in enumerate(frame["incident_id"].tolist())}
    columns = ("incident_id", "claimant", "answer", "lies_below")
    rows = list(zip(*(ledger[name].tolist() for name in columns), strict=True))
    speakers = {(incident, who) for incident, who, answer, _ in rows if answer in SPEAKS}
    of_others = Counter(incident for incident, _ in speakers)
    made = [
        {"incident": place[incident], "claimant": who, "answer": answer, "lies_below": list(below)}
        for incident, who, answer, below in rows
        if who in asked and answer in ASKED and of_others[incident] > ((incident, who) in speakers)
    ]
    table = pd.DataFrame(made, columns=["incident", "claimant", "answer", "lies_below"])
    return table.sort_values(["incident", "claimant"], kind="stable").reset_index(drop=True)


def two_sides(project: Project, selection: Selection, frame: pd.DataFrame) -> TwoSides | None:
    """
    Both sides of a selection, or nothing where nobody answers and no total is stated.

    Parameters
    ----------
    frame
        The incidents in the order of the page, see `joined`.
    """
    if selection.claims["recorder"].nunique() < 2 and selection.figures.empty:
        return None
    found = reconciled(project, selection)
    index = {key: number for number, key in enumerate(selection.sources["source_id"].tolist())}
    keys = found.ratios["key"]
    asked = sorted(found.ratios.loc[keys == "answered", "claimant"].unique())
    counted = found.ledger[found.ledger["claimant"].isin(asked)].groupby(["claimant", "answer"]).size()
    model = {
        "incidents": len(frame),
        "answering": asked,
        "answers": [{"claimant": who, "answer": answer, "incidents": int(n)} for (who, answer), n in counted.items()],
        "both": int(found.ledger[found.ledger["answer"].isin(SPEAKS)].groupby("incident_id").size().gt(1).sum()),
        "ratios": _ratios(found, _sources_by_note(selection, found)),
        "sums": _rows(found.sums, _same(*found.sums.columns)),
        "parties": _rows(found.parties, _same(*found.parties.columns)),
        "months": _rows(found.months, _same(*found.months.columns)),
        "stated": _stated(found, index),
        "grades": {who: _grades(who) for who in sorted(selection.claims["recorder"].unique())},
    }
    return TwoSides(model, _answers(found.ledger, asked, frame))


def _grades(recorder: str) -> list[str]:
    """Every grade that a recorder is known to give, also where no record here bears it."""
    try:
        return words(f"status.{recorder}")
    except UsageProblem:
        return []


def ledger_payload(project: Project, selection: Selection, frame: pd.DataFrame, *, alone: bool = False) -> bytes | None:
    """
    Pack both sides and the stated totals for `Ledger`; nothing where there is nothing to set side by side.

    Sources and names of claimants come with the page's records; `alone`, for a map without them, packs them too.
    """
    sides = two_sides(project, selection, frame)
    if sides is None:
        return None
    index = {key: number for number, key in enumerate(selection.sources["source_id"].tolist())}
    more: dict[str, Any] = {"figures": figures(selection.figures, index)}
    if alone:
        slugs = sorted(selection.claims["recorder"].unique())
        more |= {"sources": source_rows(selection.sources), "claimants": [claimant(slug) for slug in slugs]}
    return sides.payload(**more)
