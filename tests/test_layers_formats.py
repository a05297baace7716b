"""Every kind of boundary file passes the same checks: what is wrong in one is found in each."""

import json
import warnings
import zipfile
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from boundary_files import ENDINGS, boundary_file, governorates, kml
from shapely import box

from data import InputRefused, UsageProblem
from layers import read_units
from maps import main

BOWTIE = shapely.Polygon([(46, 33), (47, 34), (47, 33), (46, 34)])
SOUND = {"IQG01": box(44, 33, 45, 34), "IQG02": box(45, 33, 46, 34)}


@pytest.fixture(autouse=True)
def _writing_what_is_broken() -> None:
    """The library that writes the files warns of broken rings; it is the reading that is tested."""
    warnings.filterwarnings("ignore", module="pyogrio")


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> dict:
    with pytest.raises(SystemExit) as ended:
        main(["units", "check", *map(str, words), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == (1 if told["findings"] else 0)
    return told


def found(told: dict) -> list[tuple]:
    return [(row["finding"], row["pcode"], row["other"]) for row in told["findings"]]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_wrong_is_found_sized_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    shapes = {
        "IQG01": box(44, 33, 45, 34),
        "IQG02": shapely.union(box(44.99, 33, 46, 34), box(46, 32, 46.5, 32.5)),
        "IQG03": BOWTIE,
        "IQG04": box(44, 34.001, 45, 35),
        "IQG05": box(-179, 20, 179, 21),
    }
    told = checked(capsys, boundary_file(governorates(shapes, IQG04=None), tmp_path, ending))
    assert told["levels"] == {"1": 5}
    assert found(told) == [
        ("antimeridian", "IQG05", None),
        ("gap", "IQG01", "IQG04"),
        ("overlap", "IQG01", "IQG02"),
        ("unit_name_missing", "IQG04", None),
        ("unit_repaired", "IQG03", None),
    ]
    sizes = {row["finding"]: row["area_m2"] for row in told["findings"]}
    assert sizes["overlap"] == pytest.approx(1.03e8, rel=0.01)
    assert sizes["gap"] == pytest.approx(1.03e7, rel=0.02)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_sound_file_has_no_findings_and_its_swapped_twin_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    frame = governorates(SOUND, IQG01="Upper")
    path = boundary_file(frame, tmp_path, ending)
    assert checked(capsys, path)["findings"] == []
    units = read_units(path)
    assert units[["name_en", "parent", "country"]].to_numpy().tolist() == [
        ["Upper", "IQ", "IQ"],
        ["Unit IQG02", "IQ", "IQ"],
    ]
    assert units["name_ar"].fillna("").tolist() == ["وحدة", ""]
    frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    assert found(checked(capsys, boundary_file(frame, tmp_path, ending))) == [("swapped_axes", None, None)]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "shp.zip", "parquet"])
def test_no_system_is_assumed_and_a_wrong_one_is_not_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    bare = boundary_file(governorates(SOUND, crs=None), tmp_path, ending)
    with pytest.raises(InputRefused, match=r"states no coordinate reference system\. .*--crs"):
        read_units(bare)
    assert checked(capsys, bare, "--crs", "EPSG:4326")["units"] == 2
    wrong = boundary_file(governorates(SOUND, crs=32638), tmp_path, ending, "wrong")
    with pytest.raises(InputRefused, match="whose unit is the metre"):
        read_units(wrong)
    metres = governorates(SOUND).to_crs(32638).set_crs(4326, allow_override=True)
    with pytest.raises(InputRefused, match="these are no degrees"):
        read_units(boundary_file(metres, tmp_path, ending, "metres"))


@pytest.mark.parametrize("ending", ["gpkg", "shp", "parquet"])
def test_the_zone_beside_the_right_one_is_told_by_the_country(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    other = governorates(SOUND).to_crs(32638).set_crs(32642, allow_override=True)
    assert [row[0] for row in found(checked(capsys, boundary_file(other, tmp_path, ending)))] == ["far_from_country"]


def test_a_packed_set_of_several_layers_is_read_by_name_or_by_level(tmp_path: Path) -> None:
    one = governorates(SOUND)
    two = one.assign(ADM2_PCODE=one["ADM1_PCODE"] + "Q01", ADM2_EN="District")
    for name, frame in {"irq_adm1_survey": one, "irq_adm2_survey": two}.items():
        frame.to_file(tmp_path / f"{name}.shp")
    path = tmp_path / "irq_shp.zip"
    with zipfile.ZipFile(path, "w") as held:
        for part in tmp_path.glob("irq_adm?_survey.*"):
            held.write(part, part.name)
    with pytest.raises(InputRefused, match=r"2 \.shp files.*irq_adm1_survey, irq_adm2_survey"):
        read_units(path)
    assert read_units(path, layer="irq_adm1_survey")["level"].tolist() == [1, 1]
    assert read_units(path, level=2)["pcode"].tolist() == ["IQG01Q01", "IQG02Q01"]
    with pytest.raises(InputRefused, match="no layer 'adm9'"):
        read_units(path, layer="adm9")


def test_fields_of_placemarks_go_to_their_own_shapes(tmp_path: Path) -> None:
    """Placemarks of the document come before those of its folders, in whatever order they stand in the file."""
    text = kml(governorates(SOUND))
    loose = kml(governorates({"IQG09": box(40, 33, 41, 34)})).partition("<Folder>")[2].partition("</Folder>")[0]
    path = tmp_path / "units.kml"
    path.write_text(text.replace("</Folder>", f"</Folder><Placemark><name>no shape</name></Placemark>{loose}"))
    units = read_units(path)
    west = shapely.bounds(shapely.from_wkb(units["geometry"].to_numpy()))[:, 0]
    assert dict(zip(units["pcode"], west, strict=True)) == {"IQG01": 44, "IQG02": 45, "IQG09": 40}


def test_fields_that_cannot_be_told_apart_are_left_out(tmp_path: Path) -> None:
    """Two shapes on one corner, whose order the driver does not tell: a wrong code would be worse than none."""
    marks = kml(governorates({"IQG01": box(44, 33, 45, 34)})).partition("<Folder>")[2].partition("</Folder>")[0]
    inner, outer = marks, marks.replace("IQG01", "IQG02")
    path = tmp_path / "units.kml"
    path.write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{outer}<Folder>{inner}</Folder></Document></kml>'
    )
    with pytest.raises(UsageProblem, match="these columns: Description, Name"):
        read_units(path)


def test_divisions_of_overture_are_read_with_names_and_codes(tmp_path: Path) -> None:
    names = [
        {"primary": "نينوى", "common": [("en", "Nineveh"), ("ar", "نينوى")]},
        {"primary": "Dihok", "common": [("en", "Duhok")]},
        {"primary": "Dihok", "common": None},
        {"primary": "A town", "common": None},
        {"primary": "Nineveh at sea", "common": None},
    ]
    kinds = pa.struct([("primary", pa.string()), ("common", pa.map_(pa.string(), pa.string()))])
    boxes = [
        box(42, 35, 43, 36),
        box(43, 36, 44, 37),
        box(43, 36, 43.5, 37),
        box(43, 36, 43.1, 36.1),
        box(50, 30, 51, 31),
    ]
    table = pa.table(
        {
            "id": [f"area{n}" for n in range(5)],
            "geometry": shapely.to_wkb(boxes),
            "country": ["IQ"] * 5,
            "subtype": ["region", "region", "county", "locality", "region"],
            "class": ["land", "land", "land", "land", "maritime"],
            "names": pa.array(names, type=kinds),
            "region": ["IQ-NI", "IQ-DA", "IQ-DA", "IQ-DA", "IQ-NI"],
            "division_id": ["d0", "d1", "d2", "d3", "d0"],
        }
    )
    column = {"encoding": "WKB", "geometry_types": ["Polygon"]}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), tmp_path / "divisions.parquet")
    units = read_units(tmp_path / "divisions.parquet").set_index("pcode")
    told = units[["level", "name_en", "name_ar", "parent"]].fillna("").to_dict("index")
    assert told == {
        "IQ-DA": {"level": 1, "name_en": "Duhok", "name_ar": "", "parent": "IQ"},
        "IQ-NI": {"level": 1, "name_en": "Nineveh", "name_ar": "نينوى", "parent": "IQ"},
        "division_id:d2": {"level": 2, "name_en": "Dihok", "name_ar": "", "parent": "IQ-DA"},
    }
    assert units["licence"].unique().tolist() == ["ODbL"]
    assert shapely.area(shapely.from_wkb(units.loc["IQ-NI", "geometry"])) == 1


def test_columns_of_gadm_are_known(tmp_path: Path) -> None:
    rows = {
        "GID_0": ["IRQ"],
        "GID_1": ["IRQ.1_1"],
        "NAME_1": ["Al-Anbar"],
        "NL_NAME_1": ["الأنبار"],
        "HASC_1": ["IQ.AN"],
    }
    geopandas.GeoDataFrame(rows, geometry=[box(41, 32, 42, 33)], crs=4326).to_file(tmp_path / "gadm41_IRQ_1.gpkg")
    unit = read_units(tmp_path / "gadm41_IRQ_1.gpkg").iloc[0]
    assert unit[["pcode", "name_ar", "parent", "country"]].tolist() == ["IRQ.1_1", "الأنبار", "IRQ", "IQ"]
    assert "non-commercial" in unit["licence"]
