"""From a text to a placement: an answer or a reason."""

import json

import pandas as pd
import pytest

from data import UsageProblem
from geo import Gazetteer, LonLat, distance_m, explain, full_answer, locate, locate_table

PLACES = Gazetteer.embedded()


@pytest.mark.parametrize(
    ("text", "point", "precision"),
    [
        ("al-Jadida neighbourhood, west Mosul", LonLat(43.1050515, 36.3323266), "neighbourhood"),
        ("Ar Raqqah, Syria", LonLat(39.00788, 35.95283), "town"),
        ("38SLF 293 240", LonLat(43.0983267, 36.3464076), "site"),
        ("الموصل الجديدة", LonLat(43.1050515, 36.3323266), "neighbourhood"),
        ("Mosul, Mamoon", LonLat(43.109528, 36.310611), "neighbourhood"),
        ("near Mosul, Iraq", LonLat(43.11889, 36.335), "around_place"),
    ],
)
def test_known_places_are_found(text, point, precision):
    found = locate(text, gazetteer=PLACES)
    assert found.lonlat is not None
    assert distance_m(found.lonlat, point) < 200
    assert found.precision == precision
    assert found.radii is not None
    assert found.radii.r50_m <= found.radii.r80_m <= found.radii.r95_m


def test_a_hint_decides_between_namesakes():
    iraq = locate("Sinjar", gazetteer=PLACES, country="Iraq")
    syria = locate("Sinjar", gazetteer=PLACES, country="Syria", adm1="Idlib")
    assert (iraq.adm1_pcode, syria.adm1_pcode) == ("IQG15", "SY07")
    assert locate("Sinjar", gazetteer=PLACES).lon is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀",
        "x" * 10_000,
        "\u202eabc",
        "12345",
        "Kazzbbrrt",
        "Syria",
        "((((",
        "near near",
        "38SLF29324",
        None,
    ],
)
def test_anything_gets_an_answer_or_a_reason(text):
    found = locate(text, gazetteer=PLACES)
    assert found.reason
    assert found.lon is not None or found.method == "unplaced"
    assert explain(found).count("\n") == 2


def test_the_reason_holds_no_coordinates():
    for text in ("38SLF 293 240", "36.3464, 43.0983", "Mosul"):
        reason = locate(text, gazetteer=PLACES).reason
        assert "36.3" not in reason
        assert "38SLF" not in reason


def test_a_table_is_answered_row_by_row_and_left_as_it_was():
    asked = pd.DataFrame(
        {"id": ["a", "b", "c"], "input": ["Mosul", "Kazzbbrrt", "Mosul"], "country": ["Iraq", "", None]}
    )
    before = asked.copy()
    answers = locate_table(asked, PLACES)
    assert answers["id"].tolist() == ["a", "b", "c"]
    assert answers["lon"].isna().tolist() == [False, True, False]
    assert answers["reason"].notna().all()
    pd.testing.assert_frame_equal(asked, before)


def test_a_table_without_the_column_is_refused():
    with pytest.raises(UsageProblem, match="no column"):
        locate_table(pd.DataFrame({"place": ["x"]}), PLACES)


def test_a_point_in_the_other_order_is_flagged():
    found = locate("43.0986, 36.3459", gazetteer=PLACES, country="Iraq")
    assert {"order_assumed", "swapped", "outside_country"} <= set(found.warnings)


@pytest.mark.parametrize("text", ["Ar Raqqah\nSyria", "Ar Raqqah\r\nSyria\r\n", "\nAr Raqqah\n\nSyria"])
def test_a_new_line_parts_as_a_comma_does(text):
    assert locate(text, gazetteer=PLACES).answer() == locate("Ar Raqqah, Syria", gazetteer=PLACES).answer()


@pytest.mark.parametrize("text", ["5-10 km south of Mosul", "5 – 10 km south of Mosul", "5 to 10 km south of Mosul"])
def test_a_distance_may_be_a_range(text):
    found = locate(text, gazetteer=PLACES)
    far = distance_m(found.lonlat, locate("Mosul", gazetteer=PLACES).lonlat)
    assert (far, found.reason[:15]) == (pytest.approx(7_500, abs=50), "7.5 km S of Mos")
    assert found.radii.r95_m > locate("7 km south of Mosul", gazetteer=PLACES).radii.r95_m


def test_a_distance_in_miles_is_told_without_needless_digits():
    assert locate("15 miles north-east of Mosul", gazetteer=PLACES).reason.startswith("24.1 km NE of Mosul")


def test_numbers_alone_are_told_as_such():
    for text in ("0,0", "36 20 41 43 7 24", "١٢"):
        assert "numbers alone" in locate(text, gazetteer=PLACES).reason


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Nineveh", "IQ-NI"), ("Ninawa", "IQ-NI"), ("محافظة نينوى", "IQ-NI"), ("Anbar province", "IQ-AN"),
     ("صلاح الدين", "IQ-SD"), ("Deir ez-Zor governorate", "SY-DY"), ("Raqqa province", "SY-RA")],
)  # fmt: skip
def test_a_governorate_is_one_where_it_is_called_so_or_no_town_of_it_bears_its_name(text, unit):
    found = locate(text, gazetteer=PLACES)
    assert (found.place_id, found.precision) == (f"iso:{unit}", "governorate")


@pytest.mark.parametrize("text", ["Raqqa", "Kirkuk", "Deir ez-Zor", "Der Ezzor", "Hasakah"])
def test_a_town_goes_before_the_governorate_that_is_called_after_it(text):
    assert locate(text, gazetteer=PLACES).precision == "town"


def test_what_is_not_understood_is_shown():
    assert "Not understood: “unknown”, “CS1907”." in explain(locate("Mosul, unknown (CS1907)", gazetteer=PLACES))
    assert "Not understood" not in explain(locate("Mosul, Iraq", gazetteer=PLACES))


def test_the_full_answer_holds_evidence_area_and_darwin_core():
    text = "10 km south of Mosul"
    full = full_answer(locate(text, gazetteer=PLACES), text, PLACES)
    core = full["darwin_core"]
    assert (full["place_name"], full["footprint_kind"]) == ("Mosul", "sector")
    assert full["footprint"].startswith("POLYGON ((")
    assert core["footprintWKT"] == full["footprint"]
    assert core["coordinateUncertaintyInMeters"] == full["radius_m"]
    assert core["georeferenceSources"].startswith("https://www.geonames.org/")
    assert full["ranked"][0]["evidence"]["is_city"] == 1.0
    assert json.loads(json.dumps(full)) == full


def test_the_full_answer_to_nothing_is_empty_and_says_why():
    full = full_answer(locate("", gazetteer=PLACES), "", PLACES)
    assert (full["lon"], full["footprint"], full["footprint_kind"], full["ranked"]) == (None, None, None, [])
    assert full["darwin_core"]["georeferenceRemarks"] == full["reason"] == "The text is empty."


@pytest.mark.parametrize(
    "text",
    ["3 km east of Mosul", "three km east of Mosul", "approximately 3 km east of Mosul", "about 3 km east of Mosul",
     "حوالي 3 كم شرق الموصل"],
)  # fmt: skip
def test_a_distance_may_be_spelt_and_rounded(text):
    found = locate(text, gazetteer=PLACES)
    assert found.reason.startswith("3 km E of Mosul")
    assert found.lonlat == locate("3 km east of Mosul", gazetteer=PLACES).lonlat
    assert "placed_at_larger_place" not in found.warnings


def test_ends_of_a_road_that_are_known_are_not_said_to_be_unknown():
    assert locate("road from Velmorsk to Basra", gazetteer=PLACES).reason == "Not in the gazetteer: “Velmorsk”."
    unlikely = locate("between Kassab and Resafa", gazetteer=PLACES)
    assert (unlikely.lon, unlikely.reason[:22]) == (None, "Too uncertain: Kassab ")
    assert locate("10 km from Mosul", gazetteer=PLACES).reason.startswith("10 km from Mosul")


def test_a_long_road_is_as_coarse_as_its_length():
    assert locate("between Mosul and Tal Afar", gazetteer=PLACES).precision == "around_place"
    far = locate("Highway from Baghdad to Mosul", gazetteer=PLACES)
    assert (far.precision, far.footprint_kind) == ("governorate", "corridor")
    assert far.radii.r95_m > 150_000


def test_two_zeros_are_told():
    assert "null_island" in locate("0.0, 0.0", gazetteer=PLACES).warnings
    assert "null_island" not in locate("0.5 N, 9.4 E", gazetteer=PLACES).warnings


def test_half_of_a_coordinate_is_told_and_the_name_beside_it_found():
    found = locate("Mosul (36°20'N)", gazetteer=PLACES)
    assert (found.place_name, found.confidence > 0.9) == ("Mosul", True)
    assert found.unread == ("36°20'N (half_a_pair)",)
    assert "36°20'N" in explain(found)
