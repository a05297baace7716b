"""The small page and the KML of a site: light, inert, and held by the gate cell by cell (S1.1, S1.2, S6.6)."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe import AXE, RULES
from browser import chromium, open_page
from playwright.sync_api import Browser
from published import made

from maps.page import bundle_text, read_page
from maps.payload import Column, decode, encode
from maps.publish.exports.kml import seen_text, xml_text
from maps.publish.reread import examine, fetched
from maps.publish.reread.marked import read_kml

SECRET = "the note of the youngest"
LIGHT = 100_000
KML = "{http://www.opengis.net/kml/2.2}"
BLOCK = re.compile(r'<script type="application/[^"]*" id="[^"]*">[^<]*</script>')


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def small() -> str:
    return (made().site / "embed.html").read_text(encoding="utf-8")


def test_without_its_data_the_small_page_is_light_and_asks_for_nothing() -> None:
    assert len(BLOCK.sub("", small()).encode()) < LIGHT
    assert len((bundle_text("embed.js") + bundle_text("embed.css")).encode()) < LIGHT / 2
    assert fetched(small()) == []


def test_the_small_page_holds_every_incident_and_no_card() -> None:
    held = read_page(small())
    whole = read_page((made().site / "index.html").read_text(encoding="utf-8"))
    assert held.text == []
    assert held.tables["incidents"]["id"].tolist() == [card["id"] for card in whole.text]
    for name in ("lon", "lat", "place", "killed_max"):
        assert held.tables["incidents"][name].equals(whole.tables["incidents"][name])


def edit(path: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        before = (site / path).read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        (site / path).write_bytes(after.encode())

    return spoil


def repacked(change: Callable[[dict[str, list[object]]], None]) -> Callable[[str], str]:
    """The small page with other values in its incidents."""

    def again(text: str) -> str:
        start = text.index(">", text.index('id="sa-records"')) + 1
        end = text.index("</script>", start)
        found = decode(b64decode(text[start:end]))
        rows = {str(name): found.tables["incidents"][name].tolist() for name in found.tables["incidents"].columns}
        change(rows)
        numbers = {"lon": ("delta", 100), "lat": ("delta", 100), "killed_max": ("uint", None)}
        columns = [
            Column(name, numbers[name][0], values, scale=numbers[name][1])
            if name in numbers
            else Column(name, "strings", [None if value is None else str(value) for value in values])
            for name, values in rows.items()
        ]
        data = encode({"incidents": columns, "claims": []}, [], meta={})
        return text[:start] + b64encode(data).decode() + text[end:]

    return again


def renamed(rows: dict[str, list[object]]) -> None:
    rows["place"][0] = SECRET


SPOILT = {
    "a note in a name": edit("embed.html", repacked(renamed)),
    "a note in a comment": edit("embed.html", lambda text: text.replace("</body>", f"<!-- {SECRET} --></body>")),
    "a script of others": edit("embed.html", lambda text: text.replace("</body>", "<script>1</script>\n</body>")),
    "another block": edit(
        "embed.html", lambda t: t.replace("</body>", '<script type="application/json" id="sa-x">[]</script>\n</body>')
    ),
    "an address elsewhere": edit(
        "embed.html", lambda t: t.replace("</body>", "<img src='//cdn.example/a.png'></body>")
    ),
    "another policy": edit("embed.html", lambda text: text.replace('content="default-src ', 'content="default-src * ')),
    "no small page": lambda site: (site / "embed.html").unlink(),
    "a cell of the KML": edit("data/incidents.kml", lambda text: text.replace(">Ostrel<", f">{SECRET}<")),
    "digits in the KML": edit("data/incidents.kml", lambda text: text.replace("36.35<", "36.345671<")),
    "a comment in the KML": edit("data/incidents.kml", lambda text: text.replace("<open>", "<!-- x --><open>")),
    "a link in the KML": edit(
        "data/incidents.kml",
        lambda t: t.replace("</Document>", "<NetworkLink><Link><href>x</href></Link></NetworkLink></Document>"),
    ),
    "an entity in the KML": edit(
        "data/incidents.kml", lambda t: t.replace("<kml", '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///x">]><kml')
    ),
    "a picture in the KML": edit(
        "data/incidents.kml",
        lambda t: t.replace("<IconStyle>", "<IconStyle><Icon><href>http://x.example/i</href></Icon>"),
    ),
    "a description in the KML": edit("data/incidents.kml", lambda t: t.replace("Reported killed: ", f"{SECRET}: ")),
    "a placemark too few": edit("data/incidents.kml", lambda t: re.sub(r"<Placemark>.*\n", "", t, count=1)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_s6_6_a_leak_in_the_small_page_or_the_kml_is_found(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    site = made().copy(tmp_path)
    spoil(site)
    leaks = examine(site, made().expected())
    assert leaks
    assert not [leak for leak in leaks if SECRET in leak.told()]


def test_the_kml_is_sound_and_fetches_nothing() -> None:
    root = ET.parse(made().site / "data" / "incidents.kml").getroot()
    marks = root.findall(f".//{KML}Placemark")
    assert len(marks) == len(made().selection.incidents)
    points = [mark.findtext(f"{KML}Point/{KML}coordinates") for mark in marks]
    assert "43.1,36.35" in points
    assert None in points
    assert root.findall(f".//{KML}href") == []
    assert all("Reported killed" in (mark.findtext(f"{KML}description") or "") for mark in marks)


def test_s1_1_no_text_of_a_kml_becomes_markup_of_a_balloon() -> None:
    assert seen_text("<img onerror=x> $[name]") == "&amp;lt;img onerror=x&amp;gt; &amp;#36;[name]"
    assert xml_text("\x07 ]]> \ufffe") == "_x0007_ ]]&gt; _xFFFE_"


def test_s6_6_the_kml_is_read_back_as_it_was_written() -> None:
    path = made().site / "data" / "incidents.kml"
    found = read_kml("data/incidents.kml", path.read_bytes())
    assert found.leaks == []
    assert '=HYPERLINK("x")' in found.tables["incidents"]["place_text"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(600, 480), (390, 520), (300, 300)])
def test_the_small_page_opens_its_records_and_asks_nothing(browser: Browser, width: int, height: int) -> None:
    page, heard = open_page(browser, made().site / "embed.html", viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = set()
    for _ in range(3):
        page.locator("#sa-next").click()
        shown.add(page.locator("#sa-card h2").inner_text())
    assert len(shown) == 3
    href = page.locator("#sa-card a").get_attribute("href")
    assert href is not None
    assert href.startswith("index.html#r=")
    page.keyboard.press("Tab")
    page.locator("#sa-card button").press("Enter")
    assert page.locator("#sa-card").is_hidden()
    if AXE.is_file():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert (heard.requests, heard.errors) == ([], [])
    page.close()


@pytest.mark.browser
def test_the_small_page_speaks_arabic_and_moves_by_keys_and_presses(browser: Browser) -> None:
    page, heard = open_page(browser, made().site / "embed.html", viewport={"width": 600, "height": 480})
    page.locator("#sa-foot button").click()
    assert page.evaluate("document.documentElement.dir") == "rtl"
    before = page.locator("#sa-canvas").screenshot()
    page.locator("#sa-canvas").focus()
    for key in ("+", "ArrowLeft", "ArrowUp", "-", "Escape"):
        page.keyboard.press(key)
    page.locator("#sa-nearer").click()
    page.wait_for_function("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    assert page.locator("#sa-canvas").screenshot() != before
    assert heard.errors == []
    page.close()


@pytest.mark.browser
def test_the_small_page_works_in_a_frame_of_another(browser: Browser, tmp_path: Path) -> None:
    site = made().copy(tmp_path)
    frame = '<iframe src="embed.html" sandbox="allow-scripts allow-popups" width="600" height="400"></iframe>'
    (site / "article.html").write_text(f"<!doctype html><p>An article</p>{frame}", encoding="utf-8")
    page = browser.new_page()
    page.goto((site / "article.html").as_uri())
    inside = page.frame_locator("iframe")
    inside.locator("body.sa-ready").wait_for(timeout=20_000)
    inside.locator("#sa-next").click()
    assert inside.locator("#sa-card h2").inner_text()
    page.close()
