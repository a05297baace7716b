"""Commands about satellite images and other rasters: overlay, sample, zonal."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data import UsageProblem, write_atomic

from ..tables import json_rows, write_table
from . import say
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
)
from .units import Layer, Level, Name, Pcode

if TYPE_CHECKING:
    import pandas as pd

    from layers import RasterLimits

DONE, WITH_GAPS = 0, 1
TABLES = (".csv", ".parquet")
Crs = Annotated[str | None, typer.Option("--crs", help="CRS of a raster that states none, as EPSG:32638.")]
Band = Annotated[int, typer.Option("--band", help="Band of the raster, counted from 1.")]
LimitOption = Annotated[
    list[str] | None, typer.Option("--limit", metavar="NAME=N", help="Raise pixels, bands, block_megabytes or seconds.")
]
RasterPath = Annotated[Path, typer.Argument(metavar="RASTER", help="GeoTIFF or COG.")]
OutTable = Annotated[Path, typer.Option("--out", help="Where the values go: .csv or .parquet.")]


def overlay(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="GeoTIFF or COG; with --after the image before.")],
    out: Annotated[Path, typer.Option("--out", metavar="PAGE.html", help="The page.")],
    date: Annotated[str, typer.Option("--date", help="When it was taken; the file's metadata if left out.")] = "",
    after: Annotated[Path | None, typer.Option("--after", metavar="IMAGE", help="The image after, to swipe.")] = None,
    after_date: Annotated[str, typer.Option("--after-date", help="When that one was taken.")] = "",
    difference: Annotated[bool, typer.Option("--difference", help="Add a difference image, a screening aid.")] = False,
    title: Annotated[str, typer.Option("--title", help="What stands above it.")] = "",
    credit: Annotated[str, typer.Option("--credit", help="Whose image it is.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="What may be done with it.")] = "",
    extent: Annotated[str, typer.Option("--extent", metavar="W,S,E,N", help="The part to draw, in degrees.")] = "",
    size: Annotated[int, typer.Option("--size", help="Pixels along the longer side, at most.")] = 2048,
    bands: Annotated[str, typer.Option("--bands", metavar="N or N,N,N", help="One band, or red, green, blue.")] = "",
    stretch: Annotated[str, typer.Option("--stretch", metavar="LOW,HIGH", help="Values; or 2%,98% of them.")] = "",
    colours: Annotated[str, typer.Option("--colours", metavar="NAME", help="Colour map of a single band.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Unit of a single band, for its legend.")] = "",
    form: Annotated[str, typer.Option("--form", metavar="webp|jpeg")] = "webp",
    quality: Annotated[int, typer.Option("--quality", help="1 to 100.")] = 75,
    megabytes: Annotated[float, typer.Option("--megabytes", help="The most that the pictures may take.")] = 8.0,
    crs: Crs = None,
    limit: LimitOption = None,
    as_json: AsJson = False,
) -> int:
    """
    Put a satellite image, or a pair before and after, on a map in one file that asks nothing of any server.

    Example: strikeatlas overlay before.tif --date 2017-01-02 --after after.tif --after-date 2017-07-10 --out page.html
    """
    from layers import Look  # noqa: PLC0415 - loads rasterio, which only rasters need

    from ..page import Credit, Scene  # noqa: PLC0415
    from ..view import Ask, overlay_page  # noqa: PLC0415

    suits(out, (".html",), *filter(None, (image, after)))
    look = Look(
        size=size,
        extent=_extent(extent),
        bands=tuple(int(number) for number in _numbers(bands, "--bands", (1, 3))),
        stretch=_stretch(stretch),
        colours=colours,
        unit=unit,
        form=form,
        quality=quality,
    )
    later, before = (after, image) if after else (image, None)
    scene = Scene(later, before, (date, after_date), difference, look, crs, _limits(limit))
    with say.progress("tiles", quiet=as_json) as move:
        page, told = overlay_page(Ask(scene, Credit(title, "", credit, licence), megabytes, out, move))
        write_atomic(out, page.encode(), mode=0o600)
    if as_json:
        say.as_json(told | {"out": str(out), "bytes": len(page.encode())})
        return DONE
    for one in told["pictures"]:
        taken = one["date"] or "day not known"
        say.line(
            f"{one['role']}: {one['source']}, {taken}, {one['width']} x {one['height']}, {one['bytes'] / 1e6:.2f} MB."
        )
        for note in one["notes"]:
            say.line(f"  {note}")
    say.line(f"{out} ({len(page.encode()) / 1e6:.2f} MB)")
    for name in told["beside"]:
        say.line(f"{name} ({Path(name).stat().st_size / 1e6:.2f} MB): its finer tiles, which belong beside the page.")
    if told["beside"]:
        say.line("Both on one web host show them at once; opened from a disk, the page asks for that file.")
    return DONE


def tiles(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="GeoTIFF or COG.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pmtiles", help="The pyramid.")],
    date: Annotated[str, typer.Option("--date", help="When it was taken.")] = "",
    zooms: Annotated[str, typer.Option("--zooms", metavar="A-B", help="Farthest and nearest.")] = "",
    workers: Annotated[int | None, typer.Option("--workers", help="Processes; all processors if left out.")] = None,
    bands: Annotated[str, typer.Option("--bands", metavar="N or N,N,N", help="One band, or red, green, blue.")] = "",
    stretch: Annotated[str, typer.Option("--stretch", metavar="LOW,HIGH", help="Values; or 2%,98% of them.")] = "",
    colours: Annotated[str, typer.Option("--colours", metavar="NAME", help="Colour map of a single band.")] = "",
    quality: Annotated[int, typer.Option("--quality", help="1 to 100.")] = 75,
    effort: Annotated[
        int, typer.Option("--effort", help="0 to 6: 4 saves a seventh of the bytes, and takes twice as long.")
    ] = 1,
    crs: Crs = None,
    limit: LimitOption = None,
    as_json: AsJson = False,
) -> int:
    """
    Cut a raster into a pyramid of WebP tiles, in one file for a page or a static host; goes on where it was stopped.

    Example: strikeatlas tiles after.tif --date 2017-07-10 --out after.pmtiles
    """
    from layers import Look, Making, tile_pyramid  # noqa: PLC0415

    suits(out, (".pmtiles",), image)
    named = tuple(int(number) for number in _numbers(bands, "--bands", (1, 3)))
    look = Look(bands=named, stretch=_stretch(stretch), colours=colours, quality=quality)
    ends = tuple(int(number) for number in _numbers(zooms.replace("-", ","), "--zooms", (2,)))
    with say.progress("tiles", quiet=as_json) as move:
        making = Making((ends[0], ends[1]) if ends else None, workers, move, effort)
        made = tile_pyramid(image, out, date=date, look=look, crs=crs, making=making, limits=_limits(limit))
    told = {"tiles": made.tiles, "zooms": list(made.zooms), "bytes": made.size, "resumed": made.resumed}
    if as_json:
        say.as_json(told | {"date": made.acquired.date, "out": str(out)})
    else:
        again = f", {made.resumed} blocks of them from the run before" if made.resumed else ""
        say.line(f"{made.tiles} tiles of zooms {made.zooms[0]} to {made.zooms[1]}{again}.")
        say.line(f"{out} ({made.size / 1e6:.2f} MB)")
    return DONE


def sample(
    table: TablePath,
    raster: RasterPath,
    out: OutTable,
    within: Annotated[
        float | None,
        typer.Option("--within", metavar="METRES", help="Count people within it: a raster of people."),
    ] = None,
    band: Band = 1,
    lon: Lon = None,
    lat: Lat = None,
    record_id: Id = None,
    precision: Precision = None,
    recorder: Recorder = None,
    gazetteer: Gazetteer = None,
    crs: Crs = None,
    limit: LimitOption = None,
    as_json: AsJson = False,
) -> int:
    """
    Say what a raster holds at each record, and over all that its place may cover; or who lives around it.

    Example: strikeatlas sample strikes.csv elevation.tif --out sampled.csv
    """
    from layers import exposed, read_given  # noqa: PLC0415
    from layers import sample as sampled  # noqa: PLC0415

    suits(out, TABLES, table, raster)
    ask = ask_of(lon, lat, record_id, precision=precision, recorder=recorder, gazetteer=gazetteer)
    with say.steps(3) as step:
        step("Reading and placing the records")
        found = read_given(table, ask)
        step(f"Reading the raster at {len(found.placements)} places")
        rows = (
            sampled(found.placements, raster, band=band, crs=crs, limits=_limits(limit))
            if within is None
            else exposed(found.placements, raster, within_m=within, crs=crs, limits=_limits(limit))
        )
        rows = rows.rename(columns={"subject_id": "id"})
        step("Writing")
        write_table(rows, out)
    missing = int((rows["covered"] == 0).sum())
    counts = {**found.accounted, "rows": len(rows), "without_value": missing}
    if as_json:
        say.as_json({**counts, "notes": list(found.notes), "rejections": json_rows(found.rejected), "out": str(out)})
    else:
        for note in found.notes:
            say.line(note)
        say.line(say.rows(found.accounted))
        say.rejected(json_rows(found.rejected))
        say.line(f"{len(rows)} rows, {missing} of them without a place or a value there: null, not zero.")
        say.line(f"{out}")
    return WITH_GAPS if missing or len(found.rejected) else DONE


def zonal(
    boundaries: Annotated[Path, typer.Argument(metavar="UNITS", help="Boundary file.")],
    raster: RasterPath,
    out: OutTable,
    band: Band = 1,
    level: Level = None,
    pcode: Pcode = None,
    name: Name = None,
    layer: Layer = None,
    units_crs: Annotated[str | None, typer.Option("--units-crs", help="CRS of boundaries that state none.")] = None,
    crs: Crs = None,
    limit: LimitOption = None,
    as_json: AsJson = False,
) -> int:
    """
    Add up a raster in each administrative unit; pixels on a border count by the share that lies inside.

    Example: strikeatlas zonal boundaries.geojson population.tif --out people.csv
    """
    from layers import read_units  # noqa: PLC0415
    from layers import zonal as zonal_of  # noqa: PLC0415

    suits(out, TABLES, boundaries, raster)
    columns = {target: column for target, column in (("pcode", pcode), ("name_en", name)) if column}
    with say.steps(3) as step:
        step("Reading the boundaries")
        units = read_units(boundaries, level=level, layer=layer, columns=columns or None, crs=units_crs)
        step(f"Adding up in {len(units)} units")
        rows = zonal_of(units, raster, band=band, crs=crs, limits=_limits(limit))
        step("Writing")
        write_table(rows, out)
    return _tell_zonal(rows, out, as_json=as_json)


def _tell_zonal(rows: pd.DataFrame, out: Path, *, as_json: bool) -> int:
    absent, partial = int((rows["covered"] == 0).sum()), int(((rows["covered"] > 0) & (rows["covered"] < 0.999)).sum())
    if as_json:
        say.as_json({"units": len(rows), "without_value": absent, "partly_covered": partial, "out": str(out)})
    else:
        say.line(f"{len(rows)} units: {absent} without any value (null, not zero), {partial} covered in part.")
        say.line(f"{out}")
    return WITH_GAPS if absent or partial else DONE


def _limits(given: list[str] | None) -> RasterLimits:
    from layers import RasterLimits  # noqa: PLC0415

    known = asdict(RasterLimits())
    raised: dict[str, Any] = {}
    for text in given or []:
        name, _, value = text.partition("=")
        if name not in known or not value.isdecimal():
            raise UsageProblem(f"--limit '{text}' is no limit.", hint=f"NAME=N with one of: {', '.join(known)}.")
        raised[name] = type(known[name])(value)
    return replace(RasterLimits(), **raised)


def _numbers(text: str, option: str, lengths: tuple[int, ...]) -> list[float]:
    if not text:
        return []
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in lengths:
        wanted = " or ".join(str(length) for length in lengths)
        raise UsageProblem(f"{option} '{text}' is not understood.", hint=f"Give {wanted} numbers, with commas.")
    return numbers


def _extent(text: str) -> Any:
    from geo import Box  # noqa: PLC0415

    return Box(*_numbers(text, "--extent", (4,))) if text else None


def _stretch(text: str) -> Any:
    from layers import Stretch  # noqa: PLC0415

    if not text:
        return None
    if text.count("%") == 2:
        low, high = _numbers(text.replace("%", ""), "--stretch", (2,))
        return Stretch(percentiles=(low, high)).checked()
    low, high = _numbers(text, "--stretch", (2,))
    return Stretch(values=(low, high)).checked()
