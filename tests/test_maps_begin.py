"""From one sheet to a published site: the project that init begins, with a mapping file of its own."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data import GateRefused, UsageProblem
from maps import build_project, load_project, main, publish_project
from maps.begin import begin_project

SHEET = """Date of strike;Town;Dead;Web
17/3/2017;Tamrin;5;https://watch.example/1
18/3/2017;Osk;> 3;https://watch.example/2
"""
DECIDED = {
    "statuses = []": 'statuses = ["desk/none"]',
    'attribution = ""': 'attribution = "The desk"',
    'licence = ""  ': 'licence = "CC-BY-4.0"',
    '# redistribution = ""': 'redistribution = "full" #',
}


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "desk.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_project_begun_from_a_sheet_builds_from_any_folder_and_publishes_once_decided(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "atlas"
    settings, proposal = begin_project(sheet, folder)
    assert proposal is not None
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    built = build_project(load_project(folder), work=folder / "work")
    assert built.counts["kept"] == 2
    with pytest.raises(GateRefused, match=r"no grades.*nobody.*no licence") as refused:
        publish_project(load_project(folder), built, site=folder / "site", as_of=date(2026, 1, 1))
    assert "'desk/none'" in str(refused.value.hint)
    text = settings.read_text(encoding="utf-8")
    for old, new in DECIDED.items():
        assert text.count(old) >= 1
        settings.write_text(text, encoding="utf-8")
        text = text.replace(old, new)
    # All is decided but for what its owner allows: what holds each record is said, and what can be done.
    with pytest.raises(GateRefused, match=r"2 held by licence") as refused:
        publish_project(load_project(folder), built, site=folder / "site", as_of=date(2026, 1, 1))
    assert 'redistribution = "full" under [[inputs]]' in str(refused.value.hint)
    settings.write_text(text, encoding="utf-8")
    built = build_project(load_project(folder), work=folder / "work")
    done = publish_project(load_project(folder), built, site=folder / "site", as_of=date(2026, 1, 1))
    assert len((done.folder / "data" / "claims.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_a_sheet_of_a_known_recorder_needs_no_mapping(tmp_path: Path) -> None:
    acled = tmp_path / "acled.csv"
    header = "event_id_cnty,event_date,time_precision,geo_precision,fatalities,latitude,longitude,location,country\n"
    acled.write_text(header + "VAL1,2 March 2017,1,2,4,36.1,43.1,Tamrin,Iraq\n", encoding="utf-8")
    settings, proposal = begin_project(acled, tmp_path / "atlas")
    assert proposal is None
    assert 'recorder = "acled"' in settings.read_text(encoding="utf-8")
    assert not list((tmp_path / "atlas" / "inputs").glob("*.toml"))


def test_nothing_that_is_there_is_written_over(sheet: Path, tmp_path: Path) -> None:
    settings, _ = begin_project(sheet, tmp_path / "atlas")
    before = settings.read_bytes()
    with pytest.raises(GateRefused, match="is there already"):
        begin_project(sheet, tmp_path / "atlas")
    assert settings.read_bytes() == before


def test_a_mapping_file_that_is_not_there_is_named_with_what_to_do(sheet: Path, tmp_path: Path) -> None:
    begin_project(sheet, tmp_path / "atlas")
    (tmp_path / "atlas" / "inputs" / "desk.toml").unlink()
    with pytest.raises(UsageProblem, match=r"no mapping file 'inputs/desk\.toml' for the input 'inputs/desk\.csv'"):
        build_project(load_project(tmp_path / "atlas"), work=tmp_path / "work")


def test_init_tells_what_it_took_for_what_and_what_comes_next(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init", str(sheet), "--project", str(tmp_path / "atlas")) == 0
    said = capsys.readouterr().out
    assert "Dead: killed, by its name. Such as: '5', '> 3'." in said
    assert "Then: strikeatlas build" in said
    assert run("init", str(sheet), "--project", str(tmp_path / "b"), "--out", str(tmp_path / "c.toml")) == 2


def test_the_sheet_of_a_workbook_and_the_name_of_its_records_stand_in_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Date", "Town"])
    book.active.append(["2017-03-01", "Ull"])
    sheet = book.create_sheet("March")
    for row in (
        ["Reports of March"],
        ["Date", "Town", "Dead"],
        ["2017-03-02", "Tamrin", 3],
        ["2017-03-03", "Osk", "x"],
    ):
        sheet.append(row)
    book.save(tmp_path / "desk.xlsx")
    assert run("init", str(tmp_path / "desk.xlsx"), "--project", str(tmp_path / "atlas"), "--layer", "March") == 0
    told = capsys.readouterr().out
    assert "desk.xlsx: XLSX, March (not read: Sheet), header in row 2." in told
    assert "Dead: killed, by its name; 50% of its values can be read." in told
    settings = (tmp_path / "atlas" / "atlas.toml").read_text(encoding="utf-8")
    assert 'layer = "March"' in settings
    assert '"desk/none"' in settings
    built = build_project(load_project(tmp_path / "atlas"), work=tmp_path / "work")
    assert (built.counts["kept"], built.counts["rejected"]) == (1, 1)


def test_a_file_of_points_becomes_a_project_with_its_points(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [43.13, 36.34]}
    line = {"type": "LineString", "coordinates": [[43.1, 36.3], [43.2, 36.4]]}
    features = [
        {"type": "Feature", "geometry": shape, "properties": {"date": f"2017-03-0{day}", "dead": day}}
        for day, shape in ((1, point), (2, line), (3, None))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "points.geojson").write_text(text, encoding="utf-8")
    begin_project(tmp_path / "points.geojson", tmp_path / "atlas")
    built = build_project(load_project(tmp_path / "atlas"), work=tmp_path / "work")
    assert (built.counts["placed"], built.counts["not_placeable"]) == (1, 2)
    assert built.counts["warnings"]["geometry_not_point"] == 1


def test_a_table_that_bears_our_own_names_is_read_by_them(sheet: Path, tmp_path: Path) -> None:
    written = tmp_path / "claims.csv"
    assert run("init", str(sheet), "--out", str(tmp_path / "desk.toml")) == 0
    assert run("read", str(sheet), "--recorder", str(tmp_path / "desk.toml"), "--out", str(written)) == 0
    settings, proposal = begin_project(written, tmp_path / "atlas")
    assert proposal is None
    assert 'recorder = "strikeatlas"' in settings.read_text(encoding="utf-8")
    reading = build_project(load_project(tmp_path / "atlas"), work=tmp_path / "work").bundle.claims
    assert reading["recorder"].unique().tolist() == ["desk"]


def test_our_own_names_beside_others_are_proposed_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text("happened_from,place_text,stated_lat,stated_lon,Dead\n2017-03-01,Tamrin,36.1,43.2,3\n", "utf-8")
    _, proposal = begin_project(path, tmp_path / "atlas")
    assert proposal is not None
    assert [guess.target for guess in proposal.guesses] == [
        "happened", "place_text", "stated_lat", "stated_lon", "killed",
    ]  # fmt: skip
