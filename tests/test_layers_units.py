"""Units keep their codes, names and polygons; what is broken or missing is mended or asked for, and said (S4.1)."""

import json
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from pyproj import Transformer
from shared_data import shared_data

from data import InputRefused, UsageProblem
from layers import Provenance, read_units, units_from_crosswalk
from layers.units.columns import known_set
from layers.units.frame import named_units

SQUARE = shapely.box(40, 30, 41, 31)
BOWTIE = shapely.Polygon([(40, 30), (41, 31), (41, 30), (40, 31)])


def geojson(path: Path, *rows: tuple[dict, object], crs: str | None = None) -> Path:
    """Write features of properties and shape."""
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        for properties, shape in rows
    ]
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def cod(code: str, **more: object) -> dict:
    return {
        "ADM1_EN": f"Unit {code}",
        "ADM1_AR": "وحدة",
        "ADM1_PCODE": code,
        "ADM0_PCODE": "IQ",
        "validOn": "2019-06-03T00:00:00",
    } | more


def test_crosswalk_holds_the_33_governorates_without_polygons() -> None:
    units = units_from_crosswalk()
    assert units.groupby("country").size().to_dict() == {"IQ": 19, "SY": 14}
    assert units["geometry"].isna().all()
    assert units[["pcode", "name_en", "name_ar", "lon", "lat", "iso"]].notna().all(axis=None)
    assert units["pcode"].is_unique
    assert units["pcode"].is_monotonic_increasing


def test_halabja_has_a_substitute_and_says_so() -> None:
    units = units_from_crosswalk().set_index("pcode")
    assert units.index[[bool(codes) for codes in units["warnings"]]].tolist() == ["IQ-HA"]
    assert units.at["IQ-HA", "warnings"] == ["pcode_substitute"]
    assert "2019" in units.at["IQ-HA", "note"]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (cod("IQG01"), {"pcode": "IQG01", "level": 1, "parent": "IQ", "country": "IQ", "vintage": "2019-06-03"}),
        (
            {"adm2_name": "A", "adm2_name1": "أ", "adm2_pcode": "SY0101", "adm1_pcode": "SY01", "iso2": "SY"},
            {"pcode": "SY0101", "level": 2, "parent": "SY01", "country": "SY", "name_ar": "أ"},
        ),
        (
            {"admname": "A", "iso3": "SYR", "idprogres": "SYR003006", "gid": 7},
            {"pcode": "SYR003006", "level": 2, "parent": "SYR003", "country": "SY"},
        ),
        (
            {"shapeName": "A", "shapeISO": "IQ-AN", "shapeID": "X1", "shapeGroup": "IRQ", "shapeType": "ADM1"},
            {"pcode": "IQ-AN", "level": 1, "country": "IQ", "name_en": "A"},
        ),
        (
            {"iso_3166_2": "SY-RA", "adm1_code": "SYR-1", "name": "R", "name_en": "A", "name_ar": "أ", "iso_a2": "SY"},
            {"pcode": "SY-RA", "level": 1, "parent": "SY", "name_en": "A", "licence": "public domain"},
        ),
        (
            {"ADM0_A3": "IRQ", "ISO_A2": "-99", "ISO_A2_EH": "IQ", "NAME": "Iraq"},
            {"pcode": "IQ", "level": 0, "country": "IQ", "name_en": "Iraq"},
        ),
    ],
)
def test_columns_of_the_usual_publishers_are_known(properties: dict, expected: dict) -> None:
    table = pd.DataFrame([properties])
    known = known_set(table.columns)
    unit = named_units(table, known).iloc[0].to_dict() | {"licence": known.licence}
    assert {name: unit[name] for name in expected} == expected
    assert unit["warnings"] == []


def test_provenance_stays_with_every_row(tmp_path: Path) -> None:
    path = geojson(tmp_path / "units.geojson", (cod("IQG01"), SQUARE), (cod("IQG02"), SQUARE))
    units = read_units(path, about=Provenance(vintage="2020", licence="CC BY", source="the office"))
    assert units[["vintage", "licence", "source"]].drop_duplicates().to_numpy().tolist() == [
        ["2020", "CC BY", "the office"]
    ]
    assert units["source_sha256"].str.fullmatch("[0-9a-f]{64}").all()


def test_broken_and_missing_polygons_are_told(tmp_path: Path) -> None:
    rows = (cod("IQG01"), BOWTIE), (cod("IQG02"), None), (cod("IQG03"), shapely.Point(40, 30))
    units = read_units(geojson(tmp_path / "units.geojson", *rows))
    assert units["warnings"].tolist() == [["unit_repaired"], ["unit_without_polygon"], ["unit_without_polygon"]]
    assert shapely.is_valid(shapely.from_wkb(units["geometry"].iloc[0]))
    assert units["geometry"].isna().tolist() == [False, True, True]
    assert units["lon"].isna().tolist() == [False, True, False]


def test_rows_of_one_code_are_joined(tmp_path: Path) -> None:
    rows = (cod("IQG01"), SQUARE), (cod("IQG01"), shapely.box(41, 30, 42, 31))
    units = read_units(geojson(tmp_path / "units.geojson", *rows))
    assert units["warnings"].tolist() == [["unit_merged"]]
    assert shapely.from_wkb(units["geometry"].iloc[0]).equals(shapely.box(40, 30, 42, 31))


def test_a_unit_without_code_or_name_is_kept_with_a_substitute_or_refused(tmp_path: Path) -> None:
    row = {"admname": "Name Unknown", "iso3": "SYR", "idprogres": None, "gid": 15209}
    known = {"admname": "B", "iso3": "SYR", "idprogres": "SYR003006", "gid": 1}
    units = read_units(geojson(tmp_path / "a.geojson", (row, SQUARE), (known, SQUARE)))
    assert units["pcode"].tolist() == ["SYR003006", "gid:15209"]
    assert units["warnings"].iloc[1] == ["pcode_substitute", "unit_name_missing"]
    assert units["level"].tolist() == [2, 2]
    with pytest.raises(InputRefused, match=r"b\.geojson, row 1, column ADM1_PCODE: A unit without a code"):
        read_units(
            geojson(tmp_path / "b.geojson", (cod("IQG01") | {"ADM1_PCODE": None}, SQUARE), (cod("IQG02"), SQUARE))
        )


def test_other_files_are_read_by_named_columns(tmp_path: Path) -> None:
    path = geojson(tmp_path / "units.geojson", ({"CODE": 7, "NAME": "Seven"}, SQUARE))
    with pytest.raises(UsageProblem, match="CODE, NAME"):
        read_units(path)
    units = read_units(path, columns={"pcode": "CODE", "name_en": "NAME"}, level=3)
    assert units[["pcode", "level", "name_en"]].to_numpy().tolist() == [["7", 3, "Seven"]]
    with pytest.raises(UsageProblem, match="no column KODE"):
        read_units(path, columns={"pcode": "KODE"}, level=3)


def test_projected_coordinates_come_back_to_degrees_with_the_operation_told(tmp_path: Path) -> None:
    to_utm = Transformer.from_crs("OGC:CRS84", "EPSG:32638", always_xy=True)
    moved = shapely.transform(SQUARE, lambda xy: shapely.get_coordinates(shapely.points(*to_utm.transform(*xy.T))))
    unit = read_units(geojson(tmp_path / "units.geojson", (cod("IQG01"), moved), crs="EPSG:32638")).iloc[0]
    assert shapely.equals_exact(shapely.from_wkb(unit["geometry"]), SQUARE, tolerance=1e-7)
    assert "UTM zone 38N" in unit["note"]


def test_a_local_datum_is_shifted_and_a_guess_is_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "units.geojson", (cod("IQG01"), shapely.box(44, 33, 45, 34)))
    unit = read_units(path, crs="EPSG:4743").iloc[0]
    west = shapely.bounds(shapely.from_wkb(unit["geometry"]))[0]
    assert 250 < abs(west - 44) * 93_500 < 330
    assert "Karbala 1979" in unit["note"]
    with pytest.raises(InputRefused, match="No proper way"):
        read_units(path, crs="EPSG:4270")


def test_degrees_that_are_none_and_unknown_systems_are_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "units.geojson", (cod("IQG01"), shapely.box(4e5, 3e6, 5e5, 4e6)))
    with pytest.raises(InputRefused, match="these are no degrees"):
        read_units(path)
    with pytest.raises(InputRefused, match="Unknown coordinate reference system nonsense"):
        read_units(path, crs="nonsense")


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"no file .*none\.geojson"):
        read_units(tmp_path / "none.geojson")
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(InputRefused):
        read_units(tmp_path / "empty.geojson")


@pytest.mark.parametrize("ending", ["gpkg", "shp", "parquet"])
def test_other_kinds_of_files_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"units.{ending}"
    frame = geopandas.GeoDataFrame(
        {"Name": ["A"], "adm1_pcode": ["VA01"], "adm1_en": ["A"]}, geometry=[SQUARE], crs=4326
    )
    frame.to_parquet(path) if ending == "parquet" else frame.to_file(path)
    unit = read_units(path).iloc[0]
    assert unit["pcode"] == "VA01"
    assert shapely.from_wkb(unit["geometry"]).equals(SQUARE)


def test_kml_is_read_by_named_columns(tmp_path: Path) -> None:
    path = tmp_path / "units.kml"
    ring = " ".join(f"{x},{y}" for x, y in shapely.get_coordinates(SQUARE))
    line = f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
    mark = f"<Placemark><name>VA01</name><Polygon>{line}</Polygon></Placemark>"
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>', encoding="utf-8")
    assert read_units(path, columns={"pcode": "Name"}, level=1)["pcode"].tolist() == ["VA01"]


def test_a_file_that_states_no_system_is_asked_for_it(tmp_path: Path) -> None:
    path = tmp_path / "units.shp"
    geopandas.GeoDataFrame({"adm1_pcode": ["VA01"]}, geometry=[SQUARE], crs=4326).to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputRefused, match=r"units\.shp: The file states no coordinate reference system\. Look it up"):
        read_units(path)
    assert len(read_units(path, crs="EPSG:4326")) == 1


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.parquet"
    pd.DataFrame({"adm1_pcode": ["VA01"]}).to_parquet(path)
    with pytest.raises(InputRefused, match="holds no shapes"):
        read_units(path)


@pytest.mark.parametrize(
    ("name", "units", "level"),
    [
        ("cod_IRQ_adm1_20190603", 18, 1),
        ("cod_IRQ_adm3_20190603", 294, 3),
        ("unhcr_SYR_ADM1", 14, 1),
        ("unhcr_SYR_ADM2", 68, 2),
    ],
)
def test_real_boundary_files(name: str, units: int, level: int) -> None:
    found = read_units(shared_data(f"boundaries/{name}.geojson"))
    assert len(found) == units
    assert set(found["level"]) == {level}
    assert shapely.is_valid(shapely.from_wkb(found["geometry"].to_numpy())).all()
