"""The gazetteer: every row with its source, looked up by key, the same after a copy."""

import pickle

from geo import Gazetteer, LonLat, adm1_units, embedded_places
from geo.gazetteer.units import UnitNames

PLACES = Gazetteer.embedded()


def test_every_embedded_row_names_its_source():
    places = embedded_places()
    assert len(places) > 500
    assert places["place_id"].is_unique
    assert places[["source", "licence", "name", "lon", "lat", "kind"]].notna().all().all()
    assert not places["name"].str.contains("DO NOT USE").any()


def test_governorates_have_codes_and_both_names():
    units = adm1_units()
    assert len(units) == 33
    assert units["name_ar"].str.contains("[\u0600-\u06ff]").all()
    assert units["pcode"].isna().sum() == 1


def test_the_frame_of_a_gazetteer_is_the_frame_it_was_made_from():
    assert Gazetteer.from_frame(PLACES.places).info["sha256"] == PLACES.info["sha256"]


def test_a_copy_sent_elsewhere_answers_the_same():
    copy = pickle.loads(pickle.dumps(PLACES))
    assert copy.find("Kobani")[0].place == PLACES.find("Kobani")[0].place


def test_units_are_found_by_any_of_their_names():
    found = [PLACES.unit(name).adm1_pcode for name in ("Ninewa", "نينوى", "Deir Ezzor", "Al-Hasakah", "Hewlêr")]
    assert found == ["IQG15", "IQG15", "SY09", "SY08", "IQG11"]
    assert PLACES.unit("Valdria") is None


def test_the_country_around_a_city_is_a_unit_of_its_own():
    names = ("Rural Damascus", "Rif Dimashq", "ريف دمشق", "Damascus countryside", "Damascus", "دمشق", "Dimashq")
    found = [PLACES.unit(name, "SY").adm1_pcode for name in names]
    assert found == ["SY03"] * 4 + ["SY01"] * 3
    assert [UnitNames(adm1_units()).find(name, "SY")["pcode"] for name in names] == found
    assert PLACES.unit("Aleppo countryside", "SY").adm1_pcode == "SY02"


def test_the_nearest_settlements_come_first():
    places = [place.name for place, _ in PLACES.around(LonLat(43.1189, 36.335), count=2)]
    assert places[0] == "Mosul"
