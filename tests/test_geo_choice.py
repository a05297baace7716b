"""What decides between places of like names, on an invented country with the governorates Ostmark and Westmark."""

import math

import pytest

from data import frame
from geo import Gazetteer, distance_m, locate
from geo.names import keys, likeness, plain_letters
from geo.phrases import read_phrase
from geo.resolve.choose import rank
from geo.resolve.model import choice_model
from geo.resolve.slots import slots
from geo.resolve.terms import Hints, around, likely, slipped

UNITS = {"Tarvos": ("XV-1", 40.0, 30.0), "Westmark": ("XV-2", 44.0, 30.0)}


def place(number: int, name: str, kind: str, lon: float, *, unit: str = "Tarvos", people: int | None = None):
    return {
        "place_id": f"x:{number}", "name": name, "kind": kind, "country": "XV", "lon": lon, "lat": 30.0,
        "adm1_pcode": UNITS[unit][0], "adm1_name": unit, "population": people, "source": "invented",
    }  # fmt: skip


ROWS = [
    *(
        place(at, name, "governorate", lon, unit=name) | {"adm1_pcode": code}
        for at, (name, (code, lon, _)) in enumerate(UNITS.items())
    ),
    place(10, "Tarvos", "city", 40.0, people=90_000),
    place(11, "Bellin Sharqi", "village", 40.5),
    place(12, "Bellin", "village", 44.5, unit="Westmark"),
    place(13, "Kordan Kabir", "village", 40.3),
    place(14, "Kordan", "village", 40.6),
    place(15, "Murzak", "town", 40.20),
    place(16, "Fellar", "village", 40.25),
    place(17, "Dörşen town", "town", 44.2, unit="Westmark"),
    place(18, "Vessin", "town", 41.9),
    place(19, "Ostrik", "village", 42.05, unit="Westmark"),
    place(20, "Bab", "town", 40.9),
    place(21, "Orrik oil field", "landmark", 40.8),
    place(22, "Orrik", "village", 41.2),
    *(place(30 + at, "Sarrun", "village", 40.1 + at / 10) for at in range(2)),
    *(place(35 + at, "Sarrun", "village", 44.1 + at / 10, unit="Westmark") for at in range(3)),
    place(24, "Urdrik", "village", 44.7, unit="Westmark"),
    place(23, "Tessa", "town", 40.45, people=9_000),
]
PLACES = Gazetteer.from_frame(frame("places", ROWS))


def ranked(text: str, unit: str | None = None):
    hints = Hints(None, PLACES.unit(unit) if unit else None, beside=PLACES.beside_unit)
    return rank(read_phrase(text), PLACES, hints, choice_model())


def term(text: str, name: str, key: str, unit: str | None = None) -> float:
    found = next(r for r in ranked(text, unit) if r.match.place.name == name)
    return found.evidence.get(key, 0.0)


def test_a_sibling_of_another_governorate_is_not_in_the_way():
    assert term("Bellin", "Bellin Sharqi", "sibling", "Tarvos") == 0
    assert term("Bellin", "Bellin Sharqi", "sibling") == 1
    assert term("Kordan", "Kordan Kabir", "sibling", "Tarvos") == 1
    assert locate("Kordan", gazetteer=PLACES, adm1="Tarvos").place_name == "Kordan"


def test_an_epithet_that_a_place_lacks_speaks_against_it():
    asked, bare = keys("Bellin Gharbi")[0], keys("Bellin")[0]
    assert (likeness(asked, bare).missing, likeness(bare, asked).missing) == (1, 0)
    assert term("Bellin", "Bellin Sharqi", "missing") == 0
    found = slots(read_phrase("Bellin Gharbi"), PLACES, None)
    assert [(slot.text, slot.left, slot.lost) for slot in found] == [("Bellin Gharbi", 0, 0), ("Bellin", 1, 1)]
    less, plain = (locate(text, gazetteer=PLACES, adm1="Westmark") for text in ("Bellin Gharbi", "Bellin"))
    assert less.confidence < plain.confidence


def test_places_named_as_equals_are_not_taken_for_a_place_in_another():
    assert term("Murzak & Fellar", "Murzak", "covers") == 0
    assert term("Fellar, Murzak", "Murzak", "covers") == 1
    assert term("Murzak & Fellar", "Fellar", "parent_near") == 0
    assert term("Fellar, Murzak", "Fellar", "parent_near") == 1
    assert [part.beside for part in read_phrase("Murzak & Fellar, Tarvos").parts] == [True, True, False]


def test_a_street_in_no_town_is_taken_to_the_town_of_its_governorate_and_says_so():
    found = locate("Harvest street", gazetteer=PLACES, adm1="Tarvos")
    stated = ranked("Harvest street", "Tarvos")[0]
    assert (stated.match.place.name, stated.evidence["stated"]) == ("Tarvos", 1)
    assert found.lon is None or "placed_at_larger_place" in found.warnings
    for text, unit in (("Harvest", "Tarvos"), ("Harvest street", "Westmark"), ("Harvest street, Murzak", "Tarvos")):
        assert not any(r.evidence.get("stated") for r in ranked(text, unit))


def test_a_place_that_is_far_less_like_than_another_holds_nothing():
    for asked, country in (("Raqqa", "Iraq"), ("الرقة", "Iraq")):
        slot = next(slot for slot in slots(read_phrase(asked), Gazetteer.embedded(), None))
        assert any(match.place.name == country for match in slot.matches)
        assert not any(match.place.name == country for match in likely(slot))
    found = locate("Qaraj, 12 km west of Raqqa", gazetteer=Gazetteer.embedded())
    assert found.lon is None or found.adm1_pcode == "SY11"


def test_a_town_lies_in_the_district_of_a_larger_one():
    assert term("Tessa, Tarvos city", "Tarvos", "covers") == 1
    assert term("Tessa, Tarvos city", "Tessa", "parent_near") > 0
    assert term("Tarvos city, Tessa", "Tessa", "covers") == 0
    by_row = {row["place_id"]: PLACES.by_id(row["place_id"]) for row in ROWS}
    town, city, far = by_row["x:23"], by_row["x:10"], by_row["x:17"]
    assert 0 < around(town, city) < 1
    assert (around(city, town), around(far, city)) == (0, 0)


def test_a_governorate_mistaken_at_its_border_is_forgiven_sooner_and_told():
    assert term("Ostrik", "Ostrik", "other_beside", "Tarvos") == 1
    assert term("Dorsen", "Dörşen town", "other_beside", "Tarvos") == 0
    assert term("Ostrik", "Ostrik", "other_beside", "Westmark") == 0
    near, far = (ranked(text, "Tarvos")[0].probability for text in ("Ostrik", "Urdrik"))
    assert near > 3 * far
    found = locate("Ostrik", gazetteer=PLACES, adm1="Tarvos")
    assert (found.place_name, found.warnings) == ("Ostrik", ("parent_mismatch",))


def test_a_word_that_makes_a_name_with_the_next_is_no_name_without_it():
    assert term("Bab Vorrun", "Bab", "torn") == 1
    assert term("Kafr Tessa", "Tessa", "torn") == 1
    assert term("Vorrun Tessa", "Tessa", "torn") == 0
    assert term("Bab", "Bab", "torn") == 0
    assert locate("Bab Vorrun", gazetteer=PLACES, adm1="Tarvos").lon is None
    assert locate("Bab city", gazetteer=PLACES, adm1="Tarvos").place_name == "Bab"


def test_namesakes_elsewhere_tell_less_where_a_larger_place_is_named():
    at = [r.evidence for r in ranked("Sarrun, Tarvos city") if r.match.text == "Sarrun"]
    assert [(e["common"], e["common_away"]) for e in at if "parent_near" in e] == [(math.log1p(1), math.log1p(3))] * 2
    assert [e["common_away"] for e in at if "parent_near" not in e] == [math.log1p(2)] * 3
    bare = [r.evidence for r in ranked("Sarrun")]
    assert [(e["common"], e.get("common_away")) for e in bare] == [(math.log1p(4), None)] * 5
    assert "common" not in ranked("Murzak", "Tarvos")[0].evidence


def test_a_site_is_sought_among_sites_of_its_kind():
    assert term("Orrik gas field", "Orrik oil field", "site_same") == 1
    assert term("Orrik gas field", "Orrik", "site_passed") == 1
    assert term("Orrik", "Orrik", "site_passed") == 0
    assert locate("Orrik field", gazetteer=PLACES, adm1="Tarvos").place_name == "Orrik oil field"
    assert locate("Orrik", gazetteer=PLACES, adm1="Tarvos").place_name == "Orrik"


def test_marks_and_type_words_do_not_make_another_spelling():
    assert ranked("Dorsen")[0].match.exact
    assert ranked("al Dorsen town")[0].match.exact
    assert not ranked("Dorsin")[0].match.exact
    assert plain_letters("Al Dörşen town") == plain_letters("dorsen")


@pytest.mark.parametrize(
    ("asked", "text", "same"),
    [("Raqqahh", "Ar Raqqah", True), ("Raqah", "Raqqah city", True), ("الرقهة", "الرقة", True), ("Rqa", "Raq", False),
     ("Murzak", "Fellar", False), ("Abu Dibs", "Umm Dibs/Abu Dibbs", True)],
)  # fmt: skip
def test_one_slip_of_the_pen(asked, text, same):
    assert slipped(asked, text) is same
    assert slipped(text, asked) is same or "/" in text


def test_a_town_lends_less_support_to_a_village_far_away():
    rows = {r.name: r for r in (PLACES.place(at) for at in range(len(PLACES)))}
    near, far = around(rows["Fellar"], rows["Murzak"]), around(rows["Kordan"], rows["Murzak"])
    assert distance_m(rows["Kordan"].lonlat, rows["Murzak"].lonlat) < 60_000
    assert near == 1 > far > 0
    assert around(rows["Bellin"], rows["Murzak"]) == 0
    assert around(rows["Murzak"], rows["Fellar"]) == 0


def test_who_lives_there_does_not_settle_the_country():
    rows = [
        place(1, "Ostring", "town", 40.0, people=60_000),
        place(2, "Ostring", "town", 44.0) | {"country": "XW", "adm1_pcode": "XW-1"},
    ]
    assert locate("Ostring", gazetteer=Gazetteer.from_frame(frame("places", rows))).lon is None
    assert locate("Ostring", gazetteer=Gazetteer.from_frame(frame("places", rows[:1]))).lon == 40.0


def test_letters_that_may_be_said_in_two_ways_do_not_outvote_the_name_as_it_is_written():
    rows = [place(1, "Ad Dumvar", "town", 40.0) | {"name_ar": "الضمفار"}]
    denied = locate("Zumvar", gazetteer=Gazetteer.from_frame(frame("places", rows)))
    alone = locate("Zumvar", gazetteer=Gazetteer.from_frame(frame("places", [rows[0] | {"name": "الضمفار"}])))
    assert denied.candidates[0].evidence["own_denies"] == 1.0
    assert "own_denies" not in alone.candidates[0].evidence
    assert denied.candidates[0].probability < alone.candidates[0].probability
