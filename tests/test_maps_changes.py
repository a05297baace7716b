"""The map of changes: every change of the command stands on it and in its list, as text, and nothing is asked for."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest
from axe import AXE, RULES
from browser import chromium, open_page
from opened import needs_bundle

from maps import main
from maps.changes import changes_page
from maps.payload import decode
from maps.versions import compare_versions, read_versions

MANUAL = Path(__file__).parent / "manual"
EVIL = "<img src=x onerror=window.sa_ran=1>{{7*7}}${window.sa_ran=2}"
pytestmark = needs_bundle


def versions(folder: Path, place: str = "Karn"):
    """Return the two versions of the manual, the later one with a place of that name."""
    later = folder / "later.csv"
    later.write_text((MANUAL / "strikes-later.csv").read_text().replace("Karn", place), encoding="utf-8")
    return read_versions(MANUAL / "strikes.csv", later)


def payload(page: str):
    return decode(b64decode(page.split('id="sa-changes-data">')[1].split("<")[0]))


def test_a_moved_record_has_its_old_place_and_its_new_one(tmp_path):
    both = versions(tmp_path)
    held = payload(changes_page(compare_versions(both), both))
    row = [text["code"] for text in held.text].index("V-1")
    change = held.tables["changes"].iloc[row]
    assert (change.lat_before, change.lat_after) == (36.35, 36.36)
    assert set(change.kinds) == {"recounted", "moved"}
    assert held.text[row]["moved_m"] == pytest.approx(1112, abs=2)
    added = held.tables["changes"].iloc[[text["code"] for text in held.text].index("V-4")]
    assert (str(added.lon_before), added.lon_after) == ("nan", 43.3)


def test_the_same_versions_give_the_same_bytes(tmp_path):
    both = versions(tmp_path)
    assert changes_page(compare_versions(both), both) == changes_page(compare_versions(both), both)


def test_the_page_never_takes_the_place_of_a_version(tmp_path, capsys):
    old = tmp_path / "strikes.csv"
    old.write_bytes((MANUAL / "strikes.csv").read_bytes())
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(old), str(MANUAL / "strikes-later.csv"), "--map", str(old)])
    assert ended.value.code == 2
    assert old.read_bytes() == (MANUAL / "strikes.csv").read_bytes()


@pytest.mark.browser
def test_map_and_list_tell_what_the_command_tells(tmp_path, capsys):
    versions(tmp_path, place=EVIL)
    path = tmp_path / "changes.html"
    with pytest.raises(SystemExit):
        main(["compare", str(MANUAL / "strikes.csv"), str(tmp_path / "later.csv"), "--map", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert path.stat().st_mode & 0o777 == 0o600
    with chromium() as browser:
        page, heard = open_page(browser, path, reduced_motion="reduce")
        assert (
            f"{told['before']} records before, {told['after']} after" in page.locator("#sa-changes-head").inner_text()
        )
        rows = page.locator(".sa-change-table tbody tr")
        assert rows.count() == len({row["record_id"] for row in told["changes"]})
        kinds = page.locator(".sa-kinds").first.inner_text().split()
        assert kinds.count("1") >= 4
        assert EVIL in rows.filter(has_text="V-4").inner_text()
        rows.filter(has_text="V-1").locator("button").press("Enter")
        assert "The places lie 1.1 km apart." in page.locator("#sa-card").inner_text()
        page.keyboard.press("Escape")
        assert page.locator("#sa-card").is_hidden()
        page.locator(".sa-kinds input").first.uncheck()
        assert rows.count() == len({row["record_id"] for row in told["changes"]}) - 1
        page.locator("button[lang=ar]").click()
        assert "نُقل" in page.locator("#sa-changes").inner_text()
        if AXE.is_file():
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("window.sa_ran ?? null") is None
        assert (heard.requests, heard.errors) == ([], [])
