"""Coordinates in text: read rightly, or refused with a reason, never read wrong in silence."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notations import every_notation, with_a_slip

from geo import LonLat, distance_m, parse_coordinates

MOSUL = LonLat(43.118889, 36.335)
SPELLINGS = [
    "36.335, 43.118889",
    "36.335 43.118889",
    "36.335N 43.118889E",
    "N36.335 E43.118889",
    "36.335° N, 43.118889° E",
    "lat 36.335, lon 43.118889",
    "Longitude: 43.118889, Latitude: 36.335",
    "POINT(43.118889 36.335)",
    "٣٦٫٣٣٥، ٤٣٫١١٨٨٨٩",
    "36,335 43,118889",
    "36,335, 43,118889",
    "36°20'06\"N 43°07'08\"E",
    "36°20′06″N, 43°07′08″E",
    "36 20 06 N, 43 07 08 E",
    "36d20m6s N 43d7m8s E",
    "362006N 0430708E",
    "36-20-06N 043-07-08E",
    "36.335 degrees north, 43.118889 degrees east",
    "36 degrees 20 minutes 6 seconds N, 43 degrees 7 minutes 8 seconds E",
    "٣٦ درجة ٢٠ دقيقة ٦ ثانية شمالا، ٤٣ درجة ٧ دقيقة ٨ ثانية شرقا",
    "36:20:06N 43:07:08E",
    "36°20.1'N 43°07.133'E",
    "36°20′06″ شمالا 43°07′08″ شرقا",
    "38S 331164 4022762",
    "UTM 38N 331164 4022762",
    "331164E 4022762N zone 38N",
    "38SLF3116422762",
    "38S LF 31164 22762",
    "38slf 3116 2276",
    "8H8584P9+2H",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_point_is_that_point(text):
    reading = parse_coordinates(f"  {text} ")
    assert len(reading.fixes) == 1
    fix = reading.fixes[0]
    assert distance_m(fix.lonlat, MOSUL) <= fix.radius_m + 25
    assert not reading.problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("38SLF29324", "mgrs_odd_digits"),
        ("38SLF 29 3240", "mgrs_uneven_halves"),
        ("38SZF293240", "mgrs_column_letter"),
        ("66SLF293240", "mgrs_zone"),
        ("36,3459,43,0986", "commas_ambiguous"),
        ("36 61 06 N, 43 07 08 E", "minutes_over_60"),
        ("95.0, 43.0", "out_of_range"),
        ("-36.5 S, 43.1 E", "sign_and_hemisphere"),
        ("6QR7+V2", "plus_code_short"),
    ],
)
def test_the_malformed_is_refused_with_its_reason(text, problem):
    reading = parse_coordinates(text)
    assert reading.fixes == ()
    assert reading.problems == (problem,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7 Sep 2017",
        "June 17, 2017, near Valdria",
        "36, 43",
        "1.5, 2.5 km",
        "5 to 10 civilians",
        "12.5",
        "x" * 30_000,
    ],
)
def test_what_is_no_coordinate_is_left_alone(text):
    reading = parse_coordinates(text)
    assert reading.fixes == ()
    assert reading.problems == ()


def test_a_bare_pair_says_that_its_order_was_assumed():
    assert parse_coordinates("36.34 43.09").warnings == ("order_assumed",)
    assert parse_coordinates("36.34 N 43.09 E").warnings == ()


def test_a_cell_is_its_centre_and_half_its_diagonal():
    fix = parse_coordinates("grid 38SLF 293 240 (city)").fixes[0]
    assert fix.radius_m == pytest.approx(70.71, abs=0.01)
    assert fix.text == "38SLF 293 240"
    assert fix.span == (5, 18)


def test_several_coordinates_stand_in_order():
    reading = parse_coordinates("38SLF293240 / 38SLF284206; 36.1N 43.1E")
    assert [fix.notation for fix in reading.fixes] == ["mgrs", "mgrs", "decimal"]


def test_spans_point_into_the_original_text():
    text = "\u200fموقع ٣٦٫٣٣٥، ٤٣٫١١٨٨ هنا"
    fix = parse_coordinates(text).fixes[0]
    assert text[slice(*fix.span)] == fix.text == "٣٦٫٣٣٥، ٤٣٫١١٨٨"


def test_a_short_plus_code_needs_its_place():
    full = parse_coordinates("8H8584P9+2H").fixes[0].lonlat
    short = parse_coordinates("84P9+2H", reference=MOSUL).fixes[0].lonlat
    assert distance_m(full, short) < 1


POINTS = st.one_of(
    st.tuples(st.floats(38, 49), st.floats(29, 38)), st.tuples(st.floats(-179, 179), st.floats(-45, 79))
).map(lambda point: LonLat(round(point[0], 6), round(point[1], 6)))


@settings(max_examples=60, deadline=None)
@given(POINTS, st.integers(0, 2**32))
def test_any_point_in_any_notation_is_that_point(point, seed):
    for text in every_notation(point.lon, point.lat, Random(seed)):
        reading = parse_coordinates(text)
        assert [distance_m(fix.lonlat, point) <= 1.05 * fix.radius_m + 35 for fix in reading.fixes] == [True], text


@settings(max_examples=60, deadline=None)
@given(POINTS, st.integers(0, 2**32))
def test_a_mark_that_slipped_in_is_never_read_wrong_in_silence(point, seed):
    draw = Random(seed)
    for text in every_notation(point.lon, point.lat, draw):
        slipped = with_a_slip(text, draw)
        reading = parse_coordinates(slipped)
        right = [distance_m(fix.lonlat, point) <= 2.1 * fix.radius_m + 80 for fix in reading.fixes]
        assert all(right) or reading.problems, (text, slipped, reading)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("3;8SLF293240", "number_left_over"),
        ("38SLF 2932, 4011", "number_left_over"),
        ("3 2.329, 43.986", "number_left_over"),
        ("-'47.71, 128.28", "number_left_over"),
        ("36.335N, 43.118", "one_hemisphere"),
        ("36.55N 4 3.11E", "mixed_notation"),
        ("N 36.3, 43.1 E", "mixed_notation"),
        ("POINT((43.98 32.32))", "wkt_malformed"),
        ("UTM 38N 536806 40859.63", "utm_uneven_decimals"),
    ],
)
def test_what_is_torn_or_mixed_is_refused(text, problem):
    reading = parse_coordinates(text)
    assert (reading.fixes, reading.problems) == ((), (problem,))


@pytest.mark.parametrize(
    "text", ["3276/CS1907 37SFU794135", "1. 37SFU794135", "Report 3354 / 37SFU794135.", "37SFU794135, 17 June 2017"]
)
def test_a_grid_stands_beside_other_numbers(text):
    assert [fix.text for fix in parse_coordinates(text).fixes] == ["37SFU794135"]


def test_band_s_or_south_is_told_where_both_are_land():
    assert parse_coordinates("UTM 19S 400000 4200000").warnings == ("hemisphere_assumed",)
    assert parse_coordinates("UTM 38S 331164 4022762").warnings == ()
