"""Images on folium maps and on a project's page, and the gate before them."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import folium
import numpy as np
import pytest
import rasterio
from browser import Heard, chromium, listen, open_page, without_network
from playwright.sync_api import Browser, Page
from rasterio.transform import from_origin
from rasters import scene, write_raster
from valdrian_project import SETTINGS, make_project

from data import GateRefused, UsageProblem
from layers import Look, Stretch, overlay
from maps import Credit, Imagery, Project, StrikeMap, Swipe, build_project, load_project, publish_project
from maps.page import compose_page, image_block, page_data
from maps.page.embed import embed_data, embed_of
from maps.payload import decode
from maps.pipeline import Built
from maps.publish.reread.blocks import check_pages
from maps.publish.reread.cells import Leak
from maps.publish.reread.page import page_texts
from maps.select import Selection, select

PLACE = from_origin(505_000, 4_025_000, 10, 10)
HOSTILE = Credit(
    "<img src=x onerror=alert(1)> {{7*7}} ${8*8} </script>", credit="Valdrian Space Office", licence="CC BY"
)


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two images of one place, dark before and bright after, the first with what its maker says of it."""
    folder = tmp_path_factory.mktemp("images")
    said = {"ACQUISITIONDATETIME": "2017-01-02T08:00:00Z", "OFF_NADIR": "12.4", "CLOUD_COVER": "3"}
    dark, bright = (np.full((3, 300, 400), level, "uint8") for level in (40, 220))
    write_raster(folder / "before.tif", dark, transform=PLACE, tags=said)
    write_raster(folder / "after.tif", bright, transform=PLACE)
    height = np.tile(np.linspace(200, 300, 400, dtype="float32"), (300, 1))
    write_raster(folder / "height.tif", height, transform=PLACE, units=["m"])
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pages here."""
    with chromium() as found:
        yield found


def saved(folder: Path, *elements: folium.Element) -> Path:
    """A plain folium map with some elements, as a file."""
    plain = folium.Map([36.35, 45.08], zoom_start=14, tiles=None)
    for element in elements:
        element.add_to(plain)
    plain.save(str(folder / "map.html"))
    return folder / "map.html"


def opened(browser: Browser, path: Path, **options: object) -> tuple[Page, Heard]:
    """A plain map in the browser, with Leaflet from our bundle, when its images stand."""
    page = browser.new_page(viewport={"width": 900, "height": 600}, **options)
    heard = listen(page)
    without_network(page)
    page.goto(path.as_uri())
    page.locator(".sa-imagery-ready").wait_for()
    page.wait_for_timeout(400)
    return page, heard


def level(page: Page, x: int, y: int) -> int:
    """How bright a pixel of the window is."""
    with (
        rasterio.MemoryFile(page.screenshot()) as file,
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        file.open() as image,
    ):
        return int(image.read(1)[y, x])


@pytest.mark.browser
def test_the_divider_follows_mouse_finger_and_keys(images: Path, browser: Browser, tmp_path: Path) -> None:
    pair = Swipe(images / "before.tif", images / "after.tif", dates=("", "2017-07-10"), credit=HOSTILE)
    page, heard = opened(browser, saved(tmp_path, pair), has_touch=True)
    handle = page.get_by_role("slider", name="Divider between the image before and the image after")
    assert level(page, 430, 200) < 60 < 200 < level(page, 470, 200)
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(600, 300)
    page.mouse.up()
    assert handle.get_attribute("aria-valuenow") == "67"
    assert level(page, 570, 200) < 60 < 200 < level(page, 620, 200)
    for key, value in (
        ("ArrowRight", 69),
        ("ArrowLeft", 67),
        ("PageUp", 77),
        ("Home", 0),
        ("End", 100),
        ("PageDown", 90),
    ):
        handle.press(key)
        assert handle.get_attribute("aria-valuenow") == str(value)
    told = handle.get_attribute("aria-valuetext") or ""
    assert "2 Jan 2017" in told
    assert "10 Jul 2017" in told
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": 810, "y": 300}]),
        ("touchMove", [{"x": 450, "y": 300}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert handle.get_attribute("aria-valuenow") == "50"
    assert heard.errors == []
    assert not [url for url in heard.requests if url.startswith("http") and "folium" not in url and "/npm/" not in url
                and "jquery" not in url and "bootstrap" not in url and "leaflet" not in url.lower()]  # fmt: skip


@pytest.mark.browser
def test_the_divider_holds_its_place_while_the_map_moves(images: Path, browser: Browser, tmp_path: Path) -> None:
    pair = Swipe(images / "before.tif", images / "after.tif", dates=("2017", "2018"))
    page, _ = opened(browser, saved(tmp_path, pair))
    name = page.evaluate("Object.keys(window).find((key) => key.startsWith('map_'))")
    page.evaluate(f"window.{name}.panBy([60, 40], {{animate: false}}); window.{name}.setZoom(15, {{animate: false}})")
    page.wait_for_timeout(300)
    assert level(page, 430, 200) < 60 < 200 < level(page, 470, 200)


@pytest.mark.browser
def test_what_is_known_of_the_images_stands_beside_them_in_both_languages(
    images: Path, browser: Browser, tmp_path: Path
) -> None:
    pair = Swipe(images / "before.tif", images / "after.tif", dates=("", "2017-07-10"), credit=HOSTILE, difference=True)
    height = Imagery(images / "height.tif", date="2000", look=Look(colours="viridis"), opacity=0.5)
    page, heard = opened(browser, saved(tmp_path, pair, height))
    panel = page.locator(".sa-imagery")
    for text in ("Before: Taken 2 Jan 2017, as the file says", "10 m to a pixel · 12.4° off nadir · 3 % cloud",
                 "After: Taken 10 Jul 2017", "189 days apart", "Image: Valdrian Space Office", "Licence: CC BY",
                 HOSTILE.title, "202 m", "298 m", "Taken 2000"):  # fmt: skip
        assert text in panel.inner_text(), text
    assert page.locator(".leaflet-sa-image-1-difference-pane img").count() == 0
    assert "no evidence" not in panel.inner_text()
    page.get_by_label("Difference in brightness").check()
    assert "A screening aid, no evidence" in panel.inner_text()
    assert page.locator(".leaflet-sa-image-1-difference-pane img").count() == 1
    page.get_by_label("Opacity").nth(1).fill("0.2")
    assert page.locator(".leaflet-sa-image-2-image-pane img").evaluate("(image) => image.style.opacity") == "0.2"
    panel.get_by_role("checkbox").first.uncheck()
    assert page.locator(".sa-swipe").is_hidden()
    page.evaluate("document.documentElement.lang = 'ar'")
    page.locator(".sa-imagery[dir=rtl]").wait_for()
    assert "قبل: التُقطت في" in panel.inner_text()
    assert heard.errors == []
    assert page.evaluate("document.querySelectorAll('.sa-imagery img').length") == 0


@pytest.mark.browser
def test_a_jpeg_is_cut_out_by_its_mask(images: Path, browser: Browser, tmp_path: Path) -> None:
    look = Look(form="jpeg", stretch=Stretch(values=(0, 255)))
    holes = np.full((3, 300, 400), 220, "uint8")
    holes[:, 100:200, 100:300] = 0
    path = write_raster(tmp_path / "holes.tif", holes, transform=PLACE, nodata=0)
    page, _ = opened(browser, saved(tmp_path, Imagery(path, date="2017", look=look)))
    page.locator(".sa-imagery details").evaluate("(fold) => fold.open = false")
    x, y = (round(part) for part in page.evaluate(
        "() => { const map = window[Object.keys(window).find((key) => key.startsWith('map_'))];"
        "const {x, y} = map.latLngToContainerPoint([36.3560, 45.0779]); return [x, y]; }"
    ))  # fmt: skip
    ground = level(page, 890, 20)
    assert abs(level(page, x, y) - ground) <= 2
    assert abs(level(page, x, y + 75) - 220) <= 3


@pytest.mark.browser
def test_a_page_of_ours_with_images_asks_for_nothing(images: Path, browser: Browser, tmp_path: Path) -> None:
    project = imaging(tmp_path, images)
    build_project(project, work=tmp_path / "work")
    page, heard = open_page(
        browser, tmp_path / "work" / "preview" / "index.html", viewport={"width": 1280, "height": 800}
    )
    page.locator(".sa-imagery-ready").wait_for()
    assert "Brenn" in page.locator(".sa-imagery").inner_text()
    page.locator("#sa-language button").nth(1).click()
    page.locator(".sa-imagery[dir=rtl]").wait_for()
    assert ([url for url in heard.requests if not url.startswith("blob:")], heard.errors) == ([], [])


LAYER = """
[[layers]]
kind = "imagery"
path = "{folder}/after.tif"
date = "2017-07-10"
before = "{folder}/before.tif"
before_date = "2017-01-02"
title = "Brenn"
credit = "Valdrian Space Office, https://space.example/terms"
licence = "CC BY 4.0"
difference = true
"""


def imaging(folder: Path, images: Path, **changed: str) -> Project:
    """A project with a pair of images; `changed` replaces a key of its layer, by nothing where it is empty."""
    text = LAYER.format(folder=images)
    for key, value in changed.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key} =")]
        text = "\n".join([*lines, *([f"{key} = {value}"] if value else []), ""])
    return load_project(make_project(folder / "project", settings=SETTINGS + text))


@pytest.fixture(scope="module")
def built(images: Path) -> Built:
    """The build of that project; what stands in [[layers]] changes nothing of it."""
    folder = images / "built"
    return build_project(imaging(folder, images), work=folder / "work")


def test_images_that_are_the_same_are_not_drawn_again(
    built: Built, images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = shutil.copytree(built.folder, tmp_path / "work", symlinks=True)
    before = (work / "preview" / "index.html").read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("An image is drawn again.")

    monkeypatch.setattr("maps.page.images.fitted", refuse)
    build_project(imaging(tmp_path, images), work=work)
    assert (work / "preview" / "index.html").read_bytes() == before
    with pytest.raises(AssertionError, match="drawn again"):
        build_project(imaging(tmp_path, images, quality="60"), work=work)


def published(folder: Path, project: Project, as_of: date = date(2031, 12, 1)) -> Path:
    """The site of a project."""
    built = build_project(project, work=folder / "work")
    return publish_project(project, built, site=folder / "site", as_of=as_of).folder


def test_a_site_with_images_passes_the_gate_and_is_the_same_twice(images: Path, tmp_path: Path) -> None:
    project = imaging(tmp_path, images)
    site = published(tmp_path, project)
    first = (site / "index.html").read_bytes()
    assert b'id="sa-image-1"' in first
    assert str(images).encode() not in b"".join(page_texts(first.decode()))
    assert b"after.tif" not in b"".join(page_texts(first.decode()))
    published(tmp_path, project)
    assert (site / "index.html").read_bytes() == first


@pytest.mark.parametrize(
    ("changed", "as_of", "told"),
    [
        ({"licence": ""}, date(2031, 12, 1), "No licence"),
        ({"credit": ""}, date(2031, 12, 1), "Nobody is named"),
        ({"date": ""}, date(2031, 12, 1), "not known when"),
        ({}, date(2017, 8, 8), "embargo"),
        ({"date": '"2017-07"'}, date(2017, 8, 29), "embargo"),
        ({"megabytes": "0.0001"}, date(2031, 12, 1), "MB"),
    ],
)
def test_the_gate_stops_images_that_may_not_go_out(
    changed: dict[str, str], as_of: date, told: str, images: Path, built: Built, tmp_path: Path
) -> None:
    spoilt = imaging(tmp_path, images, **changed)
    with pytest.raises(GateRefused, match=told):
        publish_project(spoilt, built, site=tmp_path / "site", as_of=as_of)
    assert not (tmp_path / "site").exists()


def test_an_image_without_a_date_alone_is_stopped_too(images: Path, built: Built, tmp_path: Path) -> None:
    project = imaging(tmp_path, images, before="", before_date="", difference="", date="")
    with pytest.raises(GateRefused, match=r"when after\.tif was taken"):
        publish_project(project, built, site=tmp_path / "site", as_of=date(2031, 12, 1))


def leaks_of(text: str, project: Project, selection: Selection) -> list[Leak]:
    """What the second reading finds in a page, beside a small page that is as it should be."""
    data = page_data(project, selection, preview=False, data_sha256="")
    small = embed_of(project, embed_data(selection, data))
    return check_pages({"index.html": text, "embed.html": small}, project, selection, data_sha256="")


def test_a_picture_that_was_put_in_behind_our_back_is_found(images: Path, built: Built, tmp_path: Path) -> None:
    project = imaging(tmp_path, images)
    selection = select(built.bundle, project.publish, as_of=date(2031, 12, 1))
    text = compose_page(project, selection, preview=False, data_sha256="")
    assert leaks_of(text, project, selection) == []
    start = text.index('id="sa-image-1">') + len('id="sa-image-1">')
    payload = decode(b64decode(text[start : text.index("<", start)]))
    assert payload.meta["kind"] == "swipe"
    other = image_block([("image", overlay(images / "height.tif", date="2017"))], Credit("x")).payload
    spoilt = text[:start] + b64encode(other).decode() + text[text.index("<", start) :]
    assert [leak.place for leak in leaks_of(spoilt, project, selection)] != []
    added = text.replace('id="sa-image-1"', 'id="sa-image-2"')
    assert leaks_of(added, project, selection)


def test_pictures_are_searched_as_pictures_and_not_as_letters(images: Path, tmp_path: Path) -> None:
    text = saved(tmp_path, Imagery(images / "after.tif", date="2017")).read_text()
    parts = page_texts(text)
    assert any(part.startswith(b"RIFF") for part in parts)
    assert not any(b'"data": "' in part and len(part) > 2000 for part in parts)


def test_what_a_project_may_say_of_an_image(images: Path, tmp_path: Path) -> None:
    for changed, told in (
        ({"kind": '"video"'}, "kind"),
        ({"colour": '"x"'}, "colours"),
        ({"size": '"big"'}, "whole number"),
    ):
        with pytest.raises(UsageProblem, match=told):
            imaging(tmp_path, images, **changed)


def test_imagery_refuses_what_would_be_wrong_or_heavy(images: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="MB"):
        Imagery(images / "after.tif", megabytes=0.00001)
    with pytest.raises(UsageProblem, match="opacity"):
        Imagery(images / "after.tif", opacity=2)
    with pytest.raises(UsageProblem, match="not known when"):
        Swipe(images / "before.tif", images / "after.tif")
    flat = folium.Map(crs="EPSG4326", tiles=None)
    Imagery(images / "after.tif").add_to(flat)
    with pytest.raises(UsageProblem, match="EPSG4326"):
        flat.get_root().render()


def test_one_map_holds_many_images_and_renders_twice_alike(images: Path) -> None:
    strike_map = StrikeMap()
    for _ in range(2):
        Imagery(images / "after.tif", date="2017").add_to(strike_map)
    first, second = strike_map.body(), strike_map.body()
    assert [block["id"] for block in first.blocks] == ["sa-image-1", "sa-image-2"]
    assert json.dumps(first.blocks) == json.dumps(second.blocks)
    assert len([script for script in first.parts.scripts if "StrikeImagery=" in script]) == 1
    noise = write_raster(images / "noise.tif", scene(50, 50), transform=PLACE)
    assert Imagery(noise).blocks != Imagery(images / "after.tif").blocks


@pytest.mark.browser
def test_a_map_of_ours_with_images_alone_begins_with_them(images: Path, browser: Browser, tmp_path: Path) -> None:
    strike_map = StrikeMap()
    Imagery(images / "after.tif", date="2017").add_to(strike_map)
    strike_map.save(tmp_path / "page.html")
    page, heard = opened(browser, tmp_path / "page.html")
    box = page.locator(".sa-image").bounding_box()
    assert box is not None
    assert box["width"] > 400
    assert heard.errors == []
    assert page.locator("h1").count() == 0
