"""Bad input: an answer or a reason, never an exception."""

import pytest
from fuzz import places
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import from_wkb

from geo import Gazetteer, explain, locate, parse_coordinates, scan
from geo.names import keys
from geo.phrases import read_phrase

PLACES = Gazetteer.embedded()
WORDS = (
    "Mosul الموصل near قرب km NE of between and road ( ) [ , ، : - / 38SLF 293240 36.3 43.1 ° ' N E Raqqa حي ٣٦ 😀 ـ"
)
SCRAPS = st.sampled_from([*WORDS.split(), "10 km", "village of", "\u202e", "\u200f", "8H8584P9+2H"])
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(SCRAPS, max_size=12).map(" ".join), st.lists(SCRAPS, max_size=12).map("".join)
)


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_any_text_gets_an_answer_or_a_reason(text):
    found = locate(text, gazetteer=PLACES)
    assert found.reason
    assert (found.lon is None) == (found.method == "unplaced")
    assert found.lon is None or (-180 <= found.lon <= 180 and -90 <= found.lat <= 90)
    assert explain(found).count("\n") == 2


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_reading_the_same_text_twice_is_the_same(text):
    assert parse_coordinates(text) == parse_coordinates(text)
    assert read_phrase(text) == read_phrase(text)
    assert all(key.core for key in keys(text))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text(text):
    for fix in parse_coordinates(text).fixes:
        assert text[slice(*fix.span)] == fix.text
    for mention in scan(text, gazetteer=PLACES):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text", ["((((((((" * 500, "Mosul, " * 2000, "١" * 10_000, "\x00\x01", "near " * 3000, "a-" * 5000]
)
def test_long_and_strange_texts_come_to_an_end(text):
    assert locate(text, gazetteer=PLACES).reason


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=120), TEXTS)
def test_the_targets_hold_for_bytes_and_for_scraps(raw, text):
    for target in (places.fuzz_coordinates, places.fuzz_names, places.fuzz_locate, places.fuzz_scan):
        target(raw)
        target(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "0.0000000001 km N of Mosul", "0 km from Mosul", "1e400, 1e400", f"geo:1,2;u={'9' * 400}", "Mosul \ud800",
        "https://x/@1.1,2.2," + "9" * 400 + "z", "999999999999999999999 km north of Mosul", "between Mosul and Mosul",
    ],
)  # fmt: skip
def test_radii_and_areas_of_odd_lengths_are_whole(text):
    found = locate(text, gazetteer=PLACES)
    if found.radii:
        assert 0 < found.radii.r50_m <= found.radii.r80_m <= found.radii.r95_m < 20_000_000
    assert found.footprint is None or from_wkb(found.footprint).is_valid


def test_what_is_told_stays_in_its_line():
    found = locate("lat \n36.335\x00", gazetteer=PLACES)
    assert explain(found).count("\n") == 2
    assert found.unread == ("lat 36.335 (half_a_pair)",)
