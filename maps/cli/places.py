"""Commands about lists of places, and about the places of a text: gazetteer build, info, search; scan."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import geo
from data import InputRefused

from . import say
from .hints import country_hint

DONE, NOTHING = 0, 1
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
SHOWN = "{name} ({kind}, {adm1_name}) {lon:.4f} {lat:.4f}  {place_id}  found as {found_as!r}, likeness {likeness}"

gazetteer = typer.Typer(
    name="gazetteer", no_args_is_help=True, rich_markup_mode=None, help="Build, inspect and search lists of places."
)


@gazetteer.command("build")
def build(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...")],
    out: Annotated[Path, typer.Option("--out", help="The gazetteer to write.")],
    as_json: AsJson = False,
) -> int:
    """
    Build one gazetteer from several sources; an earlier source goes before a later one.

    A SOURCE is: embedded; geonames:IQ.txt; units:FILE (any boundary file); osm:FILE (XML, PBF or Overpass JSON); or
    table:FILE.csv?name=COL&name_ar=COL&lat=COL&lon=COL&admin1=COL&country=COL

    Example: strikeatlas gazetteer build --out places.sqlite embedded "table:villages.csv?name=village&lat=lat&lon=lon"
    """
    report = geo.build_gazetteer(sources, out)
    faulty = any(source.faults for source in report.sources)
    if as_json:
        say.as_json(asdict(report))
        return NOTHING if faulty else DONE
    for source in report.sources:
        told = f"{source.rows_in} rows, {source.kept} kept, {source.joined} joined to a place that was there"
        told += f", {source.left_out} no places" if source.left_out else ""
        say.line(f"{source.source}: {told}; {', '.join(source.licences) or 'no licence stated'}.")
        for fault in source.faults:
            more = ", ..." if fault.rows > len(fault.first) else ""
            say.line(f"  {fault.rows} left out because {fault.why}: row {', '.join(map(str, fault.first))}{more}")
    say.line(f"{report.rows} places: {report.path}")
    return NOTHING if faulty else DONE


@gazetteer.command("info")
def info(file: File, as_json: AsJson = False) -> int:
    """
    Say what a gazetteer holds and what it is made from.

    Example: strikeatlas gazetteer info places.sqlite
    """
    about = geo.gazetteer_info(file)
    if as_json:
        say.as_json(about)
        return DONE
    for key, value in about.items():
        say.line(f"{key}: {value}")
    return DONE


@gazetteer.command("search")
def search(
    file: File,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    country: Annotated[str | None, typer.Option("--country", help="Country, by name or code.")] = None,
    as_json: AsJson = False,
) -> int:
    """
    Find the places of a gazetteer that may bear a name.

    Example: strikeatlas gazetteer search places.sqlite "Tal Afar"
    """
    rows = geo.gazetteer_search(geo.Gazetteer.open(file), name, country=country_hint(country))
    if as_json:
        say.as_json(rows)
    for row in [] if as_json else rows:
        say.line(SHOWN.format(**row))
    if not rows and not as_json:
        say.line("No place of a like name.")
    return DONE if rows else NOTHING


def scan(
    file: Annotated[Path, typer.Argument(metavar="TEXTFILE")],
    places: Annotated[Path | None, typer.Option("--gazetteer", help="Where to look names up.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country, by name or code.")] = None,
    as_json: AsJson = False,
) -> int:
    """
    Find the places of an article, each with its span in the text, resolved together.

    Example: strikeatlas scan article.txt --json
    """
    code = country_hint(country)
    try:
        with file.open(encoding="utf-8", newline="") as opened:  # spans count the ends of lines as they are
            text = opened.read()
    except FileNotFoundError:
        raise InputRefused("there is no such file.", file=str(file), hint="Check the path.") from None
    except UnicodeDecodeError:
        raise InputRefused("the text is not UTF-8.", file=file.name, hint="Save it as UTF-8.") from None
    except OSError as problem:
        hint = "Name a text file that you may read."
        raise InputRefused(f"it cannot be read: {problem.strerror}.", file=str(file), hint=hint) from None
    known = geo.Gazetteer.open(places) if places else geo.Gazetteer.embedded()
    found = geo.scan(text, gazetteer=known, country=code)
    if left := geo.unscanned(text):
        say.note(f"The text is too long: its last {left:,} of {len(text):,} characters were not read. Cut it in two.")
    if as_json:
        full = [geo.full_answer(mention.placement, mention.text, known) for mention in found]
        say.as_json([{**mention.row(), **answer} for mention, answer in zip(found, full, strict=True)])
    for mention in [] if as_json else found:
        say.line(f"{mention.start}-{mention.end} {mention.text!r}: {mention.placement.reason}")
    if not found and not as_json:
        say.line("No place found in the text.")
    return DONE if found else NOTHING
