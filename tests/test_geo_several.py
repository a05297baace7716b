"""Several coordinates in one field, and short Plus Codes beside a place."""

import json

import pytest
import shapely

from data import frame
from geo import Gazetteer, LonLat, distance_m, locate, place_claims

PLACES = Gazetteer.embedded()


def test_two_grids_of_one_strike_give_the_middle_with_a_radius_over_both():
    found = locate("38SLF293240 / 38SLF284206", gazetteer=PLACES, country="IQ")
    ends = [LonLat(c.lon, c.lat) for c in found.candidates]
    assert len(ends) == 2
    assert all(distance_m(end, found.lonlat) + 70 <= found.radii.r95_m for end in ends)
    area = shapely.from_wkb(found.footprint)
    assert found.footprint_kind == "polygon"
    assert all(area.covers(shapely.Point(end.lon, end.lat)) for end in ends)
    assert "2 coordinates within 3.5 km" in found.reason
    assert "several_places" in found.warnings


def test_grids_far_apart_are_candidates_and_none_is_chosen():
    found = locate("38SLF293240, 38SMB411886", gazetteer=PLACES)
    assert (found.lon, found.method, len(found.candidates)) == (None, "unplaced", 2)
    assert "km apart" in found.reason


def test_one_place_in_two_notations_is_one_place():
    found = locate("38SLF293240 (36.346 N, 43.098 E)", gazetteer=PLACES)
    assert (found.candidates, found.warnings) == ((), ())
    assert "agree" in found.reason


def test_of_two_the_one_in_the_stated_country_is_taken():
    found = locate("36.34 N 43.09 E / 3.5 N 43.0 E", gazetteer=PLACES, country="IQ")
    assert (found.lat, len(found.candidates)) == (36.34, 2)
    assert {"outside_country", "several_places"} <= set(found.warnings)


def test_a_short_plus_code_is_read_beside_the_place_that_its_text_names():
    found = locate("84P9+2H Mosul", gazetteer=PLACES, country="IQ")
    full = locate("8H8584P9+2H", gazetteer=PLACES)
    assert distance_m(found.lonlat, full.lonlat) < 1
    assert found.method == "grid"
    assert "Mosul" in found.reason
    assert found.confidence < 1


@pytest.mark.parametrize("text", ["84P9+2H", "84P9+2H Nosuchplace-xq"])
def test_a_short_plus_code_without_a_known_place_is_not_placed(text):
    found = locate(text, gazetteer=PLACES)
    assert (found.lon, found.warnings) == (None, ("grid_malformed",))


@pytest.mark.parametrize(
    ("grids", "method", "count"), [("38SLF293240 38SLF284206", "grid", 2), ("38SLF293240 38SMB411886", "gazetteer", 2)]
)
def test_claims_keep_every_grid_as_a_candidate(grids, method, count):
    claim = {"claim_id": "c1", "record_id": "r1", "place_text": "Mosul", "country": "IQ", "stated_mgrs": grids}
    row = place_claims(frame("claims", [claim]), PLACES).iloc[0]
    kinds = [candidate["kind"] for candidate in json.loads(row["candidates"])]
    assert (row["method"], kinds.count("coordinate")) == (method, count)
    assert "several_places" in row["warnings"]
