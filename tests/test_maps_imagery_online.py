"""Online layers: asked for by choice alone, one server, off until switched on, and known to the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import folium
import pytest
from browser import chromium, listen, without_network
from playwright.sync_api import Browser
from test_maps_imagery import published
from valdrian_project import SETTINGS, make_project

from data import GateRefused, UsageProblem
from maps import Credit, Online, Project, StrikeMap, build_project, load_project, publish_project
from maps.page.online import online_providers, server_of

HOST = "tiles.space.example"
URL = f"https://{HOST}/{{z}}/{{x}}/{{y}}.png"
HOSTILE = Credit("<img src=x onerror=alert(1)>", credit="${7*7} {{7*7}} </script>", licence="CC BY")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pages here."""
    with chromium() as found:
        yield found


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (URL, URL),
        (f"https://{HOST}/wmts/a/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.jpg", f"https://{HOST}/wmts/a/{{z}}/{{y}}/{{x}}.jpg"),
        (f"https://{HOST}/w?LAYER=a&TILEMATRIX={{level}}&TILEROW={{row}}&TILECOL={{col}}",
         f"https://{HOST}/w?LAYER=a&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}"),
        (f"https://{HOST}/{{z}}/{{x}}/{{-y}}.png", f"https://{HOST}/{{z}}/{{x}}/{{-y}}.png"),
    ],
)  # fmt: skip
def test_templates_of_xyz_and_wmts_are_one(given: str, wanted: str) -> None:
    assert (server_of(given).url, server_of(given).host) == (wanted, HOST)


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.space.example/{z}/{x}/{y}.png",
        "https://{s}.space.example/{z}/{x}/{y}.png",
        "https://user:pass@tiles.space.example/{z}/{x}/{y}.png",
        "https://tiles.space.example/{z}/{x}.png",
        "https://tiles.space.example/{z}/{x}/{y}/{y}.png",
        "https://tiles.space.example/{z}/{x}/{y}/{token}.png",
        "https://tiles.space.example;script-src *//{z}/{x}/{y}.png",
        "https://tiles.space.example/{z}/{x}/{y}.png' onerror='x",
        "https://127.0.0.1/{z}/{x}/{y}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "",
    ],
)
def test_what_is_no_template_of_one_https_server_is_refused(url: str) -> None:
    with pytest.raises(UsageProblem) as told:
        Online(url)
    assert told.value.hint


def test_known_providers_are_asked_for_a_release(tmp_path: Path) -> None:
    assert set(online_providers()) == {"esri-wayback", "eox-cloudless"}
    found = server_of(provider="esri-wayback", release="56102")
    assert found.url.startswith("https://wayback.maptiles.arcgis.com/")
    assert found.url.endswith("/tile/56102/{z}/{y}/{x}")
    for provider, release in (("esri-wayback", ""), ("esri-wayback", "../x"), ("esri-waybak", "1")):
        with pytest.raises(UsageProblem):
            server_of(provider=provider, release=release)
    with pytest.raises(UsageProblem):
        server_of(URL, provider="esri-wayback", release="1")


@pytest.mark.browser
def test_nothing_is_asked_until_the_reader_switches_it_on(browser: Browser, tmp_path: Path) -> None:
    strike_map = StrikeMap(view=(45.0, 36.3, 45.2, 36.4))
    Online(URL, released="2023-12-07", credit=HOSTILE).add_to(strike_map)
    strike_map.save(tmp_path / "page.html")
    page = browser.new_page(viewport={"width": 900, "height": 600})
    asked: list[str] = []
    heard = listen(page)
    without_network(page)
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "page.html").as_uri())
    page.locator(".sa-imagery-ready").wait_for()
    page.wait_for_timeout(400)
    assert [url for url in asked if HOST in url] == []
    told = page.locator(".sa-imagery").inner_text()
    assert "Released 7 Dec 2023" in told
    assert "not the day of an image" in told
    assert HOST in told
    assert "<img src=x" in told
    page.locator(".sa-imagery-name input").check()
    page.wait_for_timeout(800)
    there = [url for url in asked if url.startswith("http")]
    assert there
    assert all(url.startswith(f"https://{HOST}/") for url in there)
    assert not [error for error in heard.errors if "Content Security Policy" in error]
    page.evaluate("document.documentElement.lang = 'ar'")
    page.locator(".sa-imagery[dir=rtl]").wait_for()
    page.close()


def test_a_page_may_ask_the_server_that_is_named_and_no_other() -> None:
    strike_map = StrikeMap()
    Online(URL).add_to(strike_map)
    text = unescape(strike_map.page())
    assert f"img-src data: blob: https://{HOST};" in text
    assert "connect-src" not in text
    plain = folium.Map(tiles=None)
    Online(URL, date="2017-07-10").add_to(plain)
    assert URL not in plain.get_root().render()


LAYER = f"""
[[layers]]
kind = "online"
url = "{URL}"
released = "2017-08-01"
title = "Brenn from above"
credit = "Valdrian Space Office"
licence = "CC BY 4.0"
"""


def project(folder: Path, *, hosts: str = "", layer: str = LAYER) -> Project:
    settings = SETTINGS.replace("[publish]", f"[publish]\n{hosts}") + layer
    return load_project(make_project(folder / "project", settings=settings))


def test_the_gate_refuses_online_layers_until_the_policy_names_their_server(tmp_path: Path) -> None:
    settings = project(tmp_path)
    built = build_project(settings, work=tmp_path / "work")
    assert HOST in unescape((tmp_path / "work/preview/index.html").read_text())
    with pytest.raises(GateRefused, match=HOST) as told:
        publish_project(settings, built, site=tmp_path / "site", as_of=date(2031, 12, 1))
    assert "online_hosts" in (told.value.hint or "")
    other = project(tmp_path, hosts='online_hosts = ["other.example"]')
    with pytest.raises(GateRefused, match=HOST):
        publish_project(other, built, site=tmp_path / "site", as_of=date(2031, 12, 1))
    named = project(tmp_path, hosts=f'online_hosts = ["{HOST}"]')
    with pytest.raises(GateRefused, match="embargo"):
        publish_project(named, built, site=tmp_path / "site", as_of=date(2017, 8, 20))
    assert not (tmp_path / "site").exists()


def test_a_policy_that_names_the_server_is_told_of_in_the_methods(tmp_path: Path) -> None:
    site = published(tmp_path, project(tmp_path, hosts=f'online_hosts = ["{HOST}"]'))
    assert f"https://{HOST}" in unescape((site / "index.html").read_text())
    methods = (site / "methods.html").read_text()
    assert f"then {HOST} learns" in methods
    assert "nothing of any server and" not in methods


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"url": '"http://x.example/{z}/{x}/{y}"'}, "https server"),
        ({"zooms": "[3]"}, "zooms"),
        ({"zooms": "[9, 3]"}, "Zooms"),
        ({"released": '"soon"'}, "no date"),
        ({"extent": "[1, 2, 3]"}, "extent"),
        ({"opacity": "2.0"}, "opacity"),
    ],
)
def test_what_an_online_layer_may_not_say(changed: dict[str, str], told: str, tmp_path: Path) -> None:
    lines = [line for line in LAYER.splitlines() if line.partition(" ")[0] not in changed]
    layer = "\n".join([*lines, *(f"{key} = {value}" for key, value in changed.items()), ""])
    with pytest.raises(UsageProblem, match=told):
        build_project(project(tmp_path, layer=layer), work=tmp_path / "work")
