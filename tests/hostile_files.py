"""Hostile files: each is written, read as a user would, and ends in one of the classes; nothing is taken on trust."""

# ruff: noqa: E501

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from hostile_cases import EXACT, FILE, ROW, WARNED, Told
from shapely import Point

from data import AtlasError, Limits, Options, Reading, read
from geo import Gazetteer, add_warnings, check

LIMITS = Limits(seconds=30)
Make = Callable[[Path], None]
HEAD = "recorder,code,date,place,country,lat,lon,killed,url"
URL = "https://watch.example/1"
ARABIC = "قرية برن"
VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
MARK = "<Placemark><name>P</name><Point><coordinates>43,36</coordinates></Point></Placemark>"
KML = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


@dataclass(frozen=True)
class Given:
    """One file: how it is made, how reading it should end, and what the first record should hold."""

    group: str
    name: str
    wanted: str
    file: str
    make: Make
    holds: tuple[str, object] | None = None
    crs: str = ""


def text(content: str, *, codec: str = "utf-8") -> Make:
    return lambda path: path.write_bytes(content.encode(codec)) and None


def raw(content: bytes) -> Make:
    return lambda path: path.write_bytes(content) and None


def row(place: str = "Brenn", lat: str = "36.2", lon: str = "43.1", *, code: str = "H1", **more: str) -> str:
    """One table of one record."""
    cells = {"recorder": "watch", "code": code, "date": "2017-03-04", "place": place, "country": "", "lat": lat,
             "lon": lon, "killed": "2", "url": URL} | more  # fmt: skip
    return f"{HEAD}\n{','.join(cells.values())}\n"


def zipped(**parts: bytes) -> Make:
    return lambda path: path.write_bytes(packed(dict(parts.items()))) and None


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name, content)
    return file.getvalue()


def sheet(change: Callable[[openpyxl.Workbook], None], then: Callable[[dict[str, bytes]], None] | None = None) -> Make:
    """A workbook with one record, changed as a workbook and then as the parts of its zip."""

    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        for number, line in enumerate(row().splitlines(), start=1):
            for column, value in enumerate(line.split(","), start=1):
                book.active.cell(number, column, value)
        change(book)
        book.save(path)
        if then:
            with zipfile.ZipFile(path) as held:
                parts = {name: held.read(name) for name in held.namelist()}
            then(parts)
            path.write_bytes(packed(parts))

    return make


def in_sheet(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def then(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new, 1)

    return then


def parquet(table: pa.Table) -> Make:
    return lambda path: pq.write_table(table, path)


def points(crs: str | None, lon: float = 43.1, lat: float = 36.2, *, layers: int = 1) -> Make:
    def make(path: Path) -> None:
        frame = gpd.GeoDataFrame(
            {"code": ["H1"], "date": ["2017-03-04"], "place": ["Brenn"]}, geometry=[Point(lon, lat)], crs=crs
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number in range(layers):
                frame.to_file(path, layer=f"l{number}", engine="pyogrio", driver="GPKG")

    return make


def sql(*statements: str) -> Make:
    def make(path: Path) -> None:
        points("EPSG:4326")(path)
        database = sqlite3.connect(path)
        with database:
            for statement in statements:
                database.execute(statement)
        database.close()

    return make


def feature(**more: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"code": "H1", "place": "Brenn", "date": "2017-03-04"},
            "geometry": {"type": "Point", "coordinates": [43.1, 36.2]}} | more  # fmt: skip


def collection(*features: object, **more: object) -> Make:
    return text(json.dumps({"type": "FeatureCollection", "features": list(features)} | more))


def shape(kind: str, coordinates: object) -> dict[str, object]:
    return feature(geometry={"type": kind, "coordinates": coordinates})


LAUGHS = (
    '<!DOCTYPE k [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)


def disguised(knock: str) -> Iterator[Given]:
    group, inner = "disguised files", f"/vsicurl/{knock}/a.geojson"
    for name in ("x.geojson", "x.gpkg", "x.kml", "x.shp", "x.json", "x.csv", "x.parquet", "x.xlsx", "x.kmz", "x.zip"):
        yield Given(group, f"a VRT as {name}", FILE, name, text(VRT.format(inner)))
    yield Given(group, "a VRT that reads a local file", FILE, "x.geojson", text(VRT.format("/etc/passwd")))
    yield Given(
        group,
        "a WMS description as a GeoPackage",
        FILE,
        "x.gpkg",
        text(f"<GDAL_WMS><Service><ServerUrl>{knock}</ServerUrl></Service></GDAL_WMS>"),
    )
    yield Given(
        group,
        "a STAC item with remote assets",
        WARNED,
        "x.geojson",
        collection(
            feature(
                assets={"a": {"href": f"{knock}/a.tif"}},
                links=[{"href": knock}],
                geometry={"type": "Polygon", "coordinates": [[[43, 36], [44, 36], [44, 37], [43, 36]]]},
            )
        ),
    )
    yield Given(
        group,
        "a KML with a network link",
        FILE,
        "x.kml",
        text(KML.format("", f"<NetworkLink><Link><href>{knock}/b.kml</href></Link></NetworkLink>")),
    )
    yield Given(
        group,
        "a KML with an external entity",
        EXACT,
        "x.kml",
        text(KML.format(f'<!DOCTYPE k [<!ENTITY e SYSTEM "{knock}/c">]>', MARK.replace("P<", "&e;<"))),
    )
    yield Given(
        group, "a KML of entities in entities", FILE, "x.kml", text(KML.format(LAUGHS, MARK.replace("P<", "&k;<")))
    )
    yield Given(
        group,
        "a web page as CSV",
        FILE,
        "x.csv",
        text("<!doctype html><html><body><table><tr><td>1</td></tr></table></body></html>"),
    )
    yield Given(group, "a program as CSV", ROW, "x.csv", raw(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40))
    yield Given(group, "a picture as a workbook", FILE, "x.xlsx", raw(b"\x89PNG\r\n\x1a\n" + bytes(300)))
    yield Given(group, "a pickle as Parquet", FILE, "x.parquet", raw(b"\x80\x04\x95cposix\nsystem\n(S'touch ran'\ntR."))
    yield Given(
        group, "a picture in SVG as KML", FILE, "x.kml", text('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')
    )
    yield Given(group, "a database without tables", FILE, "x.gpkg", raw(b"SQLite format 3\x00" + bytes(4096)))
    yield Given(
        group,
        "a GeoPackage with a view of a file",
        FILE,
        "x.gpkg",
        sql(
            "CREATE VIEW extra AS SELECT load_extension('/tmp/x.so')",
            "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('extra', 'attributes')",
        ),
    )
    yield Given(group, "a Shapefile whose zip climbs out", FILE, "x.zip", zipped(**{"../../../x.txt": b"x"}))
    yield Given(
        group,
        "a KMZ whose document climbs out",
        EXACT,
        "x.kmz",
        zipped(**{"../../doc.kml": KML.format("", MARK).encode()}),
        ("place_text", None),
    )
    yield Given(
        group,
        "a workbook with an external entity",
        FILE,
        "x.xlsx",
        sheet(
            lambda _: None, in_sheet(b"<worksheet", f'<!DOCTYPE w [<!ENTITY e SYSTEM "{knock}/d">]><worksheet'.encode())
        ),
    )
    yield Given(
        group,
        "a workbook with a link to another",
        EXACT,
        "x.xlsx",
        sheet(lambda book: book.active.cell(2, 4, f"='[{knock}/e.xlsx]S'!A1")),
        ("place_text", None),
    )


def bombs() -> Iterator[Given]:
    group = "bombs"
    yield Given(
        group, "a packed CSV of zeros", FILE, "x.csv.gz", raw(gzip.compress(row().encode() + b"0" * 60_000_000))
    )
    yield Given(
        group,
        "a workbook of one long part",
        FILE,
        "x.xlsx",
        sheet(lambda _: None, in_sheet(b"</sheetData>", b"</sheetData>" + b" " * 200_000_000)),
    )
    yield Given(
        group,
        "a workbook with one far cell",
        FILE,
        "x.xlsx",
        sheet(lambda book: book.active.cell(1_048_576, 16_384, "far") and None),
    )
    yield Given(group, "a KMZ of zeros", FILE, "x.kmz", zipped(**{"doc.kml": b"0" * 200_000_000}))
    yield Given(
        group,
        "a hundred thousand columns",
        FILE,
        "x.csv",
        text(",".join(f"c{n}" for n in range(100_000)) + "\n" + "," * 99_999 + "\n"),
    )
    yield Given(group, "a cell of two million letters", FILE, "x.csv", text(row("x" * 2_000_000)))
    yield Given(group, "JSON a hundred thousand deep", FILE, "x.json", text("[" * 100_000 + "]" * 100_000))
    yield Given(group, "a packed JSON of zeros", FILE, "x.json.gz", raw(gzip.compress(b"[" + b" " * 60_000_000 + b"]")))
    yield Given(
        group,
        "a Parquet file of a billion nulls",
        FILE,
        "x.parquet",
        parquet(pa.table({"code": pa.array([None] * 25_000_000, pa.null())})),
    )
    yield Given(
        group, "a Parquet file cut short", FILE, "x.parquet", raw(b"PAR1" + bytes(90) + b"\xff\xff\xff\x7fPAR1")
    )
    yield Given(
        group,
        "a zip that names itself large",
        FILE,
        "x.zip",
        zipped(**{"x.shp": b"\0" * 200_000_000, "x.dbf": b"", "x.shx": b""}),
    )
    yield Given(
        group, "a quote that never closes", ROW, "x.csv", text(row() + 'watch,"H2,2017-01-01,x\n' + "a,b\n" * 50_000)
    )
    yield Given(group, "a GeoPackage of sixty layers", FILE, "x.gpkg", points("EPSG:4326", layers=12))


def encodings() -> Iterator[Given]:
    group, held = "encodings and directions", ("place_text", ARABIC)
    arabic = row(ARABIC)
    for name, codec in (
        ("UTF-8", "utf-8"),
        ("UTF-8 with a mark", "utf-8-sig"),
        ("UTF-16 with a mark", "utf-16"),
        ("cp1256", "cp1256"),
    ):
        yield Given(group, f"Arabic in {name}", EXACT, "x.csv", text(arabic, codec=codec), held)
    yield Given(
        group, "Arabic in UTF-16, big end first", EXACT, "x.csv", raw(b"\xfe\xff" + arabic.encode("utf-16-be")), held
    )
    yield Given(
        group,
        "UTF-8 with one torn letter",
        WARNED,
        "x.csv",
        raw(row("Bre§nn " + ARABIC).encode().replace("§".encode(), b"\xff")),
    )
    yield Given(group, "UTF-8 read as Latin before", WARNED, "x.csv", text(row(ARABIC.encode().decode("latin-1"))))
    yield Given(group, "a zero byte in a cell", WARNED, "x.csv", text(row("Bre\0nn")))
    yield Given(group, "an escape sequence of a terminal", WARNED, "x.csv", text(row("\x1b[2J\x1b]0;x\x07Brenn")))
    yield Given(
        group,
        "a mark that turns the direction",
        WARNED,
        "x.csv",
        text(row("Brenn \u202etset")),
        ("place_text", "Brenn \u202etset"),
    )
    yield Given(
        group,
        "marks that isolate",
        WARNED,
        "x.csv",
        text(row("x \u2067Brenn\u2069 x")),
        ("place_text", "x \u2067Brenn\u2069 x"),
    )
    yield Given(
        group,
        "a line of letters that nobody sees",
        EXACT,
        "x.csv",
        text(row("Bre\u200bnn")),
        ("place_text", "Bre\u200bnn"),
    )
    yield Given(
        group, "line ends of an old Mac", EXACT, "x.csv", text(row().replace("\n", "\r")), ("place_text", "Brenn")
    )
    yield Given(group, "Arabic digits in a count", EXACT, "x.csv", text(row(killed="٣")), ("killed_max", 3))
    yield Given(
        group, "letters beyond the first plane", EXACT, "x.csv", text(row("Brenn 𓂀𝔅")), ("place_text", "Brenn 𓂀𝔅")
    )


def coordinates() -> Iterator[Given]:
    group, iraq = "coordinates", {"country": "Iraq"}
    yield Given(
        group, "longitude and latitude exchanged", WARNED, "x.csv", text(row("Mosul", "43.13", "36.34", **iraq))
    )
    yield Given(group, "null island", WARNED, "x.csv", text(row("Mosul", "0", "0", **iraq)))
    yield Given(group, "the middle of the country", WARNED, "x.csv", text(row("", "33.0", "44.0", **iraq)))
    yield Given(group, "a point in another country", WARNED, "x.csv", text(row("Mosul", "48.85", "2.35", **iraq)))
    yield Given(group, "half a coordinate", WARNED, "x.csv", text(row(lon="")))
    yield Given(
        group,
        "more digits than anybody knows",
        WARNED,
        "x.csv",
        text(
            row("Mosul", "36.34000000012345", "43.13000000012345", **iraq)
            .replace(",killed", ",stated_precision,killed")
            .replace(",2,http", ",city,2,http")
        ),
    )
    for name, lat, lon in (
        ("beyond the pole", "95.1", "43.1"), ("beyond the date line", "36.2", "543.1"), ("infinite", "inf", "43.1"), ("beyond all numbers", "1e400", "43.1"), ("words", "north", "43.1"),
        ("a formula", "=1+1", "43.1"), ("two points in a cell", "36.2 36.4", "43.1"), ("hexadecimal", "0x24", "43.1"),
    ):  # fmt: skip
        yield Given(group, f"a latitude or longitude that is {name}", ROW, "x.csv", text(row(lat=lat, lon=lon)))
    yield Given(group, "a latitude that is not a number", WARNED, "x.csv", text(row(lat="nan")))
    yield Given(group, "decimal commas", EXACT, "x.csv", text(row(lat='"36,2"', lon='"43,1"')))
    yield Given(
        group, "minutes and seconds as numbers", EXACT, "x.csv", text(row(lat="36°12'00''N", lon="43°06'00''E"))
    )


def shapes() -> Iterator[Given]:
    group = "shapes and datums"
    yield Given(
        group,
        "a polygon for a record",
        WARNED,
        "x.geojson",
        collection(shape("Polygon", [[[43, 36], [44, 36], [44, 37], [43, 36]]])),
    )
    yield Given(
        group, "a line for a record", WARNED, "x.geojson", collection(shape("LineString", [[43, 36], [44, 36]]))
    )
    yield Given(
        group,
        "a point at infinity",
        WARNED,
        "x.geojson",
        text(json.dumps({"type": "FeatureCollection", "features": [shape("Point", [1e999, 36])]})),
    )
    yield Given(group, "a point of one number", WARNED, "x.geojson", collection(shape("Point", [43])))
    yield Given(group, "a point of words", ROW, "x.geojson", collection(shape("Point", ["a", "b"])))
    yield Given(
        group, "no shape at all", EXACT, "x.geojson", collection(feature(geometry=None)), ("place_text", "Brenn")
    )
    yield Given(
        group, "a key that stands twice", FILE, "x.json", text('[{"code": "H1", "code": "H2", "place": "Brenn"}]')
    )
    yield Given(
        group,
        "GeoJSON of another grid",
        FILE,
        "x.geojson",
        collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
    )
    yield Given(group, "a GeoPackage without a grid", FILE, "x.gpkg", points(None))
    for code, name in (
        ("EPSG:27038", "Nahrwan 1967"),
        ("EPSG:4743", "Karbala 1979"),
        ("EPSG:4270", "Nahrwan without a shift"),
        ("EPSG:32638", "UTM"),
    ):
        yield Given(group, f"points in {name}", FILE, "x.gpkg", points(code))


def names() -> Iterator[Given]:
    group = "names that are paths"
    for code in (
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "a/b/c",
        "con",
        "~root",
        "$(touch ran)",
        "x;rm -rf x",
        "`id`",
        "%2e%2e%2f",
    ):
        yield Given(group, f"a record called {code}", EXACT, "x.csv", text(row(code=code)), ("record_code", code))
    yield Given(
        group, "a record called by a line feed", EXACT, "x.csv", text(row(code='"H\n1"')), ("record_code", "H\n1")
    )


def given(knock: str) -> list[Given]:
    """Every hostile file; `knock` is an address that hears whoever asks it."""
    makers = (bombs, encodings, coordinates, shapes, names)
    return [*disguised(knock), *(one for make in makers for one in make())]


def tried(one: Given, folder: Path) -> Told:
    """Read one file as a user would, and say how it ended."""
    folder.mkdir(parents=True)
    path = folder / one.file
    one.make(path)
    before = sorted(folder.iterdir())
    try:
        found, why = _ended(one, read(path, "strikeatlas", options=Options(), limits=LIMITS))
    except AtlasError as error:
        found, why = FILE if error.exit_code == 3 and error.hint else "no clear error", str(error)[:90]
    except Exception as fault:
        found, why = "a fault of ours", f"{type(fault).__name__}: {fault}"[:90]
    if sorted(folder.iterdir()) != before:
        found, why = "a file was made", str(sorted(folder.iterdir()))
    return Told(one.group, one.name, one.wanted, found, why)


def _ended(one: Given, reading: Reading) -> tuple[str, str]:
    counts = reading.counts
    if counts["rows_in"] != counts["kept"] + counts["rejected"] + counts["duplicates"]:
        return "rows lost", str(counts)
    if counts["rejected"]:
        reasons = reading.rejected[["row", "rule", "hint"]]
        return (ROW if reasons.notna().all(axis=None) else "no clear reason"), str(reasons["rule"].tolist()[:3])
    claims = add_warnings(reading.claims, check(reading.claims, Gazetteer.embedded()))
    if not len(claims):
        return "nothing was read", ""
    first = claims.iloc[0]
    if one.holds and one.holds[1] is not None and first[one.holds[0]] != one.holds[1]:
        return "another value", repr(first[one.holds[0]])[:60]
    codes = [code for code in first["warnings"] if code != "precision_not_stated"]
    if one.wanted == EXACT:
        return EXACT, str(codes)
    return (WARNED, str(codes)) if codes else (EXACT, "no warning")


def as_frame(told: list[Told]) -> pd.DataFrame:
    """The cases as a table."""
    return pd.DataFrame([vars(one) for one in told])
