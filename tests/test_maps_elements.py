"""The page's parts as folium elements: options are checked, and each works on any folium map."""

from __future__ import annotations

import re

import folium
import pytest
from browser import chromium
from opened import needs_bundle, opener
from page_fixture import DIST
from valdria import incidents, records

from data import UsageProblem
from maps import Filters, Headline, Incidents, Legend, StrikeMap, TimeBrush

LINKS = re.compile(r'<script src="[^"]*"></script>|<link rel="stylesheet" href="[^"]*"\s*/?>')


def offline(made: folium.Map) -> str:
    """Return a folium page with Leaflet inside it and no other link: what is left runs without a network."""
    own = f"<style>{(DIST / 'leaflet.css').read_text()}</style><script>{(DIST / 'leaflet.js').read_text()}</script>"
    return LINKS.sub("", made.get_root().render()).replace("<head>", f"<head>{own}", 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Filters(shwo=["area"]), "Did you mean 'show'"),
        (lambda: Filters(show=["statusses"]), "Use one of: claimants"),
        (lambda: TimeBrush(unit="week"), "Use one of: auto, day, month, year"),
        (lambda: TimeBrush(speed=2), "It has: unit, play"),
        (lambda: Headline(injured="no"), "Use one of: True, False"),
        (lambda: Legend(open=True), "Did you mean 'opened'"),
        (lambda: Incidents(b"", colour="red"), "Columns are named for frames only"),
        (lambda: StrikeMap().save("x.html", close_file=True), "It has: title"),
    ],
)
def test_an_option_that_is_not_known_is_refused(make, words) -> None:
    with pytest.raises(UsageProblem) as refused:
        make()
    assert words in f"{refused.value} {refused.value.hint}"


@pytest.mark.browser
@needs_bundle
@pytest.mark.parametrize("before", [True, False])
def test_parts_stand_on_a_plain_folium_map_in_any_order(tmp_path, before) -> None:
    made = folium.Map([33, -25.4], zoom_start=7, tiles=None)
    parts = [Filters(show=["statuses"], search=False), TimeBrush(unit="year", play=False), Headline(injured=False)]
    own = [*parts, Incidents(records(incidents()))] if before else [Incidents(records(incidents())), *parts]
    for part in [*own, Legend(opened=True)]:
        part.add_to(made)
    with chromium() as browser, opener(browser, tmp_path) as open_page:
        view = open_page(offline(made)).page
        view.locator(".sa-float-filters summary").first.click()
        assert view.locator(".sa-float-filters .sa-menu").count() == 1
        assert view.locator(".sa-search").count() == 0
        view.locator(".sa-float-time summary").click()
        assert "Incidents per year" in view.locator(".sa-float-time").inner_text()
        assert view.locator(".sa-play").is_hidden()
        view.locator(".sa-float-headline summary").click()
        assert "Reported injured" not in view.locator(".sa-float-headline").inner_text()
        assert "Filled: exact point" in view.locator(".sa-float-legend").inner_text()


@pytest.mark.browser
@needs_bundle
def test_a_notebook_shows_the_whole_page_in_a_frame(tmp_path) -> None:
    made = StrikeMap(view=(-29.0, 30.5, -22.0, 35.5), title="Invented <b>")
    Incidents(records(incidents())).add_to(made)
    with chromium() as browser, opener(browser, tmp_path) as open_page:
        shown = f"<!doctype html><body class='sa-ready'>{made._repr_html_()}</body>"
        frame = open_page(shown).page.frame_locator("iframe")
        frame.locator(".leaflet-container.sa-ready").wait_for(timeout=20_000)
        assert "Invented <b>" in frame.locator("h1").inner_text()
        assert "60" in frame.locator("#sa-list").inner_text()
