"""Fingers on a page, as the browser's own events: taps, drags, and two fingers that move apart."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page

Point = tuple[float, float]


class Fingers:
    """Fingers that touch a page through the protocol of the browser, so that nothing stands between them and it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: Point) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def tap(self, point: Point) -> None:
        self.send("touchStart", point)
        self.send("touchEnd")

    def drag(self, *path: Point) -> None:
        self.send("touchStart", path[0])
        for (x, y), (to_x, to_y) in pairwise(path):
            for step in range(1, 7):
                self.send("touchMove", (x + (to_x - x) * step / 6, y + (to_y - y) * step / 6))
        self.send("touchEnd")

    def spread(self, centre: Point, *, start: float, end: float) -> None:
        x, y = centre
        self.send("touchStart", (x - start, y), (x + start, y))
        for step in range(1, 9):
            reach = start + (end - start) * step / 8
            self.send("touchMove", (x - reach, y), (x + reach, y))
        self.send("touchEnd")
