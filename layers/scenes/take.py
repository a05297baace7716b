"""Taking a scene: fetched whole and checked, cut to the window that is wanted, with hash and licence beside it."""

from __future__ import annotations

import json
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.io import MemoryFile
from rasterio.windows import Window

from data import UsageProblem, fetch_file, file_sha256, write_atomic
from geo import Box

from ..raster import open_raster
from ..raster.place import place_of
from ..raster.values import points_into
from .search import Show, reach_of

MOST_MEGABYTES = 4096
EDGE = 16


@dataclass(frozen=True)
class Taken:
    """A window of a scene on the disk, its hash, and that of the file that it was cut from."""

    path: Path
    sha256: str
    scene_sha256: str
    note: Path


def take_scene(scene: dict[str, Any], out: Path | str, *, window: Box, show: Show | None = None) -> Taken:
    """Fetch the image of a scene and keep the window around a place, unchanged in its own pixels and system.

    Parameters
    ----------
    scene
        A row of `search_scenes`.
    out
        The GeoTIFF; a note with date, source, licence and hashes is written beside it, as OUT.json.
    window
        West, south, east, north in degrees.

    Raises
    ------
    UsageProblem
        The scene names no image, or does not show the window.
    NetFault
        It did not come whole.
    InputRefused
        What came is no raster that can be placed.
    """
    address, target = str(scene.get("asset") or ""), Path(out)
    if not address:
        raise UsageProblem(f"The catalogue names no image for {scene.get('scene_id')}.", hint="Choose another scene.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".strikeatlas-") as folder:
        reach = reach_of(address, megabytes=MOST_MEGABYTES)
        whole = fetch_file(address, Path(folder) / "scene.tif", reach=reach, show=show)
        content = cut(whole.path, window, tags={"ACQUISITIONDATETIME": str(scene.get("date", ""))})
    write_atomic(target, content)
    digest = file_sha256(target)
    names = ("scene_id", "collection", "date", "cloud_percent", "off_nadir_deg", "sensor", "licence")
    told = {name: scene.get(name) for name in names}
    told |= {"source": address, "scene_sha256": whole.sha256, "sha256": digest}
    note = target.with_name(target.name + ".json")
    write_atomic(note, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    return Taken(target, digest, whole.sha256, note)


def cut(path: Path, box: Box, *, tags: dict[str, str]) -> bytes:
    """Return the pixels of a raster under a box, with a margin, as a GeoTIFF of their own."""
    with open_raster(path) as raster:
        place = place_of(raster)
        west, east = np.linspace(box.west, box.east, EDGE), np.linspace(box.south, box.north, EDGE)
        lon, lat = (part.ravel() for part in np.meshgrid(west, east))
        column, row = (~raster.transform) @ points_into(lon, lat, raster, place)
        rows, columns = raster.shape
        left, right = max(0, int(np.floor(column.min()))), min(columns, int(np.ceil(column.max())))
        top, bottom = max(0, int(np.floor(row.min()))), min(rows, int(np.ceil(row.max())))
        if left >= right or top >= bottom:
            raise UsageProblem("The scene does not show the place.", hint="Choose one with a cover above 0.")
        window = Window(left, top, right - left, bottom - top)
        profile = {
            "driver": "GTiff",
            "count": raster.dataset.count,
            "dtype": raster.dataset.dtypes[0],
            "width": window.width,
            "height": window.height,
            "crs": raster.dataset.crs,
            "transform": raster.dataset.window_transform(window),
            "nodata": raster.dataset.nodata,
            "compress": "deflate",
        }
        with MemoryFile() as memory, warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with memory.open(**profile) as made:
                made.write(raster.dataset.read(window=window))
                made.colorinterp = raster.dataset.colorinterp
                made.update_tags(**{name: value for name, value in tags.items() if value})
            return bytes(memory.read())
