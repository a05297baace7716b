"""Both sides of the ledger on the page: what the command says, and nothing of what is withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from browser import chromium, listen
from page_fixture import DIST
from valdrian_project import ROWS, make_project

from data import headline_grades, words
from maps import StrikeMap, build_project, load_project, main
from maps.decisions import review_notes
from maps.page import Ledger, claimant, ledger_payload, unit_names
from maps.page.records import joined
from maps.page.sides import two_sides
from maps.payload import decode
from maps.select import preview_policy, select

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "iraq-syria-2014-2019"
ANSWERED = [*ROWS[:3], [*ROWS[3][:8], "1", *ROWS[3][9:]]]


def chosen(folder: Path, *, private: bool = True, **policy: object):
    """Return a project, a selection of its records, and its incidents in the order of the page."""
    project = load_project(folder)
    bundle = build_project(project, work=folder / "work").bundle
    given = preview_policy(project.publish) if private else replace(project.publish, **policy)
    selection = select(bundle, given, as_of=date.max if private else date(2026, 1, 31))
    return project, selection, joined(selection, unit_names())


def test_the_page_is_told_by_which_grades_a_claimant_stands() -> None:
    assert [claimant(slug)["stands_by"] for slug in ("airwars", "cjtf-oir", "own-sheet")] == [
        ["confirmed", "fair"],
        ["credible"],
        None,
    ]
    for slug in ("airwars", "cjtf-oir"):
        assert set(headline_grades(slug) or ()) <= set(words(f"status.{slug}"))


def test_an_answer_to_what_is_not_here_stands_alone_and_is_said_once(tmp_path: Path) -> None:
    built = build_project(load_project(EXAMPLE), work=tmp_path / "work")
    assert review_notes(built.notes) == [
        "Records that answer a record which is not among these: 23. They stand by themselves."
    ]
    held = set(built.bundle.claims["record_id"])
    assert all(held.issuperset(subjects) for subjects in built.bundle.judgements["subjects"])


def told(capsys: pytest.CaptureFixture[str], project: Path) -> dict:
    """Return what the command prints as JSON."""
    with pytest.raises(SystemExit):
        main(["reconcile", str(project), "--json"])
    return json.loads(capsys.readouterr().out)


def test_the_page_holds_what_the_command_says(tmp_path, capsys):
    folder = make_project(tmp_path / "v", rows=ANSWERED)
    said = told(capsys, folder)
    model = two_sides(*chosen(folder)).model
    for table in ("sums", "months"):
        assert model[table] == said[table]
    assert [(row["part"], row["whole"]) for row in model["ratios"]] == [
        (row["part"], row["whole"]) for row in said["ratios"]
    ]
    below = next(row for row in model["ratios"] if row["key"] == "lies_below")
    assert (below["part"], below["whole"]) == (1, 1)


def test_the_rows_that_open_incidents_are_those_of_the_command(tmp_path, capsys):
    folder = make_project(tmp_path / "v", rows=ANSWERED)
    said = told(capsys, folder)
    sides = two_sides(*chosen(folder))
    answers = [row["answer"] for row in said["ledger"] if row["claimant"] == "ministry"]
    counted = {row["answer"]: row["incidents"] for row in sides.model["answers"]}
    assert counted == {answer: answers.count(answer) for answer in set(answers)}
    assert sides.answers["lies_below"].tolist() == [["watch"]]


def test_what_is_held_or_withheld_is_in_no_number(tmp_path):
    folder = make_project(tmp_path / "v", rows=ANSWERED)
    project, selection, frame = chosen(folder, private=False, statuses=("watch/none",), withhold=("claims.killed_max",))
    model = two_sides(project, selection, frame)
    # One claimant is left, and no stated total: there is nothing to set side by side.
    assert model is None
    both = ("watch/none", "ministry/none")
    _, selection, frame = chosen(
        folder, private=False, statuses=both, withhold=("claims.killed_min", "claims.killed_max")
    )
    model = two_sides(project, selection, frame).model
    assert {(row["min"], row["max"]) for row in model["sums"]} == {(None, None)}
    below = next(row for row in model["ratios"] if row["key"] == "lies_below")
    assert (below["part"], below["whole"], below["unknown"]) == (0, 0, 1)


def test_a_record_under_embargo_is_in_no_month(tmp_path):
    recent = [*ROWS, ["watch", "V9", "", "2026-01-20", "Karn", "", "", "", "9", "", "https://watch.example/9"]]
    folder = make_project(tmp_path / "v", rows=recent)
    both = ("watch/none", "ministry/none")
    _, selection, frame = chosen(folder, private=False, statuses=both)
    model = two_sides(load_project(folder), selection, frame).model
    assert "2026-01" not in {row["month"] for row in model["months"]}
    assert "2026-01" in {row["month"] for row in two_sides(*chosen(folder)).model["months"]}


@pytest.mark.browser
@pytest.mark.skipif(not DIST.is_dir(), reason="the front end was not built")
def test_the_ledger_stands_alone_on_a_map(tmp_path):
    payload = ledger_payload(*chosen(make_project(tmp_path / "v", rows=ANSWERED)), alone=True)
    assert "sides" in decode(payload).meta["model"]
    strike_map = StrikeMap()
    Ledger(payload).add_to(strike_map)
    path = tmp_path / "map.html"
    path.write_text(alone(strike_map), encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page()
        heard = listen(page)
        page.goto(path.as_uri())
        page.locator(".sa-float-two summary").first.click()
        assert "1 of 1 incidents" in page.locator(".sa-float-two").inner_text()
        assert heard.errors == []


def alone(strike_map: StrikeMap) -> str:
    """Return a page with nothing but the map, as a notebook has it."""
    body = strike_map.body()
    blocks = "".join(f'<script type="{one["type"]}" id="{one["id"]}">{one["text"]}</script>' for one in body.blocks)
    styles = "".join(f"<style>{text}</style>" for text in [(DIST / "leaflet.css").read_text(), *body.parts.styles])
    texts = [(DIST / "leaflet.js").read_text(), *body.parts.scripts]
    scripts = "".join(f"<script>{text}</script>" for text in texts)
    size = "<style>html, body, .folium-map { height: 100%; margin: 0 }</style>"
    return f'<!doctype html><meta charset="utf-8"><title>m</title>{styles}{size}{body.markup}{blocks}{scripts}'
