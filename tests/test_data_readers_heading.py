"""Headers where people put them: below a title, in two rows, on the second sheet; and never where there is none."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from data import Options, Sheet, read, read_cells
from data.readers.heading import find_heading
from data.readers.synonyms import field_named

TITLED = [["Strikes of 2017"], ["as of", "May"], [], ["Ref", "Date", "Place", "", "Killed", ""]]
LOWER = ["", "", "Town", "Governorate", "min", "max"]
ROW = ["V-1", "2017-03-02", "Tamrin", "Osk", "3", "5"]


@pytest.mark.parametrize(
    ("rows", "names", "first", "last"),
    [
        ([["a", "b"], ["1", "2"]], ["a", "b"], 0, 0),
        ([[], ["Date", "Place"], ROW], ["Date", "Place"], 1, 1),
        ([["Strikes", ""], ["Date", "Place"], ["2017", "Osk"]], ["Date", "Place"], 1, 1),
        ([["List", "", "draft"], ["Date", "Place", "Killed"], ["2017", "Osk", "2"]], ["Date", "Place", "Killed"], 1, 1),
        (
            [*TITLED, LOWER, ROW],
            ["Ref", "Date", "Place / Town", "Place / Governorate", "Killed / min", "Killed / max"],
            3,
            4,
        ),
        (
            [["", "", "Killed", "", "Injured"], ["Date", "Place", "min", "max", "min", "max"], ROW],
            ["Date", "Place", "Killed / min", "Killed / max", "Injured / min", "Injured / max"],
            0,
            1,
        ),
        ([["Strikes"], ["Date", "Place", "Source", "Source"], ROW], ["Date", "Place", "Source", "Source"], 1, 1),
        # Names that nobody knows, below a title, over rows that are no wider.
        ([["Valdria"], ["Osk", "Ull", "Brenn"], ["1", "2", "3"], ["4", "5"]], ["Osk", "Ull", "Brenn"], 1, 1),
    ],
)
def test_the_header_is_found(rows: list[list[str]], names: list[str], first: int, last: int) -> None:
    found = find_heading(rows)
    assert found is not None
    assert (found.names, found.first, found.last) == (names, first, last)


@pytest.mark.parametrize(
    "rows",
    [
        [["report"], ["Osk, many killed"], ["Ull, two killed, sources say", "more"]],
        [["code", "killed"], ["Date", "Place"]],
        [["Day", "", "Town"], ["2017-03-02", "3", "Osk"]],
        [["Where", "Day"], ["#loc+name", "#date"], ["Osk", "2017"]],
        [["Q1", "Q2"], ["#loc", "#date", "#killed"], ["Osk", "2017"]],
        [["text"]],
    ],
)
def test_a_first_row_that_may_be_the_header_is_the_header(rows: list[list[str]]) -> None:
    found = find_heading(rows)
    assert found is not None
    assert (found.names, found.last) == (rows[0], 0)


def test_a_workbook_as_a_desk_keeps_it_is_read_and_says_where_from(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active["A1"] = "do not circulate"
    sheet = book.create_sheet("Incidents")
    for row in [
        *TITLED,
        LOWER,
        ["V-1", datetime(2017, 3, 2), "Tamrin", "Osk", 3, 5],
        [],
        ["V-2", None, "Ull", None, 1],
    ]:
        sheet.append(row)
    book.save(tmp_path / "desk.xlsx")
    reading = read(tmp_path / "desk.xlsx", Sheet())
    assert "XLSX, Incidents (not read: Notes), header in rows 4 and 5, 2 rows and 1 empty row" in reading.notes[0]
    claim = reading.claims.iloc[0]
    assert (claim["place_text"], claim["adm1_text"], claim["killed_min"], claim["killed_max"]) == (
        "Tamrin",
        "Osk",
        3,
        5,
    )
    assert reading.claims["origin_row"].tolist() == [6, 8]
    cells, _ = read_cells(tmp_path / "desk.xlsx", numbered=True, layer="Incidents")
    assert cells.index.tolist() == [6, 8]


def test_a_text_file_with_a_title_is_divided_by_what_divides_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Strikes, all of them\n\nDate;Place;Killed\n2017-03-02;Tamrin;3\n\n2017-03-03;Ull;4\nodd;row\n", "utf-8"
    )
    reading = read(path, Sheet())
    assert "columns divided by semicolon, header in row 3, 3 rows and 1 empty row" in reading.notes[0]
    assert reading.claims[["origin_row", "killed_min"]].to_numpy().tolist() == [[4, 3], [6, 4]]
    assert reading.rejected[["row", "rule"]].to_numpy().tolist() == [[7, "too_few_values"]]


def test_columns_named_over_and_row_are_columns_like_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["place", "over", "row"], ["Tamrin", "x", 7]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    cells, _ = read_cells(tmp_path / "x.xlsx")
    assert cells.to_dict("records") == [{"place": "Tamrin", "over": "x", "row": "7"}]
    assert read(tmp_path / "x.xlsx", options=Options(layer="Sheet")).counts["kept"] == 1


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("where.name", "place_text"),
        ("Casualties: killed", "killed"),
        ("Site / Lat", "stated_lat"),
        ("a.b", None),
        ("Länge", "stated_lon"),
        ("Getötete", "killed"),
        ("Köy", "place_text"),
        ("Ölü (en az)", "killed_min"),
        ("Blessés", "injured"),
        ("İlçe", "adm2_text"),
        ("Town/Village", "place_text"),
        ("Killed/Injured", None),
        ("geometry.type", None),
        ("الإحداثيات", "stated_point"),
    ],
)
def test_a_name_of_parts_means_what_its_last_or_first_part_means(name: str, field: str | None) -> None:
    assert field_named(name) == field
