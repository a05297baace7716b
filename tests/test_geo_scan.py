"""Places of running texts: spans, word boundaries, words that are also places."""

import pytest

from geo import Gazetteer, scan

PLACES = Gazetteer.embedded()


def test_spans_point_into_the_text():
    text = "A strike near Tal Afar hit a school; residents of Mosul, Iraq, said so."
    found = scan(text, gazetteer=PLACES)
    assert [mention.text for mention in found] == ["Tal Afar", "Mosul"]
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


@pytest.mark.parametrize(
    "text", ["Officials said it was a sour day.", "It hit the bus.", "", "😀", "x" * 5000, "IVO MGRS VDC"]
)
def test_words_that_are_also_places_are_words(text):
    assert scan(text, gazetteer=PLACES) == []


def test_a_cue_makes_a_place_of_a_word():
    assert [m.text for m in scan("The town of Hit, Iraq.", gazetteer=PLACES)] == ["Hit"]


def test_arabic_text_is_scanned():
    found = scan("قصف على مدينة الموصل وقرية السوسة", gazetteer=PLACES)
    assert [mention.text for mention in found] == ["الموصل", "السوسة"]


def test_one_place_of_the_text_tells_another():
    alone = scan("A raid on Sinjar.", gazetteer=PLACES)
    beside = scan("A raid on Sinjar, after one on Tal Afar.", gazetteer=PLACES)
    assert alone[0].placement.lon is None
    assert beside[0].placement.adm1_pcode == "IQG15"


def test_coordinates_are_mentions_too():
    found = scan("The grid 38SLF293240 lies in Mosul.", gazetteer=PLACES)
    assert [m.placement.method for m in found] == ["grid", "gazetteer"]
    assert {"text", "start", "end", "lon", "lat", "radius_m"} <= found[0].row().keys()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MOSUL (Reuters) - RAQQA was hit, IVO said.", ["MOSUL", "RAQQA"]),
        ("Tal Afar's market", ["Tal Afar"]),
        ("The Mosul-Tal Afar road, an anti-Kirkuk mood", ["Mosul", "Tal Afar"]),
        ("Strikes on Tal\r\nAfar and Tal\u00a0Afar", ["Tal\r\nAfar", "Tal\u00a0Afar"]),
        ("Karbala Street in Baghdad", ["Baghdad"]),
        ("بالموصل وللرقة وفي الفلوجة، ومن تكريت", ["الموصل", "وللرقة", "الفلوجة", "تكريت"]),
        ("مُوصِل والرَّقّة", ["مُوصِل", "الرَّقّة"]),
        ("\u202bغارة على الموصل\u202c \u200fقرب تلعفر\u200f 😀", ["الموصل", "تلعفر"]),
        ("😀😀 e\u0301 Mosul\x00", ["Mosul"]),
    ],
)
def test_names_are_found_as_reports_write_them(text, names):
    found = scan(text, gazetteer=PLACES)
    assert [mention.text for mention in found] == names
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


def test_the_only_country_of_a_text_is_a_hint_and_the_one_behind_a_name_is_more():
    raqqa, mosul = scan("Strikes in Deir ez-Zor, Syria, and west Mosul.", gazetteer=PLACES)
    assert (raqqa.placement.place_name, mosul.placement.place_name) == ("Deir ez-Zor", "Mosul")
    syrian, iraqi = scan("Sinjar, Syria; then Sinjar, Iraq", gazetteer=PLACES)
    assert iraqi.placement.adm1_pcode == "IQG15"
    assert syrian.placement.adm1_pcode != "IQG15"
