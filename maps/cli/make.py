"""Commands that make pages: demo, draw, build and publish."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import typer

from data import GateRefused, UsageProblem

from ..decisions import review_notes
from ..example import example_folder
from ..pipeline import Built, build_project
from ..project import load_project
from ..select import what_to_decide
from ..tables import json_rows
from . import say
from .hints import DateOrder, known_order

if TYPE_CHECKING:
    from ..publish import Published, Verified

DONE, WITH_REJECTIONS = 0, 1
SHOWN = 5
SELDOM = (5_000_000, 20, 100)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProjectPath = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="atlas.toml, or the folder that holds it.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Date from which the embargo counts back; today where left out."),
]
CHANGED = {
    "changed": "Records that say something else than at the last build",
    "gone": "Records that no input holds any more",
}


def _for_one_build() -> None:
    """Keep memory as suits a run that builds once and ends.

    Arrow's own pool asks the system for each page of a table anew, and tables come and go by the thousand. What a build
    makes lives to its end: looking through it for litter finds none. Both together take a fifth of a second build.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    gc.set_threshold(*SELDOM)


def _date(text: str | None) -> date:
    today = date.today()
    try:
        day = today if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageProblem(f"--as-of '{text}' is not a date.", hint="Write it as 2026-01-31.") from None
    if day > today:
        raise UsageProblem(f"--as-of {day} lies ahead: it would lift the embargo.", hint="Name a day that has come.")
    return day


def _tell_built(built: Built) -> None:
    counts = built.counts
    say.line(say.rows(counts))
    say.line(f"{say.counted(counts['records'], 'record')} in {say.counted(counts['incidents'], 'incident')}.")
    if counts["superseded"]:
        say.line(f"Earlier readings that a later one supersedes, kept on file: {counts['superseded']}.")
    for change, what in CHANGED.items():
        if named := counts.get("history", {}).get(change):
            say.line(f"{what}: {len(named)} ({say.names(named)}). 'strikeatlas history RECORD' tells of each.")
    say.line(f"{say.counted(counts['placed'], 'incident')} placed, {counts['not_placeable']} not placeable on the map.")
    for code, number in sorted(counts["warnings"].items()):
        say.line(f"  warning {code}: {number}")
    level = counts["level"]
    say.line(("" if level["holds"] else "CAUTION, this level is not supported. ") + level["en"])
    if counts["rejected"]:
        say.line(f"Rejected rows, with the reason for each: {built.folder / 'rejected.csv'}")
    for text in review_notes(built.notes):
        say.line(text)
    say.line(f"Private preview, not for publication: {built.folder / 'preview' / 'index.html'}")


def _tell_published(done: Published) -> None:
    from ..publish import told  # noqa: PLC0415 - loads folium, which only pages need

    counts = done.counts
    told_of = say.counted(counts["published"], "record"), say.counted(counts["incidents"], "incident")
    say.line(f"Published {told_of[0]} in {told_of[1]}; held {counts['held']}.")
    for rule, number in sorted(done.counts["held_by"].items()):
        say.line(f"  held by {rule}: {number}. {what_to_decide(rule)}")
    if done.change.before:
        say.line(f"Against the last site of {say.counted(done.change.before, 'record')}: {told(done.change)}.")
    for note in done.notes:
        say.line(f"  {note}")
    say.line(f"Open {done.folder / 'index.html'}")


def _code(counts: dict[str, Any]) -> int:
    return WITH_REJECTIONS if counts["rejected"] else DONE


def build(project: ProjectPath = Path(), as_json: AsJson = False) -> int:
    """
    Read, place and fold everything, and make a private preview.

    Example: strikeatlas build examples/iraq-syria-2014-2019
    """
    settings = load_project(project)
    _for_one_build()
    built = build_project(settings, work=settings.folder / "work", read_on=date.today().isoformat())
    if as_json:
        say.as_json(built.counts)
    else:
        _tell_built(built)
    return _code(built.counts)


def publish(
    project: ProjectPath = Path(),
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the site; site/ in the project where left out.")
    ] = None,
    meant: Annotated[
        bool, typer.Option("--yes", help="Go on where many published records would be gone, or the date goes back.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """
    Build, choose what the policy allows, and write the site.

    Example: strikeatlas publish examples/iraq-syria-2014-2019 --as-of 2026-01-31
    """
    from ..publish import publish_project  # noqa: PLC0415 - loads folium, which only pages need

    settings = load_project(project)
    _for_one_build()
    built = build_project(settings, work=settings.folder / "work", read_on=date.today().isoformat())
    site = out or settings.folder / "site"
    done = publish_project(settings, built, site=site, as_of=_date(as_of), meant=meant)
    if as_json:
        say.as_json({**built.counts, **done.counts, "changes": done.change.counts, "before": done.change.before})
    else:
        _tell_built(built)
        _tell_published(done)
    return _code(built.counts)


def _tell_verified(done: Verified) -> None:
    for leak in done.findings:
        say.line(f"NO {leak}")
    how = "held against the project's own records" if done.in_full else "without the project's private records"
    state = "is not what was published" if done.findings else "is what was published"
    say.line(f"{done.folder} {state}: {done.files} files read again, {how}; published as of {done.as_of}.")


def verify(
    site: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a site.")],
    project: Annotated[
        Path | None, typer.Option("--project", help="Its project, to look for withheld words and digits as well.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """
    Check a site against its manifest and run the gate's scan again.

    Example: strikeatlas verify site --project .
    """
    from ..publish import verify_site  # noqa: PLC0415 - loads folium, which only pages need

    done = verify_site(site, project)
    if as_json:
        findings = list(done.findings)
        say.as_json({"files": done.files, "as_of": done.as_of, "in_full": done.in_full, "findings": findings})
    else:
        _tell_verified(done)
    return GateRefused.exit_code if done.findings else DONE


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder in which site/ and work/ are made.")] = Path(),
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> int:
    """
    Build and publish the example from real records, and say where it is.

    Example: strikeatlas demo --out /tmp/atlas
    """
    from ..publish import publish_project  # noqa: PLC0415 - loads folium, which only pages need

    settings = load_project(example_folder())
    _for_one_build()
    built = build_project(settings, work=out / "work", read_on=date.today().isoformat())
    done = publish_project(settings, built, site=out / "site", as_of=_date(as_of))
    if as_json:
        say.as_json({**built.counts, **done.counts, "site": str(done.folder / "index.html")})
    else:
        _tell_built(built)
        _tell_published(done)
    return _code(built.counts)


def draw(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV, GeoJSON or Parquet.")],
    out: Annotated[Path, typer.Option("--out", help="The page to write.")],
    lon: Annotated[str | None, typer.Option("--lon", help="Column with the longitude.")] = None,
    lat: Annotated[str | None, typer.Option("--lat", help="Column with the latitude.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="Column with the date.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="Column with the place or a description.")] = None,
    killed: Annotated[str | None, typer.Option("--killed", help="Column with the number of the killed.")] = None,
    order: DateOrder = None,
    country: Annotated[str | None, typer.Option("--country", help="Country of the rows that name none.")] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Sheet or layer of a file that holds several.")] = None,
    as_json: AsJson = False,
) -> int:
    """
    Draw one private page from one table; columns that are not named are found by their names and contents.

    Example: strikeatlas draw strikes.csv --out page.html --lon lng --lat lat --date day --text place
    """
    from ..draw import DrawColumns, draw_table  # noqa: PLC0415 - loads what reads and places, which a build may not need

    say.not_over_input(table, out)
    order = known_order(order)
    columns = DrawColumns(lon=lon, lat=lat, date=day, text=text, killed=killed, date_order=order, layer=layer)
    counts, rejected = draw_table(table, out, columns=columns, country=country)
    if as_json:
        say.as_json(counts | {"out": str(out)})
    else:
        for note in counts["notes"]:
            say.line(note)
        say.line(say.rows(counts))
        for code, number in sorted(counts["warnings"].items()):
            say.line(f"  warning {code}: {number}")
        say.rejected(json_rows(rejected), most=SHOWN, each="")
        if counts["rejected"]:
            say.line(f"Rejected rows, with the reason for each: {counts['rejected_file']}")
        say.line(f"{counts['placed']} placed on the map, {counts['not_placeable']} not placeable.")
        say.line(f"A private page, not for publication: {out}")
    return _code(counts)
