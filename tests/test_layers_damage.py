"""Damage points near incidents: consistent, none seen or not assessable, with the reason; never more than that."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from data import InputRefused, UsageProblem
from layers import Ask, Near, damage_near, read_damage, read_given
from layers.damage.near import REASONS

HEADER = "SITE_ID,lon,lat,SensDt_1,DmgCls_1,SensDt_2,DmgCls_2"
IMAGES = ("2017-01-10", "2017-07-10")


def site(name: str, lon: float, lat: float, before: str, after: str) -> str:
    return f"{name},{lon},{lat},{IMAGES[0]},{before},{IMAGES[1]},{after}"


def points(folder: Path, *rows: str) -> Path:
    """Damage points around an invented town: a ring of structures that were never hit, and what a test adds."""
    ring = [site(f"R{n}", 43 + x / 100, 36 + y / 100, "6", "6") for n, (x, y) in enumerate(RING)]
    (folder / "points.csv").write_text("\n".join([HEADER, *ring, *rows, ""]), encoding="utf-8")
    return folder / "points.csv"


RING = [(0, 0), (10, 0), (10, 10), (0, 10), (5, 0), (0, 5), (10, 5), (5, 10), (2, 2), (8, 8), (2, 8), (8, 2)]


def assessed(folder: Path, path: Path, *rows: str, **more: object) -> pd.DataFrame:
    """What is said of incidents by their own ids."""
    area = more.pop("area", box(42.99, 35.99, 43.11, 36.11))
    (folder / "strikes.csv").write_text(
        "\n".join(["id,date,lon,lat,precision,killed_min", *rows, ""]), encoding="utf-8"
    )
    given = read_given(folder / "strikes.csv", Ask(), counted=True)
    found = damage_near(given.incidents, given.placements, read_damage(path, area=area), near=Near(**more))
    return found.set_index(found["subject_id"].str.rpartition(":")[2])


HERE = "2017-03-01,43.05,36.05,exact,1"


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("6", "1", ("consistent", "")),
        ("", "3", ("consistent", "")),
        ("3", "1", ("consistent", "")),
        ("No Visible Damage", "Severe Damage", ("consistent", "")),
        ("6", "6", ("no_damage_seen", "")),
        ("1", "1", ("no_damage_seen", "")),
        ("1", "3", ("no_damage_seen", "")),
        ("6", "11", ("not_assessable", "only_possible")),
    ],
)
def test_only_damage_that_came_between_the_images_counts(
    before: str, after: str, wanted: tuple[str, str], tmp_path: Path
) -> None:
    path = points(tmp_path, site("D", 43.0502, 36.05, before, after))
    found = assessed(tmp_path, path, f"A,{HERE}").loc["A"]
    assert (found["assessment"], found["reason"]) == wanted
    assert (found["image_before"], found["image_after"]) == IMAGES
    assert (found["days_before"], found["days_after"], found["days_between"]) == (50, 131, 181)
    if wanted[0] == "consistent":
        assert found["new_damage"] == 1
        assert found["nearest_m"] == pytest.approx(18, abs=1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,2017-03-01,,,exact,1", "no_place"),
        ("A,2017-03-01,43.05,36.05,neighbourhood,1", "place_too_vague"),
        ("A,,43.05,36.05,exact,1", "no_day"),
        ("A,2017-01-10,43.05,36.05,exact,1", "no_image_before"),
        ("A,2017-01,43.05,36.05,exact,1", "no_image_before"),
        ("A,2017-07-10,43.05,36.05,exact,1", "no_image_after"),
        ("A,2017,43.05,36.05,exact,1", "no_image_before"),
        ("A,2017-03-01,43.5,36.05,exact,1", "outside_area"),
    ],
)
def test_what_cannot_be_assessed_says_why(row: str, reason: str, tmp_path: Path) -> None:
    found = assessed(tmp_path, points(tmp_path), row).loc["A"]
    assert (found["assessment"], found["reason"]) == ("not_assessable", reason)
    assert reason in REASONS


def test_nothing_is_ever_called_confirmed() -> None:
    from layers.damage import near, points  # noqa: PLC0415

    for module in (near, points):
        words = Path(str(module.__file__)).read_text(encoding="utf-8").casefold()
        assert words.count("confirmed") == words.count("nothing is ever called confirmed")


def test_one_structure_may_belong_to_several_incidents_and_that_is_said(tmp_path: Path) -> None:
    path = points(tmp_path, site("D", 43.0502, 36.05, "6", "1"), site("E", 43.08, 36.08, "6", "1"))
    rows = (f"A,{HERE}", "B,2017-05-01,43.0503,36.05,exact,1", "C,2017-05-01,43.08,36.08,exact,1")
    found = assessed(tmp_path, path, *rows)
    assert found["incidents_same"].to_dict() == {"A": 1, "B": 1, "C": 0}


def test_distance_and_vagueness_are_the_callers_choice(tmp_path: Path) -> None:
    path = points(tmp_path, site("D", 43.0525, 36.05, "6", "1"))
    assert assessed(tmp_path, path, f"A,{HERE}").loc["A", "assessment"] == "no_damage_seen"
    assert assessed(tmp_path, path, f"A,{HERE}", within_m=400.0).loc["A", "assessment"] == "consistent"
    vague = "A,2017-03-01,43.05,36.05,neighbourhood,1"
    assert assessed(tmp_path, path, vague, most_m=20_000.0).loc["A", "assessment"] == "consistent"
    with pytest.raises(UsageProblem, match="distances"):
        assessed(tmp_path, path, f"A,{HERE}", within_m=-1.0)


def test_without_an_outline_what_was_looked_at_lies_between_the_points(tmp_path: Path) -> None:
    path = points(tmp_path)
    found = read_damage(path)
    assert not found.area_given
    assert found.area.contains(Point(43.05, 36.05))
    assert not found.area.contains(Point(43.2, 36.05))
    outline = tmp_path / "area.geojson"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[box(43.0, 36.0, 43.3, 36.1)], crs=4326).to_file(
        outline, driver="GeoJSON", engine="pyogrio"
    )
    assert read_damage(path, area=outline).area.contains(Point(43.2, 36.05))


def test_columns_named_by_their_days_and_rows_by_image_are_read_alike(tmp_path: Path) -> None:
    wide, tall = tmp_path / "wide.csv", tmp_path / "tall.csv"
    wide.write_text("lon,lat,2017-01-10,2017-07-10\n43.05,36.05,,1.0\n43.06,36.06,3,2\n", encoding="utf-8")
    tall.write_text(
        "SiteID,lon,lat,SensorDate,DamageClass\n1,43.05,36.05,2017-07-10,1\n"
        "2,43.06,36.06,2017-01-10,3\n2,43.06,36.06,2017-07-10,2\n",
        encoding="utf-8",
    )
    one, other = read_damage(wide), read_damage(tall)
    assert one.days == other.days
    assert one.grades.tolist() == other.grades.tolist() == [[0, 4], [2, 3]]


def test_wrong_rows_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    path = points(tmp_path, "X,43.05,36.05,2017-01-10,6,yesterday,1", "Y,,36.05,2017-01-10,6,2017-07-10,1",
                  "Z,43.05,36.05,2017-01-10,6,2017-07-10,flattened", "W,,36.05,2017-01-10,6,never,1")  # fmt: skip
    found = read_damage(path)
    told = found.rejected[["row", "column", "value"]].astype(object).to_numpy().tolist()
    first = len(RING) + 2
    assert sorted(told) == [
        [first, "SensDt_2", "yesterday"],
        [first + 1, "geometry", ""],
        [first + 2, "DmgCls_2", "flattened"],
        [first + 3, "SensDt_2", "never"],
    ]
    assert (len(found.lon), found.rows_in) == (len(RING), len(RING) + 4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,class\na,1\n", "no points"),
        ("lon,lat\n43,36\n", "no days of images"),
        ("lon,lat,2017-01-10\nx,36,1\n", "none of its rows"),
    ],
)
def test_what_is_no_table_of_damage_is_refused(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=told) as fault:
        read_damage(tmp_path / "a.csv")
    assert fault.value.hint
