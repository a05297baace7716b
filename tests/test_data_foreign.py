"""Foreign files are opened in a locked room: what they are is checked, what they try does not happen."""

import http.server
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from shapely import Point, from_wkb

from data import InputRefused, Limits, UsageProblem, read_foreign
from data.foreign.room import _environment, read_arrow

QUICK = Limits(seconds=20)


@pytest.fixture(scope="module")
def places() -> gpd.GeoDataFrame:
    frame = {"name": ["Tall Rim", "تل ريم"], "killed": [3, 4]}
    return gpd.GeoDataFrame(frame, geometry=[Point(43.1, 36.2), Point(43.2, 36.3)], crs="EPSG:4326")


def geojson(*points: tuple[float, float], **more: object) -> str:
    features = [
        {"type": "Feature", "properties": {"name": "P"}, "geometry": {"type": "Point", "coordinates": list(point)}}
        for point in points
    ]
    return json.dumps({"type": "FeatureCollection", "features": features} | more)


def as_gpkg(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "p.gpkg", layer="places", engine="pyogrio")
    return folder / "p.gpkg"


def as_shapefile(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "p.shp", engine="pyogrio", encoding="utf-8")
    return folder / "p.shp"


def as_zip(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    as_shapefile(frame, folder)
    with zipfile.ZipFile(folder / "p.zip", "w") as held:
        for part in sorted(folder.glob("p.[sdpc]*")):
            held.write(part, f"folder/{part.name.upper() if part.suffix == '.dbf' else part.name}")
    return folder / "p.zip"


def as_geojson(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    (folder / "p.geojson").write_text(frame.to_json(), encoding="utf-8")
    return folder / "p.geojson"


def as_kmz(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    marks = "".join(
        f"<Placemark><name>{name}</name><Point><coordinates>{at.x},{at.y}</coordinates></Point></Placemark>"
        for name, at in zip(frame["name"], frame.geometry, strict=True)
    )
    kml = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    with zipfile.ZipFile(folder / "p.kmz", "w") as held:
        held.writestr("doc.kml", kml)
    return folder / "p.kmz"


def as_geoparquet(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_parquet(folder / "p.parquet")
    return folder / "p.parquet"


@pytest.mark.parametrize("write", [as_gpkg, as_shapefile, as_zip, as_geojson, as_kmz, as_geoparquet])
def test_points_and_names_come_through(
    places: gpd.GeoDataFrame, tmp_path: Path, write: Callable[[gpd.GeoDataFrame, Path], Path]
) -> None:
    before = sorted(tmp_path.iterdir())
    path = write(places, tmp_path)
    held = read_foreign(path, limits=QUICK)
    names = held.frame["Name" if write is as_kmz else "name"].tolist()
    assert names == ["Tall Rim", "تل ريم"]
    assert [(point.x, point.y) for point in from_wkb(held.frame.geometry)] == [(43.1, 36.2), (43.2, 36.3)]
    assert held.crs in ("EPSG:4326", "OGC:CRS84")
    assert before == []


def test_a_missing_crs_is_told_and_not_assumed(places: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = as_shapefile(places, tmp_path)
    path.with_suffix(".prj").unlink()
    held = read_foreign(path, limits=QUICK)
    assert held.crs is None
    assert "no coordinate reference system" in held.notes[1]


def test_a_file_with_several_layers_asks_for_one(places: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = as_gpkg(places, tmp_path)
    places.to_file(path, layer="other", engine="pyogrio")
    with pytest.raises(InputRefused, match="Name one of: places, other"):
        read_foreign(path, limits=QUICK)
    assert len(read_foreign(path, layer="other", limits=QUICK).frame) == 2
    with pytest.raises(InputRefused, match="no layer 'third'"):
        read_foreign(path, layer="third", limits=QUICK)


VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


@pytest.fixture
def knocks() -> Iterator[list[str]]:
    heard: list[str] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    heard.append(f"http://127.0.0.1:{server.server_port}")
    yield heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("name", ["x.geojson", "x.kml", "x.gpkg", "x.shp", "x.json"])
def test_a_description_of_another_file_reads_nothing(tmp_path: Path, name: str, knocks: list[str]) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nhidden\n", encoding="utf-8")
    for inner in (str(secret), f"/vsicurl/{knocks[0]}/a.geojson", f"{knocks[0]}/a.kml"):
        (tmp_path / name).write_text(VRT.format(inner), encoding="utf-8")
        with pytest.raises(InputRefused):
            read_foreign(tmp_path / name, limits=QUICK)
    assert knocks[1:] == []


def test_a_link_inside_a_kml_is_not_followed(tmp_path: Path, knocks: list[str]) -> None:
    link = f"<NetworkLink><Link><href>{knocks[0]}/more.kml</href></Link></NetworkLink>"
    mark = "<Placemark><name>P</name><Point><coordinates>43,36</coordinates></Point></Placemark>"
    (tmp_path / "x.kml").write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{link}{mark}</Document></kml>', encoding="utf-8"
    )
    assert read_foreign(tmp_path / "x.kml", limits=QUICK).frame.Name.tolist() == ["P"]
    assert knocks[1:] == []


def test_the_workers_environment_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDAL_HTTP_HEADERS", "x")
    monkeypatch.setenv("OGR_SKIP", "")
    locked = _environment(["GPKG"])
    assert "GDAL_HTTP_HEADERS" not in locked
    assert "OGR_VRT" in locked["OGR_SKIP"]
    assert "GPKG" not in locked["OGR_SKIP"].split(",")
    assert locked["CPL_VSIL_CURL_ALLOWED_EXTENSIONS"] == ".none"


def test_a_sqlite_file_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.gpkg") as base:
        base.execute("create table t (a text)")
    base.close()
    with pytest.raises(InputRefused):
        read_foreign(tmp_path / "x.gpkg", limits=QUICK)


@pytest.mark.parametrize(
    ("limits", "name"), [(Limits(rows=2), "rows"), (Limits(columns=0), "columns"), (Limits(megabytes=0), "megabytes")]
)
def test_budgets_are_named(tmp_path: Path, limits: Limits, name: str) -> None:
    (tmp_path / "x.geojson").write_text(geojson((1, 2), (3, 4), (5, 6)), encoding="utf-8")
    with pytest.raises(InputRefused, match=f"--limit {name}=N"):
        read_foreign(tmp_path / "x.geojson", limits=limits)


def test_memory_and_time_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text(geojson(*[(1, 2)] * 60_000), encoding="utf-8")
    with pytest.raises(InputRefused, match="memory_megabytes"):
        read_foreign(tmp_path / "x.geojson", limits=Limits(memory_megabytes=150, seconds=20))
    with pytest.raises(InputRefused, match="--limit seconds=N"):
        read_foreign(tmp_path / "x.geojson", limits=Limits(seconds=0))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    for name, inner in (("x.zip", "p.shp"), ("x.kmz", "doc.kml"), ("x.xlsx", "xl/workbook.xml")):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as held:
            held.writestr(inner, b"0" * 30_000_000)
        with pytest.raises(InputRefused, match="ratio"):
            read_foreign(tmp_path / name, limits=QUICK)


def test_a_zip_that_lies_about_its_sizes_or_names_writes_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "x.zip", "w") as held:
        held.writestr("../../evil.shp", b"\x00\x00\x27\x0a")
    with pytest.raises(InputRefused):
        read_foreign(folder / "x.zip", limits=QUICK)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["x.zip"]
    (folder / "y.zip").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(InputRefused, match="damaged"):
        read_foreign(folder / "y.zip", limits=QUICK)


def test_entities_that_grow_in_xml_do_not_hang(tmp_path: Path) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "x.kml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY e0 "aaaaaaaaaa">{grown}]><kml><name>&e11;</name></kml>',
        encoding="utf-8",
    )
    with pytest.raises(InputRefused):
        read_foreign(tmp_path / "x.kml", limits=replace(QUICK, memory_megabytes=1024))


def test_a_sheet_that_claims_to_be_huge_is_read_by_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "date"])
    book.active.append(["V1", "2017-03"])
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(InputRefused, match=r"--limit columns=N"):
        read_arrow(tmp_path / "x.xlsx", limits=Limits(seconds=20, columns=50))


def test_unknown_kinds_and_missing_files_are_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "x.dwg").write_bytes(b"x")
    with pytest.raises(UsageProblem, match="not read"):
        read_foreign(tmp_path / "x.dwg")
    with pytest.raises(UsageProblem, match="no file"):
        read_foreign(tmp_path / "none.gpkg")
