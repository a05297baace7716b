"""Placements of claims and incidents, and the plausibility of what is stated (S3.2)."""

import json

import pandas as pd
import pytest

from data import frame
from geo import Gazetteer, add_warnings, check, place_claims, place_incidents

PLACES = Gazetteer.embedded()


def claims(*rows):
    base = {"recorder": "airwars", "country": "IQ", "happened_from": "2017-03-17"}
    made = [base | {"record_id": f"airwars:V{n}", "claim_id": f"airwars:V{n}#1"} | row for n, row in enumerate(rows)]
    return frame("claims", made)


def test_a_stated_point_goes_before_a_grid_and_a_grid_before_words():
    made = claims(
        {
            "stated_lon": 43.1,
            "stated_lat": 36.3,
            "stated_mgrs": "38SLF293240",
            "stated_precision": "City level",
            "place_text": "Mosul",
        },
        {"stated_mgrs": "38SLF293240", "place_text": "Mosul"},
        {"place_text": "Mosul", "adm1_text": "Nineveh"},
        {"place_text": "Nowhere known"},
    )
    placed = place_claims(made, PLACES)
    assert placed["method"].tolist() == ["stated_coordinates", "grid", "gazetteer", "unplaced"]
    assert placed["precision"].tolist() == ["town", "site", "town", "unknown"]
    assert placed["adm1_pcode"].tolist()[:3] == ["IQG15"] * 3


@pytest.mark.parametrize(
    ("said", "precision"),
    [
        ("Within 100m (via Coalition)", "site"), ("Within 1m (via Coalition)", "exact"), ("Village level", "village"),
        ("Exact location (via Airwars)", "exact"), ("Neighbourhood/area level", "neighbourhood"),
        ("City level", "town"),
        ("Subdistrict level", "district"), ("Province/governorate level", "governorate"),
    ],
)  # fmt: skip
def test_a_recorders_words_become_a_class(said, precision):
    placed = place_claims(claims({"stated_lon": 43.1, "stated_lat": 36.3, "stated_precision": said}), PLACES)
    assert placed["precision"].tolist() == [precision]
    assert placed["warnings"].tolist() == [[]]


def test_without_a_class_the_kind_of_place_tells_and_says_so():
    row = {"stated_lon": 43.1, "stated_lat": 36.33, "place_text": "Mosul", "stated_precision": "not stated (notes)"}
    placed = place_claims(claims(row), PLACES)
    assert placed["precision"].tolist() == ["town"]
    assert placed["warnings"].tolist() == [["precision_not_stated"]]


def test_a_judged_place_goes_above_all():
    made = claims({"place_text": "Mosul", "stated_lon": 1.0, "stated_lat": 1.0}, {"place_text": "Mosul"})
    judged = frame("judgements", [
        {"judgement_id": "1", "kind": "place", "subjects": ["airwars:V0"], "alias": "analyst", "supersedes": None,
         "decision": json.dumps({"lon": 43.2, "lat": 36.4, "precision": "street"})},
        {"judgement_id": "2", "kind": "unplaceable", "subjects": ["airwars:V1"], "alias": "analyst"},
    ])  # fmt: skip
    placed = place_claims(made, PLACES, judgements=judged)
    assert placed["method"].tolist() == ["judgement", "judgement"]
    assert placed["precision"].tolist() == ["street", "unknown"]
    assert placed["lon"].isna().tolist() == [False, True]


def test_the_most_precise_claim_places_the_incident_and_the_others_are_kept():
    made = claims(
        {"place_text": "Mosul"},
        {"stated_lon": 43.12, "stated_lat": 36.35, "stated_precision": "Within 100m (via Coalition)"},
        {"place_text": "Raqqa", "country": "SY"},
    )
    incidents = pd.DataFrame({"incident_id": ["airwars:V0"], "claim_ids": [made["claim_id"].tolist()]})
    placed = place_incidents(incidents, place_claims(made, PLACES))
    assert placed["precision"].tolist() == ["site"]
    assert placed["subject_id"].tolist() == ["airwars:V0"]
    assert "claims_disagree_on_place" in placed["warnings"][0]
    assert len([c for c in json.loads(placed["candidates"][0]) if "claim_id" in c]) == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"stated_lon": 36.3, "stated_lat": 43.1}, "swapped"),
        ({"stated_lon": 0.0, "stated_lat": 0.0}, "null_island"),
        ({"stated_lon": 10.0, "stated_lat": 50.0}, "outside_country"),
        ({"stated_lon": 44.0, "stated_lat": 33.0}, "country_centroid"),
        ({"stated_lon": 43.098577, "stated_lat": 36.345852, "place_text": "Mosul, Mamoon"}, "place_contradicts_point"),
        (
            {"stated_lon": 36.3448, "stated_lat": 33.5567, "country": "SY", "adm1_text": "Idlib"},
            "place_contradicts_point",
        ),
        ({"stated_lon": 43.1234567, "stated_lat": 36.3, "stated_precision": "City level"}, "too_many_digits"),
        ({"stated_mgrs": "38SLF29324"}, "grid_malformed"),
        ({"stated_mgrs": "31UDQ4825111932", "place_text": "Mosul"}, "outside_country"),
        ({"stated_mgrs": "38SLE293240", "place_text": "Mosul"}, "place_contradicts_point"),
        ({"stated_mgrs": "38SLF293240", "stated_lon": 44.4, "stated_lat": 33.3}, "place_contradicts_point"),
        ({"stated_lon": 36.335, "stated_lat": 43.118, "country": None, "place_text": "Mosul"}, "swapped"),
        ({"stated_lon": 200.0, "stated_lat": 95.0}, "outside_country"),
        ({"stated_lon": float("inf"), "stated_lat": 36.3}, "outside_country"),
        ({"stated_lon": 43.11888912345, "stated_lat": 36.33512345678}, "too_many_digits"),
    ],
)
def test_the_implausible_is_flagged_with_both_values(row, code):
    made = claims(row)
    before = made.copy()
    findings = check(made, PLACES)
    assert findings["code"].tolist() == [code]
    assert findings[["stated", "found"]].notna().all().all()
    assert add_warnings(made, findings)["warnings"].tolist() == [[code]]
    pd.testing.assert_frame_equal(made, before)


def test_a_grid_in_several_records_is_flagged_in_each():
    made = claims(*[{"stated_mgrs": text} for text in ("38SLF293240", "38S LF 293 240", "38SLF293240", "38SLF111111")])
    findings = check(made, PLACES)
    assert findings["code"].tolist() == ["repeated_coordinate"] * 3


def test_a_plausible_claim_has_no_finding():
    made = claims({"stated_lon": 43.1, "stated_lat": 36.33, "place_text": "Mosul", "adm1_text": "Nineveh"})
    assert check(made, PLACES).empty


def test_what_a_computer_adds_to_a_number_is_no_digit_of_it():
    made = claims({"stated_lon": 43.118889000000004, "stated_lat": 36.335000000000001})
    assert check(made, PLACES).empty


def test_another_sign_is_told():
    made = claims({"stated_lon": -43.118, "stated_lat": 36.335})
    assert "with another sign" in check(made, PLACES)["note"].tolist()[0]


def test_no_point_of_the_globe_is_no_placement():
    made = claims({"stated_lon": 200.0, "stated_lat": 95.0, "place_text": "Mosul", "adm1_text": "Nineveh"})
    placed = place_claims(made, PLACES)
    assert (placed["method"].tolist(), placed["place_name"].tolist()) == (["gazetteer"], ["Mosul"])


def test_a_code_for_a_settlement_is_resolved_by_the_kind_of_the_place():
    row = {"name": "Velmarra", "kind": "village", "country": "IQ", "lon": 43.5, "lat": 36.5, "source": "file given"}
    every = pd.concat([PLACES.places, frame("places", [row | {"place_id": "t:1"}])], ignore_index=True)
    places = Gazetteer.from_frame(every)
    said = {"place_text": "Velmarra", "stated_precision": "City level"}
    near = {"stated_lon": 43.501, "stated_lat": 36.501}
    placed = place_claims(claims(said | near, said | {"stated_lon": 44.4, "stated_lat": 33.3}), places)
    assert placed["precision"].tolist() == ["village", "town"]


def test_the_kind_of_a_place_elsewhere_tells_nothing_of_a_point():
    made = claims({"stated_lon": 44.4, "stated_lat": 30.3, "place_text": "Mosul"})
    assert place_claims(made, PLACES)["precision"].tolist() == ["around_place"]


def test_a_point_of_two_zeros_is_no_point_and_the_words_are_taken():
    made = claims(
        {"stated_lon": 0.0, "stated_lat": 0.0, "place_text": "Tal Afar", "country": "IQ"},
        {"stated_lon": 0.0, "stated_lat": 0.0},
    )
    placed = place_claims(made, PLACES)
    assert placed["method"].tolist() == ["gazetteer", "unplaced"]
    assert placed["lon"].round(1).tolist()[0] == 42.4
    assert check(made, PLACES)["code"].tolist() == ["null_island", "null_island"]


@pytest.mark.parametrize("text", ["38S LF 28932 23128", "36.338, 43.0939", "36°20'15\"N 43°07'30\"E"])
def test_coordinates_among_the_words_lie_in_a_governorate_as_those_in_columns_do(text):
    placed = place_claims(claims({"place_text": text, "country": None}), PLACES)
    assert placed["adm1_pcode"].tolist() == ["IQG15"]
