"""A page of the fixture in a real Chromium, with all that it asked for and complained about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from page_fixture import DIST, page
from playwright.sync_api import Browser

needs_bundle = pytest.mark.skipif(not DIST.is_dir(), reason="the front end was not built (npm run build in maps/web)")


class Opened:
    """A page with all that it asked for and complained about."""

    def __init__(self, browser: Browser, html: str, folder: Path, **context: object) -> None:
        path = folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | context
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.problems.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(path.as_uri())
        self.page.locator(".sa-ready").wait_for(state="attached")

    def run(self, script: str, argument: object = None) -> object:
        return self.page.evaluate(script, argument)


@contextmanager
def opener(browser: Browser, folder: Path) -> Iterator[Callable[..., Opened]]:
    """Give a function that opens pages, and close them all in the end."""
    pages: list[Opened] = []

    def open_one(html: str | None = None, **context: object) -> Opened:
        pages.append(Opened(browser, html or page(), folder, **context))
        return pages[-1]

    yield open_one
    for one in pages:
        one.context.close()
