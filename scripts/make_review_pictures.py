"""Takes the pictures of docs/review.md from the example, in a real Chromium; run it after a change to the review."""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402
from review_desk import build, enter, opened  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
EXAMPLE = ROOT / "examples" / "iraq-syria-2014-2019"
CARDS = {"review-place": "/next?queue=place&words=Raqqa", "review-pair": "/next?queue=pair"}


def main() -> None:
    """A place card and a pair card."""
    with tempfile.TemporaryDirectory() as kept, chromium() as browser:
        folder = Path(shutil.copytree(EXAMPLE, Path(kept) / "example", ignore=shutil.ignore_patterns("work", "site")))
        build(folder)
        with opened(folder) as review:
            page, _, _ = enter(browser, review.running.address, viewport={"width": 1440, "height": 900})
            for name, path in CARDS.items():
                page.goto(review.origin + path)
                page.locator("#rv-map[data-ready]").wait_for()
                page.keyboard.press("1")
                page.wait_for_timeout(500)
                page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
