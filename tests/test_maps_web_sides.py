"""The two sides in a real Chromium, beside what the command prints for the same project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe import AXE, RULES, needs_axe
from browser import open_page
from opened import needs_bundle

from maps import build_project, load_project, main

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "iraq-syria-2014-2019"
pytestmark = [pytest.mark.browser, needs_bundle]


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Path:
    work = tmp_path_factory.mktemp("sides") / "work"
    build_project(load_project(EXAMPLE), work=work)
    return work / "preview" / "index.html"


@pytest.fixture
def told(capsys) -> dict:
    with pytest.raises(SystemExit):
        main(["reconcile", str(EXAMPLE), "--json"])
    return json.loads(capsys.readouterr().out)


READ = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const cells = (row) => row.innerText.split('\\t');
    return {
        sums: all('.sa-sums tbody').map((body) => [...body.rows].map(cells)),
        months: all('.sa-month-rows').map((rows) => rows.getAttribute('aria-label')),
        answers: all('.sa-answers .sa-places-list strong').map((one) => Number(one.innerText)),
    };
}"""


def test_every_number_on_the_page_is_the_command_s(chrome, preview, told):
    page, heard = open_page(chrome, preview)
    shown = page.evaluate(READ)
    official = {row["answer"] for row in told["ledger"]}
    assert {"own_record", "none"} <= official
    ours = [row for row in told["ledger"] if row["claimant"] == "cjtf-oir"]
    with_others = {row["incident_id"] for row in told["ledger"] if row["claimant"] == "airwars"}
    counts = [
        sum(row["answer"] == answer and row["incident_id"] in with_others for row in ours)
        for answer in ("own_record", "reported_by_other", "none")
    ]
    assert shown["answers"] == counts == [38, 11, 26]
    killed = {row["status"]: row for row in told["sums"] if row["measure"] == "killed" and row["claimant"] == "airwars"}
    rows = {row[0]: row[1:] for row in shown["sums"][0]}
    assert rows["Fair"] == ["30 of 127", "30", f"{killed['fair']['min']}–{killed['fair']['max']}", "4"]
    assert rows["All gradings"][1:] == ["127", "937–1,186", str(killed["*"]["without_figure"])]
    coalition = next(
        row for row in told["parties"] if row["party"] == "US-led Coalition" and row["measure"] == "killed"
    )
    assert rows["naming US-led Coalition"][1:] == ["74", f"{coalition['min']}–{coalition['max']}", "38"]
    assert "Whichever party the records name." in page.locator("body").inner_text()
    text = page.locator("#sa-sides").inner_text()
    for ratio in (row for row in told["ratios"] if row["key"] in ("answered", "credible_of_received", "stated_share")):
        assert f"{ratio['part']:,} of {ratio['whole']:,}" in text
    assert (heard.requests, heard.errors) == ([], [])


def test_months_add_up_to_the_command_s_in_both_datings(chrome, preview, told):
    page, _ = open_page(chrome, preview)
    for place, dating in enumerate(("happened", "published")):
        page.locator(".sa-switch button").nth(place).click()
        label = page.locator(".sa-month-rows").last.get_attribute("aria-label") or ""
        own = [row for row in told["months"] if row["dated_by"] == dating and row["claimant"] == "cjtf-oir"]
        for grade, word in (("credible", "Credible"), ("non-credible", "Non-credible")):
            assert f"{word} {sum(row['records'] for row in own if row['status'] == grade)}" in label
        assert "Duplicate 0" in label


def test_stated_totals_stand_with_their_source_and_what_the_sample_cannot_say(chrome, preview, told):
    page, _ = open_page(chrome, preview)
    page.locator("#sa-sides summary", has_text="figures with their sources").last.click()
    rows = page.locator(".sa-stated-table tbody tr")
    assert rows.count() == len(told["stated"])
    assert rows.filter(has=page.locator(".sa-foot")).count() == len(told["stated"])
    cannot = page.locator(".sa-cannot").inner_text()
    assert "38 of the 38" in cannot
    assert "Duplicate" in cannot
    hash_before = page.evaluate("location.hash")
    rows.first.locator(".sa-foot").click()
    assert page.evaluate("document.activeElement.id").startswith("sa-source-")
    assert page.evaluate("location.hash") == hash_before


def test_a_row_without_an_answer_opens_its_incident(chrome, preview):
    page, heard = open_page(chrome, preview)
    page.locator("#sa-sides summary", has_text="with no answer here").click()
    assert page.locator(".sa-answer-table tbody tr").count() == 26
    page.locator(".sa-answer-table .sa-link").first.click()
    page.locator("#sa-card h2").wait_for()
    assert heard.errors == []


@needs_axe
@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1440), ("ar", "dark", 390)])
def test_axe_finds_nothing_in_the_two_sides(chrome, preview, language, scheme, width):
    page, _ = open_page(chrome, preview, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.locator(f"button[lang={language}]").click()
    page.evaluate("document.querySelectorAll('#sa-sides details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(300)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run('#sa-sides', {runOnly: rules})", RULES)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
