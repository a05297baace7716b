"""Sources of a gazetteer in foreign formats: boundary files of every kind, and OSM extracts in PBF."""

import zipfile

import geopandas
import pytest
import shapely
from pbf import write_pbf

from data import InputRefused, UsageProblem
from geo import Gazetteer, LonLat, build_gazetteer, distance_m, locate

SQUARE = shapely.box(43.0, 36.0, 43.6, 36.4)
DISTRICT = {"ADM0_EN": "Iraq", "ADM1_EN": "Ninewa", "ADM1_PCODE": "IQG15", "ADM2_EN": "Valdra", "ADM2_AR": "فالدرا",
            "ADM2_PCODE": "IQG15Q99", "ADM2_KU": "Veldra"}  # fmt: skip
ENDINGS = (".gpkg", ".shp", ".zip", ".parquet", ".kml", ".geojson")


def boundaries(path, rows=(DISTRICT,), crs=4326, shape=SQUARE):
    """A boundary file in the format of its name."""
    frame = geopandas.GeoDataFrame(list(rows), geometry=[shape] * len(rows), crs=4326).to_crs(crs)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        frame.to_file(path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as packed:
            for part in sorted(path.parent.glob(f"{path.stem}.*")):
                if part != path:
                    packed.write(part, part.name)
    elif path.suffix == ".kml":
        frame.rename(columns={"ADM2_EN": "Name"}).to_file(path, driver="KML")
    else:
        frame.to_file(path)
    return path


@pytest.mark.filterwarnings("ignore:Column names longer than 10")
@pytest.mark.filterwarnings("ignore:Normalized/laundered field name")
@pytest.mark.parametrize("ending", ENDINGS)
def test_units_are_read_from_every_vector_format(ending, tmp_path):
    path = boundaries(tmp_path / f"u{ending}")
    build_gazetteer(["embedded", f"units:{path}?licence=CC BY-IGO"], tmp_path / "out")
    found = locate("Valdra district", gazetteer=Gazetteer.open(tmp_path / "out"), country="IQ")
    assert (found.precision, found.adm1_pcode, found.footprint_kind) == ("district", "IQG15", "polygon")
    corner = distance_m(LonLat(43.0, 36.0), found.lonlat)
    assert 0.8 * corner < found.radii.r95_m <= max(corner, 45_000)
    assert shapely.from_wkb(found.footprint).symmetric_difference(SQUARE).area < 0.001


def test_local_names_of_units_are_found(tmp_path):
    build_gazetteer([f"units:{boundaries(tmp_path / 'u.gpkg')}"], tmp_path / "out")
    places = Gazetteer.open(tmp_path / "out")
    assert {places.find(name)[0].place.place_id for name in ("Veldra", "فالدرا", "Valdra")} == {"unit:IQG15Q99"}


def test_units_in_another_crs_are_brought_to_degrees(tmp_path):
    build_gazetteer([f"units:{boundaries(tmp_path / 'u.gpkg', crs=32638)}"], tmp_path / "out")
    place = Gazetteer.open(tmp_path / "out").find("Valdra")[0].place
    assert SQUARE.contains(shapely.Point(place.lon, place.lat))


@pytest.mark.parametrize(
    ("row", "query", "kind"),
    [
        ({"shapeName": "Valdra", "shapeID": "X1", "shapeGroup": "IRQ", "shapeType": "ADM2"}, "", "district"),
        ({"COUNTRY": "Iraq", "NAME_1": "Ninawa", "NAME_2": "Valdra", "VARNAME_2": "Veldra|Valdera"}, "", "district"),
        ({"district": "Valdra", "land": "Iraq"}, "?name=district&country=land&level=1", "governorate"),
    ],
)
def test_other_publishers_columns_are_known_or_named(row, query, kind, tmp_path):
    build_gazetteer([f"units:{boundaries(tmp_path / 'u.gpkg', [row])}{query}"], tmp_path / "out")
    assert Gazetteer.open(tmp_path / "out").find("Valdra")[0].place.kind == kind


def test_a_governorate_of_two_sources_is_one_place_with_the_outline(tmp_path):
    names = {"ADM0_EN": "Iraq", "ADM1_EN": "Ninawa", "ADM1_PCODE": "IQG15"}
    path = boundaries(tmp_path / "u.gpkg", [names, {**names, "ADM1_EN": None}])
    report = build_gazetteer(["embedded", f"units:{path}"], tmp_path / "out")
    source = report.sources[1]
    assert (source.rows_in, source.kept, source.joined, source.left_out) == (2, 0, 1, 1)
    places = Gazetteer.open(tmp_path / "out")
    assert places.unit("Ninewa", "IQ").area is not None
    assert places.places["area"].notna().sum() == 1


def test_a_unit_file_that_cannot_be_used_says_why(tmp_path):
    bare = boundaries(tmp_path / "bare.gpkg", [{"x": "Valdra"}])
    with pytest.raises(InputRefused, match="no column of names") as told:
        build_gazetteer([f"units:{bare}"], tmp_path / "out")
    assert "It has: x" in told.value.hint
    loose = boundaries(tmp_path / "loose.shp")
    loose.with_suffix(".prj").unlink()
    with pytest.raises(InputRefused, match="no coordinate reference system"):
        build_gazetteer([f"units:{loose}"], tmp_path / "out")
    build_gazetteer([f"units:{loose}?crs=EPSG:4326"], tmp_path / "out")
    for spec in ("units:u.gpkg?level=9", "units:u.gpkg?lat=y", "osm:x.osm?name=n"):
        with pytest.raises(UsageProblem):
            build_gazetteer([spec], tmp_path / "out")


def test_pbf_extracts_give_nodes_and_areas(tmp_path):
    nodes = [(1, 43.2, 36.2, {"place": "village", "name": "فالدرا", "name:en": "Valdra", "name:ckb": "ڤالدرا"}),
             (2, 43.3, 36.3, {"highway": "crossing"}),
             *((n, x, y, {}) for n, x, y in ((11, 43.5, 36.5), (12, 43.52, 36.5), (13, 43.52, 36.52)))]  # fmt: skip
    ways = [(7, [11, 12, 13, 11], {"place": "suburb", "name": "Hayy Orsk"})]
    (tmp_path / "x.osm.pbf").write_bytes(write_pbf(nodes, ways))
    report = build_gazetteer([f"osm:{tmp_path / 'x.osm.pbf'}"], tmp_path / "out")
    places = Gazetteer.open(tmp_path / "out")
    assert (report.rows, report.sources[0].licences) == (2, ["ODbL 1.0, OpenStreetMap contributors"])
    assert places.find("ڤالدرا")[0].place.place_id == "osm:node/1"
    quarter = places.find("Orsk")[0].place
    assert (quarter.place_id, quarter.kind, quarter.area is not None) == ("osm:way/7", "neighbourhood", True)


def test_what_only_looks_like_pbf_is_refused(tmp_path):
    (tmp_path / "x.pbf").write_bytes(b"\x00\x00\x00\x0dnonsense")
    with pytest.raises(InputRefused, match=r"x\.pbf"):
        build_gazetteer([f"osm:{tmp_path / 'x.pbf'}"], tmp_path / "out")
