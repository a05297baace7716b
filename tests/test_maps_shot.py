"""Pictures of pages by the command line: sizes are checked, foreign pages refused, states shown."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest
from browser import executable
from opened import needs_bundle
from page_fixture import page

from data import InputRefused, UsageProblem
from maps import build_project, load_project, main, publish_project
from maps.example import example_folder
from maps.shot import View, shoot, window


def size_of(png: Path) -> tuple[int, int]:
    return struct.unpack(">II", png.read_bytes()[16:24])


@pytest.mark.parametrize("size", ["1440", "1440x", "10x10", "99999x900", "900x1440px"])
def test_a_size_that_is_no_window_is_refused(size: str) -> None:
    with pytest.raises(UsageProblem, match="is no window"):
        window(size)


def test_what_is_no_page_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="no such page"):
        shoot(tmp_path / "none.html", tmp_path / "a.png")
    (tmp_path / "other.html").write_text("<!doctype html><p>nothing")
    with pytest.raises(InputRefused, match=r"no page of StrikeAtlas"):
        shoot(tmp_path / "other.html", tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


@pytest.mark.browser
@needs_bundle
def test_a_picture_shows_the_page_in_the_state_that_is_asked_for(tmp_path: Path) -> None:
    executable()
    (tmp_path / "page.html").write_text(page(), encoding="utf-8")
    call = ["shot", str(tmp_path / "page.html"), "--out", str(tmp_path / "a.png"), "--size", "900x600"]
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert ended.value.code == 0
    assert size_of(tmp_path / "a.png") == (900, 600)
    shoot(tmp_path / "page.html", tmp_path / "b.png", view=View("900x600", "l=ar", dark=True))
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()


@pytest.mark.browser
@needs_bundle
def test_the_small_page_has_its_picture_too(tmp_path: Path) -> None:
    executable()
    project = load_project(example_folder())
    built = build_project(project, work=tmp_path / "work")
    site = publish_project(project, built, site=tmp_path / "site", as_of=date(2026, 1, 31)).folder
    shoot(site / "embed.html", tmp_path / "a.png", view=View("640x520"))
    assert size_of(tmp_path / "a.png") == (640, 520)
