"""The way of one record through the rooms, on a project of four rows."""

import json
from pathlib import Path

import pandas as pd
import pytest
from valdrian_project import SETTINGS, make_project

from data import UsageProblem, read_frame
from maps import build_project, load_project


def square(pcode: str, west: float, east: float) -> dict[str, object]:
    ring = [[west, 35.0], [east, 35.0], [east, 37.0], [west, 37.0], [west, 35.0]]
    properties = {"ADM1_PCODE": pcode, "ADM1_EN": pcode, "ADM0_PCODE": "VD", "ADM0_EN": "Valdria"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def with_layers(folder: Path, level: int) -> Path:
    settings = f'{SETTINGS}\n[map]\nlevel = {level}\n\n[[layers]]\npath = "units.geojson"\nlevel = 1\n'
    make_project(folder, settings=settings)
    units = {"type": "FeatureCollection", "features": [square("VD01", 42.0, 43.5), square("VD02", 43.5, 45.0)]}
    (folder / "units.geojson").write_text(json.dumps(units), encoding="utf-8")
    return folder


def test_each_step_leaves_a_table_that_can_be_opened(tmp_path: Path) -> None:
    built = build_project(load_project(make_project(tmp_path / "v")), work=tmp_path / "work")
    for table, rows in (("claims", 4), ("placements", 4), ("incidents", 3), ("judgements", 1), ("sources", 4)):
        assert len(read_frame(tmp_path / "work" / f"{table}.parquet", table)) == rows
    assert built.counts["records"] == 4
    assert built.counts["placed"] + built.counts["not_placeable"] == built.counts["incidents"] == 3


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    project = load_project(make_project(tmp_path / "v"))
    for name in ("one", "two"):
        build_project(project, work=tmp_path / name)
    names = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(names) > 8
    assert [
        str(name) for name in names if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ] == []


def test_boundaries_of_the_users_own_carry_the_tallies(tmp_path: Path) -> None:
    project = load_project(with_layers(tmp_path / "v", 1))
    build_project(project, work=tmp_path / "work")
    tallies = pd.read_csv(tmp_path / "work" / "tallies.csv")
    killed = tallies[(tallies["measure"] == "killed") & (tallies["claimant"] == "watch")]
    assert set(killed["pcode"].dropna()) == {"VD01", "VD02"}
    first = killed[killed["pcode"] == "VD01"].iloc[0]
    assert (first["min"], first["max"]) == (2, 4)
    assert killed["not_placeable"].sum() == 1


def test_a_level_without_boundaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="level is 2"):
        build_project(load_project(with_layers(tmp_path / "v", 2)), work=tmp_path / "work")
