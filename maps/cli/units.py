"""Commands about administrative units: join, tally, and units check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from data import UsageProblem
from layers import (
    Given,
    PartsJob,
    check_units,
    exact_text,
    joined,
    read_given,
    read_population,
    read_units,
    share,
    support,
    tidy_tallies,
    write_tallies,
)
from layers import tally as tally_by

from ..tables import json_rows, write_table
from . import parted, say
from .tables import (
    AsJson,
    Gazetteer,
    Id,
    Lat,
    Lon,
    Precision,
    Recorder,
    TablePath,
    ask_of,
    suits,
    tell,
)

DONE, WITH_GAPS = 0, 1
PERIODS = ("day", "week", "month", "quarter", "year", "all")
SPLITS = ("status", "precision")
UnitFiles = Annotated[list[Path], typer.Option("--units", metavar="FILE", help="Boundary file; may be given again.")]
Level = Annotated[int | None, typer.Option("--level", help="0 country, 1 governorate, 2 district, 3 subdistrict.")]
Crs = Annotated[str | None, typer.Option("--crs", help="CRS of a boundary file that states none, as EPSG:32638.")]
Layer = Annotated[str | None, typer.Option("--layer", help="Layer of a boundary file that holds several.")]
Pcode = Annotated[str | None, typer.Option("--pcode", metavar="COL", help="Its column with the code of the unit.")]
Name = Annotated[str | None, typer.Option("--name", metavar="COL", help="Its column with the name of the unit.")]
Population = Annotated[
    Path | None,
    typer.Option("--population", metavar="FILE", help="GeoTIFF of people to a cell, or a table of pcode, population."),
]
People = Annotated[
    Path | None, typer.Option("--population", metavar="FILE", help="GeoTIFF of people to a cell: shares go by them.")
]

units = typer.Typer(name="units", no_args_is_help=True, rich_markup_mode=None, help="Look into boundary files.")


@units.command("check")
def check(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Boundary files of one country.")],
    level: Level = None,
    crs: Crs = None,
    layer: Layer = None,
    pcode: Pcode = None,
    name: Name = None,
    as_json: AsJson = False,
) -> int:
    """
    List what is wrong with boundaries, with sizes: gaps, overlaps, parents, names, axes; nothing is changed.

    Example: strikeatlas units check boundaries.geojson
    """
    with say.steps(2) as step:
        step("Reading the boundaries")
        frame = _read_units(file, level, crs=crs, layer=layer, columns=(pcode, name))
        step("Looking at borders")
        findings = check_units(frame)
    levels = {int(level): int(count) for level, count in frame["level"].value_counts().sort_index().items()}
    if as_json:
        say.as_json({"units": len(frame), "levels": levels, "findings": json_rows(findings)})
    else:
        told = ", ".join(f"{count} of level {level}" for level, count in levels.items())
        say.line(f"{len(frame)} units: {told}. {len(findings)} findings.")
        for row in findings.to_dict("records"):
            where = "" if pd.isna(row["lon"]) else f" Near {row['lon']:.4f} {row['lat']:.4f}."
            code = "" if pd.isna(row["pcode"]) else f" {row['pcode']}"
            say.line(f"  {row['finding']}{code}: {row['note']}{where}")
    return WITH_GAPS if len(findings) else DONE


def join(
    table: TablePath,
    boundaries: UnitFiles,
    out: Annotated[Path, typer.Option("--out", help="Where the shares go: .csv or .parquet.")],
    level: Level = None,
    lon: Lon = None,
    lat: Lat = None,
    record_id: Id = None,
    precision: Precision = None,
    recorder: Recorder = None,
    gazetteer: Gazetteer = None,
    crs: Crs = None,
    layer: Layer = None,
    pcode: Pcode = None,
    name: Name = None,
    population: People = None,
    engine: say.EngineName = None,
    as_json: AsJson = False,
) -> int:
    """
    Say in which administrative unit each record lies, and with which share where that is not certain.

    Example: strikeatlas join strikes.csv --units boundaries.geojson --out joined.csv
    """
    suits(out, (".csv", ".parquet"), table, *boundaries)
    ask = ask_of(lon, lat, record_id, precision=precision, recorder=recorder, gazetteer=gazetteer)
    if engine:
        frame = _read_units(boundaries, level, crs=crs, layer=layer, columns=(pcode, name))
        job = PartsJob(frame, _level(frame, level), ask.places(), population=population)
        return parted.join(engine, table, ask, job, out, as_json=as_json)
    with say.steps(4) as step:
        step("Reading the boundaries")
        frame = _read_units(boundaries, level, crs=crs, layer=layer, columns=(pcode, name))
        at = _level(frame, level)
        step("Reading and placing the records")
        given = read_given(table, ask)
        step(f"Joining {len(given.placements)} records")
        shares = share(given.placements, frame, level=at, population=population)
        told = support(given.placements, frame, level=at)
        step("Writing")
        rows = joined(given.placements, shares)
        is_text = out.suffix == ".csv"
        write_table(rows.assign(share=rows["share"].map(exact_text)) if is_text else rows, out)
    lost = int((shares["pcode"].isna() & (shares["parts"] == 2**32)).sum())
    counts = {"records": len(given.placements), "certain": int(shares["certain"].sum()), "not_placeable": lost}
    counts["shared"] = counts["records"] - int((shares["parts"] == 2**32).sum())
    counts["rows"] = len(rows)
    tell(given.accounted, counts, told, out, given=given, as_json=as_json)
    return WITH_GAPS if lost or len(given.rejected) else DONE


def tally(
    table: TablePath,
    boundaries: UnitFiles,
    out: Annotated[Path, typer.Option("--out", help="Where the tallies go: .csv, .parquet or .gpkg.")],
    by: Annotated[str, typer.Option("--by", metavar="|".join(PERIODS), help="Length of the periods.")] = "month",
    level: Level = None,
    split: Annotated[
        list[str] | None, typer.Option("--split", metavar="|".join(SPLITS), help="Split rows by it.")
    ] = None,
    lon: Lon = None,
    lat: Lat = None,
    record_id: Id = None,
    precision: Precision = None,
    recorder: Recorder = None,
    gazetteer: Gazetteer = None,
    crs: Crs = None,
    layer: Layer = None,
    pcode: Pcode = None,
    name: Name = None,
    population: Population = None,
    engine: say.EngineName = None,
    as_json: AsJson = False,
) -> int:
    """
    Count records, killed and injured by unit, period and claimant: at least, expected, at most, and what is unknown.

    Example: strikeatlas tally strikes.csv --units boundaries.geojson --by month --out tallies.csv
    """
    suits(out, (".csv", ".parquet", ".gpkg"), table, *boundaries)
    if by not in PERIODS:
        raise UsageProblem(f"--by '{by}' is no period.", hint=f"Use one of: {', '.join(PERIODS)}.")
    ask = ask_of(lon, lat, record_id, precision=precision, recorder=recorder, gazetteer=gazetteer)
    if engine:
        frame = _read_units(boundaries, level, crs=crs, layer=layer, columns=(pcode, name))
        job = PartsJob(
            frame, _level(frame, level), ask.places(), by, tuple(split or ()), population=_raster(population)
        )
        people = read_population(population, frame) if population else None
        return parted.tally(engine, table, ask, job, out, people=people, as_json=as_json)
    with say.steps(5) as step:
        step("Reading the boundaries")
        frame = _read_units(boundaries, level, crs=crs, layer=layer, columns=(pcode, name))
        at = _level(frame, level)
        people = read_population(population, frame) if population else None
        step("Reading and placing the records")
        given = read_given(table, ask, counted=True)
        step(f"Joining {len(given.placements)} incidents")
        shares = share(given.placements, frame, level=at, population=_raster(population))
        told = support(given.placements, frame, level=at)
        step("Counting")
        tallies = _tallied(given, shares, at, by=by, split=split or []).assign(supported=told.holds)
        step("Writing")
        _write_tallies(tallies, frame, out, people)
    lost = int((shares["pcode"].isna() & (shares["parts"] == 2**32)).sum())
    counts = {"incidents": len(given.incidents), "not_placeable": lost, "rows": len(tallies)}
    tell(given.accounted, counts, told, out, given=given, as_json=as_json)
    return WITH_GAPS if len(given.rejected) else DONE


def _tallied(given: Given, shares: pd.DataFrame, level: int, *, by: str, split: list[str]) -> pd.DataFrame:
    classes = given.placements.set_index("subject_id")["precision"]
    counts = given.counts.assign(precision=given.counts["incident_id"].map(classes))
    return tally_by(counts, given.incidents, shares, level=level, by=by, split=split)


def _raster(population: Path | None) -> Path | None:
    """Return the file by which shares are weighed: a table tells of whole units alone."""
    return population if population and population.suffix.lower() in (".tif", ".tiff") else None


def _write_tallies(tallies: pd.DataFrame, frame: pd.DataFrame, out: Path, people: pd.DataFrame | None) -> None:
    if out.suffix == ".gpkg":
        write_tallies(tallies, frame, out, population=people)
    else:
        write_table(tidy_tallies(tallies, frame, people), out)


def _read_units(
    files: list[Path], level: int | None, *, crs: str | None, layer: str | None, columns: tuple[str | None, str | None]
) -> pd.DataFrame:
    named = {target: column for target, column in zip(("pcode", "name_en"), columns, strict=True) if column}
    frames = [read_units(file, level=level, layer=layer, columns=named or None, crs=crs) for file in files]
    return pd.concat(frames, ignore_index=True)


def _level(frame: pd.DataFrame, wanted: int | None) -> int:
    """Return the level to join to: the one that is asked for, or the only one that is there."""
    there = sorted({int(level) for level in frame["level"].dropna()})
    if wanted is None and len(there) > 1:
        told = ", ".join(str(level) for level in there)
        raise UsageProblem(f"The boundaries hold the levels {told}.", hint="Name one with --level.")
    return there[0] if wanted is None else wanted
