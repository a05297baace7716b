"""Pyramids of tiles: every tile in its place, nothing done twice, nothing left half done."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pmtiles.reader import MmapSource, Reader, all_tiles
from rasterio.transform import from_origin
from rasterio.warp import transform as exactly
from rasters import peak, scene, write_raster

from data import InputRefused, UsageProblem
from layers import Look, Making, Stretch, tile_pyramid
from layers.raster import pyramid

ALONE = Making(workers=1)
EARTH_M = 2 * np.pi * 6_378_137.0


def tiles(path: Path) -> dict[tuple[int, int, int], bytes]:
    with path.open("rb") as file:
        return dict(all_tiles(MmapSource(file)))


def pixels(data: bytes) -> np.ndarray:
    with rasterio.MemoryFile(data) as file, pytest.warns(rasterio.errors.NotGeoreferencedWarning), file.open() as image:
        return image.read()


@pytest.mark.parametrize("place", [from_origin(500_000, 3_700_000, 10, 10), from_origin(300_000, 4_100_000, 10, 10)])
def test_a_control_point_stands_in_the_right_tile_at_every_zoom(place: object, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", peak(900, 700, 300, 500, side=61), transform=place)
    made = tile_pyramid(
        path, tmp_path / "a.pmtiles", look=Look(stretch=Stretch(values=(0, 255)), quality=100), making=ALONE
    )
    (x,), (y,) = exactly("EPSG:32638", "EPSG:3857", *([part] for part in place @ (500.5, 300.5)))  # type: ignore[operator]
    held = tiles(made.path)
    assert made.tiles == len(held)
    for zoom in range(made.zooms[1] - 2, made.zooms[1] + 1):
        bright = []
        for (z, column, row), data in held.items():
            rows, columns = np.nonzero(pixels(data)[0] > 130) if z == zoom else ([], [])
            bright += [(column * 256 + c + 0.5, row * 256 + r + 0.5) for r, c in zip(rows, columns, strict=True)]
        wanted = ((x / EARTH_M + 0.5) * 256 * 2**zoom, (0.5 - y / EARTH_M) * 256 * 2**zoom)
        assert np.abs(np.mean(bright, axis=0) - wanted).max() < 1


def test_the_file_says_what_it_is_and_holds_no_empty_tile(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(600, 600))
    made = tile_pyramid(path, tmp_path / "a.pmtiles", date="2017-07-10", making=ALONE)
    with made.path.open("rb") as file:
        reader = Reader(MmapSource(file))
        header, about = reader.header(), reader.metadata()
    assert about == {"name": "a", "date": "2017-07-10", "format": "webp"}
    assert (header["min_zoom"], header["max_zoom"], header["clustered"]) == (*made.zooms, True)
    assert header["min_lon_e7"] == pytest.approx(45e7, abs=1000)
    assert all((part := pixels(data)).shape[0] == 3 or part[3].any() for data in tiles(made.path).values())
    assert made.path.read_bytes()[:7] == b"PMTiles"
    assert gzip.decompress(made.path.read_bytes()[header["metadata_offset"] :][: header["metadata_length"]])


def test_tiles_over_the_antimeridian_stand_on_both_sides(tmp_path: Path) -> None:
    path = write_raster(
        tmp_path / "i.tif", scene(300, 300), crs="EPSG:4326", transform=from_origin(179.5, 10, 0.003, 0.003)
    )
    made = tile_pyramid(path, tmp_path / "a.pmtiles", making=Making(zooms=(6, 9), workers=1))
    columns = {x for z, x, _ in tiles(made.path) if z == 9}
    assert {0, 511} <= columns
    assert max(x for z, x, _ in tiles(made.path) if z == 6) <= 63


def test_a_run_that_was_stopped_goes_on_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_raster(tmp_path / "image.tif", scene(1500, 1500))
    whole = tile_pyramid(path, tmp_path / "a.pmtiles", making=ALONE)
    out, drawn, seen = tmp_path / "b.pmtiles", pyramid._draw_block, []

    def breaks(plan: object, block: object, parts: Path) -> None:
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(block)
        drawn(plan, block, parts)  # type: ignore[arg-type]

    monkeypatch.setattr(pyramid, "_draw_block", breaks)
    with pytest.raises(KeyboardInterrupt):
        tile_pyramid(path, out, making=ALONE)
    assert not out.exists()
    monkeypatch.setattr(pyramid, "_draw_block", drawn)
    told: list[tuple[int, int]] = []
    again = tile_pyramid(path, out, making=Making(workers=1, progress=lambda done, of: told.append((done, of))))
    assert again.resumed == 3
    assert told[0][0] == 4
    assert told[-1][0] == told[-1][1]
    assert tiles(out) == tiles(whole.path)
    assert not [left for left in tmp_path.iterdir() if left.name.startswith(".")]


def test_what_was_done_in_another_way_is_not_gone_on_with(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(300, 300))
    parts = tmp_path / ".a.pmtiles.parts"
    parts.mkdir()
    (parts / "key").write_text("of another file")
    (parts / "11-0-0").write_bytes(b"rubbish")
    made = tile_pyramid(path, tmp_path / "a.pmtiles", making=ALONE)
    assert made.resumed == 0


def test_several_processes_make_the_same_file(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(1200, 1200))
    one = tile_pyramid(path, tmp_path / "a.pmtiles", making=ALONE)
    two = tile_pyramid(path, tmp_path / "b.pmtiles", making=Making(workers=2))
    assert tiles(one.path) == tiles(two.path)


def test_what_cannot_be_a_pyramid_is_refused(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(30, 30))
    with pytest.raises(UsageProblem, match="pmtiles"):
        tile_pyramid(path, tmp_path / "a.mbtiles")
    with pytest.raises(UsageProblem, match="Zooms"):
        tile_pyramid(path, tmp_path / "a.pmtiles", making=Making(zooms=(9, 3)))
    empty = write_raster(tmp_path / "empty.tif", np.zeros((30, 30), "uint8"), nodata=0)
    with pytest.raises(InputRefused, match="no value"):
        tile_pyramid(empty, tmp_path / "a.pmtiles")
    assert json.dumps([name.name for name in tmp_path.glob("*.pmtiles*")]) == "[]"
