"""The files of a site: the same cells in every format, safe to open, described, and the same bytes each time."""

import json
import re
import sqlite3
import zipfile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from published import FORMULA, made

from maps.publish.exports import as_declared, data_files
from maps.publish.exports.workbook import sheet_text, workbook_bytes
from maps.publish.reread.cells import cells_of
from maps.publish.reread.check import READERS, wanted_cells


def test_every_format_holds_the_same_cells() -> None:
    cells = wanted_cells(made().expected().tables)
    held = {}
    for path in sorted((made().site / "data").iterdir()):
        found = READERS[path.suffix](f"data/{path.name}", path.read_bytes())
        assert found.leaks == []
        for name, table in found.tables.items():
            assert {column: table[column] for column in cells[name]} == cells[name], (path.name, name)
            held.setdefault(path.suffix, set()).add(name)
    assert held[".csv"] == held[".xlsx"] == held[".gpkg"] == set(cells)
    assert held[".geojson"] == held[".parquet"] == {"incidents"}


def test_the_same_tables_give_the_same_bytes() -> None:
    tables = made().expected().tables
    assert data_files(tables) == data_files({name: table.copy() for name, table in tables.items()})


def test_s5_3_a_formula_is_text_in_csv_and_xlsx_and_comes_back_as_it_was() -> None:
    data = made().site / "data"
    assert f"'{FORMULA}".replace('"', '""') in (data / "incidents.csv").read_text(encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(data / "strikeatlas.xlsx")["incidents"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_s5_3_numbers_stay_numbers_in_a_workbook() -> None:
    sheet = openpyxl.load_workbook(made().site / "data" / "strikeatlas.xlsx")["incidents"]
    heads = [cell.value for cell in sheet[1]]
    values = [row[heads.index("killed_max")].value for row in sheet.iter_rows(min_row=2)]
    assert 4 in values
    assert all(value is None or isinstance(value, int) for value in values)


@pytest.mark.parametrize("text", ["\x07bell", "_x0041_", "a\r\nb", "<&>\"'", "\ufffe", "x" * 40_000])
def test_any_text_survives_a_workbook_or_its_table_is_left_out(text: str) -> None:
    table = {"about": pd.DataFrame({"key": ["k"], "value": [text]})}
    found = READERS[".xlsx"]("x.xlsx", workbook_bytes(as_declared(table)))
    assert found.leaks == []
    assert found.tables.get("about", {}).get("value", [None]) == ([text] if len(text) < 32_768 else [None])
    assert "\x07" not in sheet_text(text)


def test_the_geopackage_has_a_style_that_tells_precision() -> None:
    with sqlite3.connect(made().site / "data" / "strikeatlas.gpkg") as database:
        rows = database.execute("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles").fetchall()
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    assert [(row[0], row[1]) for row in rows] == [("incidents", 1)]
    assert set(re.findall(r'value="(exact|site|street|village|town|district|governorate)"', rows[0][2])) > {"exact"}
    assert kinds["incidents"] == "features"


def test_licence_and_precision_stand_in_every_format() -> None:
    data = made().site / "data"
    with zipfile.ZipFile(data / "strikeatlas.xlsx") as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist())
    parquet = (pq.read_metadata(data / "incidents.parquet").metadata or {})[b"about"].decode()
    geojson = json.dumps(json.loads((data / "incidents.geojson").read_text(encoding="utf-8"))["about"])
    package = (data / "strikeatlas.gpkg").read_bytes().decode("utf-8", "replace")
    for text in (sheets, parquet, geojson, package, (data / "about.csv").read_text(encoding="utf-8-sig")):
        assert "CC0" in text
        assert "coordinate_decimals" in text


def test_the_descriptor_names_every_file_and_every_column() -> None:
    site = made().site
    package = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} == {f"data/{p.name}" for p in (site / "data").iterdir()}
    assert all(one["licenses"] and one["precision"]["coordinate_decimals"] == 2 for one in package["resources"])
    claims = next(one for one in package["resources"] if one["path"] == "data/claims.csv")
    heads = (site / "data" / "claims.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert [item["name"] for item in claims["schema"]["fields"]] == heads
    assert all(item["description"] for item in claims["schema"]["fields"])


def test_cells_of_a_frame_are_plain() -> None:
    frame = pd.DataFrame({"a": [1.0, None], "b": [["x", "y"], []]})
    assert cells_of(frame) == {"a": ["1", ""], "b": ["x; y", ""]}
