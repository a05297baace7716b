"""Commands that look things up: locate and doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from data import UsageProblem

from . import say
from .hints import Hints, country_hint, filled, known_unit, unknown_countries

if TYPE_CHECKING:
    from data import Engine

DONE, WITH_GAPS = 0, 1
# A phrase that names a place has fewer words.
LONG = 12


def _gazetteer(path: Path | None) -> geo.Gazetteer:
    return geo.Gazetteer.open(path) if path else geo.Gazetteer.embedded()


def _one(text: str, placement: geo.Placement, places: geo.Gazetteer, *, as_json: bool) -> int:
    if as_json:
        say.as_json({"input": text, **geo.full_answer(placement, text, places)})
    else:
        say.line(geo.explain(placement))
        if placement.lon is None and len(text.split()) > LONG:
            say.note("For the places of a running text: strikeatlas scan TEXTFILE")
    return DONE if placement.lon is not None else WITH_GAPS


def _many(
    table: Path,
    gazetteer: geo.Gazetteer,
    out: Path,
    *,
    column: str,
    hints: Hints,
    engine: Engine | None,
    online: geo.OnlinePlaces | None,
) -> int:
    from data import read_cells  # noqa: PLC0415 - needs pandas, which takes longer to load than a place to find

    from ..tables import json_rows, write_table  # noqa: PLC0415 - as above

    say.not_over_input(table, out)
    frame, rejected = read_cells(table)
    for name in (column, hints.country_column, hints.unit_column):
        if name is not None and name not in frame.columns:
            raise UsageProblem(f"The table has no column '{name}'.", hint=f"It has: {', '.join(frame.columns)}.")
    frame, country, adm1 = filled(frame, hints)
    if online is not None:
        answers = geo.locate_table_online(
            frame, gazetteer, online, column=column, country_column=country, hint_column=adm1
        )
    else:
        answers = geo.locate_table(
            frame, gazetteer, column=column, country_column=country, hint_column=adm1, engine=engine
        )
    write_table(answers, out)
    unanswered = int(answers["lon"].isna().sum())
    say.line(
        f"{len(answers)} rows: {len(answers) - unanswered} placed, {unanswered} without an answer (see 'reason'). {out}"
    )
    for text, count in unknown_countries(frame, country).items():
        say.line(f"  The country {text!r} is not known; rows that name it and were read without: {count}.")
    say.rejected(json_rows(rejected), each="")
    return WITH_GAPS if unanswered or len(rejected) else DONE


def locate(
    text: Annotated[str | None, typer.Argument(metavar="TEXT")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Its country, where the text names none.")] = None,
    hint: Annotated[str | None, typer.Option("--hint", help="Its governorate, where the text names none.")] = None,
    table: Annotated[Path | None, typer.Option("--table", help="A CSV with one place to a row.")] = None,
    column: Annotated[str, typer.Option("--column", help="Its column with the place.")] = "input",
    country_column: Annotated[str | None, typer.Option("--country-column")] = None,
    hint_column: Annotated[str | None, typer.Option("--hint-column", help="Its column with the governorate.")] = None,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", help="Where to look names up.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the answers go (CSV).")] = None,
    engine: say.EngineName = None,
    online: Annotated[
        str | None,
        typer.Option(
            "--online", metavar="SERVICE", help="Ask nominatim, photon or 'geonames?user=NAME' what is missing."
        ),
    ] = None,
    online_folder: Annotated[Path, typer.Option("--online-folder", help="Where its answers are kept.")] = Path(
        "work/online"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    Say where a place is, how sure that is and what else it could be.

    With --online the place phrase of what the gazetteer does not hold is sent to a service of others; nothing else is.

    Example: strikeatlas locate "al-Jadida neighbourhood, west Mosul"
    """
    places = _gazetteer(gazetteer)
    service = _service(online, online_folder, engine)
    country = country_hint(country)
    hints = Hints(country, known_unit(hint, country, places), country_column, hint_column)
    if table is not None:
        if out is None:
            raise UsageProblem("--table needs --out.", hint="Name the file for the answers.")
        if text is not None:
            raise UsageProblem("TEXT and --table do not go together.", hint="Ask for the one or for the other.")
        with say.working(engine, "locating") as workers:
            return _many(table, places, out, column=column, hints=hints, engine=workers, online=service)
    if text is None:
        raise UsageProblem("Nothing to locate.", hint='Give a place, such as "Ar Raqqah, Syria", or --table.')
    if out is not None or country_column is not None or hint_column is not None:
        raise UsageProblem("--out, --country-column and --hint-column go with --table.", hint="Leave them out.")
    text = text.removeprefix(" ")
    if service is not None:
        placed = geo.locate_online(text, gazetteer=places, online=service, country=country, adm1=hints.unit)
        return _one(text, placed, places, as_json=as_json)
    placed = geo.locate(text, gazetteer=places, country=country, adm1=hints.unit)
    return _one(text, placed, places, as_json=as_json)


def _service(text: str | None, folder: Path, engine: str | None) -> geo.OnlinePlaces | None:
    """The service that was named; the workers of a cluster ask nobody."""
    if text is None:
        return None
    if engine:
        raise UsageProblem("--online and --engine do not go together.", hint="A service is asked once a second.")
    return geo.OnlinePlaces(geo.service_of(text), folder, show=say.note)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> int:
    """
    Say what is installed, what is missing and what it is needed for.

    Example: strikeatlas doctor
    """
    from ..doctor import examine  # noqa: PLC0415 - looks into every library

    findings = examine()
    if as_json:
        say.as_json({"findings": findings})
    else:
        for finding in findings:
            say.line(
                f"{'ok ' if finding['ok'] else 'NO '} {finding['what']}: {finding['found']}"
                + (f"  -> {finding['hint']}" if finding["hint"] else "")
            )
    return DONE if all(finding["ok"] for finding in findings if finding["needed"]) else WITH_GAPS
