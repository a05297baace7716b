"""The page of a hostile project in a real browser: everything is text, nothing runs, nothing is asked for."""

from datetime import date
from pathlib import Path

import pytest
from browser import chromium, open_page
from valdrian_project import COLUMNS, ROWS, SETTINGS, make_project

from maps import load_project, publish_project
from maps.pipeline import build_project

CANARY = "sa_ran"
EVIL = (
    f"<img src=x onerror=window.{CANARY}=1></script><script>window.{CANARY}=2</script>"
    f"{{{{ 7*191 }}}}{{% for x in y %}}{{#${{window.{CANARY}=3}}`'\"\\\u2028"
)
APPEND = """() => {
    const script = document.createElement("script");
    script.textContent = "window.sa_ran = 1";
    document.body.append(script);
}"""
TEXTS = ("recorder", "code", "place", "note", "stated_precision", "url")


def hostile_rows() -> list[list[str]]:
    """Every text column with the same evil text; what is compared elsewhere keeps its own words in front."""
    rows = []
    for row in ROWS:
        cells = dict(zip(COLUMNS, row, strict=True))
        rows.append([f"{cells[name]}{EVIL}" if name in TEXTS else cells[name] for name in COLUMNS])
    return rows


@pytest.fixture
def site(tmp_path: Path) -> Path:
    statuses = '"' + '", "'.join(f"{name}{{EVIL}}/none" for name in ("watch", "ministry")) + '"'
    settings = SETTINGS.replace('"watch/none", "ministry/none"', statuses)
    settings = settings.replace('"Valdria, reported strikes"', "'''Valdria {EVIL}'''").replace("{EVIL}", "§")
    escaped = EVIL.replace("\\", "\\\\").replace('"', '\\"')
    settings = settings.replace("'''Valdria §'''", f'"Valdria {escaped}"').replace("§", escaped)
    project = load_project(make_project(tmp_path / "v", rows=hostile_rows(), settings=settings))
    built = build_project(project, work=tmp_path / "work")
    return publish_project(project, built, site=tmp_path / "site", as_of=date(2031, 12, 1)).folder


@pytest.mark.browser
def test_s1_1_a_value_with_template_or_script_syntax_ends_as_visible_text(site: Path) -> None:
    with chromium() as browser:
        page, heard = open_page(browser, site / "index.html")
        buttons = page.locator("#sa-list tbody button")
        assert buttons.count() == 4
        for number in range(buttons.count()):
            buttons.nth(number).click()
        assert "{{ 7*191 }}" in page.locator("#sa-title").inner_text()
        shown = page.locator("body").inner_text()
        assert "{{ 7*191 }}" in page.locator("#sa-card").inner_text()
        assert "1337" not in shown
        assert "<img src=x" in shown
        assert page.evaluate(f"window.{CANARY}") is None
        assert page.locator("img[src='x']").count() == 0
        assert (heard.requests, heard.errors) == ([], [])


@pytest.mark.browser
def test_a_published_page_asks_for_nothing_and_keeps_its_policy(tmp_path: Path) -> None:
    project = load_project(make_project(tmp_path / "v"))
    built = build_project(project, work=tmp_path / "work")
    done = publish_project(project, built, site=tmp_path / "site", as_of=date(2031, 12, 1))
    with chromium() as browser:
        page, heard = open_page(browser, done.folder / "index.html")
        policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
        assert policy.startswith("default-src 'none'")
        assert "in this sample of 3 incidents" in page.locator("#sa-headline").inner_text().lower()
        page.evaluate(APPEND)
        assert page.evaluate("window.sa_ran") is None
        assert heard.requests == []


@pytest.mark.browser
def test_a_preview_says_that_it_is_not_for_publication(tmp_path: Path) -> None:
    project = load_project(make_project(tmp_path / "v"))
    built = build_project(project, work=tmp_path / "work")
    with chromium() as browser:
        page, heard = open_page(browser, built.folder / "preview" / "index.html")
        assert "not for publication" in page.locator("#sa-banner").inner_text().lower()
        assert heard.errors == []
