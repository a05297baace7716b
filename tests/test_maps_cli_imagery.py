"""Imagery on the command line: what is written, what is told, and what is refused."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from maps import main

ROOT = Path(__file__).resolve().parent.parent
DATES = ["--date", "2017-01-02", "--after", "after.tif", "--after-date", "2017-07-10"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rasters and tables of the manual."""
    shutil.copytree(ROOT / "tests" / "manual", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, what was said, and what was complained of."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_overlay_tells_what_it_drew(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "overlay", "before.tif", *DATES, "--difference", "--out", "page.html", "--json")
    told = json.loads(out)
    assert (code, told["days"]) == (0, 189)
    assert [one["role"] for one in told["pictures"]] == ["before", "after", "difference"]
    assert told["pictures"][1]["off_nadir_deg"] == 21.3
    text = Path("page.html").read_text(encoding="utf-8")
    assert len(text.encode()) == told["bytes"] < 1_000_000
    assert "default-src &#39;none&#39;" in text
    assert "not for publication" in text


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ["before.tif", "--after", "after.tif", "--after-date", "2017", "--out", "p.html"],
            2,
            "not known when before.tif",
        ),
        (["before.tif", "--date", "yesterday", "--out", "p.html"], 2, "no date"),
        (["before.tif", "--out", "p.png"], 2, "does not end in .html"),
        (["before.tif", "--out", "nowhere/p.html"], 2, "no folder"),
        (["missing.tif", "--out", "p.html"], 2, "no file"),
        (["points.csv", "--out", "p.html"], 3, "no GeoTIFF"),
        (["before.tif", "--extent", "1,2,3", "--out", "p.html"], 2, "--extent"),
        (["before.tif", "--extent", "1,2,3,4", "--out", "p.html"], 2, "outside the extent"),
        (["before.tif", "--stretch", "9,1", "--out", "p.html"], 2, "stretch"),
        (["before.tif", "--colours", "jet", "--out", "p.html"], 2, "colour map"),
        (["before.tif", "--limit", "pixels=10", "--out", "p.html"], 3, "10 pixels"),
        (["before.tif", "--limit", "pixel=10", "--out", "p.html"], 2, "no limit"),
        (["before.tif", "--megabytes", "0.001", "--out", "p.html"], 2, "strikeatlas tiles"),
    ],
)
def test_overlay_refuses_with_what_to_do(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _, err = run(capsys, "overlay", *words)
    assert (found, told in err) == (code, True), err
    assert not list(Path().glob("p.*"))


def test_an_input_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("before.tif", "before.html")
    assert run(capsys, "overlay", "before.html", "--out", "before.html")[0] == 2
    assert run(capsys, "sample", "points.csv", "people.tif", "--out", "points.csv")[0] == 2


def test_tiles_are_made_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "tiles", "after.tif", "--out", "a.pmtiles", "--zooms", "13-15", "--workers", "1", "--json"
    )
    told = json.loads(out)
    assert (code, told["zooms"], told["resumed"]) == (0, [13, 15], 0)
    assert Path("a.pmtiles").stat().st_size == told["bytes"]
    assert run(capsys, "overlay", "a.pmtiles", "--date", "2017-07-10", "--out", "t.html")[0] == 0
    code, out, _ = run(capsys, "overlay", "a.pmtiles", "--megabytes", "0.001", "--out", "u.html", "--json")
    assert (code, json.loads(out)["beside"]) == (0, ["a.pmtiles"])


def test_damage_points_are_held_against_incidents(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "damage", "points.csv", "damage.csv", "--out", "assessed.csv", "--json")
    told = json.loads(out)
    assert (code, told["consistent"], told["no_damage_seen"], told["not_assessable"]) == (1, 1, 0, 2)
    assert told["reasons"] == {"place_too_vague": 1, "outside_area": 1}
    assert told["images"] == ["2017-01-02", "2017-07-10"]
    first = rows("assessed.csv")[0]
    assert (first["assessment"], first["days_between"], first["new_damage"]) == ("consistent", "189", "1")
    code, out, _ = run(capsys, "damage", "points.csv", "damage.csv", "--out", "assessed.csv")
    assert "consistent with a strike in that time, and with any other one" in out
    assert "confirmed" not in out + Path("assessed.csv").read_text(encoding="utf-8")
    assert run(capsys, "damage", "points.csv", "elevation.tif", "--out", "x.csv")[0] in (2, 3)


def test_sample_and_zonal_keep_unknown_apart_from_zero(capsys: pytest.CaptureFixture[str]) -> None:
    Path("far.csv").write_text("id,lon,lat,radius_m\nA,40.2,30.5,20\nB,10,10,20\n", encoding="utf-8")
    code, out, _ = run(capsys, "sample", "far.csv", "elevation.tif", "--out", "s.csv")
    assert code == 1
    assert "null, not zero" in out
    found = rows("s.csv")
    assert [row["id"] for row in found] == ["A", "B"]
    assert float(found[0]["value"]) > 200
    assert (found[1]["value"], found[1]["covered"]) == ("", "0")
    code, out, _ = run(capsys, "zonal", "boundaries.geojson", "people.tif", "--out", "z.csv", "--json")
    assert (code, json.loads(out)["partly_covered"]) == (1, 1)
    assert [row["warnings"] for row in rows("z.csv")] == ["", "raster_partial"]
    code, *_ = run(capsys, "sample", "points.csv", "people.tif", "--within", "2000", "--out", "p.csv")
    near = rows("p.csv")
    assert float(near[1]["min"]) < float(near[1]["expected"]) < float(near[1]["max"])
    assert near[0]["min"] == near[0]["max"]


def test_python_of_the_imagery_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "imagery.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 3
    exec("\n".join(blocks), {})
    assert "UTM zone 37N" in capsys.readouterr().out
    assert "StrikeImagery.show" in Path("swipe.html").read_text(encoding="utf-8")
