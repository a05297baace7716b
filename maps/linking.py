"""Pairs as a sheet that people judge in, and a judged sheet as judgements: nothing is lost on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data import InputRefused, Judgement, Reading, frame, read, read_cells, write_atomic
from geo import Gazetteer, PairTerms, pair_id, pairs, place_claims

from .tables import cell, plain, unguard, write_table

IDS = ("pair_id", "record_a", "claim_a", "record_b", "claim_b")
TOLD = ("outcome", "probability", "reason", "judged")
SHOWN = {
    "recorder": "recorder",
    "record_code": "code",
    "happened_from": "from",
    "happened_to": "to",
    "place_text": "place",
    "place_text_ar": "place_ar",
    "country": "country",
    "adm1_text": "governorate",
    "status_raw": "status",
    "killed_min": "killed_min",
    "killed_max": "killed_max",
    "injured_min": "injured_min",
    "injured_max": "injured_max",
    "belligerents": "belligerents",
    "via": "via",
}
ANSWERS = ("decision", "why")
DECISIONS = {
    "same": "same",
    "yes": "same",
    "نعم": "same",
    "not_same": "not_same",
    "not the same": "not_same",
    "different": "not_same",
    "no": "not_same",
    "لا": "not_same",
    "unsure": "unsure",
    "?": "unsure",
    "link": "link",
}
BLANKS = re.compile(r"[\s_]+")
Given = tuple[Path, str | None]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two readings, the places of their claims, and the pairs between them."""

    a: Reading
    b: Reading
    pairs: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged sheet: judgements to append, and how each row was taken.

    rows = judged + undecided + already + rejected, always.
    """

    judgements: tuple[Judgement, ...]
    rows: int
    undecided: int
    already: int
    rejected: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """The rows, accounted for."""
        told = {"judged": len(self.judgements), "undecided": self.undecided, "already": self.already}
        return {"rows_in": self.rows} | told | {"rejected": len(self.rejected)}


def find_pairs(
    a: Given,
    b: Given,
    gazetteer: Gazetteer,
    *,
    judgements: pd.DataFrame | None = None,
    terms: PairTerms | None = None,
) -> Sides:
    """Read two inputs (each a path and its recorder, or None), place their claims and look for pairs between them.

    Raises
    ------
    InputRefused
        An input holds no claims, or cannot be read.
    UsageProblem
        The same recorder is on both sides.
    """
    one, other = _reading(a), _reading(b)
    both = pd.concat([one.claims, other.claims], ignore_index=True)
    placed = place_claims(both, gazetteer, judgements=judgements)
    found = pairs(one.claims, other.claims, placed, judgements=judgements, terms=terms)
    return Sides(one, other, found)


def claims_of(*given: Given) -> pd.DataFrame:
    """The claims of some inputs, each a path and its recorder, in one frame."""
    return pd.concat([_reading(each).claims for each in given], ignore_index=True)


def _reading(given: Given) -> Reading:
    path, recorder = given
    reading = read(path, recorder)
    if not len(reading.claims):
        raise InputRefused("no claim was read from it.", file=path.name, hint="Look at it with: strikeatlas check")
    return reading


def sheet(found: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Pairs with what each side says, and two empty columns: decision and why.

    Raises
    ------
    InputRefused
        A pair names a reading that is not among the claims: they are not those that it was made from.
    """
    known = claims.drop_duplicates("claim_id").set_index("claim_id")
    columns: dict[str, Any] = {name: found[name].tolist() for name in (*IDS, *TOLD)}
    for side in ("a", "b"):
        asked = found[f"claim_{side}"]
        missing = asked[~asked.isin(known.index)]
        if len(missing):
            raise InputRefused(
                f"{missing.iloc[0]} is not among the claims.", row=int(missing.index[0]) + 2, column=f"claim_{side}",
                hint="Give the claims that the pairs were made from, or make the pairs again: strikeatlas pairs",
            )  # fmt: skip
        rows = known.loc[asked]
        for name, title in SHOWN.items():
            columns[f"{side}_{title}"] = [plain(value) for value in rows[name]]
    return pd.DataFrame(columns | {name: [None] * len(found) for name in ANSWERS})


def write_sheet(given: pd.DataFrame, path: Path) -> None:
    """Write a sheet as .csv or .xlsx; text never becomes a formula (S5.3).

    Raises
    ------
    UsageProblem
        The name ends otherwise.
    """
    if path.suffix != ".xlsx":
        return write_table(given, path)
    from openpyxl import Workbook  # noqa: PLC0415 - takes long to load, and only this sheet needs it

    book = Workbook()
    page = book.active
    page.title = "pairs"
    page.freeze_panes = "A2"
    page.append(list(given.columns))
    for row in given.itertuples(index=False):
        page.append([None] * len(given.columns))
        for at, value in enumerate(map(plain, row), start=1):
            held = page.cell(page.max_row, at)
            if isinstance(value, bool | int | float):
                held.value = value
            elif value is not None:
                held.value, held.data_type = cell(value), "s"
    kept = io.BytesIO()
    book.save(kept)
    write_atomic(path, kept.getvalue(), mode=0o600)
    return None


def read_pairs(path: Path) -> pd.DataFrame:
    """Read the table that `strikeatlas pairs` wrote."""
    cells, _ = read_cells(path)
    _need(cells, (*IDS, *TOLD), path)
    held = {name: [_text(value) or None for value in cells[name]] for name in (*IDS, *TOLD)}
    return pd.DataFrame(held)


def judged_sheet(path: Path, held: pd.DataFrame, *, alias: str, made_at: str) -> Judged:
    """Turn a judged sheet into judgements; `held` are those on file.

    A row without a decision is left open; one that says what the log says already adds nothing; another decision
    supersedes the one on file. A row that cannot be taken is rejected with its reason, and the others go on.

    Raises
    ------
    InputRefused
        Columns are missing: this is no such sheet.
    """
    cells, misshapen = read_cells(path)
    _need(cells, (*IDS, "decision"), path)
    on_file = _on_file(held)
    made: list[Judgement] = []
    rejected: list[dict[str, Any]] = misshapen.to_dict("records")
    undecided = already = 0
    for number, row in enumerate(cells.to_dict("records"), start=2):
        told = {name: _text(row.get(name)) for name in (*IDS, *ANSWERS)}
        fault = _fault(told, path.name, number)
        if fault:
            rejected.append(fault)
        elif not told["decision"]:
            undecided += 1
        else:
            before = on_file.get(told["pair_id"])
            judgement = _judgement(told, alias, made_at, before)
            if before and (before["kind"], before["why"]) == (judgement.kind, judgement.why):
                already += 1
            else:
                made.append(judgement)
                on_file[told["pair_id"]] = {"kind": judgement.kind, "why": judgement.why, "judgement_id": None}
    return Judged(tuple(made), len(cells) + len(misshapen), undecided, already, frame("rejected", rejected))


def _judgement(told: Mapping[str, str], alias: str, made_at: str, before: Mapping[str, Any] | None) -> Judgement:
    return Judgement(
        kind=DECISIONS[_word(told["decision"])],
        subjects=(told["record_a"], told["record_b"]),
        seen=(told["claim_a"], told["claim_b"]),
        alias=alias,
        made_at=made_at,
        why=told["why"],
        supersedes=before["judgement_id"] if before else None,
    )


def _fault(told: Mapping[str, str], file: str, row: int) -> dict[str, Any] | None:
    if told["pair_id"] != pair_id(told["record_a"], told["record_b"]) or not told["claim_a"] or not told["claim_b"]:
        rule = "The names of the two records were changed: they do not belong to this pair."
        hint = "Bring back the first five columns from the sheet as it was exported."
        return {"file": file, "row": row, "column": "pair_id", "value": told["pair_id"], "rule": rule, "hint": hint}
    if told["decision"] and _word(told["decision"]) not in DECISIONS:
        rule = "This is no decision."
        hint = "Write same, not_same, unsure or link, or leave the cell empty."
        return {"file": file, "row": row, "column": "decision", "value": told["decision"], "rule": rule, "hint": hint}
    return None


def _word(text: str) -> str:
    plain_text = BLANKS.sub(" ", text).strip().casefold()
    return plain_text if plain_text in DECISIONS else plain_text.replace(" ", "_")


def _text(value: object) -> str:
    return unguard(str(value).strip()) if isinstance(value, str) else ""


def _on_file(held: pd.DataFrame) -> dict[str, dict[str, Any]]:
    gone = set(held["supersedes"].dropna())
    pairs_of = held[held["kind"].isin(set(DECISIONS.values())) & ~held["judgement_id"].isin(gone)]
    known = {}
    for row in pairs_of.itertuples():
        if len(row.subjects) == 2:
            name = pair_id(str(row.subjects[0]), str(row.subjects[1]))
            why = row.why if isinstance(row.why, str) else ""
            known[name] = {"kind": str(row.kind), "why": why, "judgement_id": str(row.judgement_id)}
    return known


def _need(cells: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    missing = [name for name in columns if name not in cells.columns]
    if missing:
        raise InputRefused(
            f"the column {missing[0]} is missing.", file=path.name,
            hint="Give the sheet of `strikeatlas link export`, or the table of `strikeatlas pairs`.",
        )  # fmt: skip
