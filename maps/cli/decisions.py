"""Commands about single records and decisions: judgements, confirm, withdraw, history and custody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import decisions
from ..project import Project, load_project
from ..tables import json_rows
from . import say, sides
from .steps import custody_lines

DONE, TO_DO = 0, 1
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProjectPath = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="atlas.toml, or the folder that holds it.")]
Record = Annotated[str, typer.Argument(metavar="RECORD", help="record_id, such as airwars:CI001, or the code alone.")]
Alias = Annotated[str, typer.Option("--alias", help="Who decides: a name for the log and the page, no login.")]
Why = Annotated[str, typer.Option("--why", help="The reason.")]


def _opened(project: Path) -> tuple[Project, Path]:
    settings = load_project(project)
    return settings, settings.folder / "work"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def judgements(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    List the judgements that somebody should look at again: their records changed, left, or are kept apart by others.

    Example: strikeatlas judgements examples/iraq-syria-2014-2019
    """
    found, on_file = decisions.reviews(*_opened(project))
    if as_json:
        say.as_json({"judgements": on_file, "to_look_at": json_rows(found)})
        return TO_DO if len(found) else DONE
    rows = [
        (row["judgement_id"], row["kind"], "held back" if not row["applied"] else "goes on", row["text"], _who(row))
        for row in json_rows(found)
    ]
    title = f"{say.counted(on_file, 'judgement')} on file; {found['judgement_id'].nunique()} to look at again"
    sides.show(title, ("judgement", "kind", "", "why it is listed", "decided"), rows)
    if rows:
        say.line("Look at the records, then: strikeatlas confirm JUDGEMENT --alias NAME, or decide anew.")
    return TO_DO if rows else DONE


def _who(row: dict[str, Any]) -> str:
    return " ".join(filter(None, (f"{row['alias']}, {row['made_at'] or 'undated'}.", row["why"])))


def confirm(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, or the beginning of it.")],
    alias: Alias,
    project: ProjectPath = Path(),
    why: Annotated[str, typer.Option("--why", help="The reason; the earlier one where left out.")] = "",
    as_json: AsJson = False,
) -> int:
    """
    Say a judgement once more, of what its records say now; the log keeps both.

    Example: strikeatlas confirm 3fa2c1 --alias "Desk 2" --why "The count was corrected; street and hour are the same."
    """
    made = decisions.confirm(*_opened(project), judgement, alias=alias, made_at=_now(), why=why)
    if as_json:
        say.as_json({"kind": made.kind, "subjects": list(made.subjects), "supersedes": made.supersedes})
    else:
        say.line(f"{made.kind} of {', '.join(made.subjects)} holds again from the next build on.")
    return DONE


def withdraw(
    record: Record,
    why: Annotated[str, typer.Option("--why", help="The reason, in words for readers: it stands on the tombstone.")],
    alias: Alias,
    project: ProjectPath = Path(),
    undo: Annotated[bool, typer.Option("--undo", help="Take an earlier withdrawal back.")] = False,
    as_json: AsJson = False,
) -> int:
    """
    Take a record out of every later publication; that it was there, and why it is not, stays on a tombstone.

    Example: strikeatlas withdraw airwars:CI001 --why "Reported in error." --alias "Desk 2"
    """
    act = decisions.take_back if undo else decisions.withdraw
    name = act(*_opened(project), record, alias=alias, made_at=_now(), why=why)
    if as_json:
        say.as_json({"record_id": name, "withdrawn": not undo})
    elif undo:
        say.line(f"The withdrawal of {name} is taken back; the log keeps it. Publish again to show the record.")
    else:
        say.line(f"{name} leaves with the next publication. The site that is out still shows it: publish again.")
    return DONE


def history(record: Record, project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Tell what a record said over time: each reading with its file, row and date, and what changed.

    Example: strikeatlas history airwars:CI001 examples/iraq-syria-2014-2019
    """
    name, told, decided = decisions.record_history(*_opened(project), record)
    if as_json:
        say.as_json({"record_id": name, "history": json_rows(told), "judgements": json_rows(decided)})
        return DONE
    rows = [
        (row["read_on"] or "undated", row["change"], row["published_on"] or "", _found_in(row), _changed(row))
        for row in json_rows(told)
    ]
    title = f"{name}: {say.counted(len(rows), 'change')} on file"
    sides.show(title, ("read on", "", "published", "where", "what changed"), rows)
    if len(decided):
        lines = [(row["judgement_id"], row["kind"], _who(row)) for row in json_rows(decided)]
        sides.show("Judgements in force that name it", ("judgement", "kind", "decided"), lines)
    return DONE


def _found_in(row: dict[str, Any]) -> str:
    span = f" {row['origin_span']}" if row["origin_span"] else ""
    return f"{row['origin_file']}, row {row['origin_row']}{span}"


def _changed(row: dict[str, Any]) -> str:
    if row["change"] == "superseded":
        return f"by {row['superseded_by']}"
    return f"{row['before']} -> {row['after']}" if row["columns"] else ""


def custody(
    record: Annotated[str, typer.Argument(metavar="[RECORD]", help="A record; left out with --number.")] = "",
    project: ProjectPath = Path(),
    number: Annotated[
        str, typer.Option("--number", metavar="CLAIMANT[/GRADING]/MEASURE", help="Such as airwars/confirmed/killed.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """
    Follow a number back, step by step: incidents, judgements, claims, and the file and row where each was read.

    Example: strikeatlas custody airwars:CI001 examples/iraq-syria-2014-2019
    """
    # With --number the one word that is left is the project.
    if number and record:
        project, record = Path(record), ""
    told = decisions.custody_report(*_opened(project), named=record, number=number)
    if as_json:
        say.as_json(told)
    else:
        for line in custody_lines(told):
            say.line(line)
    return DONE
