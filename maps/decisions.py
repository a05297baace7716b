"""What people decide about a project's records, and what became of the records: on the run in force and its store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from data import (
    Folded,
    FoldNote,
    Judgement,
    Store,
    UsageProblem,
    Weighed,
    confirmed,
    current_run,
    custody,
    file_sha256,
    fold,
    in_force,
    number_steps,
    read_frame,
    review_list,
    weigh,
    withdrawal,
)

from .inputs import project_store, read_log
from .logged import INPUTS
from .project import Project

SAID = {
    ("stale", False): "Judgements not applied, since a record says something else now than when it was judged: {n}.",
    ("stale", True): "Judgements that go on holding back though a record says something else now: {n}.",
    ("dangling", True): "Judgements that name a record that is not there: {n}.",
    ("dangling", False): "Judgements not applied that also name a record that is not there: {n}.",
    ("blocked", False): "Judgements held back, since another one keeps their records apart: {n}.",
}


ELSEWHERE = "elsewhere"
ANSWERS_ELSEWHERE = "Records that answer a record which is not among these: {n}. They stand by themselves."


@dataclass(frozen=True)
class Standing:
    """The run in force, and the judgements on file weighed against what its records say."""

    run: Path
    claims: pd.DataFrame
    judgements: pd.DataFrame
    weighed: Weighed
    store: Store

    def folded(self) -> Folded:
        """Fold the claims of the run by the judgements that hold."""
        return fold(self.claims, self.weighed)


def standing(project: Project, work: Path) -> Standing:
    """
    Open the run in force and its store.

    The judgements are those of the store as they are now, and those that the run took over from lists.

    Raises
    ------
    UsageProblem
        When there was no build yet.
    InputRefused
        When the log of judgements is broken, or shorter than the build read it.
    """
    run = current_run(work)
    if run is None:
        raise UsageProblem(f"There is no build in {work} yet.", hint="Run 'strikeatlas build' first.")
    store = project_store(project, work)
    claims, judgements = read_frame(run / "claims.parquet", "claims"), _on_file(project, work)
    seen = {claim for claims_seen in judgements["seen"] for claim in claims_seen} - set(claims["claim_id"])
    return Standing(run, claims, judgements, weigh(claims, judgements, store.find_claims(seen)), store)


def reviews(project: Project, work: Path) -> tuple[pd.DataFrame, int]:
    """List the judgements that somebody should look at again, and count those on file."""
    now = standing(project, work)
    return review_list(now.judgements, now.folded().notes), len(now.judgements)


def review_notes(notes: Sequence[FoldNote]) -> list[str]:
    """Say how many judgements somebody should look at again, and why; and how many records answer what is not here."""
    found: dict[tuple[str, bool], set[str]] = {}
    for note in notes:
        if note.code == ELSEWHERE:
            continue
        found.setdefault((note.code, note.applied), set()).add(note.judgement_id)
    told = [SAID[key].format(n=len(ids)) for key, ids in sorted(found.items())]
    listed = ["'strikeatlas judgements' lists them."] if told else []
    alone = {note.subject for note in notes if note.code == ELSEWHERE}
    return [*told, *listed, *([ANSWERS_ELSEWHERE.format(n=len(alone))] if alone else [])]


def confirm(project: Project, work: Path, judgement_id: str, *, alias: str, made_at: str, why: str = "") -> Judgement:
    """Say a judgement once more, of what its records say in the run in force; it takes the place of the earlier one."""
    now = standing(project, work)
    made = confirmed(now.judgements, judgement_id, now.claims, alias=alias, made_at=made_at, why=why)
    now.store.append_judgements([made])
    return made


def withdraw(project: Project, work: Path, named: str, *, alias: str, made_at: str, why: str) -> str:
    """
    Take a record out of every later publication; a tombstone with the reason stays. Returns its record_id.

    Raises
    ------
    UsageProblem
        When there is no such record, or it is withdrawn already.
    """
    now = standing(project, work)
    record = find_record(now.claims, named)
    if record in _withdrawn(now):
        raise UsageProblem(f"{record} is withdrawn already.", hint="'--undo' takes that back.")
    seen = now.claims.loc[(now.claims["record_id"] == record) & now.claims["superseded_by"].isna(), "claim_id"]
    made = withdrawal(record, why=why, alias=alias, made_at=made_at, seen=tuple(seen))
    now.store.append_judgements([made])
    return record


def take_back(project: Project, work: Path, named: str, *, alias: str, made_at: str, why: str) -> str:
    """
    Take back the withdrawal of a record: the log keeps both, and the record may be published again.

    Raises
    ------
    UsageProblem
        When the record is not withdrawn.
    """
    now = standing(project, work)
    record = find_record(now.claims, named)
    earlier = _withdrawn(now).get(record)
    if not earlier:
        raise UsageProblem(f"{record} is not withdrawn.", hint="There is nothing to take back.")
    made = [Judgement("unsure", (record,), alias, made_at, why=why, supersedes=name) for name in earlier]
    now.store.append_judgements(made)
    return record


def _withdrawn(now: Standing) -> dict[str, list[str]]:
    rows = now.weighed.applied[now.weighed.applied["kind"] == "withdraw"]
    found: dict[str, list[str]] = {}
    for name, subjects in zip(rows["judgement_id"], rows["subjects"], strict=True):
        for record in subjects:
            found.setdefault(record, []).append(name)
    return found


def find_record(claims: pd.DataFrame, named: str) -> str:
    """
    Find a record by its record_id, or by its recorder's own code where only one has it.

    Raises
    ------
    UsageProblem
        When there is none, with the nearest ones, or several.
    """
    hits = claims.loc[(claims["record_id"] == named) | (claims["record_code"] == named), "record_id"]
    found = sorted(set(hits))
    if named in found or len(found) == 1:
        return named if named in found else found[0]
    if found:
        raise UsageProblem(f"Several records bear the code '{named}'.", hint=f"Name one: {', '.join(found)}.")
    near = get_close_matches(named, sorted(set(claims["record_id"]) | set(claims["record_code"].dropna())), 3, 0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Name it as recorder:code, as the tables do."
    raise UsageProblem(f"There is no record '{named}' in the last build.", hint=hint)


def record_history(project: Project, work: Path, named: str) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """
    Tell the readings of one record over time, and the judgements in force that name it.

    A record that no input holds any more is found by its record_id, or by its code where the last build has others of
    its recorder.
    """
    store = project_store(project, work)
    told = store.history(named)
    if not len(told):
        claims = standing(project, work).claims
        named = _gone_record(store, claims, named) or find_record(claims, named)
        told = store.history(named)
    judgements = in_force(_on_file(project, work))
    decided = judgements[[named in subjects for subjects in judgements["subjects"]]]
    return named, told, decided.reset_index(drop=True)


def _gone_record(store: Store, claims: pd.DataFrame, code: str) -> str | None:
    """Find a record by its code that is on file and in no input; None where there is none, or more than one."""
    if (claims["record_code"] == code).any():
        return None
    names = [f"{recorder}:{code}" for recorder in sorted(set(claims["recorder"]))]
    found = [name for name in names if len(store.history(name))]
    return found[0] if len(found) == 1 else None


def _on_file(project: Project, work: Path) -> pd.DataFrame:
    """Every judgement: those of the log as it is now, and those that the run in force took over from lists."""
    own, run = read_log(project, work), current_run(work)
    built = read_frame(run / "judgements.parquet", "judgements") if run else own.iloc[:0]
    return pd.concat([built[~built["judgement_id"].isin(own["judgement_id"])], own], ignore_index=True)


def custody_report(project: Project, work: Path, *, named: str = "", number: str = "") -> dict[str, Any]:
    """
    Tell every step from a number of the page, or from one record, back to the files, as JSON holds it.

    Parameters
    ----------
    named
        A record or incident.
    number
        CLAIMANT/MEASURE or CLAIMANT/GRADING/MEASURE: the sum of a claimant's own records, as the preview shows it.

    Raises
    ------
    UsageProblem
        When both or neither are given, or there is no such record or number.
    """
    if bool(named) == bool(number):
        raise UsageProblem(
            "Name either a record or --number.", hint="Such as airwars:CI001, or --number airwars/killed."
        )
    now = standing(project, work)
    folded = now.folded()
    told: dict[str, Any] = {}
    if number:
        told["number"], incidents = number_steps(number, folded)
    else:
        incidents = [_incident_of(folded, find_record(now.claims, named))]
    made = json.loads((now.run / INPUTS).read_bytes())
    inputs = {row["sha256"]: _found(row, project) for row in made["inputs"] if row["path"]}
    steps = custody(
        incidents,
        folded,
        claims=now.claims,
        judgements=now.weighed.applied,
        sources=read_frame(now.run / "sources.parquet", "sources"),
        inputs=inputs,
    )
    return told | {"run": now.run.name, "strikeatlas": made["strikeatlas"], "incidents": steps}


def _incident_of(folded: Folded, record: str) -> str:
    hit = [record in records for records in folded.incidents["record_ids"]]
    found = folded.incidents.loc[hit, "incident_id"].tolist()
    if not found:
        hint = f"It was withdrawn, told anew or corrected: 'strikeatlas history {record}' tells what became of it."
        raise UsageProblem(f"{record} is in no incident of the last build.", hint=hint)
    return str(found[0])


def _found(row: dict[str, Any], project: Project) -> dict[str, Any]:
    """Say whether the file that was read is still there, and still the same."""
    path = project.folder / row["path"]
    state = "missing"
    if path.is_file():
        state = "unchanged" if file_sha256(path) == row["sha256"] else "changed since"
    return {name: row[name] for name in ("path", "mapping", "mapping_sha256")} | {"file_is": state}
