"""Pictures of rasters: in their place, in their colours, as light as they were asked for (S4.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin
from rasterio.warp import transform as exactly
from rasters import peak, scene, write_raster

from data import UsageProblem
from geo import Box
from layers import Look, Overlay, Stretch, overlay

EARTH_M = 2 * np.pi * 6_378_137.0
AS_IT_IS = Stretch(values=(0, 255))


def pixels(found: Overlay) -> np.ndarray:
    """Bands of a picture as a browser decodes it, alpha last; a mask beside it is put in as alpha."""
    parts = []
    for held in (found.picture.data, found.picture.mask):
        if held:
            with (
                rasterio.MemoryFile(held) as file,
                pytest.warns(rasterio.errors.NotGeoreferencedWarning),
                file.open() as image,
            ):
                parts.append(image.read())
    parts[1:] = [part * np.uint8(255) for part in parts[1:]]
    return np.concatenate(parts)


def middle_of_peak(found: Overlay) -> tuple[float, float]:
    """Where the bright square lies, in columns and rows of the picture."""
    rows, columns = np.nonzero(pixels(found)[0] > 130)
    return columns.mean() + 0.5, rows.mean() + 0.5


def should_be(found: Overlay, crs: str, x: float, y: float) -> tuple[float, float]:
    """Where a point of the source lies in the picture, by rasterio's exact transform and the picture's bounds alone."""
    (east,), (north,) = exactly(crs, "EPSG:3857", [x], [y])
    box = found.bounds
    left, right = box.west / 360 * EARTH_M, box.east / 360 * EARTH_M
    bottom, top = (np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi) * EARTH_M for lat in (box.south, box.north))
    east += EARTH_M * np.ceil((left - east) / EARTH_M - 1e-3) if not left <= east <= right else 0
    return (east - left) / (right - left) * found.width, (top - north) / (top - bottom) * found.height


PLACES = {
    "utm": ("EPSG:32638", from_origin(300_000, 4_100_000, 250, 250)),
    "utm of the south": ("EPSG:32738", from_origin(300_000, 8_100_000, 250, 250)),
    "degrees": ("EPSG:4326", from_origin(44, 34, 0.0025, 0.0025)),
    "south up": ("EPSG:4326", Affine(0.0025, 0, 44, 0, 0.0025, 33)),
    "rotated": ("EPSG:32638", Affine.translation(400_000, 4_000_000) @ Affine.rotation(33) @ Affine.scale(250, -250)),
    "sheared, mirrored": ("EPSG:32638", Affine(-240, 30, 500_000, 20, -250, 4_000_000)),
    "0 to 360": ("EPSG:4326", from_origin(190, 34, 0.0025, 0.0025)),
    "whole world from 0 to 360": ("EPSG:4326", from_origin(0, 80, 0.9, 0.4)),
    "over the antimeridian in degrees": ("EPSG:4326", from_origin(179.5, -17, 0.0025, 0.0025)),
    "over the antimeridian in metres": ("EPSG:32760", from_origin(800_000, 8_000_000, 250, 250)),
    "web mercator": ("EPSG:3857", from_origin(4_900_000, 4_000_000, 250, 250)),
    "local datum": ("EPSG:4743", from_origin(44, 33.6, 0.0025, 0.0025)),
    "local datum in metres": ("EPSG:22780", from_origin(200_000, 300_000, 250, 250)),
    "equal area": ("EPSG:6933", from_origin(4_300_000, 4_000_000, 250, 250)),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spot", [(12, 12), (12, 387), (387, 12), (387, 387), (200, 200), (90, 310)])
def test_control_points_lie_within_one_pixel_of_the_exact_transform(
    place: str, spot: tuple[int, int], tmp_path: Path
) -> None:
    crs, transform = PLACES[place]
    path = write_raster(tmp_path / "image.tif", peak(400, 400, *spot, side=9), crs=crs, transform=transform)
    found = overlay(path, look=Look(size=350, stretch=AS_IT_IS, quality=100))
    x, y = transform @ (spot[1] + 0.5, spot[0] + 0.5)
    off = np.subtract(middle_of_peak(found), should_be(found, crs, x, y))
    assert np.abs(off).max() < 1, off


def test_a_naive_overlay_would_fail_that_test(tmp_path: Path) -> None:
    crs, transform = PLACES["utm"]
    path = write_raster(tmp_path / "image.tif", peak(400, 400, 12, 387), crs=crs, transform=transform)
    found = overlay(path, look=Look(size=350))
    naive = (387.5 / 400 * found.width, 12.5 / 400 * found.height)
    assert np.abs(np.subtract(naive, should_be(found, crs, *(transform @ (387.5, 12.5))))).max() > 3


LAYOUTS: dict[str, dict[str, Any]] = {
    "stripes without overviews": {},
    "tiles": {"tiled": True, "blockxsize": 128, "blockysize": 128, "compress": "deflate", "interleave": "pixel"},
    "with overviews": {"tiled": True, "blockxsize": 128, "blockysize": 128, "overviews": [2, 4, 8, 16]},
    "one stripe": {"blockysize": 1500},
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [90, 333, 1000])
def test_the_layout_of_the_file_changes_neither_place_nor_colour(layout: str, size: int, tmp_path: Path) -> None:
    values = peak(1500, 1300, 240, 910, side=81)
    path = write_raster(tmp_path / "image.tif", values, **LAYOUTS[layout])
    found = overlay(path, look=Look(size=size, stretch=AS_IT_IS, quality=100))
    x, y = from_origin(500_000, 3_700_000, 10, 10) @ (910.5, 240.5)
    assert np.abs(np.subtract(middle_of_peak(found), should_be(found, "EPSG:32638", x, y))).max() < 1
    seen = pixels(found)
    assert seen[0][seen[-1] > 0].min() == 10
    assert np.median(seen[0][seen[0] > 200]) >= 245


def test_a_picture_is_never_finer_than_its_raster_nor_larger_than_asked(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(60, 100))
    coarse, fine = overlay(path, look=Look(size=50)), overlay(path, look=Look(size=5000))
    assert max(coarse.width, coarse.height) == 50
    assert 100 <= max(fine.width, fine.height) <= 106
    assert coarse.acquired.pixel_m == pytest.approx(10, rel=0.01)


def test_the_extent_cuts_the_picture_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(300, 300))
    whole = overlay(path).bounds
    part = Box(whole.west + 0.01, whole.south + 0.01, whole.west + 0.02, whole.south + 0.015)
    found = overlay(path, look=Look(extent=part)).bounds
    assert (found.west, found.north) == (pytest.approx(part.west), pytest.approx(part.north))
    assert found.east == pytest.approx(part.east, abs=0.0002)
    with pytest.raises(UsageProblem, match="outside the extent"):
        overlay(path, look=Look(extent=Box(0, 0, 1, 1)))


def test_the_extent_counts_longitudes_as_the_map_does(tmp_path: Path) -> None:
    path = write_raster(
        tmp_path / "w.tif", scene(100, 400, bands=1), crs="EPSG:4326", transform=from_origin(0, 45, 0.9, 0.9)
    )
    assert overlay(path, look=Look(extent=Box(-100, 0, -60, 30))).bounds.west == pytest.approx(-100)
    assert overlay(path, look=Look(extent=Box(40, 0, 60, 30))).bounds.west == pytest.approx(40)


@pytest.mark.parametrize(
    "kind", ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64"]
)
@pytest.mark.parametrize("bands", [1, 2, 3, 4, 7])
def test_every_type_and_number_of_bands_is_drawn(kind: str, bands: int, tmp_path: Path) -> None:
    values = (scene(40, 40, bands=bands, kind="uint8") // 2).astype(kind)
    found = overlay(write_raster(tmp_path / "image.tif", values), look=Look(size=30, quality=100))
    seen = pixels(found)
    assert (found.legend is None) == (bands >= 3)
    assert seen[0][seen[-1] > 0].std() > 5


EMPTY = {
    "nodata": ({"nodata": 0}, 0),
    "nodata at the top": ({"nodata": 255}, 255),
    "mask": ({"mask": "mask"}, 77),
    "alpha": ({"colorinterp": "alpha"}, 77),
}


@pytest.mark.parametrize("way", EMPTY)
def test_pixels_without_a_value_are_clear_and_colour_no_neighbour(way: str, tmp_path: Path) -> None:
    values = np.full((3, 80, 80), 200, dtype="uint8")
    hole = np.zeros((80, 80), dtype=bool)
    hole[20:40, 30:60] = True
    more, filler = EMPTY[way]
    values[:, hole] = filler
    more = dict(more)
    if "mask" in more:
        more["mask"] = ~hole
    if "colorinterp" in more:
        values = np.concatenate([values, np.where(hole, 0, 255).astype("uint8")[None]])
        more["colorinterp"] = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    found = overlay(write_raster(tmp_path / "image.tif", values, **more), look=Look(quality=100, stretch=AS_IT_IS))
    seen = pixels(found)
    assert seen.shape[0] == 4
    assert set(np.unique(seen[0][seen[3] == 255])) == {200}
    x, y = (int(part) for part in should_be(found, "EPSG:32638", 500_450, 3_699_700))
    assert seen[3, y, x] == 0


def test_nan_and_infinity_are_no_values(tmp_path: Path) -> None:
    values = np.linspace(0, 1, 6400, dtype="float32").reshape(80, 80)
    values[10, 10:30], values[50, 10:30], values[60, 10:30] = np.nan, np.inf, -np.inf
    found = overlay(write_raster(tmp_path / "image.tif", values), look=Look(quality=100))
    assert found.legend is not None
    assert 0 <= found.legend.low < found.legend.high <= 1
    assert (pixels(found)[3] == 0).sum() >= 50


def test_jpeg_carries_its_mask_beside_it(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(200, 200))
    webp, jpeg = (overlay(path, look=Look(form=form)) for form in ("webp", "jpeg"))
    assert (webp.picture.media_type, jpeg.picture.media_type) == ("image/webp", "image/jpeg")
    assert not webp.picture.mask
    assert jpeg.picture.mask.startswith(b"\x89PNG")
    np.testing.assert_array_equal(pixels(webp)[3], pixels(jpeg)[3])
    with pytest.raises(UsageProblem, match="gif"):
        overlay(path, look=Look(form="gif"))


def test_bands_are_those_the_file_means_or_those_that_are_named(tmp_path: Path) -> None:
    values = np.stack([np.full((20, 20), level, "uint8") for level in (10, 20, 30, 40)])
    blue_first = [ColorInterp.blue, ColorInterp.green, ColorInterp.red, ColorInterp.undefined]
    path = write_raster(tmp_path / "image.tif", values, colorinterp=blue_first)
    look = Look(stretch=AS_IT_IS, quality=100)
    assert pixels(overlay(path, look=look))[:3, 10, 10].tolist() == [30, 20, 10]
    assert pixels(overlay(path, look=Look(bands=(4, 3, 2), stretch=AS_IT_IS, quality=100)))[:3, 10, 10].tolist() == [
        40,
        30,
        20,
    ]
    for bands, told in (((5,), "no band 5"), ((1, 2), "one band or three"), ((0,), "no band 0")):
        with pytest.raises(UsageProblem, match=told):
            overlay(path, look=Look(bands=bands))


def test_palettes_keep_their_colours(tmp_path: Path) -> None:
    values = np.repeat(np.array([[0, 1, 2]], "uint8"), 30, axis=0).repeat(10, axis=1)
    palette = {0: (0, 0, 0, 0), 1: (200, 10, 20, 255), 2: (10, 90, 200, 255)}
    path = write_raster(tmp_path / "image.tif", values, palette=palette, photometric="palette", nodata=0)
    seen = pixels(overlay(path, look=Look(quality=100)))
    colours = {tuple(int(part) for part in seen[:3, y, x]) for y, x in zip(*np.nonzero(seen[3] == 255), strict=True)}
    assert colours == {(200, 10, 20), (10, 90, 200)}


def test_a_single_band_has_a_legend_in_its_own_unit(tmp_path: Path) -> None:
    values = np.arange(10_000, dtype="int16").reshape(100, 100)
    path = write_raster(tmp_path / "image.tif", values, units=["m"])
    with rasterio.open(path, "r+") as image:
        image.scales, image.offsets = (0.1,), (5.0,)
    legend = overlay(path, look=Look(colours="viridis")).legend
    assert legend is not None
    assert (legend.low, legend.high) == (pytest.approx(25, abs=4), pytest.approx(985, abs=4))
    assert (legend.unit, legend.colours[0]) == ("m", "#440154")
    given = overlay(path, look=Look(colours="sand", stretch=Stretch(values=(0, 500)), unit="metres")).legend
    assert given is not None
    assert (given.low, given.high, given.unit) == (0, 500, "metres")
    with pytest.raises(UsageProblem, match="no colour map"):
        overlay(path, look=Look(colours="rainbow"))


def test_how_an_image_was_taken_is_told_and_a_files_day_is_not(tmp_path: Path) -> None:
    said = {
        "ACQUISITIONDATETIME": "2017-07-10T08:11:00Z",
        "OFF_NADIR": "17.5",
        "CLOUD_COVER": "999",
        "PLATFORM": "VS-1",
    }
    path = write_raster(tmp_path / "a.tif", scene(20, 20), tags=said | {"TIFFTAG_DATETIME": "2024:01:01 00:00:00"})
    told = overlay(path).acquired
    assert (told.date, told.date_from, told.off_nadir_deg, told.cloud_percent, told.sensor) == (
        "2017-07-10", "file", 17.5, None, "VS-1",
    )  # fmt: skip
    assert overlay(path, date="2017-07").acquired.date == "2017-07"
    bare = write_raster(tmp_path / "b.tif", scene(20, 20), tags={"TIFFTAG_DATETIME": "2024:01:01 00:00:00"})
    assert overlay(bare).acquired.date == ""
    with pytest.raises(UsageProblem, match="no date"):
        overlay(bare, date="10.7.2017")


def test_the_same_file_gives_the_same_bytes_and_is_not_changed(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(90, 90))
    held = path.read_bytes()
    assert overlay(path) == overlay(path)
    assert path.read_bytes() == held
