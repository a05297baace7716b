"""The commands on units: join, tally and units check, their files, their sums and their codes."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from maps import main

MANUAL = Path(__file__).resolve().parent / "manual"
UNITS = str(MANUAL / "boundaries.geojson")


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def sheet(folder: Path, text: str) -> Path:
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def joined(table: Path, *words: object) -> tuple[int, pd.DataFrame]:
    out = table.with_name("joined.csv")
    code = run("join", table, "--units", UNITS, "--out", out, *words)
    return code, pd.read_csv(out, dtype=str, keep_default_na=False)


def test_exact_points_have_one_row_each_and_every_row_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "a,40.5,30.5\na,40.5,30.5\nb,41.0,30.5\nc,45,30.5\nd,,\ne,40.2,95\nf,x,30\ng,40.5,\n"
    code, table = joined(sheet(tmp_path, f"id,lon,lat\n{rows}"), "--json")
    told = json.loads(capsys.readouterr().out)
    assert code == 1
    assert list(table.columns) == ["id", "pcode", "share", "certain", "warnings"]
    assert table["id"].tolist() == ["a", "a", "b", "c", "d"]
    assert table["pcode"].tolist() == ["VA01", "VA01", "VA01", "", ""]
    assert table["certain"].tolist() == ["true", "true", "false", "false", "false"]
    assert "on_unit_border" in table["warnings"][2]
    assert "outside_units" in table["warnings"][3]
    assert "not_placeable_at_level" in table["warnings"][4]
    assert (told["rows_in"], told["kept"], told["rejected"]) == (8, 5, 3)
    assert [(row["row"], row["column"], row["rule"]) for row in told["rejections"]] == [
        (7, "lat", "out_of_range"),
        (8, "lon", "not_a_number"),
        (9, "lat", "coordinate_missing"),
    ]
    assert "does not say how exactly" in told["notes"][0]


def test_shares_are_written_so_that_they_add_up_to_one_exactly(tmp_path: Path) -> None:
    rows = "".join(f"{at},{40.9 + at / 37},{30.03 + at / 91},{9000 + at}\n" for at in range(40))
    _, table = joined(sheet(tmp_path, f"id,lon,lat,radius_m\n{rows}"))
    assert (table["id"].value_counts() > 1).sum() > 5
    for _, group in table.groupby("id"):
        assert sum(map(Decimal, group["share"])) == 1
        assert sum(map(float, group["share"])) == 1.0


def test_a_stated_unit_that_contradicts_is_told_with_both(tmp_path: Path) -> None:
    _, table = joined(sheet(tmp_path, "id,lon,lat,precision,adm1_pcode\na,40.5,30.5,exact,VA02\n"))
    assert table["warnings"].tolist() == ["unit_mismatch (stated VA02, computed VA01)"]


def test_a_class_for_the_whole_table_and_a_class_of_each_row(tmp_path: Path) -> None:
    _, town = joined(sheet(tmp_path, "id,lon,lat\na,41.0,30.5\n"), "--precision", "town")
    assert town["pcode"].tolist() == ["VA01", "VA02"]
    _, mixed = joined(
        sheet(tmp_path, "id,lon,lat,precision\na,41.001,30.5,exact\nb,41.001,30.5,town\nc,41,30,country\n")
    )
    assert mixed["id"].tolist() == ["a", "b", "b", "c"]
    assert mixed["pcode"].tolist() == ["VA02", "VA01", "VA02", ""]


def test_a_small_radius_across_a_border_is_shared_and_not_taken_for_a_point(tmp_path: Path) -> None:
    _, table = joined(sheet(tmp_path, "id,lon,lat,radius_m\na,41.0,30.5,40\n"))
    assert table["pcode"].tolist() == ["VA01", "VA02"]


def test_places_in_words_are_located_first_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = sheet(tmp_path, 'id,place\n1,"Ar Raqqah, Syria"\n2,nowhere at all\n')
    assert run("join", table, "--units", UNITS, "--out", tmp_path / "j.csv") == 1
    assert "1 rows were located by their words" in capsys.readouterr().out


def test_claims_and_a_work_folder_are_joined_as_they_stand(tmp_path: Path) -> None:
    rows = "code,date,place,lat,lon,killed\nV1,2017-03-04,Brenn,30.5,40.5,2\nV2,2017-03-05,Brenn,30.5,41.5,\n"
    assert run("read", sheet(tmp_path, rows), "--out", tmp_path / "claims.csv") == 0
    assert run("join", tmp_path / "claims.csv", "--units", UNITS, "--out", tmp_path / "j.parquet") in (0, 1)
    table = pd.read_parquet(tmp_path / "j.parquet")
    assert table["id"].str.startswith("own-sheet:V1@").any()
    assert table.groupby("id")["share"].sum().eq(1.0).all()
    settings = '[atlas]\ntitle = "V"\n[[inputs]]\npath = "sheet.csv"\nrecorder = "strikeatlas"\n'
    (tmp_path / "atlas.toml").write_text(settings, encoding="utf-8")
    assert run("build", tmp_path) == 0
    for name in ("placements", "claims", "incidents"):
        assert run("tally", tmp_path / "work" / f"{name}.parquet", "--units", UNITS, "--out", tmp_path / "t.csv") == 0
        assert run("join", tmp_path / "work" / f"{name}.parquet", "--units", UNITS, "--out", tmp_path / "j.csv") in (
            0,
            1,
        )


def test_tallies_name_what_is_not_placeable_and_what_has_no_figure(tmp_path: Path) -> None:
    rows = "a,40.5,30.5,exact,2017-03-01,2\nb,40.6,30.5,exact,2017-03-02,\nc,41,30.5,town,2017-03-02,5\n"
    rows += "d,41,30,country,2017,1\n"
    table = sheet(tmp_path, f"id,lon,lat,precision,date,killed\n{rows}")
    assert run("tally", table, "--units", UNITS, "--by", "week", "--out", tmp_path / "t.csv") == 0
    told = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig")
    killed = told[told["measure"] == "killed"].set_index("unit")
    assert killed.loc["Upper Valdria", ["period", "min", "expected", "max", "without_figure"]].tolist() == [
        "2017-W09", 2, 4.5, 7, 1,
    ]  # fmt: skip
    lost = killed.loc["not placeable at this level"]
    assert (bool(lost["not_placeable"]), lost["max"]) == (True, 1)
    assert pd.isna(lost["period"])


def test_tallies_go_into_a_geopackage_beside_their_units(tmp_path: Path) -> None:
    out = tmp_path / "t.gpkg"
    assert run("tally", MANUAL / "points.csv", "--units", UNITS, "--by", "quarter", "--out", out) == 0
    with sqlite3.connect(out) as database:
        assert [row[0] for row in database.execute("SELECT pcode FROM units ORDER BY 1")] == ["VA01", "VA02"]
        periods = {row[0] for row in database.execute("SELECT period FROM tallies")}
    database.close()
    assert periods == {"2017-Q1", "2017-Q2"}


def test_units_check_lists_findings_with_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("units", "check", UNITS) == 0
    text = (
        Path(UNITS).read_text(encoding="utf-8").replace("[[41, 30]", "[[40.9, 30]").replace("[41, 30]]", "[40.9, 30]]")
    )
    broken = tmp_path / "broken.geojson"
    broken.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run("units", "check", broken, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["units"], found["levels"]) == (2, {"1": 2})
    assert found["findings"][0]["finding"] == "overlap"
    assert found["findings"][0]["area_m2"] > 1e8


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["join", "none.csv", "--units", UNITS, "--out", "o.csv"], 2, "no file"),
        (["join", "p.csv", "--units", "none.geojson", "--out", "o.csv"], 2, "no file"),
        (["join", "p.csv", "--units", UNITS, "--out", "o.xls"], 2, ".csv or .parquet"),
        (["join", "p.csv", "--units", UNITS, "--level", "3", "--out", "o.csv"], 2, "no units of level 3"),
        (["join", "p.csv", "--units", UNITS, "--precision", "near", "--out", "o.csv"], 2, "no class"),
        (["join", "p.csv", "--units", UNITS, "--lon", "x", "--out", "o.csv"], 2, "no column 'x'"),
        (
            ["join", "q.csv", "--units", UNITS, "--out", "o.csv"],
            3,
            "q.csv, row 1: There is no column with the latitude",
        ),
        (["join", "p.csv", "--units", UNITS, "--out", "p.csv"], 2, "input itself"),
        (["tally", "p.csv", "--units", UNITS, "--by", "decade", "--out", "o.csv"], 2, "is no period"),
        (["tally", "p.csv", "--units", UNITS, "--out", "none/o.csv"], 2, "no folder"),
        (["units", "check", "p.csv"], 2, "not read"),
    ],
)
def test_wrong_words_end_in_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.csv").write_text("id,lon,lat\na,40.5,30.5\n", encoding="utf-8")
    Path("q.csv").write_text("id,lon\na,40.5\n", encoding="utf-8")
    assert run(*words) == code
    assert said in capsys.readouterr().err
    assert not Path("o.csv").exists()
