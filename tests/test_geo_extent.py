"""A radius is never smaller than the place that it stands for."""

from data import frame
from geo import Gazetteer, locate, place_claims


def test_a_named_city_reaches_at_least_as_far_as_its_houses() -> None:
    radii = locate("Mosul, Iraq", gazetteer=Gazetteer.embedded()).radii
    assert radii is not None
    assert 3000 < radii.r50_m < radii.r80_m < radii.r95_m
    assert radii.r95_m > 4500


def test_a_neighbourhood_is_not_a_point() -> None:
    radii = locate("al-Jadida neighbourhood, Mosul", gazetteer=Gazetteer.embedded()).radii
    assert radii is not None
    assert radii.r80_m >= 2300


def test_a_stated_point_for_a_whole_city_reaches_as_far_as_the_city() -> None:
    claim = {"record_id": "v:1", "claim_id": "v:1@", "recorder": "airwars", "place_text": "Mosul", "country": "IQ"}
    point = {"stated_lon": 43.0986, "stated_lat": 36.3459}
    rows = [claim | point | {"stated_precision": words} for words in ("City level", "Within 100m (via Coalition)")]
    placed = place_claims(frame("claims", rows), Gazetteer.embedded())
    assert placed["r80_m"][0] > 4000
    assert placed["r80_m"][1] == 100
