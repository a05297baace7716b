"""Takes the pictures of the manual from the example, in a real Chromium; run it after a change to the page."""

import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium, open_page  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

from maps import Credit, build_project, load_project, publish_project  # noqa: E402
from maps.changes import changes_page  # noqa: E402
from maps.page import Scene  # noqa: E402
from maps.versions import compare_versions, read_versions  # noqa: E402
from maps.view import Ask, overlay_page  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
MANUAL = ROOT / "tests" / "manual"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def example(folder: Path) -> Path:
    """Publish the example and return its page."""
    project = load_project(ROOT / "examples" / "iraq-syria-2014-2019")
    built = build_project(project, work=folder / "work")
    return publish_project(project, built, site=folder / "site", as_of=date(2026, 1, 31)).folder / "index.html"


def imagery(browser: Browser, folder: Path) -> None:
    """The divider between two images of the manual, and a page whose finer tiles lie beside it."""
    credit = Credit("Tal Brenn, Valdria", credit="invented", licence="CC0")
    before, after = MANUAL / "before.tif", MANUAL / "after.tif"
    pair = Scene(after, before, ("2017-01-02", "2017-07-10"), difference=True)
    page = _shown(browser, Ask(pair, credit, 8.0, folder / "swipe.html"))
    page.get_by_role("slider", name="Divider").press("PageDown")
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / "imagery.png")
    page = _shown(browser, Ask(Scene(after, dates=("2017-07-10", "")), credit, 0.03, folder / "fine.html"))
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / "imagery-tiles.png")


def _shown(browser: Browser, ask: Ask) -> Page:
    ask.out.write_text(overlay_page(ask)[0], encoding="utf-8")
    page = browser.new_page(viewport={"width": 1180, "height": 760})
    page.goto(ask.out.as_uri())
    page.locator(".sa-imagery-ready").wait_for()
    return page


def main() -> None:
    """Start, the two sides, a record open, Arabic, changes, phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = example(Path(folder))
        page, _ = open_page(browser, path, viewport=DESK)
        page.screenshot(path=PICTURES / "example.png")
        page.locator("#sa-sides").screenshot(path=PICTURES / "example-sides.png")
        page.locator("#sa-list tbody button", has_text="Qayyarah").first.click()
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(600)
        page.screenshot(path=PICTURES / "example-record.png")
        page.locator("#sa-language button").nth(1).click()
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURES / "example-arabic.png")
        versions = read_versions(MANUAL / "strikes.csv", MANUAL / "strikes-later.csv")
        changed = Path(folder) / "changes.html"
        changed.write_text(changes_page(compare_versions(versions), versions), encoding="utf-8")
        page, _ = open_page(browser, changed, viewport=DESK)
        page.locator(".sa-change-table tbody button", has_text="Brenn").click()
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(600)
        page.screenshot(path=PICTURES / "changes.png")
        imagery(browser, Path(folder))
        phone, _ = open_page(browser, path, viewport=PHONE)
        phone.screenshot(path=PICTURES / "example-phone.png")


if __name__ == "__main__":
    main()
