"""Images that are too large for a page: a small picture in it, tiles beside it, on a host, from a disk, in a site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from browser import chromium, listen
from playwright.sync_api import Browser, Page
from rasterio.transform import from_origin
from rasters import scene, write_raster
from test_maps_imagery import published
from valdrian_project import SETTINGS, make_project

from data import GateRefused, InputRefused, UsageProblem
from layers import Making, read_archive, rewrite_archive, tile_pyramid
from maps import Imagery, Project, StrikeMap, build_project, load_project, publish_project
from maps.cli import main
from maps.page.fitting import Scene, fitted
from maps.publish.reread import tiles as reread

PLACE = from_origin(505_000, 4_025_000, 10, 10)
ALONE = Making(workers=1)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image that takes more than a tenth of a megabyte as a picture."""
    folder = tmp_path_factory.mktemp("image")
    values = scene(700, 900) + np.random.default_rng(4).integers(0, 900, (3, 700, 900), dtype="uint16")
    return write_raster(folder / "after.tif", values, transform=PLACE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pages here."""
    with chromium() as found:
        yield found


class Quiet(SimpleHTTPRequestHandler):
    """A host that answers no ranges, as the simple one of Python, or the first bytes alone, as most do."""

    ranges = True

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        told = self.headers.get("Range", "")
        if not (self.ranges and told):
            super().do_GET()
            return
        first, last = (int(part) for part in told.removeprefix("bytes=").split("-"))
        held = Path(self.translate_path(self.path)).read_bytes()[first : last + 1]
        self.send_response(206)
        self.send_header("Content-Length", str(len(held)))
        self.end_headers()
        self.wfile.write(held)


@pytest.fixture(params=[True, False], ids=["ranges", "no ranges"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A web host for a folder."""
    kind = type("Host", (Quiet,), {"ranges": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def overlaid(image: Path, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[Path, str]:
    """The page of an image with a picture of a tenth of a megabyte at most, and what the command said."""
    out = folder / "page.html"
    with pytest.raises(SystemExit) as told:
        main(["overlay", str(image), "--date", "2017-07-10", "--megabytes", "0.1", "--out", str(out), *more])
    assert told.value.code == 0
    return out, capsys.readouterr().out


def open_on(browser: Browser, address: str) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 900, "height": 600})
    heard = listen(page)
    page.goto(address)
    page.locator(".sa-imagery-ready").wait_for()
    return page, heard.errors


def test_a_picture_that_fits_is_no_pyramid_and_one_that_does_not_is_smaller(image: Path) -> None:
    whole, part = (fitted(Scene(image, dates=("2017", "")), megabytes=size) for size in (9, 0.1))
    assert (whole.tiled, part.tiled) == (False, True)
    (_, large), (_, small) = *whole.pictures, *part.pictures
    assert small.picture.size <= 100_000 < large.picture.size
    assert (large.width, large.height) > (small.width, small.height)
    with pytest.raises(UsageProblem, match="MB"):
        fitted(Scene(image, dates=("2017", "")), megabytes=0.001)


@pytest.mark.browser
def test_tiles_beside_a_page_are_read_from_its_own_host(
    image: Path, host: str, browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, said = overlaid(image, tmp_path, capsys)
    assert "page-tiles.pmtiles" in said
    assert "connect-src 'self'" in unescape(out.read_text())
    page, errors = open_on(browser, f"{host}/page.html")
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert page.locator(".sa-imagery input[type=file]").count() == 0
    assert errors == []
    page.close()


@pytest.mark.browser
def test_opened_from_a_disk_the_page_asks_for_its_file(
    image: Path, browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = overlaid(image, tmp_path, capsys)
    page, errors = open_on(browser, out.as_uri())
    assert page.locator(".sa-image").count() == 1
    choose = page.locator(".sa-imagery input[type=file]")
    assert "opened from a disk" in page.locator(".sa-imagery-caution").first.inner_text()
    other = tmp_path / "other.pmtiles"
    other.write_bytes(b"PMTiles\x03" + bytes(200))
    choose.set_input_files(other)
    page.get_by_text("This is not the file").wait_for()
    choose.set_input_files(tmp_path / "page-tiles.pmtiles")
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert page.locator(".sa-imagery input[type=file]").count() == 0
    assert errors == []
    page.close()


def test_small_pyramids_go_into_the_page_and_large_ones_stay_where_they_are(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tile_pyramid(image, tmp_path / "own.pmtiles", date="2017-07-10", making=ALONE).path
    out, _ = overlaid(made, tmp_path, capsys, "--megabytes", "9")
    assert "connect-src" not in out.read_text()
    assert len(out.read_bytes()) > made.stat().st_size
    out, said = overlaid(made, tmp_path, capsys)
    assert "own.pmtiles" in said
    assert len(out.read_bytes()) < 400_000
    (tmp_path / "else").mkdir()
    out, said = overlaid(made, tmp_path / "else", capsys)
    assert (tmp_path / "else/page-tiles.pmtiles").read_bytes() == made.read_bytes()


LAYER = """
[[layers]]
kind = "imagery"
path = "{path}"
date = "2017-07-10"
title = "Brenn"
credit = "Valdrian Space Office"
licence = "CC BY 4.0"
megabytes = {megabytes}
"""


def project(folder: Path, path: Path, megabytes: float = 0.1, more: str = "") -> Project:
    text = LAYER.format(path=path, megabytes=megabytes) + more
    return load_project(make_project(folder / "project", settings=SETTINGS + text))


@pytest.mark.parametrize("archive", [False, True], ids=["image", "pyramid"])
def test_a_site_has_its_tiles_beside_it_and_nothing_in_them_but_pictures(
    archive: bool, image: Path, tmp_path: Path
) -> None:
    path = tile_pyramid(image, tmp_path / "secret.pmtiles", making=ALONE).path if archive else image
    settings = project(tmp_path, path)
    site = published(tmp_path, settings)
    held = site / "tiles/1.pmtiles"
    assert read_archive(held).metadata == {"date": "" if archive else "2017-07-10", "format": "webp"}
    assert b"secret" not in held.read_bytes()
    assert "connect-src 'self'" in unescape((site / "index.html").read_text())
    assert (tmp_path / "work/preview/tiles/1.pmtiles").read_bytes() == held.read_bytes()
    first = held.read_bytes()
    published(tmp_path, settings)
    assert held.read_bytes() == first
    assert reread.check_tiles(site, settings) == []


def test_tiles_that_are_others_or_hold_more_are_found(image: Path, tmp_path: Path) -> None:
    settings = project(tmp_path, image)
    site = published(tmp_path, settings)
    held = site / "tiles/1.pmtiles"
    whole = held.read_bytes()
    held.write_bytes(whole + b"a name that nobody may read")
    assert [leak.what for leak in reread.strange_bytes("tiles/1.pmtiles", held)] == [
        "something stands beside its pictures"
    ]
    assert [leak.what for leak in reread.check_tiles(site, settings)] == ["other tiles than those of the project"]
    held.write_bytes(whole[:500])
    assert [leak.what for leak in reread.strange_bytes("tiles/1.pmtiles", held)] == ["it cannot be read again as tiles"]
    held.rename(site / "tiles/2.pmtiles")
    assert {leak.what for leak in reread.check_tiles(site, settings)} == {
        "tiles that the page names are missing",
        "tiles that were not selected",
    }


def test_the_gate_holds_tiles_to_what_a_host_may_bear_and_to_their_dates(image: Path, tmp_path: Path) -> None:
    heavy = project(tmp_path, image, more="tiles_megabytes = 0.1\n")
    with pytest.raises(UsageProblem, match="tiles_megabytes"):
        build_project(heavy, work=tmp_path / "work")
    path = tile_pyramid(image, tmp_path / "a.pmtiles", making=ALONE).path
    undated = load_project(
        make_project(tmp_path / "b", settings=SETTINGS + LAYER.format(path=path, megabytes=9).replace("2017-07-10", ""))
    )
    built = build_project(undated, work=tmp_path / "work")
    with pytest.raises(GateRefused, match="not known when"):
        publish_project(undated, built, site=tmp_path / "site", as_of=date(2031, 12, 1))


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/a.pmtiles", "//elsewhere.example/a", "/a", "../a", "a\\b"]
)
def test_tiles_beside_a_page_lie_beside_it(address: str, image: Path, tmp_path: Path) -> None:
    path = tile_pyramid(image, tmp_path / "a.pmtiles", making=ALONE).path
    with pytest.raises(UsageProblem, match="beside the page"):
        Imagery(path, date="2017", beside=address)
    strike_map = StrikeMap()
    Imagery(path, date="2017", beside="tiles/a.pmtiles").add_to(strike_map)
    assert "connect-src 'self'" in unescape(strike_map.page())


def test_a_pyramid_that_was_made_to_harm_is_refused(image: Path, tmp_path: Path) -> None:
    whole = tile_pyramid(image, tmp_path / "a.pmtiles", making=ALONE).path.read_bytes()
    root = int.from_bytes(whole[16:24], "little")
    spoilt = {
        "cut": whole[:-2000],
        "no archive": b"<VRTDataset/>" + whole,
        "vector tiles": whole[:99] + b"\x01" + whole[100:],
        "directory beyond the end": whole[:8] + (len(whole) * 2).to_bytes(8, "little") + whole[16:],
        "huge directory": whole[:16] + (2**40).to_bytes(8, "little") + whole[24:],
        "no gzip": whole[:127] + bytes(root) + whole[127 + root :],
        "bounds": whole[:102] + bytes(16) + whole[118:],
    }
    for name, data in spoilt.items():
        path = tmp_path / "spoilt.pmtiles"
        path.write_bytes(data)
        with pytest.raises(InputRefused, match=r"spoilt\.pmtiles") as told:
            read_archive(path)
        assert "strikeatlas tiles" in (told.value.hint or ""), name


def test_words_in_a_tile_do_not_leave(image: Path, tmp_path: Path) -> None:
    archive = read_archive(tile_pyramid(image, tmp_path / "a.pmtiles", making=ALONE).path)
    _, offset, length = archive.tiles[0]
    data = bytearray(archive.path.read_bytes())
    data[offset + 12 : offset + 16] = b"EXIF"
    archive.path.write_bytes(bytes(data))
    with pytest.raises(InputRefused, match="no plain WebP"):
        rewrite_archive(read_archive(archive.path), tmp_path / "b.pmtiles")
    assert not (tmp_path / "b.pmtiles").exists()
    assert length > 16
