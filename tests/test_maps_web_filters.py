"""Filters, period and address of the page: the headline equals what Python counts, and a link shows the same again."""

from __future__ import annotations

import random

import pytest
from opened import needs_bundle
from valdria import CLAIMANTS, RADII, STATUSES, _days, incidents, records

from maps.payload import decode

pytestmark = [pytest.mark.browser, needs_bundle]
CLASSES = ["exact", "site", "street", "town", "around_place", "governorate", "country", "unknown"]


def box(rng: random.Random) -> list[list[float]]:
    """Return a rectangle on the island, as corners of an area."""
    west, south = round(rng.uniform(-28, -25), 2), round(rng.uniform(31, 33), 2)
    east, north = round(west + rng.uniform(0.5, 3), 2), round(south + rng.uniform(0.5, 2), 2)
    return [[west, south], [east, south], [east, north], [west, north]]


def states(count: int) -> list[dict]:
    """Return random filter states, many of them with several parts."""
    rng = random.Random(11)
    statuses = [f"{who}/{word}" for who, words in STATUSES.items() for word in words]
    some = lambda words, share: rng.sample(words, rng.randint(1, 3)) if rng.random() < share else []  # noqa: E731
    found = []
    for _ in range(count):
        start = _days("2031-01-01", last=False) + rng.randint(0, 900)
        found.append(
            {
                "from": start if rng.random() < 0.5 else None,
                "to": start + rng.randint(0, 400) if rng.random() < 0.5 else None,
                "claimants": some(CLAIMANTS, 0.4),
                "statuses": some(statuses, 0.4),
                "precisions": some(CLASSES, 0.3),
                "kinds": some(["airstrike", "artillery", ""], 0.25),
                "belligerents": some(["Northern Alliance", "Southern League", ""], 0.25),
                "units": some([f"Province {n}" for n in range(1, 5)], 0.2),
                "least": rng.choice([None, None, None, 1, 10, 50, -1]),
                "area": rng.choice([[], [], [], box(rng)]),
                "text": rng.choice(["", "", "", "arven", "كسترافا", "VELL", "no such place"]),
            }
        )
    return found  # fmt: skip


def passes(row: dict, state: dict) -> list[dict]:
    """Return the claims of an incident that the state asks for; none where the incident itself is not asked for."""
    first, last = _days(row["date"], last=False), _days(row["date"], last=True)
    begins, ends = state["from"], state["to"]
    inside = (begins is None or last >= begins) and (ends is None or first <= ends)
    words = f"{row['place']} {row['place_ar'] or ''} {row['unit']}".lower()
    wanted = not state["precisions"] or row["precision"] in state["precisions"]
    wanted &= not state["units"] or row["unit"] in state["units"]
    wanted &= enough(row, state["least"]) and within(row, state["area"])
    if not inside or not wanted or state["text"].lower() not in words:
        return []
    return [claim for claim in row["claims"] if says(claim, state)]


def says(claim: dict, state: dict) -> bool:
    """Whether a claim is one of those asked for; the empty word asks for those that state nothing."""
    told = {
        "claimants": [claim["recorder"]],
        "statuses": [claim["status"]],
        "kinds": [claim["strike_kind"] or ""],
        "belligerents": claim["belligerents"] or [""],
    }
    return all(not state[facet] or set(state[facet]) & set(words) for facet, words in told.items())


def enough(row: dict, least: int | None) -> bool:
    """Whether the highest number of any claim reaches what is asked; -1 asks for none."""
    numbers = [
        claim[f"killed_{end}"]
        for claim in row["claims"]
        for end in ("min", "max")
        if claim[f"killed_{end}"] is not None
    ]
    return least is None or (not numbers if least < 0 else bool(numbers) and max(numbers) >= least)


def within(row: dict, area: list[list[float]]) -> bool:
    """Whether the point of an incident that is on the map lies in a rectangle."""
    if not area:
        return True
    if row["precision"] not in RADII:
        return False
    (west, south), (east, north) = area[0], area[2]
    return west <= row["lon"] <= east and south <= row["lat"] <= north


def expected(rows: list[dict], state: dict) -> dict:
    """Return by claimant: claims, killed at least and at most, whether open above, claims without a number."""
    told = {who: [0, 0, 0, False, 0] for who in CLAIMANTS}
    for claim in [claim for row in rows for claim in passes(row, state)]:
        total = told[claim["recorder"]]
        low, high = claim["killed_min"], claim["killed_max"]
        total[0] += 1
        total[1] += low or 0
        total[2] += (low or 0) if high is None else high
        total[3] |= low is not None and high is None
        total[4] += low is None
    return told


def test_the_headline_equals_what_python_counts_for_200_states(open_page):
    rows, asked = incidents(), states(200)
    counted = open_page().run(
        """(states) => states.map((state) => {
            app.filter.change(state);
            const totals = app.filter.totals(app.claimants().map((claimant) => claimant.id));
            const killed = ({min, max, open, without}) => [min, max, open, without];
            const told = totals.map((total) => [total.claimant, [total.claims, ...killed(total.killed)]]);
            return [app.filter.shownCount, Object.fromEntries(told)];
        })""",
        asked,
    )
    for state, (shown, told) in zip(asked, counted, strict=True):
        assert told == expected(rows, state), state
        assert shown == sum(bool(passes(row, state)) for row in rows), state


def test_each_choice_counts_what_it_would_find_beside_the_other_filters(open_page):
    rows, asked = incidents(), states(40)
    counted = open_page().run(
        """(states) => states.map((state) => {
            app.filter.change(state);
            const words = {precisions: app.precisions, units: app.records.unit.words};
            const {claims} = app.records;
            for (const facet of ['claimants', 'statuses', 'kinds', 'belligerents']) words[facet] = claims[facet].words;
            return Object.fromEntries(Object.keys(words).map((facet) => {
                const counts = [...app.filter.counts(facet)];
                return [facet, Object.fromEntries([...words[facet], ''].map((word, i) => [word, counts[i] ?? 0]))];
            }));
        })""",
        asked,
    )
    for state, told in zip(asked, counted, strict=True):
        for facet in ("claimants", "statuses", "kinds", "belligerents"):
            for word, count in told[facet].items():
                found = [claim for row in rows for claim in passes(row, state | {facet: [word]})]
                assert count == len(found), (facet, word, state)
        for facet in ("precisions", "units"):
            for word, count in told[facet].items():
                assert not word or count == sum(bool(passes(row, state | {facet: [word]})) for row in rows), (
                    facet,
                    word,
                )


def test_an_area_is_drawn_by_the_pointer_and_taken_from_what_is_in_sight(open_page):
    opened = open_page()
    view = opened.page
    view.locator(".sa-area-menu summary").click()
    view.locator(".sa-area-menu button").first.click()
    box_ = view.locator("#map_0").bounding_box()
    corners = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)]
    view.mouse.move(box_["x"] + box_["width"] * 0.3, box_["y"] + box_["height"] * 0.3)
    view.mouse.down()
    for x, y in [*corners[1:], corners[0]]:
        view.mouse.move(box_["x"] + box_["width"] * x, box_["y"] + box_["height"] * y, steps=8)
    view.mouse.up()
    assert 0 < opened.run("app.filter.shownCount") < 60
    assert view.locator(".sa-chip-button").inner_text().startswith("drawn area")
    view.locator(".sa-area-menu summary").click()
    view.locator(".sa-area-menu button").nth(1).click()
    assert opened.run("app.filter.state.area.length") == 4
    assert opened.problems == []


def test_menus_chips_and_reset_follow_each_other(open_page):
    opened = open_page()
    view = opened.page
    view.locator(".sa-menu summary").first.click()
    view.locator(".sa-menu[open] input").first.check()
    assert view.locator(".sa-chip-button").count() == 1
    assert "of the 60 incidents of this sample, as filtered" in view.locator("#sa-headline").inner_text()
    view.keyboard.press("Escape")
    assert view.locator(".sa-menu[open]").count() == 0
    view.locator(".sa-search").fill("vell")
    view.locator(".sa-chip-button").nth(1).wait_for()
    assert view.locator("#sa-list").inner_text().count("Vell") >= 1
    view.locator(".sa-reset").click()
    assert view.locator(".sa-chip-button").count() == 0
    assert "In this sample of 60 incidents" in view.locator("#sa-headline").inner_text()
    assert view.locator(".sa-search").input_value() == ""


def test_the_period_is_set_by_keys_and_by_dragging(open_page):
    opened = open_page()
    view = opened.page
    handle = view.locator(".sa-handle-0")
    handle.focus()
    for _ in range(3):
        view.keyboard.press("ArrowRight")
    assert handle.get_attribute("aria-valuenow") == "3"
    assert opened.run("app.filter.state.from") == _days("2031-04-01", last=False)
    box = view.locator(".sa-time-plot").bounding_box()
    view.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 15)
    view.mouse.down()
    view.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 15)
    view.mouse.up()
    low, high = opened.run("[app.filter.state.from, app.filter.state.to]")
    assert _days("2031-06-01", last=False) < low < high < _days("2033-06-01", last=False)


def test_incidents_dated_too_coarsely_stand_in_no_bar(open_page):
    opened = open_page()
    coarse = sum(len(row["date"]) == 4 for row in incidents())
    assert f"{coarse} not known to the month" in opened.page.locator("#sa-time").inner_text()


def test_a_link_shows_the_same_again(open_page, tmp_path):
    opened = open_page()
    opened.run(
        "app.applyFilter({claimants: ['airwars'], precisions: ['town', 'exact'], from: 22645, text: 'vell',"
        "kinds: ['airstrike', ''], belligerents: ['Southern League', 'Northern Alliance', ''],"
        "units: ['Province 2', 'Province 4'],"
        "least: 0, area: [[-28, 30], [-20, 30], [-20, 36]]})"
    )
    opened.page.locator("button[lang=ar]").click()
    opened.run("app.select([...app.filter.shown].indexOf(1))")
    opened.page.wait_for_timeout(600)
    told = opened.run("[location.hash, app.filter.state, app.selected, app.words.language, map_0.getZoom()]")
    assert told[0].startswith("#v=")
    again = open_page()
    again.page.goto((tmp_path / "page.html").as_uri() + told[0])
    again.page.reload()
    again.page.locator("#sa-card h2").wait_for()
    now = again.run("[location.hash, app.filter.state, app.selected, app.words.language, map_0.getZoom()]")
    assert now[1:] == told[1:]


@pytest.mark.parametrize(
    "hash_",
    [
        "#v=a/b/c&c=nobody&from=yesterday&l=xx",
        "#v=9e9/999/999&p=%3Cimg%20src=x%20onerror=1%3E",
        "#r=nothing&q=%00",
        "#%E0%A4%A",
    ],
)
def test_a_broken_address_does_no_harm(open_page, tmp_path, hash_):
    opened = open_page()
    opened.page.goto((tmp_path / "page.html").as_uri() + hash_)
    opened.page.reload()
    opened.page.locator(".sa-ready").wait_for(state="attached")
    opened.page.wait_for_timeout(300)
    assert opened.problems == []
    assert opened.run("app.filter.state.claimants.length + app.filter.state.precisions.length") == 0


def test_an_address_is_no_finer_than_two_decimals(open_page):
    opened = open_page()
    opened.run("map_0.setView([33.123456, -25.654321], 9, {animate: false})")
    opened.page.wait_for_timeout(500)
    assert opened.run("location.hash") == "#v=9%2F33.12%2F-25.65"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Arvenhölt", "arvenholt"), ("أرفنهولت", "ارفنهولت"), ("al-Qā’im", "al qaim"), ("مدينة", "مدينه")],
)
def test_spellings_fold_alike(open_page, typed, found):
    assert open_page().run("(text) => StrikeAtlas.fold(text)", typed) == found


def test_the_fixture_holds_what_these_tests_count():
    tables = decode(records(incidents())).tables
    assert tables["claims"]["killed_max"].isna().sum() > tables["claims"]["killed_min"].isna().sum()


REASONS = [
    "The recorder states the point, at the precision “City level”.",
    "The recorder states the point, without a precision.",
    "The recorder states a grid reference; the point is the centre of its cell.",
    "The text holds a coordinate in degrees, read as the centre of its cell.",
    "On the road between Brenn and Karn, 12 km apart; the middle is taken.",
    "The place was judged by desk.",
    "Near Brenn (town), spelt “Bren” there, in Ostrel as stated; 86% sure.",
    "10 km N of Brenn (village), spelt the same, the larger place named lies around it; 71% sure.",
    "Brenn (city), spelt the same; 98% sure. The smaller place named is not in the gazetteer.",
]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_of_ours_is_told_in_arabic(open_page, reason):
    told = open_page().run("(text) => StrikeAtlas.reasonIn(new StrikeAtlas.Words('ar'), text)", reason)
    assert told != reason
    assert not any(word in told for word in ("recorder", "spelt", "sure", "point", "judged", "Near"))
    names = [name for name in ("Brenn", "Karn", "Bren", "Ostrel", "desk", "City level") if name in reason]
    assert all(name in told for name in names)


def test_a_person_s_own_words_stand_as_they_are(open_page):
    words = "Two eyewitnesses, Near the mill; 86% sure of it."
    assert open_page().run("(text) => StrikeAtlas.reasonIn(new StrikeAtlas.Words('ar'), text)", words) == words
