"""A real Chromium for tests, and a page in it that reports every request, error and message."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """Path of a Chromium; skips where there is none, fails where one is required."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None) or (str(MAC) if MAC.exists() else None)
    if found:
        return found
    if os.environ.get("STRIKEATLAS_BROWSER") == "required":
        pytest.fail("no Chromium on this machine: run 'make test', which installs one or says how")
    pytest.skip("no Chromium on this machine (make test installs one where it may)")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Heard:
    """What a page asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def listen(page: Page) -> Heard:
    """Note every request beyond the page itself, every error and every message of the console."""
    heard = Heard()
    page.on("request", lambda request: heard.requests.append(request.url))
    page.on("pageerror", lambda error: heard.errors.append(str(error)))
    page.on(
        "console", lambda message: heard.errors.append(message.text) if message.type in ("error", "warning") else None
    )
    return heard


def without_network(page: Page) -> None:
    """Answer what a plain folium map asks of a content network: Leaflet from our bundle, nothing for the rest."""
    bundle = Path(__file__).resolve().parent.parent / "maps" / "web" / "dist"

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name in ("leaflet.js", "leaflet.css"):
            route.fulfill(path=bundle / name)
        else:
            route.fulfill(status=200, body="", content_type="text/css" if name.endswith("css") else "text/javascript")

    page.route(re.compile("^https://"), answer)


def open_page(browser: Browser, path: Path, **options: object) -> tuple[Page, Heard]:
    """Open a file and wait until the map stands."""
    page = browser.new_page(**options)
    heard = listen(page)
    page.goto(path.as_uri())
    page.locator(".sa-ready").wait_for(timeout=20_000)
    heard.requests.remove(path.as_uri())
    return page, heard
