"""Any sheet as it comes: its columns are found by their names and contents, and what was guessed is told."""

from pathlib import Path

import pandas as pd
import pytest

from data import InputRefused, Options, Sheet, read, sheet_mapping
from data.readers import intake
from data.readers.opening import open_input

SHEET = """Date;Location;Lat;Lon;Killed;Wounded;Desk
12/03/2017;Bridge of Osk;36,3298;43,0997;105-278;;A
2017-03-20;Tamrin;36°20'15"N;43°7,5'E;> 33;3;B
"""


def sheet(folder: Path, text: str = SHEET) -> Path:
    path = folder / "notes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_as_a_spreadsheet_writes_it_is_read_whole(tmp_path: Path) -> None:
    path = sheet(tmp_path)
    mapping, guessed = sheet_mapping(path, {})
    reading = read(path, mapping, options=Options(date_order="dmy"))
    assert reading.counts["kept"] == 2
    assert guessed == {
        "Date": "happened", "Location": "place_text", "Lat": "stated_lat", "Lon": "stated_lon",
        "Killed": "killed", "Wounded": "injured",
    }  # fmt: skip
    first, second = reading.claims.to_dict("records")
    assert (first["stated_lat"], first["stated_lon"], first["happened_from"]) == (36.3298, 43.0997, "2017-03-12")
    assert (second["stated_lat"], second["stated_lon"], second["killed_min"]) == (36.3375, 43.125, 34)
    assert "Not read: Desk." in reading.notes[0]


def test_what_the_user_names_stands_above_every_guess(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Date,When,Location,Dead\n2017-01-01,2017-03-02,Tamrin,4\n")
    mapping, guessed = sheet_mapping(path, {"happened": "When"})
    claim = read(path, mapping).claims.iloc[0]
    assert claim["happened_from"] == "2017-03-02"
    assert claim["killed_max"] == 4
    assert "Date" not in guessed


def test_the_columns_of_a_known_recorder_need_no_guess(tmp_path: Path) -> None:
    acled = "event_id_cnty,event_date,time_precision,geo_precision,fatalities,latitude,longitude,location\n"
    path = sheet(tmp_path, acled + "VAL1,2 March 2017,1,2,4,36.1,43.1,Tamrin\n")
    mapping, guessed = sheet_mapping(path, {})
    assert (mapping.name, guessed) == ("acled", {})
    hxl = sheet(tmp_path, "Where,Day\n#loc+name,#date\nTamrin,2017-03-02\n")
    mapping, guessed = sheet_mapping(hxl, {})
    assert (mapping.name, guessed) == ("hxl", {})


def test_a_sheet_that_says_nowhere_is_refused_and_not_read_as_one_row_repeated(tmp_path: Path) -> None:
    path = sheet(tmp_path, "a,b\n1,2\n3,4\n")
    with pytest.raises(InputRefused, match=r"notes\.csv, row 1: no column was recognised that says where") as refused:
        sheet_mapping(path, {})
    assert "strikeatlas init notes.csv" in str(refused.value.hint)
    assert "--text" in str(refused.value.hint)


def test_half_a_coordinate_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Latitude,Day\n36.1,2017-03-02\n")
    with pytest.raises(InputRefused):
        sheet_mapping(path, {})


def test_both_coordinates_may_stand_in_one_column(tmp_path: Path) -> None:
    path = sheet(
        tmp_path, 'Town,GPS\nTamrin,"36.3298, 43.0997"\nOsk,"N 36°20\'15"" E 43°7\'30"""\nKarn,95.1 43.2\nBrenn,\n'
    )
    mapping, guessed = sheet_mapping(path, {})
    assert guessed["GPS"] == "stated_point"
    reading = read(path, mapping)
    assert reading.claims["stated_lat"].tolist()[:2] == [36.3298, 36.3375]
    assert reading.claims["warnings"].tolist() == [["order_assumed"], [], []]
    assert reading.rejected[["row", "rule"]].to_numpy().tolist() == [[4, "latitude_out_of_range"]]


@pytest.mark.parametrize("first", ["Start date", "date"])
def test_a_last_day_in_a_column_of_its_own_ends_the_range(tmp_path: Path, first: str) -> None:
    path = sheet(tmp_path, f"Town,{first},End date,Airstrikes\nTamrin,2017-03-01,2017-03-04,at least 2\n")
    claim = read(path, sheet_mapping(path, {})[0]).claims.iloc[0]
    assert (claim["happened_from"], claim["happened_to"]) == ("2017-03-01", "2017-03-04")
    assert (claim["strikes_min"], claim["strikes_max"] is pd.NA) == (2, True)


def test_a_sheet_is_read_at_once_and_says_what_was_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sheet(tmp_path, "When,Location,Dead\n2017-03-02,Tamrin,4\n")
    opened: list[Path] = []
    monkeypatch.setattr(intake, "open_input", lambda path, **rest: opened.append(path) or open_input(path, **rest))
    reading = read(path, Sheet({"happened": "When"}))
    mapping, guessed = sheet_mapping(path, {"happened": "When"})
    assert len(opened) == 1
    assert dict(reading.files[0].guessed) == guessed == {"Location": "place_text", "Dead": "killed"}
    pd.testing.assert_frame_equal(reading.claims, read(path, mapping).claims)


def test_the_tags_of_a_recorder_that_is_known_change_nothing(tmp_path: Path) -> None:
    header = "event_id_cnty,event_date,time_precision,geo_precision,fatalities,latitude,longitude,location\n"
    tags = "#event+code,#date,,#geo+precision,#affected+killed,#geo+lat,#geo+lon,#loc+name\n"
    path = sheet(tmp_path, header + tags + "VAL1,2 March 2017,1,2,4,36.1,43.1,Tamrin\n")
    assert sheet_mapping(path, {})[0].name == read(path).files[0].recorder == "acled"
    assert read(path, Sheet()).counts == read(path).counts


SUMS = """Ref,Date,Location,Killed (min),Killed (max),Notes
G1,2017-03-02,Tamrin,3,5,two houses
G2,,Ull,1,,the total is not known
Total,2017-03-04,Brenn,2,2,
Sub-total:,,,6,7,
,,المجموع,٦,7,
,,TOTAL,,"at least 9",see above
"""


def test_a_row_that_adds_others_up_is_rejected_and_never_counted(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, SUMS), Sheet())
    assert reading.counts | {"warnings": {}} == {
        "rows_in": 6, "kept": 4, "rejected": 2, "duplicates": 0, "warnings": {},
    }  # fmt: skip
    told = reading.rejected[["row", "column", "value", "rule"]].to_numpy().tolist()
    assert told == [[5, "Ref", "Sub-total:", "row_of_sums"], [6, "Location", "المجموع", "row_of_sums"]]
    # What says more than a word and numbers may be a report, as is what has a date.
    assert reading.claims["record_code"].tolist()[:3] == ["G1", "G2", "Total"]


def test_a_sheet_without_dates_has_its_total_rejected_too(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, "Town,Killed\nTamrin,3\nUll,4\ntotal,7\n"), Sheet())
    assert (reading.counts["kept"], reading.rejected["rule"].tolist()) == (2, ["row_of_sums"])


def test_the_order_of_dates_is_found_under_our_own_name_too_and_told(tmp_path: Path) -> None:
    text = "date,place\n2017-03-02,Tamrin\n14/03/2017,Ull\n03/04/2017,Brenn\n"
    reading = read(sheet(tmp_path, text), Sheet())
    assert reading.claims["happened_from"].tolist() == ["2017-03-02", "2017-03-14", "2017-04-03"]
    assert reading.files[0].guessed == (("date", "happened (day before month)"),)
    assert read(sheet(tmp_path, text), Sheet(), options=Options(date_order="dmy")).files[0].guessed == ()
    both = read(sheet(tmp_path, text + "03/14/2017,Osk\n"), Sheet())
    assert both.rejected["rule"].tolist() == ["date_order_not_declared"] * 3


def test_of_several_addresses_in_a_cell_the_first_is_the_source_and_the_cell_stays_whole(tmp_path: Path) -> None:
    cells = [
        "https://a.example/1",
        "https://a.example/2; https://b.example/3",
        "see (https://a.example/4).",
        "a witness",
    ]
    text = "place,source\n" + "".join(f'Tamrin {n},"{cell}"\n' for n, cell in enumerate(cells))
    told = read(sheet(tmp_path, text)).sources[["url", "title", "note"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["https://a.example/1", None, None],
        ["https://a.example/2", None, cells[1]],
        ["https://a.example/4", None, cells[2]],
        [None, "a witness", "No stored page."],
    ]


def test_totals_that_somebody_states_are_read_as_such(tmp_path: Path) -> None:
    header = "claimant,as_of,scope,measure,value_min,value_max\n"
    path = sheet(tmp_path, header + "watch,2017-03-31,Valdria,civilians_killed,5,\n")
    assert read(path, Sheet()).files[0].recorder == "figures"


def test_a_date_that_is_said_to_be_unknown_is_unknown_and_keeps_its_words(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, "Date,Town,Killed\nunknown,Tamrin,TBC\nغير معروف,Ull,3\nsoon,Osk,1\n"), Sheet())
    assert reading.claims["happened_from"].isna().all()
    assert reading.claims["date_precision"].tolist() == ["unknown", "unknown"]
    assert reading.claims["date_text"].tolist() == ["unknown", "غير معروف"]
    assert reading.claims["killed_min"].isna().tolist() == [True, False]
    assert reading.rejected["value"].tolist() == ["soon"]


def test_dates_as_a_spreadsheet_writes_them_with_a_short_year_are_read_with_a_warning(tmp_path: Path) -> None:
    claim = read(sheet(tmp_path, "Date,Town\n17-Mar-17,Tamrin\n"), Sheet()).claims.iloc[0]
    assert (claim["happened_from"], claim["warnings"]) == ("2017-03-17", ["date_short_year"])
