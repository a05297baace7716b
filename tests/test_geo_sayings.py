"""Ways of saying one thing: each is read as the same distance, direction and place, and nothing is lost unsaid."""

import math

import pytest
from shapely import Point, from_wkb

from geo import Gazetteer, LonLat, distance_m, explain, locate
from geo.footprints import moved
from geo.phrases import read_phrase

PLACES = Gazetteer.embedded()
MOSUL = LonLat(43.118889, 36.335)


@pytest.mark.parametrize(
    "text",
    """10 km. NE of Brenn | 10 kilometres to the north east of Brenn | 10 km due north-east of Brenn | Brenn (10 km NE)
    Brenn, 10 km NE | NE of Brenn, 10 km | 10 km NE Brenn | 10 km (6 miles) NE of Brenn | 10 km northeast Brenn
    approximately 10 km NE of Brenn | ten km NE of Brenn""".replace("\n", "|").split("|"),
)
def test_a_distance_and_its_direction_are_read_however_they_stand(text):
    (part,) = read_phrase(text.strip()).parts
    relation = part.relation
    assert (part.text, relation.direction, relation.distance_m) == ("Brenn", "ne", 10_000)


@pytest.mark.parametrize(
    "text",
    """١٠ كم شمال شرق برن | 10 كم إلى الشمال الشرقي من برن | عشرة كيلومترات شمال شرق برن | برن (10 كم شمال شرق)
    شمال شرق برن ب 10 كم | على بعد ١٠ كيلومترات شمال شرقي برن""".replace("\n", "|").split("|"),
)
def test_arabic_distances_and_directions_too(text):
    (part,) = read_phrase(text.strip()).parts
    relation = part.relation
    assert (part.text, relation.direction, relation.distance_m, relation.step_m) == ("برن", "ne", 10_000, 10_000)


@pytest.mark.parametrize(
    ("text", "metres", "step"),
    [
        ("5 mi. SW of Brenn", 8046.72, 1609.344),
        ("500 yards SW of Brenn", 457.2, 91.44),
        ("3 nautical miles SW of Brenn", 5556, 1852),
        ("half a kilometre SW of Brenn", 500, 100),
        ("half a mile SW of Brenn", 804.672, 160.9344),
        ("one and a half km SW of Brenn", 1500, 100),
        ("2,5 km SW of Brenn", 2500, 100),
        ("2 كم جنوب غرب برن", 2000, 1000),
        ("كيلومترين جنوب غرب برن", 2000, 1000),
        ("between 10 and 15 km SW of Brenn", 12_500, 6000),
        ("less than 5 km SW of Brenn", 2500, 6000),
    ],
)
def test_units_and_numbers(text, metres, step):
    relation = read_phrase(text).parts[0].relation
    assert relation.direction == "sw"
    assert relation.distance_m == pytest.approx(metres)
    assert relation.step_m == pytest.approx(step)


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("the northern outskirts of Brenn", "area", "n"),
        ("northern Brenn countryside", "area", "n"),
        ("ريف برن الشمالي", "area", "n"),
        ("just outside Brenn", "near", ""),
        ("vic. Brenn", "near", ""),
        ("IVO Brenn", "near", ""),
        ("Brenn vicinity", "near", ""),
        ("بقرب برنية", "near", ""),
        ("نزیک برنية", "near", ""),
        ("باکووری برنية", "offset", "n"),
        ("بغرب برنية", "offset", "w"),
        ("10 km outside Brenn", "offset", ""),
    ],
)
def test_sides_and_nearness(text, kind, direction):
    (part,) = read_phrase(text).parts
    assert (part.relation.kind, part.relation.direction) == (kind, direction)


@pytest.mark.parametrize("text", ["للموصل", "وبالموصل", "ولمدينة الموصل", "بمدينة الموصل", "من الموصل", "والموصل"])
def test_prepositions_in_one_with_a_name(text):
    found = locate(text, gazetteer=PLACES)
    assert (found.place_name, found.confidence > 0.9) == ("Mosul", True)


@pytest.mark.parametrize(
    "text",
    """Mosul to Tal Afar road | the road to Tal Afar from Mosul | Mosul/Tal Afar road | along the Mosul-Tal Afar highway
    half way between Mosul and Tal Afar | on the road from Mosul to Tal Afar, Iraq | طريق الموصل تلعفر
    الطريق من الموصل إلى تلعفر | منتصف الطريق بين الموصل وتلعفر""".replace("\n", "|").split("|"),
)
def test_a_road_has_both_its_ends(text):
    found = locate(text.strip(), gazetteer=PLACES)
    assert found.place_name in ("Mosul – Tall ‘Afar", "Tall ‘Afar – Mosul")
    assert from_wkb(found.footprint).contains(Point(found.lon, found.lat))


def test_the_end_of_a_road_is_the_place_so_spelt_and_not_a_nearer_one_spelt_otherwise():
    assert locate("طريق الموصل - بغداد", gazetteer=PLACES).place_name in ("Mosul – Baghdad", None)


def test_a_direction_is_no_country():
    phrase = read_phrase("Brenn, NE")
    assert (phrase.country, phrase.unread) == (None, ("NE",))
    assert "country" not in locate("10 km NE", gazetteer=PLACES).reason


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a few kilometres north of Mosul", "a few kilometres"),
        ("possibly Mosul", "possibly"),
        ("Mosul, 10 km", "10 km"),
        ("1000000 km north of Mosul", "1000000 km"),
        ("across the river from Mosul", "across the river from"),
        ("10 km along the road from Mosul to Tal Afar", "10 km along the"),
    ],
)
def test_what_was_not_understood_is_kept_and_shown(text, left):
    found = locate(text, gazetteer=PLACES)
    assert any(left in words for words in found.unread)
    assert left in explain(found)


def test_a_distance_without_a_direction_is_a_ring():
    found = locate("10 km from Mosul", gazetteer=PLACES)
    area = from_wkb(found.footprint)
    assert (found.radii.r50_m, found.radii.r95_m) == (10_000, 19_000)
    assert area.is_valid
    for bearing in (0, 77, 201):
        point = moved(MOSUL, bearing, 9_000)
        assert area.contains(Point(point.lon, point.lat))
    assert not area.contains(Point(found.lon, found.lat))


def test_the_countryside_on_one_side_is_a_sector_there():
    found = locate("northern countryside of Raqqa", gazetteer=PLACES)
    area = from_wkb(found.footprint)
    assert found.footprint_kind == "sector"
    assert area.centroid.y > found.lat
    assert distance_m(LonLat(area.centroid.x, area.centroid.y), found.lonlat) < found.radii.r80_m


@pytest.mark.parametrize(("direction", "half"), [("north", 45.0), ("NE", 22.5), ("NNE", 11.25)])
def test_the_radius_of_a_direction_is_that_of_the_formula(direction, half):
    found = locate(f"10 km {direction} of Mosul", gazetteer=PLACES)
    slack = 4_000 + 5_000  # the city's extent, and half of the last unit of "10 km"
    angle = math.radians(half)
    outer = math.hypot(10_000 + slack - 10_000 * math.cos(angle), 10_000 * math.sin(angle))
    assert found.radii.r95_m == pytest.approx(outer, abs=1)
    assert from_wkb(found.footprint).is_valid


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("سنجار والموصل", [("سنجار", "bare"), ("الموصل", "bare")]),
        ("تلعفر وبمدينة الموصل", [("تلعفر", "bare"), ("مدينة الموصل", "bare")]),
        ("Iraq > Ninewa > Brenn", [("Ninewa", "bare"), ("Brenn", "bare")]),
        ("Location: Brenn (unconfirmed)", [("Brenn", "bare")]),
        ("in and around Brenn", [("Brenn", "near")]),
        ("Near: Brenn", [("Brenn", "near")]),
        ("شمال-شرق برنية", [("برنية", "offset")]),
        ("إلى الشمال الشرقي من برنية", [("برنية", "offset")]),
        ("40 km N.E. of Brenn", [("Brenn", "offset")]),
        ("W. of Brenn", [("Brenn", "offset")]),
    ],
)
def test_parts_in_other_dress(text, parts):
    phrase = read_phrase(text)
    assert [(part.text, part.relation.kind) for part in phrase.parts] == parts
    assert all(part.relation.direction for part in phrase.parts if part.relation.kind == "offset")
