"""Scenes of a catalogue on this machine: found, told, cut to the place, with hash and licence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import rasterio
from rasters import scene as pixels
from rasters import write_raster
from stac_server import Catalogue, catalogue, scene

from data import NetFault, UsageProblem
from geo import Box, LonLat
from layers import Wish, overlay, search_scenes, take_scene
from maps import main

AT = LonLat(45.05, 33.42)
WISH = Wish(AT, "2017-03-17", 30)
WHOLE = (44.9, 33.3, 45.2, 33.6)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Catalogue]:
    """Four scenes: before, after, one that shows half of the place, and one of another time; more than a page holds."""
    with catalogue(tmp_path) as found:
        scene(found, "after", "2017-04-01", WHOLE, **{"eo:cloud_cover": 12.5, "view:off_nadir": 9})
        scene(found, "before", "2017-03-10", WHOLE, **{"eo:cloud_cover": 80, "platform": "valdria-sat-1"})
        scene(found, "half", "2017-03-17", (45.05, 33.3, 45.2, 33.6), **{"eo:cloud_cover": 999})
        scene(found, "torn", "2017-03-18", WHOLE)["geometry"] = {"type": "Polygon", "coordinates": "no"}
        scene(found, "undated", "2017-03-18", WHOLE)["properties"] = {"datetime": None}
        write_raster(tmp_path / "after.tif", pixels(1200, 1200))
        (tmp_path / "after.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 60)
        (tmp_path / "before.png").write_bytes(b"<svg onload=alert(1)>")
        yield found


def test_scenes_come_with_days_cloud_and_cover_the_nearest_first(held: Catalogue) -> None:
    shown: list[str] = []
    found = search_scenes(WISH, catalogue=held.url, show=shown.append)
    assert found["scene_id"].tolist() == ["half", "torn", "before", "after"]
    assert found["days"].tolist() == [0, 1, -7, 15]
    assert found["when"].tolist() == ["same_day", "after", "before", "after"]
    assert found["cover"].tolist()[0] == pytest.approx(0.5, abs=0.01)
    assert found["cover"].tolist()[2:] == [1, 1]
    assert found["cover"].isna().tolist()[1]
    assert found["cloud_percent"].isna().tolist() == [True, True, False, False]
    assert found.loc[2, ["sensor", "licence", "pixel_m"]].tolist() == ["valdria-sat-1", "CC-BY-4.0", 10]
    assert len(shown) == len(held.asked) == 3


def test_the_catalogue_is_asked_for_the_days_and_the_place(held: Catalogue) -> None:
    search_scenes(WISH, catalogue=held.url, collections=("a", "b"))
    asked = parse_qs(urlsplit(held.asked[0]).query)
    assert asked["datetime"] == ["2017-02-15T00:00:00Z/2017-04-16T23:59:59Z"]
    assert asked["collections"] == ["a,b"]
    west, south, east, north = (float(edge) for edge in asked["bbox"][0].split(","))
    assert west < AT.lon < east
    assert south < AT.lat < north
    assert north - south == pytest.approx(2000 / 110_900, rel=0.01)


def test_clouds_are_left_out_and_unknown_ones_are_not(held: Catalogue) -> None:
    found = search_scenes(Wish(AT, "2017-03-17", 30, most_cloud=20), catalogue=held.url)
    assert found["scene_id"].tolist() == ["half", "torn", "after"]


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"type": "FeatureCollection"}', b"[" * 100_000])
def test_what_is_no_catalogue_is_told_as_such(answer: bytes, held: Catalogue) -> None:
    held.answer = answer
    with pytest.raises(NetFault, match="no answer of a STAC catalogue"):
        search_scenes(WISH, catalogue=held.url)


def test_a_next_page_elsewhere_is_not_asked_for(held: Catalogue) -> None:
    elsewhere = [{"rel": "next", "href": "https://evil.example/search"}]
    held.answer = json.dumps({"features": [], "links": elsewhere}).encode()
    with pytest.raises(NetFault, match=r"evil\.example"):
        search_scenes(WISH, catalogue=held.url)


def test_a_catalogue_without_end_is_left(held: Catalogue) -> None:
    again = [{"rel": "next", "href": f"{held.url}/search?again"}]
    held.answer = json.dumps({"features": [], "links": again}).encode()
    with pytest.raises(UsageProblem, match="more than 20 pages"):
        search_scenes(WISH, catalogue=held.url)


def test_odd_items_do_not_stop_the_rest(held: Catalogue) -> None:
    held.items[:0] = [{"id": 1, "properties": [], "assets": []}, {}, "x"]  # type: ignore[list-item]
    assert "after" in search_scenes(WISH, catalogue=held.url)["scene_id"].tolist()


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(AT, "March", 3), "no day"),
        (Wish(AT, "2017-03-17", 0), "days"),
        (Wish(LonLat(200, 3), "2017-03-17", 3), "place"),
    ],
)
def test_a_wish_that_is_none_asks_nobody(wish: Wish, told: str, held: Catalogue) -> None:
    with pytest.raises(UsageProblem, match=told):
        search_scenes(wish, catalogue=held.url)
    assert held.asked == []
    with pytest.raises(UsageProblem, match="catalogue"):
        search_scenes(WISH, catalogue="nowhere")


def test_a_scene_is_cut_to_the_place_with_its_hash_and_licence(held: Catalogue, tmp_path: Path) -> None:
    row = search_scenes(WISH, catalogue=held.url).set_index("scene_id").loc["after"].to_dict() | {"scene_id": "after"}
    box = Box(45.04, 33.41, 45.06, 33.43)
    made = take_scene(row, tmp_path / "cut.tif", window=box)
    with rasterio.open(made.path) as small, rasterio.open(tmp_path / "after.tif") as whole:
        assert small.width < 250
        assert small.res == whole.res
        window = rasterio.windows.from_bounds(*small.bounds, transform=whole.transform)
        assert (small.read() == whole.read(window=window)).all()
    told = json.loads(made.note.read_text(encoding="utf-8"))
    assert told["sha256"] == made.sha256 == sha256(made.path.read_bytes()).hexdigest()
    assert told["scene_sha256"] == sha256((tmp_path / "after.tif").read_bytes()).hexdigest()
    assert (told["licence"], told["date"]) == ("CC-BY-4.0", "2017-04-01")
    assert overlay(made.path).acquired.date == "2017-04-01"
    with pytest.raises(UsageProblem, match="does not show"):
        take_scene(row, tmp_path / "cut2.tif", window=Box(10, 10, 11, 11))
    assert not (tmp_path / "cut2.tif").exists()


def test_the_command_writes_table_sheet_and_window(
    held: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["scenes", "--at", "45.05,33.42", "--around", "2017-03-17", "--days", "30", "--catalogue", held.url]
    files = ["--out", str(tmp_path / "s.csv"), "--sheet", str(tmp_path / "s.html")]
    with pytest.raises(SystemExit) as ended:
        main([*words, *files, "--take", "after", "--to", str(tmp_path / "cut.tif"), "--json"])
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert [row["scene_id"] for row in json.loads(said.out)["scenes"]] == ["half", "torn", "before", "after"]
    assert "/search?" in said.err
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert page.count("<img ") == 1
    assert "svg" not in page
    assert "Before: 1" in page
    with pytest.raises(SystemExit) as ended:
        main([*words[:-1], f"{held.url}/nothing"])
    assert ended.value.code == 5
    with pytest.raises(SystemExit) as ended:
        main(["scenes", "--at", "here", "--around", "2017-03-17", "--catalogue", held.url])
    assert ended.value.code == 2
