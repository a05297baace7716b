"""Every wording in which a place is explained has its Arabic twin: a new one fails here until it has."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from opened import needs_bundle

ROOT = Path(__file__).resolve().parents[1]
# Modules that write the reasons of placements.
WRITERS = ("geo/resolve/locate.py", "geo/resolve/placed.py", "geo/resolve/fixes.py", "geo/placing/claims.py",
           "geo/placing/judged.py", "geo/placing/incidents.py", "geo/online/locate.py")  # fmt: skip
# Each form of text in them, with {} where something is put in, and the same with something put in.
REASONS = {
    "The recorder states the point, {}.": [
        "The recorder states the point, at the precision “City level”.",
        "The recorder states the point, without a precision.",
    ],
    "at the precision “{}”": [],
    "without a precision": [],
    "The recorder states a grid reference; the point is the centre of its cell.": [],
    "The text holds {}, read as the centre of its cell.": [
        f"The text holds {kind}, read as the centre of its cell."
        for kind in ("an MGRS grid reference", "a UTM coordinate", "a Plus Code", "a coordinate in degrees")
    ],
    "an MGRS grid reference": [],
    "a UTM coordinate": [],
    "a Plus Code": [],
    "a coordinate in degrees": [],
    "The text states the place {} times as a coordinate, and they agree; the finest is taken.": [
        "The text states the place 2 times as a coordinate, and they agree; the finest is taken."
    ],
    "The text holds {} coordinates within {}; the middle is taken, the radius holds all of them.": [
        "The text holds 3 coordinates within 1.2 km; the middle is taken, the radius holds all of them."
    ],
    "The text holds {} coordinates, {} apart.": ["The text holds 3 coordinates, 81.0 km apart."],
    "{} None is chosen.": ["The text holds 3 coordinates, 81.0 km apart. None is chosen."],
    "{} None is chosen; the words are. {}": [
        "The text holds 2 coordinates, 81.0 km apart. None is chosen; the words are. Brenn (town), spelt the same;"
        " 98% sure."
    ],
    "On the road between": ["On the road between Brenn and Karn, 12 km apart; the middle is taken."],
    "{} {} and {}, {} km apart; the middle is taken.": [
        "Between St. Brenn and Karn, 12 km apart; the middle is taken."
    ],
    "judged by {}": [],
    "The place was {}.": ["The place was judged by desk."],
    "The area was {}.": ["The area was judged by desk."],
    "Cannot be placed, {}.": ["Cannot be placed, judged by desk."],
    "The place {} is not in this gazetteer.": ["The place judged by desk is not in this gazetteer."],
    "None of its claims is at hand.": [],
    "The text is empty.": [],
    "The text names no place.": [],
    "The text holds numbers alone, and no coordinate that can be read in one way.": [],
    "Only a country is named; a country is not a point.": [],
    "It looks like a coordinate that cannot be read: {}.": ["It looks like a coordinate that cannot be read: 38S."],
    "Not in the gazetteer: {}.": ["Not in the gazetteer: “Brenn”, “Karn”."],
    "Too uncertain: {} may be {}, or none of these.": [
        "Too uncertain: “Bren” may be Brenn (Ostrel), Bren (town), or none of these."
    ],
    "Too uncertain: {} and {} lie {} km apart, or others are meant.": [
        "Too uncertain: Brenn and Karn lie 310 km apart, or others are meant."
    ],
    "{} Short Plus Codes are read beside {}.": [
        "The text holds a Plus Code, read as the centre of its cell. Short Plus Codes are read beside Brenn."
    ],
    "was asked in vain": [],
    "{} {} {}: {}": ["Not in the gazetteer: “Brenn”. Photon was asked in vain: Photon did not answer in time."],
    "{} {} knows no such place.": ["Not in the gazetteer: “Brenn”. Photon knows no such place."],
    "{} {} was asked.": ["Not in the gazetteer: “Brenn”. Photon was asked."],
    "{} By {} ({}).": ["Brenn (town), spelt the same; 98% sure. By Nominatim (ODbL 1.0)."],
    "{} was not asked any more: it had failed.": [
        "The text names no place. Photon was not asked any more: it had failed."
    ],
    "spelt the same": [],
    "spelt “{}” there": ["Near Brenn (town), spelt “Bren” there, in Ostrel as stated; 86% sure."],
    "in {} as stated": [],
    "after which the governorate stated is called": [
        "Brenn (city), spelt the same, after which the governorate stated is called; 60% sure."
    ],
    "the larger place named lies around it": [
        "10 km N of Brenn (village), spelt the same, the larger place named lies around it; 71% sure."
    ],
    "although it lies in {} and not in the governorate stated": [
        "Brenn (city), spelt the same, although it lies in Ostrel and not in the governorate stated; 60% sure."
    ],
    "although it lies in another country than stated": [
        "Brenn (city), spelt the same, although it lies in another country than stated; 60% sure."
    ],
    "The smaller place named is not in the gazetteer.": [
        "Brenn (city), spelt the same; 98% sure. The smaller place named is not in the gazetteer."
    ],
    "{}{} ({}), {}; {} sure.{}": ["7.5 km from Karn (landmark), spelt “Kar’n, the mill” there; 9% sure."],
    "Towards {} of": ["Towards SW of Brenn (town), spelt the same; 77% sure."],
    "Near": ["Near Brenn (town), spelt the same; 77% sure."],
    "{} km{}": ["0.5 km NNW of Brenn (town), spelt the same; 77% sure."],
}
# What these modules say besides: why a person's decision is refused, and the name of a repaired grid.
NO_REASONS = {
    "A corner of the area is no point.", "A point needs a precision class.", "An area needs from 3 to 200 corners.",
    "Choose another, or drop a pin.", "Draw it again, corner by corner around it.", "Draw it again.",
    "Longitude from -180 to 180, latitude from -90 to 90.", "Say how exactly the place is known.",
    "Such a place cannot be placed: say so.", "The area crosses itself, or has no extent.",
    "The area is wider than 20 degrees.", "The point does not lie on the globe.",
    "There is no place {} in the gazetteer.", "Use one of: {}.", "grid, {}", "{} is no precision class.",
}  # fmt: skip
# Put together from parts alone.
ALL_PARTS = {"{}{} ({}), {}; {} sure.{}", "of", "from", "{} km{}"}
NAMES = ("City level", "Brenn", "Karn", "Bren", "Ostrel", "desk", "38S", "Photon", "Nominatim", "ODbL", "Plus", "St",
         "Kar’n, the mill", "did not answer in time")  # fmt: skip


def forms(path: str) -> set[str]:
    """Texts of two words or more in the functions of a module, without docstrings; what is put in stands as {}."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.add("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values).strip())
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented | within:
            found.add(node.value.strip())
    return {text for text in found if re.search(r"[A-Za-z]{2,}.* |^Near$|\} .*\{\}: ", text) and " - " not in text}


def test_every_wording_that_a_place_is_explained_in_is_listed_here():
    written = set().union(*(forms(path) for path in WRITERS)) - NO_REASONS
    assert written - set(REASONS) == set()
    assert set(REASONS) - written - ALL_PARTS == set()


@pytest.mark.browser
@needs_bundle
def test_every_wording_is_told_in_arabic_with_its_names_and_numbers(open_page):
    samples = [one for form, told in REASONS.items() for one in (told or ([form] if form.endswith(".") else []))]
    script = "(texts) => texts.map((text) => StrikeAtlas.reasonIn(new StrikeAtlas.Words('ar'), text))"
    for sample, told in zip(samples, open_page().run(script, samples), strict=True):
        bare = told
        for name in sorted(NAMES, key=len, reverse=True):
            assert (name in sample) <= (name in told or name in ("Plus", "Bren")), sample
            bare = bare.replace(name, "")
        assert re.findall(r"[A-Za-z]{2,}", bare.replace("1.0", "")) == [], (sample, told)
        assert len(re.findall(r"[٠-٩]+", told)) >= len(re.findall(r"\b\d+ (?:km|times|coordinates)|\d+%", sample)), told
