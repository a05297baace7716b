"""Scripts that stand packed in a page: they run as if they stood there in full, and are read again in full."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from opened import Opened, needs_bundle
from playwright.sync_api import Browser

from maps import build_project, load_project, publish_project
from maps.example import example_folder
from maps.page import bundle_text, take_packed
from maps.page.packed import LONG, pack_scripts, packed_script
from maps.page.security import source_hash
from maps.publish.reread.page import page_texts


def test_long_scripts_are_packed_in_their_turn_and_named_in_full() -> None:
    long, short = "a();" * LONG, "b();"
    scripts = pack_scripts([short, long])
    assert scripts.emitted == [bundle_text("unpack.js"), short, packed_script(long)]
    assert scripts.named == [*scripts.emitted, long]
    assert pack_scripts([short]).emitted == pack_scripts([short]).named == [short]


def test_what_was_packed_comes_out_as_it_went_in() -> None:
    long = "let place = 'الموصل';" * LONG
    page = f"<p>1</p><script>{packed_script(long)}</script>"
    assert take_packed(page) == ('<p>1</p><script>StrikeUnpack.run("")</script>', [long])
    broken = '<script>StrikeUnpack.run("AAAA")</script>'
    assert take_packed(broken) == (broken, [])


def test_the_second_reading_looks_into_packed_scripts() -> None:
    page = f"<script>{packed_script('fetch(`https://elsewhere.example/`);' * LONG)}</script>"
    assert any(b"https://elsewhere.example/" in text for text in page_texts(page))


def hash_of(script: str) -> str:
    return source_hash(script).strip("'")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("example")
    project = load_project(example_folder())
    built = build_project(project, work=folder / "work")
    site = publish_project(project, built, site=folder / "site", as_of=date(2026, 1, 31)).folder
    return (site / "index.html").read_text(encoding="utf-8")


def test_the_page_of_the_example_stays_small_and_names_its_scripts_in_full(example: str) -> None:
    assert len(example.encode()) < 400_000
    bare, scripts = take_packed(example)
    assert len(bare.encode()) < len(example.encode()) / 2
    assert [hash_of(text) in example for text in scripts] == [True, True]


@pytest.mark.browser
@needs_bundle
def test_packed_scripts_run_in_their_turn(example: str, open_page: Callable[..., Opened]) -> None:
    opened = open_page(example)
    assert opened.run("[typeof L.map, typeof StrikeAtlas]") == ["function", "object"]
    assert opened.problems == []


@pytest.mark.browser
@needs_bundle
def test_a_packed_script_that_the_policy_does_not_name_does_not_run(
    example: str, chrome: Browser, tmp_path: Path
) -> None:
    evil = packed_script("window.taken = true;")
    path = tmp_path / "page.html"
    call = re.compile(r'StrikeUnpack\.run\("[^"]+"\)')
    # The call itself is let through: it is the browser that holds what comes out of it against the policy.
    changed = call.sub(evil, example, count=1).replace(hash_of(call.search(example)[0]), hash_of(evil))
    assert hash_of(evil) in changed
    path.write_text(changed, encoding="utf-8")
    page = chrome.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("window.taken ?? null") is None
    assert any("Content Security Policy" in line for line in said)
    page.close()
