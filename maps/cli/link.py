"""Commands for linkage: pairs of claims that may tell of the same strike, and what people decide of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from geo import Gazetteer, PairTerms

from ..linking import Judged, Sides, claims_of, find_pairs, judged_sheet, read_pairs, sheet, write_sheet
from ..logs import open_log
from ..tables import json_rows, write_table
from . import say, sides

DONE, WITH_REJECTIONS = 0, 1
SHOWN = 20
OUTCOMES = {
    "proposed": "proposed",
    "shared": "one of several",
    "review": "to be judged",
    "other": "unlikely",
    "judged": "judged",
}
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SideA = Annotated[Path, typer.Argument(metavar="A", help="Claims of one recorder, in any form that `read` takes.")]
SideB = Annotated[Path, typer.Argument(metavar="B", help="Claims of another.")]
RecorderA = Annotated[str | None, typer.Option("--recorder-a", help="Who made A; found by its columns if left out.")]
RecorderB = Annotated[str | None, typer.Option("--recorder-b", help="Who made B; found by its columns if left out.")]
Log = Annotated[
    Path | None,
    typer.Option("--project", metavar="PROJECT", help="Whose judgements stand: a project's folder, or a log (.jsonl)."),
]
GazetteerFile = Annotated[
    Path | None, typer.Option("--gazetteer", metavar="FILE", help="Made by `gazetteer build`; the embedded one if not.")
]

link = typer.Typer(name="link", no_args_is_help=True, help="Pairs to judge as a sheet, and a judged sheet back.")


def pairs(
    a: SideA,
    b: SideB,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the pairs go: .csv or .parquet.")],
    recorder_a: RecorderA = None,
    recorder_b: RecorderB = None,
    gazetteer: GazetteerFile = None,
    project: Log = None,
    days: Annotated[int, typer.Option("--days", min=0, max=31, help="Days apart at most.")] = 3,
    margin: Annotated[
        float | None, typer.Option("--margin", min=0, help="How far ahead a proposal must lie, in log-odds.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """
    Look for claims of two recorders that may tell of the same strike; nothing is merged, a person decides.

    Example: strikeatlas pairs official.csv incidents.csv --out pairs.csv
    """
    for given in (a, b):
        say.not_over_input(given, out)
    known = Gazetteer.open(gazetteer) if gazetteer else Gazetteer.embedded()
    held = open_log(project).held if project else None
    terms = PairTerms(days=days, margin=margin)
    found = find_pairs((a, recorder_a), (b, recorder_b), known, judgements=held, terms=terms)
    write_table(found.pairs, out)
    if as_json:
        say.as_json(_counts(found) | {"out": str(out), "pairs": json_rows(found.pairs)})
    else:
        _tell(found)
        say.line(f"pairs: {out}")
    return _code(found)


@link.command("export")
def export(
    pairs_file: Annotated[Path, typer.Argument(metavar="PAIRS", help="Made by `strikeatlas pairs`.")],
    a: SideA,
    b: SideB,
    out: Annotated[Path, typer.Option("--out", metavar="SHEET", help="Where the sheet goes: .xlsx or .csv.")],
    recorder_a: RecorderA = None,
    recorder_b: RecorderB = None,
    as_json: AsJson = False,
) -> int:
    """
    Write pairs as a sheet with what each side says, to be judged in a spreadsheet: column decision, and why.

    Example: strikeatlas link export pairs.csv official.csv incidents.csv --out pairs.xlsx
    """
    for given in (pairs_file, a, b):
        say.not_over_input(given, out)
    made = sheet(read_pairs(pairs_file), claims_of((a, recorder_a), (b, recorder_b)))
    write_sheet(made, out)
    if as_json:
        say.as_json({"rows": len(made), "out": str(out)})
    else:
        say.line(f"{len(made)} pairs in {out}. Write same, not_same, unsure or link into the column decision.")
    return DONE


@link.command("import")
def import_(
    judged: Annotated[Path, typer.Argument(metavar="SHEET", help="Made by `link export`, and judged.")],
    alias: Annotated[str, typer.Option("--alias", help="Under which name the decisions stand; never a login name.")],
    project: Annotated[
        Path, typer.Option("--project", metavar="PROJECT", help="The project's folder, or a log (.jsonl).")
    ] = Path(),
    as_json: AsJson = False,
) -> int:
    """
    Add the decisions of a judged sheet to the project's log of judgements; the next build folds by them.

    Example: strikeatlas link import pairs.xlsx --alias desk-1 --project examples/iraq-syria-2014-2019
    """
    log = open_log(project)
    made_at = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    taken = judged_sheet(judged, log.held, alias=alias, made_at=made_at)
    if taken.judgements:
        log.append(taken.judgements)
    if as_json:
        say.as_json(taken.counts | {"log": log.named, "rejections": json_rows(taken.rejected)})
    else:
        _tell_taken(taken, log.named)
    return WITH_REJECTIONS if len(taken.rejected) else DONE


def _counts(found: Sides) -> dict[str, Any]:
    told = {"a": found.a.counts, "b": found.b.counts}
    outcomes = {str(word): int(count) for word, count in found.pairs["outcome"].value_counts().items()}
    return told | {"outcomes": dict(sorted(outcomes.items()))}


def _code(found: Sides) -> int:
    return WITH_REJECTIONS if len(found.a.rejected) or len(found.b.rejected) else DONE


def _tell(found: Sides) -> None:
    for name, reading in (("A", found.a), ("B", found.b)):
        say.line(f"{name}: {say.rows(reading.counts)}")
    counts = found.pairs["outcome"].value_counts()
    told = ", ".join(f"{counts.get(word, 0)} {words}" for word, words in OUTCOMES.items())
    say.line(f"{found.pairs['record_a'].nunique()} records of A have candidates. Pairs: {told}.")
    best = found.pairs[found.pairs["outcome"].isin(["proposed", "shared"])].sort_values(
        ["probability", "pair_id"], ascending=[False, True]
    )
    rows = [
        (row.record_a, row.record_b, f"{row.probability:.2f}", OUTCOMES[row.outcome], row.reason)
        for row in best.head(SHOWN).itertuples()
    ]
    sides.show("Proposals, surest first", ("A", "B", "probability#", "", "why"), rows)
    if len(best) > SHOWN:
        say.line(f"and {len(best) - SHOWN} more in the file.")
    say.line("Nothing is merged by this: judge the pairs, by `strikeatlas link export`.")


def _tell_taken(taken: Judged, log: str) -> None:
    told = taken.counts
    say.line(
        f"{told['rows_in']} rows read: {told['judged']} judged, {told['undecided']} left open, "
        f"{told['already']} on file already, {told['rejected']} rejected."
    )
    for row in taken.rejected.itertuples():
        say.line(f"  {row.file}, row {row.row}, column {row.column}: {row.value!r}. {row.rule} {row.hint}")
    if taken.judgements:
        say.line(f"Added to {log}. The next build folds by them.")
