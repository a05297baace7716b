"""The same rows, whatever format they come in, and every row of them accounted for."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from odf import opendocument, table, text
from shapely import LineString, Point

from data import InputRefused, Limits, Options, UsageProblem, combine, read, write_frame

ROWS: list[dict[str, object]] = [
    {"code": "V1", "date": "2017-03-17", "place": "Tall Rim", "lat": 36.1, "lon": 43.2, "killed_min": 3},
    {"code": "V2", "date": "2017-03", "place": "تل ريم", "lat": None, "lon": None, "killed_min": None},
    {"code": "V3", "date": "soon", "place": "Tall Rum", "lat": 36.0, "lon": 43.0, "killed_min": 1},
]


def as_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append([])
    book.active.append(list(ROWS[0]))
    book.active.append([*list(ROWS[0].values())[:1], dt.datetime(2017, 3, 17), *list(ROWS[0].values())[2:]])
    book.active.append(list(ROWS[1].values()))
    book.active.append([])
    book.active.append(list(ROWS[2].values()))
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def as_ods(folder: Path) -> Path:
    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Rows")
    for row in ([*ROWS[0]], *(list(row.values()) for row in ROWS)):
        line = table.TableRow()
        for value in row:
            number = isinstance(value, int | float)
            cell = table.TableCell(valuetype="float", value=value) if number else table.TableCell(valuetype="string")
            cell.addElement(text.P(text="" if value is None else str(value)))
            line.addElement(cell)
        line.addElement(table.TableCell(numbercolumnsrepeated=16000))
        sheet.addElement(line)
    sheet.addElement(table.TableRow(numberrowsrepeated=1_000_000))
    book.spreadsheet.addElement(sheet)
    book.save(str(folder / "rows.ods"))
    return folder / "rows.ods"


def as_json(folder: Path) -> Path:
    (folder / "rows.json").write_text(json.dumps({"found": 3, "data": ROWS}), encoding="utf-8")
    return folder / "rows.json"


def as_jsonl(folder: Path) -> Path:
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-16")
    return folder / "rows.jsonl"


def as_geojson(folder: Path) -> Path:
    features = []
    for row in ROWS:
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if row["lat"] else None
        properties = {name: value for name, value in row.items() if name not in ("lat", "lon")}
        features.append({"type": "Feature", "properties": properties, "geometry": point})
    (folder / "rows.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return folder / "rows.geojson"


def frame() -> gpd.GeoDataFrame:
    given = pd.DataFrame(ROWS)
    points = [Point(row["lon"], row["lat"]) if row["lat"] else None for row in ROWS]
    return gpd.GeoDataFrame(given.drop(columns=["lat", "lon"]), geometry=points, crs="EPSG:4326")


def as_gpkg(folder: Path) -> Path:
    frame().to_file(folder / "rows.gpkg", engine="pyogrio")
    return folder / "rows.gpkg"


def as_geoparquet(folder: Path) -> Path:
    frame().to_parquet(folder / "rows.parquet")
    return folder / "rows.parquet"


def as_parquet(folder: Path) -> Path:
    pd.DataFrame(ROWS).to_parquet(folder / "plain.parquet")
    return folder / "plain.parquet"


def as_tsv(folder: Path) -> Path:
    pd.DataFrame(ROWS).to_csv(folder / "rows.tsv", sep="\t", index=False)
    return folder / "rows.tsv"


ALL = [as_xlsx, as_ods, as_json, as_jsonl, as_geojson, as_gpkg, as_geoparquet, as_parquet, as_tsv]


@pytest.mark.parametrize("write", ALL)
def test_every_format_gives_the_same_claims_and_rejections(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    reading = read(write(tmp_path))
    claims = reading.claims.set_index("record_code")
    assert (reading.rows_in, len(claims), reading.rejected.value.tolist()) == (3, 2, ["soon"])
    first = claims.loc["V1"]
    assert (first.happened_from, first.date_precision, first.killed_min) == ("2017-03-17", "day", 3)
    assert (first.stated_lon, first.stated_lat) == (43.2, 36.1)
    assert claims.loc["V2", "place_text"] == "تل ريم"
    assert claims.loc["V2", ["killed_min", "stated_lat"]].isna().all()


def test_every_format_gives_the_same_readings(tmp_path: Path) -> None:
    readings = [read(write(tmp_path)) for write in ALL]
    joined = combine(readings)
    assert len(joined.claims) == 2
    assert len(joined.duplicates) == 2 * (len(ALL) - 1)


def test_rows_of_a_sheet_are_counted_as_the_sheet_counts(tmp_path: Path) -> None:
    reading = read(as_xlsx(tmp_path))
    assert reading.claims.origin_row.tolist() == [3, 4]
    assert reading.rejected.row.tolist() == [6]
    assert "XLSX, Sheet, 3 rows and 1 empty row" in reading.notes[0]


def test_a_sheet_is_chosen_and_a_value_beside_the_header_is_rejected(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    other = book.create_sheet("Other")
    for row in (["code", "killed_min"], ["V1", 2], ["V2", 3, "stray"]):
        other.append(row)
    book.save(tmp_path / "x.xlsx")
    reading = read(tmp_path / "x.xlsx", options=Options(layer="Other"))
    assert reading.rejected[["row", "value", "rule"]].to_numpy().tolist() == [[3, "stray", "too_many_values"]]
    with pytest.raises(InputRefused, match="Sheets: Sheet, Other"):
        read(tmp_path / "x.xlsx", options=Options(layer="Third"))


def test_numbers_in_json_are_read_as_written(tmp_path: Path) -> None:
    rows = '[{"code": 7, "lon": 43.10, "lat": 36.2, "killed_min": NaN, "belligerents": ["Red; Blue", "Green"]}]'
    (tmp_path / "x.json").write_text(rows, encoding="utf-8")
    claim = read(tmp_path / "x.json").claims.iloc[0]
    assert (claim.record_code, claim.stated_lon) == ("7", 43.1)
    assert pd.isna(claim.killed_min)
    assert claim.belligerents == ["Red; Blue", "Green"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "nested too deeply|no JSON"),
        ('{"a": 1}', "no list of records"),
        ('[{"a": 1, "a": 2}]', "key twice"),
        ('{"features": [], "crs": {"properties": {"name": "EPSG:32638"}}}', "EPSG:32638"),
        ("[]", "no rows"),
    ],
)
def test_a_document_that_is_no_table_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=told):
        read(tmp_path / "x.json")


def test_a_bad_line_of_json_is_rejected_alone(tmp_path: Path) -> None:
    lines = ['{"code": "V1", "killed_min": 2}', "{no", "[1]", '{"code": "V2", "code": "V3"}', "", '{"code": "V4"}']
    (tmp_path / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    reading = read(tmp_path / "x.jsonl")
    assert reading.claims.origin_row.tolist() == [1, 6]
    assert reading.rejected.rule.tolist() == ["not_json", "not_a_record", "key_twice"]
    assert reading.rejected.row.tolist() == [2, 3, 4]


def test_lines_and_areas_are_kept_with_a_warning(tmp_path: Path) -> None:
    given = gpd.GeoDataFrame(
        {"code": ["V1", "V2"], "killed_min": [1, 2]}, geometry=[LineString([(0, 0), (1, 1)]), Point(1, 2)], crs=4326
    )
    given.to_file(tmp_path / "x.gpkg", engine="pyogrio")
    (tmp_path / "x.geojson").write_text(given.to_json(), encoding="utf-8")
    for name in ("x.gpkg", "x.geojson"):
        claims = read(tmp_path / name).claims
        assert claims.warnings.tolist() == [["geometry_not_point"], []]
        assert claims.stated_lat.isna().tolist() == [True, False]


def test_other_coordinates_are_refused_and_a_missing_crs_is_asked_for(tmp_path: Path) -> None:
    frame().to_crs(32638).to_file(tmp_path / "x.gpkg", engine="pyogrio")
    with pytest.raises(InputRefused, match="EPSG:32638; nothing is reprojected"):
        read(tmp_path / "x.gpkg")
    frame().to_file(tmp_path / "x.shp", engine="pyogrio", encoding="utf-8")
    (tmp_path / "x.prj").unlink()
    with pytest.raises(InputRefused, match="--crs EPSG:4326"):
        read(tmp_path / "x.shp")
    assert read(tmp_path / "x.shp", options=Options(crs="EPSG:4326")).claims.stated_lon[0] == 43.2


def test_our_own_tables_come_back_as_the_same_readings(tmp_path: Path) -> None:
    first = read(as_json(tmp_path))
    write_frame(first.claims, "claims", tmp_path / "claims.parquet")
    again = read(tmp_path / "claims.parquet")
    assert again.claims.claim_id.tolist() == first.claims.claim_id.tolist()


def test_a_source_named_by_the_caller_is_kept_with_its_archived_copy(tmp_path: Path) -> None:
    told = {
        "url": "https://valdria.example/r",
        "archive_url": "https://archive.example/r",
        "retrieved_on": "2021-05-02",
    }
    reading = read(as_json(tmp_path), options=Options(source=told))
    assert reading.sources.archive_url.tolist() == ["https://archive.example/r"]
    assert reading.claims.source_id.tolist() == reading.sources.source_id.tolist() * 2
    assert reading.sources.redistribution.tolist() == ["none"]


def test_a_kind_that_is_not_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    with pytest.raises(UsageProblem, match="Save it as XLSX or CSV"):
        read(tmp_path / "x.docx")


def test_a_document_that_would_not_fit_into_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="--limit memory_megabytes=N"):
        read(as_json(tmp_path), limits=Limits(memory_megabytes=0))


RELEASE = "May 2, 2018, near Tal Verin, Syria, via media report. Regrettably, one civilian was wounded."


def test_a_release_is_read_as_text_and_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    (tmp_path / "items.csv").write_text(f'code,text\nV1,"{RELEASE}"\n\nV2,\n', encoding="utf-8")
    whole = read(tmp_path / "release.txt", "cjtf-oir")
    items = read(tmp_path / "items.csv", "cjtf-oir", options=Options(text_column="text"))
    for reading in (whole, items):
        claim = reading.claims.iloc[0]
        assert (claim.place_text, claim.relation, claim.country, claim.via) == (
            "Tal Verin",
            "near",
            "SY",
            "media report",
        )
        assert claim.source_id == reading.sources.source_id[0]
    assert items.rejected[["row", "rule"]].to_numpy().tolist() == [[4, "no_item"]]
    with pytest.raises(InputRefused, match="--text-column"):
        read(tmp_path / "items.csv", "cjtf-oir", options=Options(text_column="body"))


def test_strike_lines_are_read_with_their_own_order_of_dates(tmp_path: Path) -> None:
    text = 'date,country,line\n10/17/2016,Syria,"- Near Tal Verin, three strikes engaged a staging area."\n'
    (tmp_path / "lines.csv").write_text(text, encoding="utf-8")
    claim = read(tmp_path / "lines.csv", "centcom").claims.iloc[0]
    assert (claim.happened_from, claim.place_text, claim.strikes_min) == ("2016-10-17", "Tal Verin", 3)
