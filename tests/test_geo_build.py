"""Gazetteers from files: every row with its source, duplicates joined and counted, the same bytes twice."""

import json

import pytest

from data import InputRefused, UsageProblem, frame
from geo import Gazetteer, build_gazetteer, gazetteer_info, gazetteer_search, locate, with_aliases

TABLE = "town,ar,y,x,gov,land\nPort Valdria,,36.50,43.50,Nineveh,Iraq\nNew Valdria,,36.9,43.9,Nineveh,Iraq\n,,1,2,,\n"
SPEC = "table:{}?name=town&name_ar=ar&lat=y&lon=x&admin1=gov&country=land"


def geonames_line(number, name, lat, lon, *, code="PPL", others="", people=0):
    cells = [
        str(number),
        name,
        name,
        others,
        lat,
        lon,
        "P",
        code,
        "IQ",
        "",
        "15",
        "",
        "",
        "",
        str(people),
        "",
        "",
        "",
        "",
    ]
    return "\t".join(cells)


def test_a_table_becomes_places_with_units(tmp_path):
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    report = build_gazetteer([SPEC.format(tmp_path / "list.csv")], tmp_path / "out.sqlite")
    source = report.sources[0]
    assert (source.rows_in, source.kept, source.joined, source.left_out) == (3, 2, 0, 1)
    found = locate("Port Valdria", gazetteer=Gazetteer.open(tmp_path / "out.sqlite"), country="IQ", adm1="Ninewa")
    assert found.adm1_pcode == "IQG15"


def test_the_same_sources_give_the_same_bytes(tmp_path):
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    for name in ("a", "b"):
        build_gazetteer(["embedded", SPEC.format(tmp_path / "list.csv")], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_duplicates_are_joined_and_said(tmp_path):
    dump = "\n".join([geonames_line(1, "Al Mawşil", "36.3351", "43.1190", code="PPLA", people=900_000),
                      geonames_line(2, "Valdrik", "36.1", "43.3", others="فالدريك,Валдрик")])  # fmt: skip
    (tmp_path / "IQ.txt").write_text(dump, encoding="utf-8")
    report = build_gazetteer(["embedded", f"geonames:{tmp_path / 'IQ.txt'}"], tmp_path / "out")
    assert [(s.rows_in, s.kept, s.joined) for s in report.sources][1] == (2, 1, 1)
    mosul = Gazetteer.open(tmp_path / "out").find("Mosul", country="IQ")[0].place
    assert "Also in: https://www.geonames.org/1" in mosul.caveat
    assert Gazetteer.open(tmp_path / "out").find("فالدريك")[0].place.kind == "village"


def test_a_file_tells_of_itself(tmp_path):
    build_gazetteer(["embedded"], tmp_path / "out")
    info = gazetteer_info(tmp_path / "out")
    assert info["rows"] == sum(info["kinds"].values()) > 500
    assert "CC BY 4.0" in info["licences"]
    assert len(info["sha256"]) == 64
    assert gazetteer_search(Gazetteer.open(tmp_path / "out"), "Shingal")[0]["source"].startswith("https://")


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        ("valdria:x", UsageProblem),
        ("table:x.csv?nam=town", UsageProblem),
        ("table:absent.csv", InputRefused),
        ("geonames:absent.txt", InputRefused),
    ],
)
def test_unknown_sources_and_absent_files_are_refused(spec, error, tmp_path):
    with pytest.raises(error):
        build_gazetteer([spec], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_dump_names_file_and_row(tmp_path):
    (tmp_path / "IQ.txt").write_text(geonames_line(1, "A", "36", "43") + "\nonly\tthree\tcells", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"IQ\.txt, row 2"):
        build_gazetteer([f"geonames:{tmp_path / 'IQ.txt'}"], tmp_path / "out")


def test_osm_extracts_give_named_places(tmp_path):
    xml = """<osm><node id="7" lat="36.2" lon="43.2"><tag k="place" v="village"/><tag k="name" v="فالدرا"/>
    <tag k="name:en" v="Valdra"/></node><node id="8" lat="36" lon="43"/></osm>"""
    (tmp_path / "x.osm").write_text(xml, encoding="utf-8")
    report = build_gazetteer([f"osm:{tmp_path / 'x.osm'}"], tmp_path / "out")
    assert report.rows == 1
    assert Gazetteer.open(tmp_path / "out").find("فالدرا")[0].place.name == "Valdra"


def test_unit_files_give_governorates_and_districts(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[43, 36], [44, 36], [44, 37], [43, 37], [43, 36]]]}
    names = {"ADM0_EN": "Iraq", "ADM1_EN": "Valdria", "ADM1_PCODE": "XX01", "ADM1_AR": "فالدريا"}
    (tmp_path / "u.geojson").write_text(
        json.dumps(
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": names, "geometry": square}]}
        )
    )
    build_gazetteer([f"units:{tmp_path / 'u.geojson'}"], tmp_path / "out")
    place = Gazetteer.open(tmp_path / "out").find("Valdria")[0].place
    assert (place.kind, place.adm1_pcode, place.country) == ("governorate", "XX01", "IQ")


def test_no_gazetteer_is_no_gazetteer(tmp_path):
    (tmp_path / "x").write_text("hello")
    for name in ("x", "absent"):
        with pytest.raises(InputRefused):
            Gazetteer.open(tmp_path / name)


def test_an_alias_that_a_person_taught_is_found():
    places = Gazetteer.embedded().places
    before = places.copy()
    decisions = ({"name": "Zirgan", "place_id": "geonames:99072"}, {"name": "Zug", "place_id": "absent"})
    rows = [{"judgement_id": str(n), "kind": "alias", "decision": json.dumps(d)} for n, d in enumerate(decisions)]
    taught = frame("judgements", rows)
    made, lost = with_aliases(places, taught)
    assert Gazetteer.from_frame(made).find("Zirgan")[0].place.name == "Mosul"
    assert lost == ["Zug"]
    assert places.equals(before)
