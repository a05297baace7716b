"""Every control of the page by mouse, by finger and by keyboard: each does the same, and none is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from opened import Opened, needs_bundle
from test_maps_page_units import page_with, payload
from touching import Fingers

pytestmark = [pytest.mark.browser, needs_bundle]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Control:
    """What is pressed, and what of the page it changes; `before` brings it into sight, `after` puts things back."""

    name: str
    selector: str
    told: str
    before: str = "0"
    after: str = "app.applyFilter({claimants: [], statuses: [], area: []})"
    key: str = "Enter"


def text_of(selector: str) -> str:
    return f"document.querySelector('{selector}').textContent"


CLOSED = "document.querySelectorAll('details.sa-menu[open], .sa-ranking[open]').forEach((one) => { one.open = false; })"
FILTERED = "app.applyFilter({claimants: ['airwars']})"
PLAYED = "document.querySelector('.sa-play').click(), app.applyFilter({from: null, to: null})"
STACK = "(app.stack = [0, 1, 2], app.select(1))"
DRAWER = "(document.querySelector('.sa-drawer').open = true)"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"
CONTROLS = [
    Control("language", "button[lang=ar]", "document.documentElement.lang", after="app.speak('en')"),
    Control("nearer", ".leaflet-control-zoom-in", "map_0.getZoom()", after="map_0.setZoom(7, {animate: false})"),
    Control("next symbol", ".sa-steps button:nth-of-type(2)", "app.selected", after="app.close()"),
    Control("menu", ".sa-menu > summary", "document.querySelectorAll('.sa-menu[open]').length", DRAWER, CLOSED),
    Control(
        "choice",
        ".sa-menu input",
        "app.filter.state.claimants.length",
        f"{DRAWER}, document.querySelector('.sa-menu').open = true",
        f"{CLOSED}, app.applyFilter({{claimants: []}})",
        key="Space",
    ),
    Control("chip", ".sa-chip-button", "app.filter.state.claimants.length", FILTERED),
    Control("reset", ".sa-reset", "app.filter.on", FILTERED),
    Control(
        "area in sight",
        ".sa-area-menu button:nth-of-type(2)",
        "app.filter.state.area.length",
        f"{DRAWER}, document.querySelector('.sa-area-menu').open = true",
    ),
    Control(
        "area to draw",
        ".sa-area-menu button:nth-of-type(1)",
        "app.drawing",
        f"{DRAWER}, document.querySelector('.sa-area-menu').open = true",
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))",
    ),
    Control("definition", ".sa-definitions button:nth-of-type(2)", "app.filter.state.statuses.length"),
    Control("play", ".sa-play", "app.filter.state.to", after=PLAYED),
    Control("unit of time", ".sa-time-units button:last-child", text_of("#sa-time strong")),
    Control("layer", ".sa-show button:nth-of-type(2)", "app.layer.level", after="app.show({level: null})"),
    Control("order", ".sa-sort:visible >> nth=1", text_of(".sa-records [aria-sort]")),
    Control("row", ".sa-records .sa-link >> nth=0", "app.selected", after="app.close()"),
    Control("closing", ".sa-close", "app.selected", "app.select(1, true)", "app.close()"),
    Control("one of many", ".sa-stack button >> nth=0", "app.selected", "app.openStack([0, 1, 2])", "app.close()"),
    Control("back to many", ".sa-card-bar .sa-link", "app.selected", STACK, "app.close()"),
    Control("ranking", ".sa-ranking > summary", "document.querySelector('.sa-ranking').open", after=CLOSED),
    Control("table of totals", "#sa-ledger summary >> nth=0", "document.querySelector('#sa-ledger details').open"),
    Control("sources", "#sa-sources summary", "document.querySelector('#sa-sources details').open"),
    Control("footnote", ".sa-tools .sa-tool-row:last-child button", text_of(".sa-tools [role=status]")),
]  # fmt: skip


def by_mouse(opened: Opened, control: Control) -> None:
    opened.page.locator(control.selector).first.click()


def by_finger(opened: Opened, control: Control) -> None:
    target = opened.page.locator(control.selector).first
    target.scroll_into_view_if_needed()
    # Two taps in a third of a second would be one double tap.
    opened.page.wait_for_timeout(350)
    # A box is ticked by its words as well.
    box = target.evaluate("(element) => (element.closest('label') ?? element).getBoundingClientRect().toJSON()")
    # WCAG 2.2, 2.5.8: a finger needs 24 pixels.
    assert min(box["width"], box["height"]) >= 24, (control.name, box)
    Fingers(opened.page).tap((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))


def by_keyboard(opened: Opened, control: Control) -> None:
    target = opened.page.locator(control.selector).first
    target.focus()
    assert target.evaluate("(element) => document.activeElement === element"), control.name
    opened.page.keyboard.press(control.key)


@pytest.mark.parametrize(
    ("press", "context"),
    [(by_mouse, {}), (by_finger, PHONE), (by_keyboard, {})],
    ids=["mouse", "finger", "keyboard"],
)
def test_every_control_does_its_work(open_page, press: Callable[[Opened, Control], None], context: dict):
    opened = open_page(page_with(payload((4, 1), (60, 2))), **context)
    for control in CONTROLS:
        opened.run(f"void ({control.before})")
        opened.page.locator(control.selector).first.wait_for()
        before = opened.run(f"String({control.told})")
        press(opened, control)
        changed = f"(before) => String({control.told}) !== before"
        for _ in range(40):
            if opened.run(changed, before):
                break
            opened.page.wait_for_timeout(50)
        assert opened.run(changed, before), control.name
        # A zoom that is under way would have the last word.
        for _ in range(40):
            if not opened.run("map_0._animatingZoom"):
                break
            opened.page.wait_for_timeout(50)
        opened.run(f"void ({control.after})")
        # What was done is drawn in the next frame, however long that takes.
        opened.run(DRAWN)
    assert opened.problems == []


def test_a_press_on_the_switch_opens_nothing_beneath_it(open_page):
    opened = open_page(page_with(payload((4, 1), (60, 2))))
    # Nearer, so that a unit lies under the switch.
    opened.run("map_0.setView([33, -25.4], 9, {animate: false})")
    opened.page.locator(".sa-show button").nth(1).click()
    opened.page.wait_for_timeout(200)
    assert opened.run("app.layer.level") == 1
    assert opened.run("app.stack.length") == 0
    assert opened.page.locator("#sa-card").is_hidden()


def test_the_tab_key_reaches_every_control(open_page):
    opened = open_page(page_with(payload((4, 1), (60, 2))))
    opened.run(f"void ({DRAWER})")
    wanted = opened.run(
        """() => {
            const kinds = 'a[href], button, input, select, textarea, summary, [role=slider], [tabindex="0"]';
            const all = document.querySelectorAll(kinds);
            const seen = [...all].filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
            seen.forEach((one, number) => { one.dataset.reach = number; });
            return seen.length;
        }"""
    )  # fmt: skip
    reached = set()
    for _ in range(2 * wanted):
        opened.page.keyboard.press("Tab")
        reached.add(opened.run("document.activeElement.dataset.reach ?? null"))
        if len(reached - {None}) == wanted:
            break
    missed = opened.run(
        "(all) => [...document.querySelectorAll('[data-reach]')]"
        ".filter((one) => !all.includes(one.dataset.reach)).map((one) => one.outerHTML.slice(0, 120))",
        sorted(reached - {None}),
    )
    assert missed == []


def centre(opened: Opened, selector: str) -> tuple[float, float]:
    target = opened.page.locator(selector).first
    target.scroll_into_view_if_needed()
    opened.page.wait_for_timeout(100)
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_fingers_move_the_map_and_bring_it_nearer(open_page):
    opened = open_page(page_with(payload((4, 1), (60, 2))), **PHONE)
    middle = centre(opened, "#map_0")
    before = opened.run("[map_0.getCenter().lng, map_0.getZoom()]")
    fingers = Fingers(opened.page)
    fingers.drag(middle, (middle[0] - 90, middle[1]))
    opened.page.wait_for_timeout(600)
    assert opened.run("map_0.getCenter().lng") > before[0]
    fingers.spread(middle, start=30, end=110)
    opened.page.wait_for_timeout(600)
    assert opened.run("map_0.getZoom()") > before[1]
    assert opened.problems == []


def test_a_finger_opens_the_record_that_it_touches(open_page):
    opened = open_page(page_with(payload((4, 1), (60, 2))), **PHONE)
    centre(opened, "#map_0")
    spot = opened.run(
        """() => {
            const {x, lat, placed} = app.records;
            const box = map_0.getContainer().getBoundingClientRect();
            const free = (p) => p.x > 70 && p.y > 90 && p.x < box.width - 20 && p.y < box.height - 60;
            const at = (row) => map_0.latLngToContainerPoint([lat[row], (x[row] - 0.5) * 360]);
            const spot = [...Array(placed).keys()].map(at).find(free);
            return [box.x + spot.x, box.y + spot.y];
        }"""
    )  # fmt: skip
    Fingers(opened.page).tap((spot[0], spot[1]))
    opened.page.locator("#sa-card h2").wait_for()


def test_a_finger_sets_the_period_and_draws_an_area(open_page):
    opened = open_page(page_with(payload((4, 1), (60, 2))), **PHONE)
    x, y = centre(opened, ".sa-time-plot")
    fingers = Fingers(opened.page)
    fingers.drag((x - 60, y - 10), (x + 40, y - 10))
    first = opened.run("[app.filter.state.from, app.filter.state.to]")
    assert first[0] < first[1]
    handle = centre(opened, ".sa-handle-1")
    fingers.drag(handle, (handle[0] + 50, handle[1]))
    assert opened.run("app.filter.state.to") > first[1]
    opened.run("app.applyFilter({from: null, to: null})")
    opened.run(f"void ({DRAWER}, document.querySelector('.sa-area-menu').open = true)")
    by_finger(opened, next(one for one in CONTROLS if one.name == "area to draw"))
    x, y = centre(opened, "#map_0")
    fingers.drag((x - 60, y - 60), (x + 70, y - 60), (x + 70, y + 70), (x - 60, y + 70))
    assert opened.run("app.filter.state.area.length") > 2
    assert opened.run("app.filter.shownCount") < 60
