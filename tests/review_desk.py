"""A review that runs: a project about Valdria with a place in every plight, its server in a thread, and its browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page
from valdrian_project import SETTINGS, make_project

from maps import build_project, load_project
from maps.review import Running, Terms, prepare

PLACES = "place_id,name,kind,lon,lat,country,adm1_name,adm1_pcode,population\n"
NOW = "2031-08-02T10:{:02d}:{:02d}+00:00"
# Real towns stand for Valdria's, since only real ones are in the embedded gazetteer.
ROWS = [
    ["watch", "V1", "", "2017-03-04", "Tal Afar, Iraq", "", "", "", "2-4", "private words", "https://watch.example/1"],
    ["watch", "V2", "", "2017-03-11", "near Ostrel, Iraq", "", "", "", "5", "", "https://watch.example/2"],
    ["watch", "V3", "", "2017-05-20", "near Ostrel, Iraq", "", "", "", "at least 3", "", "https://watch.example/3"],
    ["watch", "V4", "", "2017-05-21", "Karn", "", "", "", "", "", "https://watch.example/4"],
    ["watch", "V5", "", "2017-06-01", "Sinjar", "36.32", "41.86", "exact_location", "1", "", "https://watch.example/5"],
    ["watch", "V6", "", "2017-06-02", "Mosul, Iraq", "96.3", "43.1", "city", "1", "", "https://watch.example/6"],
    ["ministry", "M1", "", "2017-03-04", "near Tal Afar, Iraq", "", "", "", "2", "", "https://ministry.example/1"],
    ["ministry", "M2", "", "2017-06-01", "near Sinjar, Iraq", "", "", "", "1", "", "https://ministry.example/2"],
]  # fmt: skip


@dataclass
class Clock:
    """A clock that goes on a second with every look."""

    seconds: int = 0

    def __call__(self) -> str:
        self.seconds += 1
        return NOW.format(self.seconds // 60, self.seconds % 60)


@dataclass
class Open:
    """A running review: its address, the addresses for further browsers, and its project."""

    running: Running
    folder: Path
    further: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.running.address.partition("/enter")[0]

    @property
    def log(self) -> Path:
        return self.folder / "work" / "judgements.jsonl"


def project(folder: Path, rows: list[list[str]] | None = None) -> Path:
    """A built project with open questions; its folder."""
    settings = SETTINGS.replace('"watch/none", "ministry/none"', '"watch/none", "ministry/none"')
    made = make_project(folder, rows=rows or ROWS, settings=settings)
    build(made)
    return made


def build(folder: Path) -> None:
    build_project(load_project(folder), work=folder / "work", read_on="2031-08-01")


@contextmanager
def opened(folder: Path, *, terms: Terms | None = None, clock: Clock | None = None) -> Iterator[Open]:
    """The review of a built project, answering on loopback until the block ends."""
    ready, made = threading.Event(), []
    further: list[str] = []

    def serve() -> None:
        try:
            settings = load_project(folder)
            made.append(
                prepare(
                    settings,
                    folder / "work",
                    now=clock or Clock(),
                    announce=further.append,
                    terms=terms or Terms(forbidden=("login",)),
                )
            )
        finally:
            ready.set()
        made[0].run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait(60)
    try:
        yield Open(made[0], folder, further)
    finally:
        made[0].stop()
        thread.join(20)


def enter(
    browser: Browser, address: str, alias: str = "Desk 1", **options: object
) -> tuple[Page, list[str], list[str]]:
    """A browser of its own that came in by a link, with an alias; every request and every complaint is noted."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options)
    page = context.new_page()
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    page.locator("#rv-alias").fill(alias)
    page.keyboard.press("Enter")
    page.locator(".rv-queues").wait_for()
    return page, requests, problems
