"""The page by axe-core, and figures at their edges: every state without a finding, in both languages and schemes."""

from __future__ import annotations

import pytest
from axe import AXE, RULES, needs_axe
from opened import needs_bundle
from page_fixture import page
from test_maps_page_units import page_with, payload
from valdria import incidents, model

pytestmark = [pytest.mark.browser, needs_bundle]
STATES = {
    "start": "0",
    "card": "app.select(1, true)",
    "stack": "app.openStack([0, 1, 2])",
    "filtered": "app.applyFilter({claimants: ['airwars'], from: 22645})",
    "menu": "document.querySelector('.sa-menu').open = true",
    "units": "app.show({level: 1, measure: 'records'})",
    "rates": "app.show({level: 1, measure: 'share'})",
    "open": "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
}


@needs_axe
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1440), ("ar", "light", 1440), ("en", "dark", 1440), ("ar", "light", 390)],
)
def test_axe_finds_nothing_in_any_state(open_page, language, scheme, width):
    html = page_with(payload((4, 1), (60, 2)), language=language)
    opened = open_page(html, color_scheme=scheme, viewport={"width": width, "height": 844})
    opened.run(AXE.read_text(encoding="utf-8"))
    for name, script in STATES.items():
        opened.run(f"void ({script})")
        opened.page.wait_for_timeout(350)
        found = opened.run("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name


@pytest.mark.parametrize("value", [1, 9968, 99_999])
def test_a_chart_of_any_height_has_numbers_for_all_its_lines(open_page, value):
    rows = incidents()
    told = model(len(rows), 1)
    told["figures"]["series"][0]["lines"][0]["points"][-1]["min"] = value
    opened = open_page(page(told=told))
    assert opened.problems == []
    assert opened.page.locator("#sa-ledger svg").first.get_attribute("aria-label")


def test_a_page_without_records_totals_or_claimants_stands(open_page):
    told = model(0, 0) | {"claimants": [], "figures": {"series": [], "single": []}, "sources": [], "method": []}
    opened = open_page(page(count=0, told=told))
    assert opened.problems == []
    assert opened.page.locator("#sa-ledger").is_hidden()
    assert "0" in opened.page.locator("#sa-list").inner_text()
