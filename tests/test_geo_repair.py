"""Repairs of grids: candidates near the named place, never answers."""

import json

from data import frame
from geo import Gazetteer, LonLat, distance_m, locate, place_claims
from geo.coordinates import repairs

MOSUL = LonLat(43.119, 36.335)


def test_one_slip_is_found_and_named():
    slips = {"38SLE293240": "row letter", "37SLF293240": "zone", "38TLF293240": "band", "38SLF2930": ""}
    for text, change in slips.items():
        found = repairs(text, MOSUL)
        assert [repair.change for repair in found][:1] == ([change] if change else [])
        assert all(distance_m(repair.lonlat, MOSUL) < 30_000 for repair in found)


def test_a_grid_that_lies_near_needs_no_repair():
    assert repairs("38SLF293240", MOSUL) == []
    assert repairs("no grid here", MOSUL) == []


def test_a_repair_is_a_candidate_beside_the_answer():
    base = {"recorder": "cjtf-oir", "country": "IQ", "place_text": "Mosul, Iraq", "adm1_text": "Nineveh"}
    made = frame("claims", [
        base | {"record_id": "a", "claim_id": "a1", "stated_mgrs": "38SLF29324"},
        base | {"record_id": "b", "claim_id": "b1", "stated_mgrs": "38SLE293240"},
    ])  # fmt: skip
    placed = place_claims(made, Gazetteer.embedded())
    assert placed["method"].tolist() == ["gazetteer", "grid"]
    assert all("grid_repaired" in codes for codes in placed["warnings"])
    for candidates in placed["candidates"]:
        assert any(candidate["kind"] == "grid" for candidate in json.loads(candidates))


def test_a_grid_without_its_zone_gets_the_one_of_the_place():
    assert [(repair.text, repair.change) for repair in repairs("grid LF 293 240", MOSUL)] == [
        ("38SLF293240", "zone missing")
    ]
    assert repairs("LF 293 240", LonLat(-70.0, -33.0)) == []


def test_a_grid_that_cannot_be_read_does_not_hide_the_name_beside_it():
    for text in ("38SLF29324, Mosul", "LF 293 240, Mosul", "Mosul (38SLF 29 3240)"):
        found = locate(text, gazetteer=Gazetteer.embedded())
        assert (found.place_name, "grid_malformed" in found.warnings) == ("Mosul", True)
        assert any("(mgrs_" in words for words in found.unread)
    mended = locate("LF 293 240, Mosul", gazetteer=Gazetteer.embedded())
    assert "grid_repaired" in mended.warnings
    assert mended.candidates[-1].kind == "grid"
    assert distance_m(mended.candidates[-1].lonlat, MOSUL) < 30_000
    assert mended.lonlat != mended.candidates[-1].lonlat
