"""Values at places, in areas and in units: nodata is not zero, a part of a pixel counts for a part."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from pyproj import Geod, Transformer
from rasterio.transform import from_origin
from rasters import write_raster

from data import InputRefused, UsageProblem, conform
from layers import exposed, sample, zonal

DEGREES = from_origin(44, 34, 0.01, 0.01)


def places(*rows: dict[str, object]) -> pd.DataFrame:
    return conform(
        pd.DataFrame([{"subject_id": chr(97 + number)} | row for number, row in enumerate(rows)]), "placements"
    )


def units(*shapes: shapely.Geometry | None) -> pd.DataFrame:
    rows = [
        {
            "pcode": f"V{n}",
            "level": 1,
            "name_en": f"Unit {n}",
            "geometry": None if shape is None else shapely.to_wkb(shape),
        }
        for n, shape in enumerate(shapes)
    ]
    return conform(pd.DataFrame(rows), "units")


def at(lon: float, lat: float, r95: float = 20.0) -> dict[str, object]:
    return {"lon": lon, "lat": lat, "r50_m": r95 / 4, "r80_m": r95 / 2, "r95_m": r95}


def test_the_value_is_that_of_the_pixel_and_nodata_is_no_zero(tmp_path: Path) -> None:
    values = np.arange(10_000, dtype="int32").reshape(100, 100)
    values[50, 50] = 0
    values[60, 60] = -1
    path = write_raster(tmp_path / "r.tif", values, crs="EPSG:4326", transform=DEGREES, nodata=-1)
    found = sample(places(at(44.125, 33.975), at(44.505, 33.495), at(44.605, 33.395), at(10, 10), {}), path)
    assert found["value"].tolist()[:2] == [212, 0]
    assert found["value"].isna().tolist() == [False, False, True, True, True]
    assert found["covered"].tolist() == [1, 1, 0, 0, 0]
    assert found["min"].isna().tolist() == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("crs", "transform", "turn"),
    [
        ("EPSG:4326", DEGREES, (1, 1)),
        ("EPSG:4326", Affine(0.01, 0, 44, 0, 0.01, 33), (-1, 1)),
        ("EPSG:4326", Affine(-0.01, 0, 45, 0, -0.01, 34), (1, -1)),
        ("EPSG:4326", from_origin(-316, 34, 0.01, 0.01), (1, 1)),
    ],
    ids=["north up", "south up", "mirrored", "counted from the other side"],
)
def test_the_way_the_rows_run_changes_nothing(
    crs: str, transform: Affine, turn: tuple[int, int], tmp_path: Path
) -> None:
    values = np.arange(10_000, dtype="float32").reshape(100, 100)[:: turn[0], :: turn[1]]
    path = write_raster(tmp_path / "r.tif", values, crs=crs, transform=transform)
    found = sample(places(at(44.125, 33.495, 3000)), path).iloc[0]
    assert found["value"] == 5012
    assert found["mean"] == pytest.approx(5012, abs=2)
    assert found["covered"] == 1
    assert zonal(units(shapely.box(44.1, 33.9, 44.2, 34.0)), path).loc[0, "mean"] == pytest.approx(464.5)


def test_pixels_count_by_the_share_that_is_covered(tmp_path: Path) -> None:
    values = np.array([[1, 10], [100, 1000]], dtype="float64")
    path = write_raster(tmp_path / "r.tif", values, crs="EPSG:4326", transform=from_origin(44, 34, 1, 1))
    found = zonal(units(shapely.box(44.5, 32.5, 45.25, 33.5)), path).iloc[0]
    assert found["sum"] == pytest.approx(0.25 * 1 + 0.125 * 10 + 0.25 * 100 + 0.125 * 1000)
    assert found["count"] == pytest.approx(0.75)
    assert (found["min"], found["max"], found["covered"]) == (1, 1000, 1)


def test_sums_over_neighbours_add_up_to_the_whole(tmp_path: Path) -> None:
    people = np.random.default_rng(3).gamma(0.4, 30, (90, 110))
    path = write_raster(
        tmp_path / "p.tif", people, crs="EPSG:32638", transform=from_origin(480_000, 3_720_000, 1000, 1000)
    )
    cuts = np.linspace(44, 47, 9)
    parts = [shapely.box(west, 32, east, 35) for west, east in pairwise(cuts)]
    found = zonal(units(*parts), path)
    assert found["sum"].sum() == pytest.approx(people.sum(), rel=1e-6)
    assert found["warnings"].map(len).sum() > 0


def test_a_unit_without_values_is_null_and_one_with_zeros_is_zero(tmp_path: Path) -> None:
    values = np.zeros((100, 100), dtype="float32")
    values[:, 50:] = np.nan
    path = write_raster(tmp_path / "r.tif", values, crs="EPSG:4326", transform=DEGREES)
    boxes = [
        shapely.box(44.1, 33.2, 44.3, 33.4),
        shapely.box(44.6, 33.2, 44.8, 33.4),
        shapely.box(44.4, 33.2, 44.6, 33.4),
    ]
    found = zonal(units(*boxes, None, shapely.box(0, 0, 1, 1)), path)
    assert found["sum"].tolist()[0] == 0
    assert found["sum"].isna().tolist() == [False, True, False, True, True]
    assert found["covered"].tolist() == pytest.approx([1, 0, 0.5, 0, 0])
    assert found["warnings"].tolist() == [
        [],
        ["raster_absent"],
        ["raster_partial"],
        ["raster_absent"],
        ["raster_absent"],
    ]
    with pytest.raises(UsageProblem, match="polygon"):
        zonal(units(None), path)


def test_sums_agree_with_a_count_by_hand_of_fine_points(tmp_path: Path) -> None:
    draw = np.random.default_rng(8)
    values = draw.uniform(0, 100, (40, 40))
    path = write_raster(tmp_path / "r.tif", values, crs="EPSG:4326", transform=from_origin(44, 34, 0.02, 0.02))
    shape = shapely.Point(44.4, 33.6).buffer(0.29)
    fine = (np.arange(8000) + 0.5) * 0.8 / 8000
    x, y = np.meshgrid(44 + fine, 34 - fine)
    inside = shapely.contains_xy(shape, x, y)
    by_hand = (values.repeat(200, axis=0).repeat(200, axis=1) * inside).sum() / 200**2
    assert zonal(units(shape), path).loc[0, "sum"] == pytest.approx(by_hand, rel=2e-4)


def test_the_mean_weighs_the_bands_as_they_are_likely(tmp_path: Path) -> None:
    x, y = np.meshgrid(np.arange(400) - 199.5, np.arange(400) - 199.5)
    away = np.hypot(x, y) * 100
    values = np.select([away < 2000, away < 5000, away < 12_000], [1.0, 10.0, 100.0], 1000.0)
    path = write_raster(
        tmp_path / "r.tif", values, crs="EPSG:32638", transform=from_origin(480_000, 3_720_000, 100, 100)
    )
    middle = {"lon": 45.0, "lat": 33.4398, "r50_m": 2000.0, "r80_m": 5000.0, "r95_m": 12_000.0}
    middle["lon"], middle["lat"] = Transformer.from_crs(32638, 4326, always_xy=True).transform(500_000, 3_700_000)
    found = sample(places(middle, middle | {"r50_m": None}), path)
    assert found.loc[0, "mean"] == pytest.approx((0.5 * 1 + 0.3 * 10 + 0.15 * 100) / 0.95, rel=0.05)
    assert found.loc[1, "mean"] > 70
    assert (found.loc[0, "min"], found.loc[0, "max"]) == (1, pytest.approx(100, abs=901))


def test_a_footprint_of_its_own_is_what_is_looked_at(tmp_path: Path) -> None:
    values = np.repeat(np.arange(100, dtype="float32")[None], 100, axis=0)
    path = write_raster(tmp_path / "r.tif", values, crs="EPSG:4326", transform=DEGREES)
    strip = shapely.to_wkb(shapely.box(44.1, 33.2, 44.2, 33.8))
    found = sample(places(at(44.15, 33.5, 50_000) | {"footprint": strip, "footprint_kind": "corridor"}), path).iloc[0]
    assert found["mean"] == pytest.approx(14.5)
    assert found["covered"] == 1


def test_people_around_an_exact_place_are_a_plain_sum(tmp_path: Path) -> None:
    people = np.full((200, 200), 4.0)
    path = write_raster(tmp_path / "p.tif", people, crs="EPSG:4326", transform=from_origin(44, 34, 0.005, 0.005))
    found = exposed(places(at(44.5, 33.5, 20)), path, within_m=5000).iloc[0]
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.box(44.5, 33.5, 44.505, 33.505))
    assert found["expected"] == pytest.approx(np.pi * 5000**2 / abs(area) * 4, rel=0.01)
    assert found["min"] == found["expected"] == found["max"]


def test_people_around_a_vague_place_are_a_range(tmp_path: Path) -> None:
    people = np.zeros((200, 200))
    people[90:110, 90:110] = 50
    path = write_raster(tmp_path / "p.tif", people, crs="EPSG:4326", transform=from_origin(44, 34, 0.005, 0.005))
    town = {"lon": 44.5, "lat": 33.5, "r50_m": 4000.0, "r80_m": 9000.0, "r95_m": 20_000.0}
    found = exposed(places(town, at(44.5, 33.5), town, {}, at(10, 10)), path, within_m=1000)
    vague = found.iloc[0]
    assert vague["min"] == 0
    assert 0 < vague["expected"] < vague["max"] <= found.loc[1, "max"] * 1.01
    assert found.loc[2, "expected"] == vague["expected"]
    assert found["expected"].isna().tolist() == [False, False, False, True, True]
    assert found.loc[4, "covered"] == 0
    with pytest.raises(UsageProblem, match="distance"):
        exposed(places(town), path, within_m=0)


def test_rotated_rasters_and_missing_bands_are_refused_with_what_to_do(tmp_path: Path) -> None:
    turned = from_origin(480_000, 3_720_000, 100, 100) @ Affine.rotation(20)
    path = write_raster(tmp_path / "r.tif", np.ones((50, 50)), transform=turned)
    with pytest.raises(InputRefused, match="rotated"):
        sample(places(at(44.8, 33.6)), path)
    flat = write_raster(tmp_path / "f.tif", np.ones((50, 50)))
    with pytest.raises(InputRefused, match="no band 2"):
        zonal(units(shapely.box(45, 33, 46, 34)), flat, band=2)


def test_inputs_are_left_as_they_are(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "r.tif", np.ones((50, 50)), crs="EPSG:4326", transform=DEGREES)
    given = places(at(44.1, 33.9), {})
    held = given.copy(deep=True)
    sample(given, path)
    exposed(given, path, within_m=500)
    pd.testing.assert_frame_equal(given, held)
