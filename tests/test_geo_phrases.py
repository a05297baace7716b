"""Phrases taken apart: parts, relations, directions, distances, links."""

import pytest

from geo.phrases import read_phrase


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("al-Jadida neighbourhood, west Mosul", [("al-Jadida neighbourhood", "bare"), ("west Mosul", "bare")]),
        ("near Al Omar oilfield, Syria", [("Al Omar oilfield", "near")]),
        ("بالقرب من مدينة الرقة", [("مدينة الرقة", "near")]),
        ("Umm Qiba village, near al Sokhna", [("Umm Qiba village", "bare"), ("al Sokhna", "near")]),
        ("Bustan al Qasr (Aleppo)", [("Bustan al Qasr", "bare"), ("Aleppo", "bare")]),
        ("Outskirts of Al Soussa", [("Al Soussa", "area")]),
        ("دوار الطيبة في الميادين", [("دوار الطيبة", "bare"), ("الميادين", "in")]),
        ("العشارة قرب الميادين", [("العشارة", "bare"), ("الميادين", "near")]),
        ("Tal Rifa’at", [("Tal Rifa’at", "bare")]),
        ("al Sayyad street. Kafr Zeita", [("al Sayyad street", "bare"), ("Kafr Zeita", "bare")]),
        ("شارع الصياد. كفر زيتا", [("شارع الصياد", "bare"), ("كفر زيتا", "bare")]),
        ("St. Elian monastery", [("St. Elian monastery", "bare")]),
    ],
)
def test_parts_stand_with_their_relations(text, parts):
    assert [(part.text, part.relation.kind) for part in read_phrase(text).parts] == parts


@pytest.mark.parametrize(
    ("text", "direction", "metres", "step"),
    [
        ("10 km NE of Mosul", "ne", 10_000, 10_000),
        ("25 km south of Mosul", "s", 25_000, 1_000),
        ("2.5 kilometres to the north-west of Mosul", "nw", 2_500, 100),
        ("100km South of Mosul", "s", 100_000, 100_000),
        ("west of Mosul", "w", None, 0),
        ("على بعد 10 كم جنوب غرب الموصل", "sw", 10_000, 10_000),
        ("شمال مدينة الموصل", "n", None, 0),
    ],
)
def test_directions_and_distances_belong_to_the_relation(text, direction, metres, step):
    relation = read_phrase(text).parts[0].relation
    assert (relation.kind, relation.direction, relation.distance_m, relation.step_m) == (
        "offset",
        direction,
        metres,
        step,
    )


@pytest.mark.parametrize(
    ("text", "ends", "kind"),
    [
        ("Road between Manbij and Jarabulus (Road 216)", ("Manbij", "Jarabulus"), "road"),
        ("Between Saqba and Hamouriya", ("Saqba", "Hamouriya"), "between"),
        ("Castello-Kafr Hamra Road", ("Castello", "Kafr Hamra"), "road"),
        ("بين بلدة معدان وقرية العكيرشي", ("معدان", "قرية العكيرشي"), "between"),
        ("الطريق الواصل بين سلقين و بلدة اسقاط", ("سلقين", "بلدة اسقاط"), "road"),
    ],
)
def test_links_have_two_ends(text, ends, kind):
    link = read_phrase(text).links[0]
    assert (link.start.text, link.end.text, link.kind) == (*ends, kind)


def test_what_says_nothing_of_the_place_is_kept_apart():
    phrase = read_phrase("Ar Raqqah: multiple locations [887a], Syria")
    assert [part.text for part in phrase.parts] == ["Ar Raqqah"]
    assert phrase.unread == ("multiple locations", "887a")
    assert phrase.country == "SY"


def test_several_places_are_several_parts():
    phrase = read_phrase("the villages of Burj Sabna and Abu Tina")
    assert [part.text.split(" of ")[-1] for part in phrase.parts] == ["Burj Sabna", "Abu Tina"]
    assert phrase.several


def test_what_is_too_long_to_be_read_is_kept():
    many = read_phrase(", ".join(f"Velm{letter}" for letter in "abcdefghijklmnop"))
    assert len(many.parts) + len(many.unread) == 16
    long = read_phrase("Brenn, " + "x" * 1000)
    assert len("".join(long.unread)) >= 600


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("Brenn's eastern outskirts", "area", "e"),
        ("Brenn’s western side", "offset", "w"),
        ("Brenn's outskirts", "area", ""),
    ],
)
def test_a_place_may_own_its_sides(text, kind, direction):
    part = read_phrase(text).parts[-1]
    assert (part.text, part.relation.kind, part.relation.direction) == ("Brenn", kind, direction)
