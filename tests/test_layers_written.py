"""Tallies leave as a tidy table and as a GeoPackage that other programs open, the same bytes each time."""

import sqlite3
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from squares import square_units, unit_frame

from data import WorldFault, conform
from layers import tidy_tallies, write_tallies
from layers.geopackage import Sheet, geopackage


def tallies_of(*pcodes: str | None) -> pd.DataFrame:
    rows = [
        {"pcode": pcode, "level": 1, "period": "2017-03", "claimant": "A", "measure": "killed", "min": 1.0, "max": None}
        | {"not_placeable": pcode is None, "without_figure": 0}
        for pcode in pcodes
    ]
    return conform(pd.DataFrame(rows), "tallies")


def test_tidy_table_names_the_units_and_leaves_out_what_is_empty() -> None:
    table = tidy_tallies(tallies_of("VA02", "VA01", None), square_units(2, 1))
    assert table["unit"].astype(object).where(table["unit"].notna(), None).tolist() == [
        "Unit VA02",
        "Unit VA01",
        "not placeable at this level",
    ]
    assert list(table.columns[:4]) == ["pcode", "unit", "unit_ar", "level"]
    assert not {"status", "precision"} & set(table.columns)


def test_geopackage_opens_elsewhere_and_joins_by_code(tmp_path: Path) -> None:
    path = write_tallies(tallies_of("VA01", None), square_units(2, 1), tmp_path / "tallies.gpkg")
    units = geopandas.read_file(path, layer="units")
    assert units.crs.to_epsg() == 4326
    assert units.geometry.iloc[1].equals(shapely.box(41, 30, 42, 31))
    tallies = geopandas.read_file(path, layer="tallies")
    assert tallies["pcode"].isna().tolist() == [False, True]
    assert tallies[["min", "max"]].isna().to_numpy().tolist() == [[False, True], [False, True]]
    assert tallies["not_placeable"].tolist() == [False, True]


def test_unit_without_polygon_is_its_reference_point_or_nothing(tmp_path: Path) -> None:
    units = unit_frame({"VA01": None, "VA02": None}).assign(lon=[40.5, None], lat=[30.5, None])
    read = geopandas.read_file(write_tallies(tallies_of("VA01"), units, tmp_path / "a.gpkg"), layer="units")
    assert read.geometry.iloc[0].equals(shapely.Point(40.5, 30.5))
    assert read.geometry.iloc[1] is None


def test_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    tallies, units = tallies_of("VA01"), square_units(2, 1)
    first, second = (write_tallies(tallies, units, tmp_path / name).read_bytes() for name in ("a.gpkg", "b.gpkg"))
    assert first == second
    later = write_tallies(tallies, units, tmp_path / "c.gpkg", changed="2026-01-31T00:00:00.000Z").read_bytes()
    assert later != first


def test_package_is_what_the_standard_says(tmp_path: Path) -> None:
    path = write_tallies(tallies_of("VA01"), square_units(2, 1), tmp_path / "a.gpkg")
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
        contents = database.execute("SELECT table_name, data_type, min_x, max_y FROM gpkg_contents").fetchall()
    database.close()
    assert contents == [("units", "features", 40.0, 31.0), ("tallies", "attributes", None, None)]


def test_names_and_values_are_never_part_of_a_statement() -> None:
    table = pd.DataFrame({'a"; DROP TABLE gpkg_contents; --': ["'); DROP TABLE units; --"], "list": [["x", "y"]]})
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage([Sheet('t"t', table)]))
    assert database.execute('SELECT * FROM "t""t"').fetchall() == [(1, "'); DROP TABLE units; --", "x; y")]
    database.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorldFault, match="cannot be written"):
        write_tallies(tallies_of("VA01"), square_units(1, 1), tmp_path / "no" / "a.gpkg")
