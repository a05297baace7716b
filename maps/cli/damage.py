"""The command that holds incidents against damage points: damage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..tables import json_rows, write_table
from . import say
from .tables import AsJson, Gazetteer, Id, Lat, Lon, Precision, Recorder, TablePath, ask_of, suits

DONE, WITH_GAPS = 0, 1
TABLES = (".csv", ".parquet")
ASSESSMENTS = ("consistent", "no_damage_seen", "not_assessable")
CAUTION = "Damage that came between two images is consistent with a strike in that time, and with any other one."


def damage(
    table: TablePath,
    points: Annotated[Path, typer.Argument(metavar="POINTS", help="Damage points, as UNOSAT gives them.")],
    out: Annotated[Path, typer.Option("--out", help="What is found: .csv or .parquet.")],
    within: Annotated[
        float, typer.Option("--within", metavar="METRES", help="Beyond where the incident may lie.")
    ] = 100.0,
    most: Annotated[
        float, typer.Option("--most", metavar="METRES", help="Places known less exactly are not assessed.")
    ] = 1000.0,
    area: Annotated[
        Path | None,
        typer.Option("--area", metavar="FILE", help="Outline of what was looked at."),
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Layer of the points, of several.")] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", help="CRS of points that state none, or a wrong one: EPSG:4326.")
    ] = None,
    lon: Lon = None,
    lat: Lat = None,
    record_id: Id = None,
    precision: Precision = None,
    recorder: Recorder = None,
    gazetteer: Gazetteer = None,
    as_json: AsJson = False,
) -> int:
    """
    Say of each incident whether damage points between the images before and after it are consistent with it.

    Example: strikeatlas damage strikes.csv damage.csv --out assessed.csv
    """
    from layers import Near, damage_near, read_damage, read_given  # noqa: PLC0415 - loads what only it needs

    suits(out, TABLES, table, points, *([area] if area else []))
    ask = ask_of(lon, lat, record_id, precision=precision, recorder=recorder, gazetteer=gazetteer)
    with say.steps(3) as step:
        step("Reading and placing the incidents")
        given = read_given(table, ask, counted=True)
        step("Reading the damage points")
        found = read_damage(points, layer=layer, crs=crs, area=area)
        step("Looking around each incident")
        rows = damage_near(given.incidents, given.placements, found, near=Near(within, most))
    records = given.incidents.set_index("incident_id")["record_ids"]
    rows.insert(1, "records", rows["subject_id"].map(records).map("; ".join))
    rows = rows.rename(columns={"subject_id": "incident_id"})
    write_table(rows, out)
    counts = {name: int((rows["assessment"] == name).sum()) for name in ASSESSMENTS}
    structures = {"rows_in": found.rows_in, "structures": len(found.lon), "rejected": len(found.rejected)}
    wrong = len(given.rejected) + len(found.rejected)
    if as_json:
        reasons = {str(name): int(number) for name, number in rows["reason"].value_counts().items() if name}
        more = {"reasons": reasons, "points": structures, "images": [day.isoformat() for day in found.days]}
        told = {"rejections": json_rows(given.rejected) + json_rows(found.rejected), "area_given": found.area_given}
        say.as_json({**given.accounted, **counts, **more, **told, "out": str(out)})
    else:
        say.line(say.rows(given.accounted))
        say.rejected(json_rows(given.rejected))
        say.line(
            f"{structures['structures']} structures on images of {', '.join(day.isoformat() for day in found.days)}."
        )
        say.rejected(json_rows(found.rejected))
        say.line(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items()) + ".")
        if not found.area_given:
            say.line("What was looked at is taken to be what lies between the points; --area gives its outline.")
        say.line(CAUTION)
        say.line(f"{out}")
    return WITH_GAPS if wrong or counts["not_assessable"] else DONE
