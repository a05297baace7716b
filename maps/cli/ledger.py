"""Commands that set things side by side: reconcile and compare."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer

from data import Compared, UsageProblem, footnotes, write_atomic

from ..changes import changes_page
from ..ledger import Ledger, reconcile_project, write_beside
from ..project import load_project
from ..tables import json_rows
from ..versions import compare_versions, read_versions
from . import say, sides

DONE, WITH_REJECTIONS = 0, 1
NOTHING_SHARED = (
    "No record is in both. compare is for two versions of the same source; "
    "for the records of two recorders there is 'strikeatlas pairs'."
)
ONLY = ("both", "unanswered", "below", "all")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE.csv", help="Also write the tables: .csv or .parquet.")]
ProjectPath = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="atlas.toml, or the folder that holds it.")]
Only = Annotated[
    str, typer.Option("--only", metavar="|".join(ONLY), help="Which incidents the table for people lists.")
]


def reconcile(project: ProjectPath = Path(), only: Only = "both", out: Out = None, as_json: AsJson = False) -> int:
    """
    Set side by side what each claimant says, by incident and in all; claimants are never added up.

    Example: strikeatlas reconcile examples/iraq-syria-2014-2019
    """
    if only not in ONLY:
        raise UsageProblem(f"--only '{only}' is unknown.", hint=f"Use {', '.join(ONLY)}.")
    settings = load_project(project)
    ledger = reconcile_project(settings, work=settings.folder / "work")
    tables = ledger.tables
    files = write_beside(tables, out) if out else {}
    if as_json:
        rows = {name: json_rows(table) for name, table in tables.items()}
        counts = {name: ledger.reading.counts[name] for name in ("rows_in", "kept", "rejected", "duplicates")}
        say.as_json({**counts, "notes": list(ledger.reconciled.notes), **rows, "files": files})
    else:
        _tell(ledger, only)
        for name, file in files.items():
            say.line(f"{name}: {file}")
    return WITH_REJECTIONS if len(ledger.reading.rejected) else DONE


def _tell(ledger: Ledger, only: str) -> None:
    say.line(say.rows(ledger.reading.counts))
    for note in ledger.reconciled.notes:
        say.line(note)
    feet = sides.Footnotes()
    _tell_stated(ledger, feet)
    _tell_sides(ledger, feet)
    _tell_sums(ledger)
    _tell_parties(ledger)
    _tell_months(ledger)
    _tell_ratios(ledger, feet)
    _tell_incidents(ledger, only, feet)
    say.line()
    for line in feet.lines():
        say.line(line)


def _tell_stated(ledger: Ledger, feet: sides.Footnotes) -> None:
    rows = []
    for row in json_rows(ledger.reconciled.stated):
        items = sides.span(row["items_min"], row["items_max"]) if row["items"] is not None else ""
        lies = f" The items lie {row['lies']} what is stated." if row["lies"] else ""
        said = f"{row['claimant']}: {row['measure']}; {row['scope']} {feet.mark(row['footnote'])}"
        stated = sides.span(row["value_min"], row["value_max"])
        rows.append((row["as_of"] or row["published_on"], said, stated, items, row["why"] + lies))
    rows.sort(key=lambda row: row[0] or "")
    sides.show("Stated totals, and the claimant's own records here", ("date", "total", "stated#", "here#", ""), rows)


def _tell_sides(ledger: Ledger, feet: sides.Footnotes) -> None:
    """For each line and date, the latest total of every claimant."""
    dates: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in json_rows(ledger.reconciled.sides):
        told = f"{row['claimant']}: {sides.span(row['value_min'], row['value_max'])} ({row['stated_on']})"
        dates[row["series"], row["on_date"]].append(f"{told} {feet.mark(row['footnote'])}")
    rows = [(series, date, "\n".join(said)) for (series, date), said in dates.items() if len(said) > 1]
    sides.show("Stated side by side, each with its latest total of that date", ("line", "date", "stated"), rows)


def _tell_sums(ledger: Ledger) -> None:
    rows = []
    for row in json_rows(ledger.reconciled.sums):
        blank = f"and {row['without_figure']} with no number" if row["without_figure"] else ""
        grade = "every grading" if row["status"] == "*" else row["status"] or "no grading"
        total = sides.span(row["min"], row["max"])
        rows.append((row["claimant"], row["measure"], grade, row["incidents"], total, blank))
    columns = ("claimant", "measure", "grading", "incidents#", "sum#", "")
    sides.show("Sums of each claimant's own records here, never across claimants", columns, rows)


def _tell_parties(ledger: Ledger) -> None:
    rows = []
    for row in json_rows(ledger.reconciled.parties):
        blank = f"and {row['without_figure']} with no number" if row["without_figure"] else ""
        total = sides.span(row["min"], row["max"])
        rows.append((row["claimant"], row["measure"], row["party"] or "nobody", row["incidents"], total, blank))
    if rows:
        columns = ("claimant", "measure", "party named", "incidents#", "sum#", "")
        sides.show(
            "The same by the party that the records name; one that names several counts with each", columns, rows
        )


def _tell_months(ledger: Ledger) -> None:
    """A table for each claimant, by the month of the strike and of publication; none where no date is told."""
    months = ledger.reconciled.months
    for dated_by, said in (("happened", "in which they happened"), ("published", "in which they were published")):
        dated = months[(months["dated_by"] == dated_by) & months["month"].notna()]
        for claimant in dated["claimant"].unique().tolist():
            columns, rows = sides.pivot(months, claimant, dated_by)
            sides.show(f"Records of {claimant} by the month {said}", columns, rows)


def _tell_ratios(ledger: Ledger, feet: sides.Footnotes) -> None:
    rows = []
    for row in json_rows(ledger.reconciled.ratios):
        date = f" ({row['as_of']})" if row["as_of"] else ""
        said = f"{row['of_what']}{date} {feet.mark(*row['footnotes'])}"
        rows.append((row["claimant"], f"{sides.number(row['part'])} of {sides.number(row['whole'])}", said))
    sides.show("Ratios", ("claimant", "n of m#", ""), rows)


def _tell_incidents(ledger: Ledger, only: str, feet: sides.Footnotes) -> None:
    notes = footnotes(ledger.sources)
    incidents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in json_rows(ledger.reconciled.ledger):
        incidents[row["incident_id"]].append(row)
    rows = []
    for name, held in incidents.items():
        if _wanted(held, only):
            marks = [feet.mark(*dict.fromkeys(map(notes.get, row["source_ids"]))) for row in held]
            said = "\n".join(map(sides.says, held, marks))
            rows.append((name, held[0]["happened_from"], held[0]["place_text"], said))
    shown = f"{sides.number(len(rows))} of {say.counted(len(incidents), 'incident')}"
    title = f"{shown} ({only}; --only {'|'.join(ONLY)}): reported killed"
    sides.show(title, ("incident", "date", "place", "who says what"), rows)


def _wanted(held: list[dict[str, Any]], only: str) -> bool:
    if only == "both":
        return sum(row["answer"] in ("own_record", "linked") for row in held) > 1
    if only == "unanswered":
        return any(row["answer"] == "none" for row in held)
    return only == "all" or any(row["lies_below"] for row in held)


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A file, a site, or a work folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, later.")],
    recorder: Annotated[
        str | None, typer.Option("--recorder", help="Who made the files; found by their columns where left out.")
    ] = None,
    out: Out = None,
    page: Annotated[
        Path | None, typer.Option("--map", metavar="PAGE.html", help="Also write a private page: the changes on a map.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """
    List the records that were added, removed, regraded, recounted, redated or moved between two versions.

    Example: strikeatlas compare old.csv new.csv --recorder airwars
    """
    for given in (old, new):
        if page:
            say.not_over_input(given, page)
    versions = read_versions(old, new, recorder=recorder)
    found = compare_versions(versions)
    files = write_beside({"changes": found.changes}, out) if out else {}
    if page:
        write_atomic(page, changes_page(found, versions).encode(), mode=0o600)
        files["map"] = str(page)
    counts = {"before": found.before, "after": found.after, "unchanged": found.unchanged, "changed": found.changed}
    if as_json:
        rows = [row | {side: _loaded(row[side]) for side in ("before", "after")} for row in json_rows(found.changes)]
        notes = [NOTHING_SHARED] if found.nothing_shared else []
        say.as_json({**counts, **found.counts, "notes": notes, "changes": rows, "files": files})
    else:
        _tell_changes(found)
        for name, file in files.items():
            say.line(f"{name}: {file}")
    return DONE


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _tell_changes(found: Compared) -> None:
    said = f"{found.unchanged} unchanged, {found.changed} changed"
    say.line(f"{say.counted(found.before, 'record')} before, {found.after:,} after: {said}, {_told(found.counts)}.")
    if found.nothing_shared:
        say.line(NOTHING_SHARED)
    rows = []
    for row in json_rows(found.changes):
        before, after = (_loaded(row[side]) or {} for side in ("before", "after"))
        columns = row["columns"] if row["columns"] else []
        lines = [f"{name}: {sides.value(before.get(name))} -> {sides.value(after.get(name))}" for name in columns]
        moved = [f"{sides.number(round(row['moved_m']))} m apart"] if row["moved_m"] is not None else []
        told = "\n".join([*lines, *moved]) or _whole(before or after)
        rows.append((row["change"], row["record_id"], row["happened_from"], row["place_text"], told))
    sides.show("Changes", ("change", "record", "date", "place", "before -> after"), rows)


def _whole(said: dict[str, Any]) -> str:
    """What a record that came or went says: its grading and its number."""
    killed = sides.span(said.get("killed_min"), said.get("killed_max"))
    return ", ".join(filter(None, (said.get("status"), f"killed: {killed}")))


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in counts.items() if number or kind in ("added", "removed"))
