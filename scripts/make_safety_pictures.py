"""Takes the pictures of docs/safety.md and docs/publishing.md: a hostile table on its page, and the small page."""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium, open_page  # noqa: E402

from maps import load_project, publish_project  # noqa: E402
from maps.pipeline import build_project  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
AS_OF = date(2026, 1, 31)


def published(project: Path, folder: Path) -> Path:
    """Publish a copy of a project and return its site."""
    home = Path(shutil.copytree(project, folder / project.name, ignore=shutil.ignore_patterns("work", "site")))
    built = build_project(load_project(home), work=home / "work")
    return publish_project(load_project(home), built, site=home / "site", as_of=AS_OF).folder


def main() -> None:
    """The record with a script in its place, and the example in a frame."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        hostile = published(ROOT / "tests" / "manual" / "hostile", Path(folder))
        page, _ = open_page(browser, hostile / "index.html", viewport={"width": 1180, "height": 760})
        page.locator("#sa-list tbody button", has_text="script").first.click()
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(600)
        page.screenshot(path=PICTURES / "safety.png")
        example = published(ROOT / "examples" / "iraq-syria-2014-2019", Path(folder))
        page, _ = open_page(browser, example / "embed.html", viewport={"width": 600, "height": 480})
        for _ in range(40):
            page.locator("#sa-next").click()
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURES / "embed.png")


if __name__ == "__main__":
    main()
