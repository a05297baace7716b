"""Which features of folium work beside the atlas's own elements, offline and under the page's policy, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium
from folium_features import FEATURES, NOT, PLAIN_STYLE
from opened import Opened, needs_bundle
from valdria import VIEW, incidents, records

from maps import Incidents, StrikeMap

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "maps.md"
WORKS = [name for name in FEATURES if name not in NOT]


def page_with(name: str) -> str:
    made = StrikeMap(view=tuple(VIEW))
    Incidents(records(incidents())).add_to(made)
    FEATURES[name](made)
    return made.page("Beside")


def test_at_least_forty_features_work() -> None:
    assert len(WORKS) >= 40
    assert set(NOT) <= set(FEATURES)


def test_the_manual_says_which_and_why_not() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert ", ".join(f"`{name}`" for name in WORKS) in text
    for name, why in NOT.items():
        assert f"| `{name}` | {why} |" in text


@pytest.mark.browser
@needs_bundle
def test_what_works_runs_without_a_request_or_an_error(tmp_path: Path) -> None:
    failed = []
    with chromium() as browser:
        for name in WORKS:
            opened = Opened(browser, page_with(name), tmp_path)
            asked = [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))]
            problems = [text for text in opened.problems if name not in PLAIN_STYLE or "inline style" not in text]
            if asked or problems or not opened.run("!!document.querySelector('.sa-records')"):
                failed.append((name, asked, problems))
            opened.context.close()
    assert failed == []


@pytest.mark.browser
@needs_bundle
def test_a_popup_of_folium_opens_with_its_words(tmp_path: Path) -> None:
    with chromium() as browser:
        opened = Opened(browser, page_with("Popup"), tmp_path)
        opened.page.locator(".leaflet-marker-pane .leaflet-marker-icon").first.click()
        assert "words" in opened.page.locator(".leaflet-popup-content").inner_text()
