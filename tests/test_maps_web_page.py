"""The page in a real Chromium: it asks for nothing, nothing in its data runs, and it says what the data say."""

from __future__ import annotations

import base64
import json
import re

import pandas as pd
import pytest
from opened import Opened, needs_bundle
from page_fixture import DIST, page, plain_page
from valdria import HOSTILE, RADII, incidents, records

from maps.page.packed import packed_script
from maps.payload import Column, decode, encode

pytestmark = [pytest.mark.browser, needs_bundle]


def use(opened: Opened) -> None:
    """Go once through what a reader may do."""
    view = opened.page
    opened.run("app.select(0, true)")
    view.locator("#sa-card h2").wait_for()
    opened.run("app.openStack([...Array(app.records.count).keys()])")
    view.locator(".sa-stack button").first.click()
    view.locator("#sa-card h2").wait_for()
    for summary in view.locator("#sa-ledger summary, #sa-sources summary").all():
        summary.click()
    view.locator(".sa-chart").first.focus()
    view.keyboard.press("ArrowLeft")
    view.locator(".sa-sort").nth(1).click()
    view.locator("button[lang=ar]").click()
    box = view.locator("#map_0").bounding_box()
    for share in range(12):
        view.mouse.move(box["x"] + box["width"] * share / 12, box["y"] + box["height"] * 0.5)


def test_the_page_asks_for_nothing_and_complains_of_nothing(open_page):
    opened = open_page()
    use(opened)
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.problems == []


def test_hostile_text_stands_on_the_page_and_does_nothing(open_page):
    opened = open_page(page(hostile=True))
    use(opened)
    assert opened.run("window.pwned ?? null") is None
    assert opened.run("document.querySelectorAll('img[src=x], a[href^=javascript]').length") == 0
    assert opened.problems == []
    assert HOSTILE in opened.page.locator("#sa-card h2").inner_text()
    assert "{{7*7}}" in opened.page.locator("#sa-title").inner_text()


def test_both_sides_read_the_payload_alike(open_page):
    opened = open_page()
    tables = decode(records(incidents())).tables
    told = opened.run("""() => {
        const {x, dayFrom, radius, place} = app.records;
        return {x: [...x], day: [...dayFrom], radius: [...radius],
            place: [...place.values].map((code) => code ? place.words[code - 1] : null)};
    }""")
    frame, none = tables["incidents"], -(2**31)
    assert told["place"] == frame["place"].tolist()
    assert told["day"] == frame["day_from"].tolist()
    assert [value if value != none else None for value in told["radius"]] == frame["r_m"].astype(object).where(
        frame["r_m"].notna(), None
    ).tolist()
    # A class that no map can show has no position on the page, whatever the payload holds.
    lons = [(x - 0.5) * 360 if x is not None and x == x else None for x in told["x"]]
    assert [lon is None for lon in lons] == frame["lon"].isna().tolist()
    assert max(abs(a - b) for a, b in zip(lons, frame["lon"], strict=True) if a is not None) < 1e-6


def test_every_codec_reads_alike_in_both_languages(open_page):
    values = {
        "uint": [0, None, 2**31 - 2, 300],
        "delta": [-5, None, 70000, -(2**20)],
        "strings": ["a", None, "الموصل", "{{"],
    }
    lists = [["b"], [], ["a", "b"], ["a"]]
    words = ["town", None, "exact", "town"]
    columns = [
        *(Column(name, name, told) for name, told in values.items()),
        Column("codes", "codes", lists),
        Column("code", "code", words),
    ]
    payload = base64.b64encode(encode({"t": columns}, [{"id": n} for n in range(600)], meta={"k": "ü"})).decode()
    script = """async (text) => {
        const p = await StrikeAtlas.Payload.open(text);
        const none = (values) => [...values].map((value) => value === -0x80000000 ? null : value);
        const code = await p.codes('t', 'code');
        const [uint, delta] = [none(await p.ints('t', 'uint')), none(await p.ints('t', 'delta'))];
        return {uint, delta, strings: await p.strings('t', 'strings'), codes: await p.lists('t', 'codes'),
            code: [...code.values].map((v) => v ? code.words[v - 1] : null),
            far: await p.text(599), meta: p.meta};
    }"""
    told = open_page().run(script, payload)
    assert told == values | {"codes": lists, "code": words, "far": {"id": 599}, "meta": {"k": "ü"}}


def test_long_texts_and_columns_beside_others_are_read_in_the_page_as_in_python(open_page):
    first, last = [16000, 16000, None, 17167, 16000, 10957], [16000, 16030, None, 17197, 16003, 10957]
    dates = ["2013-10-22", "2013", None, "2017-01", "2013-10-22/2013-10-25", "about 2000"]
    columns = [
        Column("from", "planes", first),
        Column("to", "beside", last, of=("from",)),
        Column("date", "date", dates, of=("from", "to")),
        Column("place", "texts", ["Arven", None, "Arven", "الموصل", "Arven", ""]),
    ]
    notes = [None if row % 7 == 3 else f"{row} a market  on the road {row % 5}" for row in range(1100)]
    ids = [None if row == 9 else f"V-{row:05d}" for row in range(1100)]
    packed = encode({"t": columns}, texts={"id": ids, "note": notes, "said": [None, ""] * 550})
    back = decode(packed)
    script = """async (text) => {
        const p = await StrikeAtlas.Payload.open(text);
        const none = (values) => [...values].map((value) => value === -0x80000000 ? null : value);
        const date = await p.dates('t', 'date');
        const rows = [];
        for (let row = 0; row < 1100; row++) rows.push(await p.text(row));
        return {tables: {from: none(await p.ints('t', 'from')), to: none(await p.ints('t', 'to')),
            date: [0, 1, 2, 3, 4, 5].map(date), place: await p.strings('t', 'place')},
            rows, found: [await p.find('id', 'V-00700'), await p.find('id', 'V-1')],
            beyond: await p.text(1200) ?? null};
    }"""
    told = open_page().run(script, base64.b64encode(packed).decode())
    assert (
        told["rows"]
        == back.text
        == [
            dict(zip(("id", "note", "said"), row, strict=True))
            for row in zip(ids, notes, [None, ""] * 550, strict=True)
        ]
    )
    table = {name: [None if pd.isna(one) else one for one in back.tables["t"][name]] for name in back.tables["t"]}
    assert told["tables"] == table == {"from": first, "to": last, "date": dates, "place": list(columns[3].values)}
    assert (told["found"], told["beyond"]) == ([700, -1], None)


def sums(claims: list[dict], what: str) -> tuple[int, bool, int]:
    known = [claim for claim in claims if claim[f"{what}_min"] is not None]
    open_above = any(claim[f"{what}_max"] is None for claim in known)
    return sum(claim[f"{what}_min"] for claim in known), open_above, len(claims) - len(known)


def test_the_headline_adds_up_one_claimant_at_a_time(open_page):
    opened = open_page()
    totals = opened.run("app.filter.totals(app.claimants().map((claimant) => claimant.id))")
    claims = [claim for row in incidents() for claim in row["claims"]]
    for total in totals:
        own = [claim for claim in claims if claim["recorder"] == total["claimant"]]
        told = total["killed"]
        assert (told["min"], told["open"], told["without"]) == sums(own, "killed")
    headline = opened.page.locator("#sa-headline").inner_text()
    assert "In this sample of 60 incidents" in headline
    assert str(sum(total["killed"]["min"] for total in totals)) not in headline


def test_what_no_map_can_show_is_counted_in_sight(open_page):
    opened = open_page()
    off = sum(row["lon"] is None for row in incidents())
    assert re.search(rf"{off}\s+not placeable on the map", opened.page.locator("#sa-places").inner_text())
    assert opened.run("app.records.placed") == 60 - off


def test_a_symbol_tells_its_precision(open_page):
    marks = open_page().run("""() => {
        const rows = [...Array(app.records.count).keys()];
        return rows.map((row) => [app.records.precision[row], Number.isNaN(app.records.x[row])]);
    }""")
    assert sum(not hidden for _, hidden in marks) == sum(row["precision"] in RADII for row in incidents())


def test_a_click_on_a_symbol_opens_its_card_and_escape_gives_the_focus_back(open_page):
    opened = open_page()
    view = opened.page
    view.locator(".sa-records .sa-link").first.focus()
    view.keyboard.press("Enter")
    view.locator("#sa-card h2").wait_for()
    assert opened.run("document.activeElement.id") == "sa-card"
    view.keyboard.press("Escape")
    assert view.locator("#sa-card").is_hidden()
    view.locator("#map_0").scroll_into_view_if_needed()
    box = view.locator("#map_0").bounding_box()
    spot = opened.run("""() => {
        const size = map_0.getSize();
        const {lat, x, placed} = app.records;
        const at = (row) => map_0.latLngToContainerPoint([lat[row], (x[row] - 0.5) * 360]);
        const points = [...Array(placed).keys()].map(at);
        const clear = points.find((p) => p.x > 80 && p.y > 20 && p.x < size.x - 20 && p.y < size.y - 20);
        return [clear.x, clear.y];
    }""")
    view.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    view.locator("#sa-card h2").wait_for()


def test_the_list_is_sorted_by_its_heads_and_walked_by_keys(open_page):
    opened = open_page()
    view = opened.page
    view.locator(".sa-sort").nth(4).click()
    assert view.locator(".sa-records th[aria-sort=ascending]").inner_text().startswith("Reported killed")
    view.locator(".sa-records .sa-link").first.focus()
    for _ in range(30):
        view.keyboard.press("ArrowDown")
    assert opened.run("document.activeElement.dataset.place") == "30"
    view.keyboard.press("End")
    assert opened.run("document.activeElement.dataset.place") == "59"


def test_the_page_turns_to_arabic_and_back(open_page):
    opened = open_page()
    view = opened.page
    english = view.locator("#sa-headline").inner_text()
    view.locator("button[lang=ar]").click()
    assert opened.run("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert "في هذه العيّنة" in view.locator("#sa-headline").inner_text()
    assert "٦٠" in view.locator("#sa-headline").inner_text()
    view.locator("button[lang=en]").click()
    assert view.locator("#sa-headline").inner_text() == english


def test_nothing_runs_over_the_edge_of_a_phone(open_page):
    opened = open_page(viewport={"width": 390, "height": 844})
    assert opened.run("document.documentElement.scrollWidth") == 390
    ids = ["sa-headline", "map_0", "sa-legend", "sa-list"]
    order = opened.run("(ids) => ids.map((id) => document.getElementById(id).getBoundingClientRect().top)", ids)
    assert order == sorted(order)


def test_a_page_of_ours_stays_small():
    # Scripts as a page holds them, styles and both languages; the example's records and geography come on top.
    scripts = [packed_script((DIST / name).read_text(encoding="utf-8")) for name in ("leaflet.js", "atlas.js")]
    fixed = sum(map(len, scripts)) + sum(
        (DIST / name).stat().st_size for name in ("unpack.js", "leaflet.css", "atlas.css")
    )
    assert fixed < 220_000


def test_on_a_plain_map_the_parts_stand_inside_it(open_page):
    payload = base64.b64encode(records(incidents())).decode()
    opened = open_page(plain_page(payload))
    assert opened.problems == []
    assert "not placeable on the map" in opened.page.locator("#map_0 .sa-float-places").inner_text()
    opened.run("app.select(0, true)")
    opened.page.locator("#map_0 .sa-card h2").wait_for()
    opened.page.locator(".sa-float-legend summary").click()
    assert "exact point or site" in opened.page.locator(".sa-float-legend").inner_text()
    assert opened.run("location.hash") == ""


def test_on_paper_every_row_is_there(open_page):
    opened = open_page()
    assert opened.page.locator(".sa-records tbody .sa-link").count() < 60
    opened.page.emulate_media(media="print")
    opened.page.locator(".sa-records tbody .sa-link").nth(59).wait_for(state="attached")
    opened.page.locator("#sa-sources details[open]").wait_for(state="attached")
    opened.page.emulate_media(media="screen")
    opened.page.locator("#sa-sources details[open]").wait_for(state="detached")


def inked(opened, lon: float, lat: float) -> int:
    """Opacity of the canvas of records at a point."""
    return opened.run(
        """([lon, lat]) => {
            const canvas = document.querySelector('.leaflet-sa-records-pane canvas');
            const {x, y} = map_0.latLngToContainerPoint([lat, lon]);
            const ratio = canvas.width / canvas.clientWidth;
            // The canvas is wider than the window of the map.
            const [own, whole] = [canvas, map_0.getContainer()].map((one) => one.getBoundingClientRect());
            const [left, top] = [whole.left - own.left, whole.top - own.top];
            return canvas.getContext('2d').getImageData((x + left) * ratio, (y + top) * ratio, 1, 1).data[3];
        }""",
        [lon, lat],
    )


def test_a_direction_is_drawn_as_its_shape_and_not_as_a_circle(open_page):
    row = next(row for row in incidents() if row["shape"])
    opened = open_page(page(payload=records([row])))
    opened.run("(at) => map_0.setView(at, 10, {animate: false})", [row["lat"], row["lon"]])
    opened.page.wait_for_timeout(300)
    ring = json.loads(row["shape"])
    outer, inner = ring[2], ring[7]
    # A corner lies farther away than the ring is deep: the shape reaches there, and a circle would reach beyond.
    corner = [(own + 8 * (ring[4][n] + ring[5][n]) / 2) / 9 for n, own in enumerate((row["lon"], row["lat"]))]
    beyond = [outer[n] + 0.6 * (outer[n] - inner[n]) for n in (0, 1)]
    assert inked(opened, *corner) > 0
    assert inked(opened, *beyond) == 0
    legend = opened.page.locator("#sa-legend").inner_text()
    assert "Piece of a ring" in legend
    opened.run("app.select(0)")
    opened.page.locator("#sa-card h2").wait_for()
    assert "the direction and distance" in opened.page.locator("#sa-card").inner_text()


def test_the_card_names_what_else_it_could_be_and_no_point(open_page):
    opened = open_page()
    names = [row["id"] for row in incidents() if row["alternatives"]]
    opened.run("async (id) => app.select(await app.payload.find('id', id))", names[0])
    opened.page.locator("#sa-card h2").wait_for()
    text = opened.page.locator("#sa-card .sa-others").inner_text()
    assert text == "Vell Marun village, 12%"


def test_the_circle_is_that_of_the_record_that_is_open(open_page):
    opened = open_page()
    pair = opened.run("""() => {
        const {x, y, radius, placed} = app.records;
        for (let a = 0; a < placed; a++) for (let b = a + 1; b < placed; b++) {
            if (x[a] === x[b] && y[a] === y[b] && radius[a] !== radius[b]) return [a, b];
        }
        return null;
    }""")
    assert pair is not None
    opened.run("(row) => app.select(row, true)", pair[0])
    first = opened.run("map_0.getZoom()")
    opened.run("(row) => app.select(row, true)", pair[1])
    assert opened.run("map_0.getZoom()") != first


def test_nothing_is_drawn_again_while_the_map_is_dragged(open_page):
    opened = open_page()
    opened.run("""() => {
        const context = document.querySelector('.leaflet-sa-records-pane canvas').getContext('2d');
        const own = context.clearRect.bind(context);
        window.cleared = 0;
        context.clearRect = (...box) => { window.cleared++; own(...box); };
    }""")
    box = opened.page.locator("#map_0").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.9
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    for step in range(8):
        opened.page.mouse.move(x + 8 * step, y)
    opened.run("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    assert opened.run("map_0.dragging.moved()")
    assert opened.run("window.cleared") == 0
    opened.page.mouse.up()
    opened.page.wait_for_timeout(900)
    assert opened.run("window.cleared") > 0
