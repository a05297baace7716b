"""The command line: its shapes, its exit codes, and bad input of every kind."""

import json
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest
from valdrian_project import COLUMNS, ROWS, SETTINGS, make_project

from maps import main, read_page

ROOT = Path(__file__).resolve().parent.parent
INCIDENTS = ROOT / "examples" / "iraq-syria-2014-2019" / "inputs" / "incidents.csv"
GOOD = "code,date,place,lat,lon,killed_min,killed_max\n"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def test_check_in_json_accounts_for_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(INCIDENTS), "--recorder", "airwars-facts", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["rows_in", "kept", "rejected", "duplicates", "warnings", "rejections"]
    assert report["rows_in"] == report["kept"] + report["rejected"] + report["duplicates"] == 127
    assert report["warnings"]["place_contradicts_point"] >= 4


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("X,31-31-2017,Brenn,36,43,1,2", "date", "31-31-2017"),
        ("X,2017-03-01,Brenn,95,43,1,2", "lat", "95"),
        ("X,2017-03-01,Brenn,36,43,x7,2", "killed_min", "x7"),
        ("X,2017-03-01,Brenn,36,43,-3,2", "killed_min", "-3"),
    ],
)
def test_a_bad_row_is_named_by_file_row_and_column_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, column: str, value: str
) -> None:
    path = tmp_path / "strikes.csv"
    path.write_text(f"{GOOD}A,2017-03-01,Brenn,36,43,1,2\n{row}\n", encoding="utf-8")
    assert run("check", str(path), "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["kept"], report["rejected"]) == (1, 1)
    found = report["rejections"][0]
    assert (found["file"], found["row"], found["column"], found["value"]) == ("strikes.csv", 3, column, value)
    assert found["rule"]
    assert found["hint"]


@pytest.mark.parametrize(
    ("text", "encoding", "code", "said"),
    [
        ("", "utf-8", 3, "empty"),
        (GOOD, "utf-8", 3, "no rows"),
        ("when,where\n2017,Brenn\n", "utf-8", 0, "where as place_text. to correct that, and to read it so"),
        ("first,second\n2017,Brenn\n", "utf-8", 3, "column"),
        (GOOD + "A,2017-03-01,الموصل,36,43,1,2\n", "cp1256", 0, "cp1256"),
        (GOOD + "A,2017-03-01,Brenn,36,43,1,2\nA,2017-03-01,Brenn,36,43,1,2\n", "utf-8", 0, "1 duplicates"),
        (GOOD + "A,2017-03-01,Brenn,36,43,1,2\nA,2017-03-01,Brenn,36,43,5,9\n", "utf-8", 0, "record_repeated: 2"),
    ],
)
def test_files_that_are_strange_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, encoding: str, code: int, said: str
) -> None:
    path = tmp_path / "strikes.csv"
    path.write_bytes(text.encode(encoding))
    assert run("check", str(path)) == code
    heard = capsys.readouterr()
    assert said in (heard.out + heard.err).lower()
    assert "Traceback" not in heard.err


def test_a_required_column_that_is_missing_is_named_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.read_csv(INCIDENTS, dtype=str).rename(columns={"grading": "gradings"})
    table.to_csv(tmp_path / "x.csv", index=False)
    assert run("check", str(tmp_path / "x.csv"), "--recorder", "airwars-facts") == 3
    heard = capsys.readouterr().err
    assert "x.csv" in heard
    assert "column grading" in heard
    assert "'gradings'" in heard


def test_a_build_writes_the_rejected_rows_and_says_so_with_its_exit_code(tmp_path: Path) -> None:
    bad = [*ROWS[1][:5], "95", *ROWS[1][6:]]
    folder = make_project(tmp_path / "v", rows=[ROWS[0], bad, *ROWS[2:]])
    assert run("build", str(folder)) == 1
    rejected = pd.read_csv(folder / "work" / "rejected.csv")
    assert rejected[["file", "row", "column", "value"]].values.tolist() == [["incidents.csv", 3, COLUMNS[5], 95]]
    assert (folder / "work").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--help"], 0),
        (["nonsense"], 2),
        (["check"], 2),
        (["check", "nowhere.csv"], 2),
        (["check", str(INCIDENTS), "--recorder", "airwarz-facts"], 2),
        (["build", "nowhere"], 3),
        (["publish", ".", "--as-of", "tomorrow"], 3),
        (["publish", str(INCIDENTS.parent.parent), "--as-of", "2999-01-01", "--out", "site"], 2),
        (["read", str(INCIDENTS), "--out", str(INCIDENTS)], 2),
        (["read", str(INCIDENTS), "--date-order", "foo", "--out", "x.csv"], 2),
        (["locate"], 2),
        (["locate", "a place that nobody knows at all"], 1),
        (["doctor", "--json"], 0),
    ],
)
def test_exit_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code


def test_a_gate_that_says_no_ends_with_its_own_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_project(tmp_path / "v", settings=SETTINGS.replace('"watch/none", "ministry/none"', ""))
    assert run("publish", str(folder), "--as-of", "2026-01-31") == 4
    assert "publish.statuses" in capsys.readouterr().err


def test_a_misspelt_key_stops_the_run_and_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_project(tmp_path / "v", settings=SETTINGS.replace("undated", "updated"))
    assert run("build", str(folder)) == 2
    assert "'undated'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["al-Jadida neighbourhood, west Mosul", "Ar Raqqah, Syria", "38SLF 293 240", "الموصل الجديدة"]
)
def test_locate_answers_with_the_keys_that_others_build_on(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("locate", text, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    keys = [
        "lon",
        "lat",
        "radius_m",
        "r50_m",
        "r80_m",
        "precision",
        "confidence",
        "candidates",
        "method",
        "reason",
        "warnings",
    ]
    assert [key for key in answer if key != "input"][: len(keys)] == keys
    assert answer["r50_m"] <= answer["r80_m"] <= answer["radius_m"]
    best = [float(number) for number in answer["candidates"].split(";")[0].split()]
    assert best == pytest.approx([answer["lon"], answer["lat"]], abs=1e-5)


def test_locate_answers_a_table_row_for_row(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    table = ROOT / "tests" / "manual" / "places.csv"
    options = ["--column", "input", "--country-column", "country", "--hint-column", "admin1_hint"]
    assert run("locate", "--table", str(table), *options, "--out", str(out)) == 1
    answers = pd.read_csv(out)
    assert list(answers["id"]) == [1, 2, 3]
    assert answers["lon"].notna().tolist() == [True, True, False]
    assert answers["reason"].notna().all()


def test_draw_takes_only_the_columns_that_are_named_or_known(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "manual" / "strikes.csv", tmp_path / "strikes.csv")
    out = tmp_path / "page.html"
    words = ["--lon", "lng", "--lat", "lat", "--date", "date", "--text", "place"]
    assert run("draw", str(tmp_path / "strikes.csv"), "--out", str(out), *words) == 0
    assert out.stat().st_mode & 0o077 == 0
    page = read_page(out.read_text(encoding="utf-8"))
    assert len(page.tables["incidents"]) == len(page.text) == 3
    assert page.tables["incidents"]["lon"].notna().all()
    assert set(page.tables["incidents"]["precision"]) <= {"around_place", "town", "village"}


def test_draw_takes_a_sheet_as_it_comes_and_says_what_it_took_for_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "desk.csv", tmp_path / "page.html"
    table.write_text("Date;Location;Dead;Case\n3/4/2017;Mosul;5;a\n17/4/2017;Raqqa;> 3;b\n", encoding="utf-8")
    assert run("draw", str(table), "--out", str(out), "--date-order", "dmy") == 0
    said = capsys.readouterr().out
    assert "2 rows read: 2 kept, 0 rejected, 0 duplicates." in said
    assert "Date as happened, Location as place_text, Dead as killed, Case as record_code." in said
    assert len(read_page(out.read_text(encoding="utf-8")).tables["incidents"]) == 2


def test_draw_refuses_a_sheet_that_says_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "desk.csv"
    table.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert run("draw", str(table), "--out", str(tmp_path / "page.html")) == 3
    assert "no column was recognised that says where" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()


def test_check_names_the_rows_that_say_the_same_and_the_columns_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "desk.csv"
    table.write_text("place,date,desk\nMosul,2017-03-17,a\nMosul,2017-03-17,b\n", encoding="utf-8")
    assert run("check", str(table)) == 0
    said = capsys.readouterr().out
    assert "Not read: desk." in said
    assert "duplicate desk.csv, row 3: says the same as row 2 in every column that is read" in said


def test_draw_names_a_column_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "tests" / "manual" / "strikes.csv", tmp_path / "strikes.csv")
    assert run("draw", str(tmp_path / "strikes.csv"), "--out", str(tmp_path / "p.html"), "--lon", "lnge") == 3
    assert "'lng'" in capsys.readouterr().err


def test_draw_takes_the_country_of_rows_that_name_none(tmp_path: Path) -> None:
    table, out = tmp_path / "strikes.csv", tmp_path / "page.html"
    table.write_text("place_text,date\nBasira,2017-01-02\n", encoding="utf-8")
    longitudes = []
    for country in ("Syria", "IQ"):
        assert run("draw", str(table), "--out", str(out), "--country", country) == 0
        longitudes.append(float(read_page(out.read_text(encoding="utf-8")).tables["incidents"]["lon"].iloc[0]))
    assert longitudes == pytest.approx([40.4, 47.8], abs=0.2)
    assert run("draw", str(table), "--out", str(out), "--country", "Atlantis") == 2


def test_locate_takes_a_country_and_a_governorate_that_the_text_does_not_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("locate", "Basira", "--json") == 1
    assert json.loads(capsys.readouterr().out)["lon"] is None
    assert run("locate", "Basira", "--country", "Syria", "--hint", "Deir ez-Zor", "--json") == 0
    assert json.loads(capsys.readouterr().out)["lon"] == pytest.approx(40.4, abs=0.1)


def test_check_reads_a_sheet_of_nobodys_and_says_what_it_took_for_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "notes.csv"
    table.write_text("Day,Where,Dead\n14/03/2017,Tamrin,3\n", encoding="utf-8")
    assert run("check", str(table)) == 0
    told = capsys.readouterr().out
    assert "Day as happened (day before month), Where as place_text, Dead as killed." in told
    assert f"strikeatlas init {table}" in told


def test_many_rejected_rows_are_told_by_what_is_wrong_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "notes.csv"
    rows = "".join(f"2017-03-{n:02},Tamrin,about {n} x\n" for n in range(1, 31))
    table.write_text(f"date,place,killed\n{rows}soon,Ull,4\n", encoding="utf-8")
    assert run("check", str(table)) == 1
    told = capsys.readouterr().out.splitlines()
    assert sum("rejected" in line for line in told) == 3
    assert (
        "  rejected 30 rows of notes.csv, column killed (count_not_understood), first row 2: 'about 1 x'."
        in "".join(told)
    )
    assert any("notes.csv, row 32, column date: 'soon'" in line for line in told)
    assert told[-1] == "  --json names each row."


def test_draw_tells_warnings_rejected_rows_and_what_could_be_placed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, page = tmp_path / "notes.csv", tmp_path / "page.html"
    text = "date,place,lat,lon,country\n2017-03-02,Mosul,43.1,36.3,Iraq\n2017-03-03,nowhere known,,,\n"
    table.write_text(text + "soon,Mosul,,,\n", encoding="utf-8")
    assert run("draw", str(table), "--out", str(page)) == 1
    told = capsys.readouterr().out
    assert "warning swapped: 1" in told
    assert "row 4, column date: 'soon' (date_not_understood)" in told
    assert "1 placed on the map, 1 not placeable." in told
    beside = page.with_suffix(".rejected.csv")
    assert beside.is_file()
    table.write_text(text, encoding="utf-8")
    assert run("draw", str(table), "--out", str(page)) == 0
    assert not beside.exists()


def test_a_table_of_stated_totals_is_no_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "totals.csv"
    header = "claimant,as_of,scope,measure,value_min,value_max\n"
    table.write_text(f"{header}watch,2017-03-31,Valdria,civilians_killed,5,\n", encoding="utf-8")
    assert run("draw", str(table), "--out", str(tmp_path / "page.html")) == 3
    assert "stated totals" in capsys.readouterr().err


def test_a_command_ends_with_its_code_everything_written_and_nothing_taken_down(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended: list[int | str] = []
    monkeypatch.setattr(sys, "argv", ["strikeatlas", "locate"])
    monkeypatch.setattr("atexit._run_exitfuncs", lambda: ended.append("tidied up"))
    monkeypatch.setattr("os._exit", ended.append)
    with pytest.raises(SystemExit):
        main()
    assert ended == ["tidied up", 2]
    assert "strikeatlas: " in capsys.readouterr().err
