"""The command that looks for satellite images in catalogues: scenes. It uses the network, and no other here does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data import UsageProblem, write_atomic

from ..tables import plain, write_table
from . import say
from .tables import AsJson

if TYPE_CHECKING:
    import pandas as pd

DONE, NOTHING = 0, 1
DEFAULT = "earth-search"


def scenes(
    at: Annotated[str, typer.Option("--at", metavar="LON,LAT", help="The place, in degrees.")],
    around: Annotated[str, typer.Option("--around", metavar="DATE", help="The day, as 2017-03-17.")],
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days before it and after it.")] = 30,
    catalogue: Annotated[
        str, typer.Option("--catalogue", metavar="URL", help="A STAC API, or earth-search, planetary-computer.")
    ] = DEFAULT,
    radius: Annotated[
        float, typer.Option("--radius", metavar="METRES", help="What should be seen around it.")
    ] = 1000.0,
    cloud: Annotated[float, typer.Option("--cloud", metavar="PERCENT", help="The most cloud.")] = 100.0,
    collection: Annotated[list[str] | None, typer.Option("--collection", help="May be given again.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The table: .csv or .parquet.")] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="PAGE.html", help="A sheet of the catalogue's small pictures.")
    ] = None,
    take: Annotated[str, typer.Option("--take", metavar="SCENE", help="Fetch this scene, cut to the place.")] = "",
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.tif", help="Where it goes.")] = None,
    as_json: AsJson = False,
) -> int:
    """
    Look for satellite images before and after a day over a place; each address is shown before it is asked.

    Example: strikeatlas scenes --at 43.13,36.34 --around 2017-03-17 --days 60 --out scenes.csv
    """
    from geo import LonLat  # noqa: PLC0415
    from layers import Wish, search_scenes  # noqa: PLC0415 - loads rasterio

    if bool(take) != (to is not None):
        raise UsageProblem("--take and --to belong together.", hint="Name a scene and a file.")
    lon, lat = _pair(at)
    wish = Wish(LonLat(lon, lat), around, days, radius, cloud)
    found = search_scenes(wish, catalogue=catalogue, collections=tuple(collection or ()), show=say.note)
    if out is not None:
        write_table(found, out)
    if sheet is not None:
        from ..contact import contact_sheet  # noqa: PLC0415

        write_atomic(sheet, contact_sheet(found, wish, show=say.note).encode(), mode=0o600)
    taken = _take(found, take, to, wish) if to is not None else None
    if as_json:
        rows = [{name: plain(value) for name, value in row.items()} for row in found.to_dict("records")]
        say.as_json({"scenes": rows, "taken": taken})
    else:
        _tell(found, around, [str(path) for path in (out, sheet) if path], taken)
    return DONE if len(found) else NOTHING


def _take(found: pd.DataFrame, name: str, to: Path, wish: Any) -> dict[str, str]:
    from geo import Box  # noqa: PLC0415
    from layers import circle_of, take_scene  # noqa: PLC0415

    rows = found[found["scene_id"] == name].to_dict("records")
    if not rows:
        raise UsageProblem(f"No scene {name} was found.", hint="Take a name from the table.")
    box = Box(*circle_of(wish).bounds)
    made = take_scene(rows[0], to, window=box, show=say.note)
    return {"path": str(made.path), "sha256": made.sha256, "scene_sha256": made.scene_sha256, "note": str(made.note)}


def _pair(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageProblem(f"--at '{text}' is no place.", hint="Give longitude, then latitude: 43.13,36.34.") from None
    return lon, lat


def _tell(found: pd.DataFrame, around: str, files: list[str], taken: dict[str, str] | None) -> None:
    say.line(f"{len(found)} scenes around {around}.")
    for each in found.to_dict("records"):
        row = {name: plain(value) for name, value in each.items()}
        cloud = "cloud not stated" if row["cloud_percent"] is None else f"cloud {row['cloud_percent']} %"
        cover = "cover not known" if row["cover"] is None else f"covers {row['cover']:.0%}"
        apart = f"{abs(int(row['days']))} days {row['when']}" if row["days"] else "the same day"
        licence = row["licence"] or "licence not stated"
        say.line(f"  {row['date']} ({apart}), {cloud}, {cover}, {licence}: {row['scene_id']}")
    for path in files:
        say.line(path)
    if taken:
        say.line(f"{taken['path']}, sha256 {taken['sha256']}; licence and source in {taken['note']}.")
