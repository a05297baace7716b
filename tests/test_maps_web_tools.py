"""What a reader takes along: tables, places, a picture and a footnote, of what is shown and of nothing else."""

from __future__ import annotations

import csv
import io
import json
import struct

import pytest
from opened import needs_bundle
from page_fixture import page
from valdria import RADII, incidents

pytestmark = [pytest.mark.browser, needs_bundle]


def taken(opened, number: int) -> bytes:
    with opened.page.expect_download() as waiting:
        opened.page.locator(".sa-tool-row button").nth(number).click()
    return waiting.value.path().read_bytes()


def test_the_table_holds_the_claims_that_are_shown(open_page):
    opened = open_page(accept_downloads=True)
    opened.run("app.applyFilter({claimants: ['airwars']})")
    text = taken(opened, 0).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = [claim for row in incidents() for claim in row["claims"] if claim["recorder"] == "airwars"]
    assert len(rows) == len(wanted)
    assert {row["claimant"] for row in rows} == {"airwars"}
    assert sorted(row["killed_min"] for row in rows) == sorted(
        "" if claim["killed_min"] is None else str(claim["killed_min"]) for claim in wanted
    )


def test_a_text_that_a_sheet_would_run_is_made_text(open_page):
    opened = open_page(page(hostile=True), accept_downloads=True)
    opened.run("{ const {words, values} = app.records.place; values[0] = words.push('=1+1'); }")
    rows = list(csv.DictReader(io.StringIO(taken(opened, 0).decode("utf-8-sig"))))
    assert rows[0]["place"] == "'=1+1"
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_places_have_no_digit_that_the_page_has_not(open_page):
    told = json.loads(taken(open_page(accept_downloads=True), 1))
    assert len(told["features"]) == 60
    placed = [one for one in told["features"] if one["geometry"]]
    assert len(placed) == sum(row["precision"] in RADII for row in incidents())
    known = {(row["lon"], row["lat"]) for row in incidents()}
    assert all(tuple(one["geometry"]["coordinates"]) in known for one in placed)


def test_the_picture_is_a_picture_of_the_map(open_page):
    opened = open_page(accept_downloads=True)
    png = taken(opened, 2)
    width, height = struct.unpack(">II", png[16:24])
    box = opened.page.locator("#map_0").bounding_box()
    assert png.startswith(b"\x89PNG")
    assert width == round(box["width"] * 2)
    assert height > box["height"] * 2
    assert opened.problems == []


def test_the_footnote_says_what_is_shown_now(open_page):
    opened = open_page()
    opened.run("app.applyFilter({claimants: ['airwars'], least: 5})")
    text = opened.page.locator(".sa-footnote-text").input_value()
    shown = opened.run("app.filter.shownCount")
    assert f"{shown} of 60 incidents" in text
    assert "Also filtered by: Airwars; Reported killed: 5 or more" in text
    assert "sha256:" in text
    assert "1 Mar 2034" in text
    assert "private preview" in text


def test_the_switch_of_definitions_changes_numbers_and_words_together(open_page):
    opened = open_page()
    view = opened.page
    before = view.locator("#sa-headline .sa-big").first.inner_text()
    view.locator(".sa-definitions button").nth(1).click()
    assert view.locator("#sa-headline .sa-big").first.inner_text() != before
    assert "only what each claimant stands by" in view.locator("#sa-headline").inner_text()
    grades = opened.run("app.filter.state.statuses")
    assert {"airwars/confirmed", "airwars/fair", "cjtf-oir/credible", "valdrian-observatory/listed"} == set(grades)
    view.locator(".sa-definitions button").first.click()
    assert view.locator("#sa-headline .sa-big").first.inner_text() == before


def test_time_plays_and_stops(open_page):
    opened = open_page()
    view = opened.page
    view.locator(".sa-play").click()
    first = opened.run("app.filter.state.to")
    view.wait_for_timeout(1800)
    assert opened.run("app.filter.state.to") > first
    view.locator(".sa-play").click()
    held = opened.run("app.filter.state.to")
    view.wait_for_timeout(900)
    assert opened.run("app.filter.state.to") == held
    view.locator(".sa-time-units button").last.click()
    assert "Incidents per year" in view.locator("#sa-time").inner_text()
