"""Shares by where people live: a raster made here, half desert, half town."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.transform import from_bounds
from squares import placed_at, square_units, unit_frame

from data import InputRefused, UsageProblem, frame
from layers import rates, read_population, share, unit_population
from maps import main

UNITS = square_units(2, 1)
NODATA = -99999.0


def raster(
    folder: Path, values: np.ndarray, box: tuple[float, float, float, float] = (40, 30, 42, 31), **more: object
) -> Path:
    path = folder / "people.tif"
    height, width = values.shape
    told = {"driver": "GTiff", "height": height, "width": width, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    told |= {"nodata": NODATA, "transform": from_bounds(*box, width, height)}
    with rasterio.open(path, "w", **(told | more)) as file:
        file.write(values.astype(told["dtype"]), 1)
    return path


def town(columns: int = 200, rows: int = 100) -> np.ndarray:
    """A hundred people in each cell east of the border at 41, one in each west of it."""
    values = np.ones((rows, columns))
    values[:, columns // 2 :] = 99
    return values


def shares(
    placements: pd.DataFrame, path: Path, units: pd.DataFrame = UNITS, level: int = 1
) -> dict[str | None, float]:
    table = share(placements, units, level=level, population=path)
    return {
        None if pd.isna(code) else code: parts / 2**32
        for code, parts in zip(table["pcode"], table["parts"], strict=True)
    }


def test_a_disc_across_a_border_goes_where_people_live(tmp_path: Path) -> None:
    disc = placed_at((41.0, 30.5, "town", 6000.0))
    assert shares(disc, raster(tmp_path, town())) == pytest.approx({"VA01": 0.01, "VA02": 0.99}, abs=0.002)
    table = share(disc, UNITS, level=1, population=raster(tmp_path, town()))
    assert table["how"].tolist() == ["polygon, by population"] * 2
    assert table["parts"].sum() == 2**32
    assert not table["certain"].any()


@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (20, 10), (2000, 1000)])
def test_cells_larger_and_much_smaller_than_the_disc_tell_the_same(tmp_path: Path, columns: int, rows: int) -> None:
    found = shares(placed_at((41.0, 30.5, "town", 3000.0)), raster(tmp_path, town(columns, rows)))
    assert found == pytest.approx({"VA01": 0.01, "VA02": 0.99}, abs=0.03)


def test_bands_keep_their_weight(tmp_path: Path) -> None:
    """Half of the truth lies within r50, however many people live further out."""
    values = np.ones((100, 200))
    values[:, 101:] = 1e6
    disc = placed_at((40.99, 30.5, "town", 20_000.0), r50_m=500.0, r80_m=900.0)
    found = shares(disc, raster(tmp_path, values))
    assert found["VA01"] == pytest.approx((0.5 + 0.3) / 0.95, abs=0.02)


def test_where_nothing_is_known_and_where_nobody_lives_the_area_counts(tmp_path: Path) -> None:
    disc = placed_at((41.0, 30.5, "town", 6000.0))
    for value in (NODATA, 0.0, -5.0):
        assert shares(disc, raster(tmp_path, np.full((100, 200), value))) == pytest.approx(
            {"VA01": 0.5, "VA02": 0.5}, abs=0.01
        )
    far = raster(tmp_path, town(), (10, 10, 12, 11))
    assert shares(disc, far) == pytest.approx({"VA01": 0.5, "VA02": 0.5}, abs=0.01)
    half = town()
    half[:, 100:] = NODATA
    assert shares(disc, raster(tmp_path, half)) == pytest.approx({"VA01": 0.5, "VA02": 0.5}, abs=0.02)


def test_what_lies_in_one_unit_is_not_touched(tmp_path: Path) -> None:
    points = placed_at((40.5, 30.5, "exact", 20.0), (40.5, 30.5, "town", 3000.0), (41.0, 30.5, "country", None))
    path = raster(tmp_path, town())
    plain, weighed = share(points, UNITS, level=1), share(points, UNITS, level=1, population=path)
    pd.testing.assert_frame_equal(weighed, plain)


def test_footprints_and_stated_governorates_are_weighed_too(tmp_path: Path) -> None:
    path = raster(tmp_path, town())
    strip = shapely.to_wkb(shapely.box(40.9, 30.4, 41.1, 30.6))
    assert shares(placed_at((41.0, 30.5, "town", 6000.0), footprint=strip), path) == pytest.approx(
        {"VA01": 0.01, "VA02": 0.99}, abs=0.002
    )
    districts = unit_frame(
        {"VA0101": shapely.box(40, 30, 41, 31), "VA0102": shapely.box(41, 30, 42, 31)}, level=2, parent="VA01"
    )
    both = pd.concat([unit_frame({"VA01": shapely.box(40, 30, 42, 31)}), districts], ignore_index=True)
    stated = placed_at((41.0, 30.5, "governorate", 90_000.0), adm1_pcode="VA01")
    assert shares(stated, path, both, 2) == pytest.approx({"VA0101": 0.01, "VA0102": 0.99}, abs=1e-6)


def test_a_projected_raster_tells_the_same(tmp_path: Path) -> None:
    box = rasterio.warp.transform_bounds("EPSG:4326", "EPSG:32637", 40.5, 30.2, 41.5, 30.8)
    x = np.linspace(box[0], box[2], 401)[:-1]
    lon, _ = rasterio.warp.transform("EPSG:32637", "EPSG:4326", x, np.full(400, (box[1] + box[3]) / 2))
    values = np.tile(np.where(np.asarray(lon) > 41, 99.0, 1.0), (300, 1))
    path = raster(tmp_path, values, box, crs="EPSG:32637")
    found = shares(placed_at((41.0, 30.5, "town", 6000.0)), path)
    assert found == pytest.approx({"VA01": 0.01, "VA02": 0.99}, abs=0.02)


def test_people_of_units_are_counted_cells_cut_by_their_part(tmp_path: Path) -> None:
    path = raster(tmp_path, np.full((10, 20), 7.0))
    told = unit_population(square_units(2, 2, side=0.55), path)
    assert told["pcode"].tolist() == ["VA01", "VA02", "VA03", "VA04"]
    assert told["population"].tolist() == pytest.approx(
        [7 * 5.5**2, 7 * 5.5**2, 7 * 5.5 * 4.5, 7 * 5.5 * 4.5], rel=1e-3
    )
    with pytest.raises(InputRefused, match="fewer people than none"):
        unit_population(UNITS, raster(tmp_path, np.full((10, 20), -3.0)))


def test_a_file_that_is_no_raster_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.tif").write_text("lon,lat\n")
    with pytest.raises(InputRefused):
        share(placed_at((41.0, 30.5, "town", 6000.0)), UNITS, level=1, population=tmp_path / "people.tif")


def people_table(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rates_stand_beside_both_their_parts(tmp_path: Path) -> None:
    told = read_population(people_table(tmp_path, 'Pcode,Population,Year\nVA01,"1,200,000",2017\nVA02,,2017\n'), UNITS)
    tallies = frame("tallies", [
        {"pcode": code, "level": 1, "period": "2017", "claimant": "red", "measure": "killed", "min": 3, "expected": 4.5,
         "max": None, "not_placeable": code is None, "without_figure": 0}
        for code in ("VA01", "VA02", None)
    ])  # fmt: skip
    table = rates(tallies, told)
    assert table.loc[0, ["min", "population", "population_source"]].tolist() == [3, 1_200_000, "people.csv 2017"]
    assert table["per_100k_min"].fillna(-1).tolist() == [0.25, -1, -1]
    assert table["per_100k_expected"].iloc[0] == 0.375
    assert table["per_100k_max"].isna().all()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pcode,people\nVA01,many\n", r"people\.csv.*row 2.*column people.*'many' is no number of people"),
        ("pcode,people\nVA01,-4\n", "no number of people"),
        ("pcode,people\nVA01,4\nVA01,5\n", "VA01 stands in several rows"),
        ("pcode,people\nXX01,4\n", "none of its codes"),
        ("place,people\nA,4\n", "no column 'pcode'"),
        ("pcode,name\nVA01,A\n", "no column 'population'"),
    ],
)
def test_a_wrong_table_of_people_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises((InputRefused, UsageProblem), match=why):
        read_population(people_table(tmp_path, text), UNITS)


def test_commands_weigh_by_people_and_write_rates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = Path(__file__).parent / "manual" / "boundaries.geojson"
    sheet = tmp_path / "strikes.csv"
    sheet.write_text("id,lon,lat,radius_m,date,killed\na,41.0,30.5,6000,2017-03-01,2\n", encoding="utf-8")
    path = raster(tmp_path, town())
    for words in (["join", "--out", tmp_path / "j.csv"], ["tally", "--by", "year", "--out", tmp_path / "t.csv"]):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, [words[0], sheet, *words[1:], "--units", units, "--population", path])])
        assert ended.value.code == 0, capsys.readouterr().err
    joined = pd.read_csv(tmp_path / "j.csv", encoding="utf-8-sig")
    assert dict(zip(joined["pcode"], joined["share"], strict=True)) == pytest.approx(
        {"VA01": 0.01, "VA02": 0.99}, abs=0.01
    )
    told = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig").query("measure == 'killed'").set_index("pcode")
    assert told.loc["VA02", "population"] == pytest.approx(99 * 100 * 100, rel=1e-3)
    assert told.loc["VA02", "per_100k_max"] == pytest.approx(2 / 9.9, rel=1e-3)
    assert told.loc["VA02", "population_source"] == "people.tif"
