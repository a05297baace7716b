"""The commands about places: hints that nobody knows, options in vain, sources that cannot be read."""

import json
import zipfile
from pathlib import Path

import pytest

from maps import main


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    "words",
    [
        ("locate", "Raqqa", "--country", "Atlantis"),
        ("locate", "Raqqa", "--hint", "Atlantis"),
        ("locate", "--table", "places.csv", "--out", "out.csv", "--column", "place", "--country", "Atlantis"),
        ("scan", "article.txt", "--country", "Atlantis"),
        ("gazetteer", "search", "places.sqlite", "Raqqa", "--country", "Atlantis"),
        ("gazetteer", "build", "--out", "new.sqlite", "table:places.csv?name=place&country_is=Atlantis"),
        ("gazetteer", "build", "--out", "new.sqlite", "table:places.csv?name=place&kind_is=Atlantis"),
    ],
)
def test_what_nobody_knows_is_refused_by_its_name(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("places.csv").write_text("place,lat,lon\nRaqqa,35.9,39.0\n", encoding="utf-8")
    Path("article.txt").write_text("A strike near Raqqa.", encoding="utf-8")
    assert run("gazetteer", "build", "--out", "places.sqlite", "embedded") == 0
    assert run(*words) == 2
    assert "Atlantis" in capsys.readouterr().err
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Raqqa", "--out", "out.csv"), "go with --table"),
        (("Raqqa", "--table", "t.csv", "--column", "place", "--out", "out.csv"), "do not go together"),
        (("--table", "t.csv", "--column", "place", "--country-column", "land", "--out", "out.csv"), "no column 'land'"),
        (("--table", "t.csv", "--column", "place", "--hint-column", "unit", "--out", "out.csv"), "no column 'unit'"),
    ],
)
def test_an_option_in_vain_is_refused(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("place\nRaqqa\n", encoding="utf-8")
    assert run("locate", *words) == 2
    assert said in capsys.readouterr().err


def test_a_hint_for_all_rows_gives_way_to_the_hint_of_a_row_and_an_unknown_country_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out.csv"
    table.write_text("input,land\nSinjar,Iraq\nSinjar,\nSinjar,Atlantis\nSinjar,Atlantis\n", encoding="utf-8")
    assert run("locate", "--table", str(table), "--out", str(out), "--country-column", "land", "--country", "SY") == 1
    longitudes = [line.split(",")[1][:2] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert longitudes == ["41", "37", "", ""]
    assert "country 'Atlantis' is not known; rows that name it and were read without: 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv.gz", b"no gzip", "cannot be read"),
        ("t.csv", b"", "empty"),
        ("t.csv", b'name,lat,lon\n"Velm,36,43\n', "No source gave a place"),
        ("t.csv", b"name,lat,lon\n" + b"x" * 200_000 + b",36,43\n", "t.csv"),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_and_nothing_is_written(
    name: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "places.sqlite"
    assert run("gazetteer", "build", "--out", str(out), f"table:{tmp_path / name}") == 3
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_gazetteer_is_never_written_over_its_source(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,lat,lon\nVelm,36.1,43.1\n", encoding="utf-8")
    before = table.read_bytes()
    assert run("gazetteer", "build", "--out", str(table), f"table:{table}") == 2
    assert table.read_bytes() == before


def test_nothing_found_is_said_and_a_folder_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "article.txt"
    text.write_text("He said that it was late.", encoding="utf-8")
    assert run("scan", str(text)) == 1
    assert "No place found" in capsys.readouterr().out
    assert run("scan", str(tmp_path)) == 3
    assert run("scan", str(text), "--json") == 1
    assert json.loads(capsys.readouterr().out) == []


def test_a_coordinate_below_zero_is_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("locate", "-36.34, 43.12", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["input"], found["lat"], found["lon"]) == ("-36.34, 43.12", -36.34, 43.12)
    assert run("locate", "-x") == 2


@pytest.mark.parametrize("at", [4, 5, 14])
def test_a_line_of_a_dump_with_a_number_that_is_none_is_told_and_the_others_go_on(
    at: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = ["1", "Velm", "Velm", "", "36.1", "43.1", "P", "PPL", "IQ", *[""] * 5, "10", *[""] * 4]
    bad = [*good[:at], "many", *good[at + 1 :]]
    dump = tmp_path / "XV.txt"
    dump.write_text("\n".join("\t".join(line) for line in (good, bad)) + "\n", encoding="utf-8")
    assert run("gazetteer", "build", "--out", str(tmp_path / "p.sqlite"), f"geonames:{dump}") == 1
    said = capsys.readouterr().out
    assert "1 left out because its latitude, longitude or population (columns 5, 6 and 15) is no number: row 2" in said
    assert "1 places" in said


TABLE = """village;lat;lon;land
Velm;36,5;43,3;IQ
Orrin;36°20'06"N;43°07'08"E;IQ
Nowhere;;;IQ
Far;48,85;2,35;IQ
;36,1;43,1;IQ
Off;136,1;43,1;IQ
Zero;0;0;IQ
"""


def test_rows_of_a_table_that_are_no_places_are_told_with_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(TABLE, encoding="utf-8")
    words = ("gazetteer", "build", "--out", "p.sqlite", "table:t.csv?name=village&country=land")
    assert run(*words, "--json") == 1
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert (source["rows_in"], source["kept"], source["left_out"]) == (7, 2, 5)
    assert {row for fault in source["faults"] for row in fault["first"]} == {4, 5, 6, 7, 8}
    assert run(*words) == 1
    assert "1 left out because the point lies outside the country stated (IQ): row 5" in capsys.readouterr().out


def test_latitude_and_longitude_that_are_exchanged_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"Velm{at},{43 + at / 50},{36 + at / 50},IQ\n" for at in range(9))
    Path("t.csv").write_text("name,lat,lon,country\n" + rows, encoding="utf-8")
    assert run("gazetteer", "build", "--out", "p.sqlite", "table:t.csv?country=country") == 3
    assert "exchanged in 9 of 9 rows" in capsys.readouterr().err
    assert not Path("p.sqlite").exists()


def test_a_dump_is_read_as_it_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = ["1", "Velm\u2028a", "Velm", "", "36.1", "43.1", "P", "PPL", "IQ", *[""] * 5, "10", *[""] * 4]
    with zipfile.ZipFile("IQ.zip", "w") as packed:
        packed.writestr("readme.txt", "The columns are ...")
        packed.writestr("IQ.txt", "\t".join(line) + "\r\n")
    assert run("gazetteer", "build", "--out", "p.sqlite", "geonames:IQ.zip", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The table is empty."),
        (b"name,name,lat,lon\n", "Two columns are called 'name'."),
        (b"name,lat\n", "There is no column 'lon'."),
        ("name,lat,lon\nالموصل,36.3,43.1\n".encode("cp1256"), "row 2: The file is not UTF-8."),
        (b"PK\x03\x04\xff\xff", "It is a workbook or an archive"),
        (b"name,lat,lon\n" + b"x" * 200_000 + b",36,43\n", "its name is longer than 500 characters"),
        (b"name,lat,lon\n" + b"x" * 2_000_000 + b",36,43\n", "row 2: This is no row of a table"),
    ],
)
def test_a_table_that_is_none_says_why(
    content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_bytes(content)
    assert run("gazetteer", "build", "--out", "p.sqlite", "table:t.csv") == 3
    assert said in capsys.readouterr().err


OSM = '<?xml version="1.0"?><osm version="0.6">{}</osm>'
NODE = '<node id="{}" lat="{}" lon="43"><tag k="place" v="village"/><tag k="name" v="Velm"/></node>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.osm", OSM.format(NODE.format(1, 36) + NODE.format(2, "north") + NODE.format(3, 136))),
        ("a.json", json.dumps({"elements": [
            {"type": "node", "id": n, "lat": lat, "lon": 43, "tags": {"place": "village", "name": "Velm"}}
            for n, lat in enumerate((36, "north", None))] + [{"id": 4}, {"tags": "none", "lat": 1, "lon": 1}]})),
    ],
)  # fmt: skip
def test_an_element_without_a_point_is_left_out_and_the_others_go_on(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run("gazetteer", "build", "--out", str(tmp_path / "p.sqlite"), f"osm:{tmp_path / name}") == 1
    assert "3 rows, 1 kept, 0 joined to a place that was there, 2 no places" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ['{"elements": {}}', '{"elements": [1]}', "{" * 100_000, OSM.format(" " * 20_000) + "<!DOCTYPE x>"]
)
def test_what_is_no_extract_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.osm").write_text(content, encoding="utf-8")
    assert run("gazetteer", "build", "--out", str(tmp_path / "p.sqlite"), f"osm:{tmp_path / 'a.osm'}") == 3


def test_what_was_not_read_and_where_to_go_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "long.txt"
    text.write_text("A strike near Mosul. " + "No more. " * 30_000, encoding="utf-8")
    assert run("scan", str(text)) == 0
    assert "last 70,021 of 270,021 characters were not read" in capsys.readouterr().err
    assert run("locate", "they said that a house was hit and that many who lived there had gone away") == 1
    assert "strikeatlas scan" in capsys.readouterr().err


def test_the_spans_of_an_article_count_its_ends_of_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\ufeffMOSUL, Iraq\r\n\r\nA strike 😀\r\nnear Tal\r\nAfar"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert run("scan", str(tmp_path / "a.txt"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [text[one["start"] : one["end"]] for one in found] == ["MOSUL", "Tal\r\nAfar"]


def test_a_gazetteer_that_was_damaged_is_not_described_as_if_it_were_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.sqlite"
    assert run("gazetteer", "build", "--out", str(path), "embedded") == 0
    assert run("gazetteer", "info", str(path)) == 0
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Fall\xc5\xabjah", b"Fall\xc5\xabjax", 1))
    assert run("gazetteer", "info", str(path)) == 3
    assert "damaged or changed after it was built" in capsys.readouterr().err
    path.write_bytes(content[:30_000] + b"U" * 5_000 + content[35_000:])
    assert run("gazetteer", "info", str(path)) == 3
