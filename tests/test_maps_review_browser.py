"""The review in a real Chromium: by keyboard alone, in both languages, for two at once, and without a script."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import AXE, RULES, needs_axe
from page_fixture import WEB
from playwright.sync_api import Browser, Page
from review_desk import Open, build, enter, opened, project

from data import read_judgements
from maps import load_project, read_page
from maps.review import open_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (WEB / "dist").is_dir(), reason="the front end was not built"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("valdria"))


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Iterator[Open]:
    folder = Path(shutil.copytree(built, tmp_path / "valdria", symlinks=True))
    with opened(folder) as running:
        yield running


def log(review: Open) -> list[dict]:
    return read_judgements(review.log).to_dict("records") if review.log.exists() else []


def decided(row: dict) -> dict:
    return json.loads(row["decision"]) if isinstance(row["decision"], str) else {}


def go(page: Page, review: Open, key: str) -> None:
    page.goto(f"{review.origin}/card/{key}?queue=place")
    page.locator("#rv-map[data-ready]").wait_for()


def press(page: Page, *keys: str) -> None:
    """Keys one by one, then the card that they lead to."""
    before = page.locator("html").get_attribute("data-cards") or "0"
    for key in keys:
        page.keyboard.press(key)
    page.locator(f"html[data-cards='{int(before) + 1}']").wait_for(state="attached")


def test_it_asks_nothing_of_any_other_server_and_complains_of_nothing(chrome: Browser, review: Open) -> None:
    page, requests, problems = enter(chrome, review.running.address)
    assert "#" not in page.url
    for path in ("/next?queue=place", "/next?queue=pair", "/next?queue=row", "/queue", "/history", "/"):
        page.goto(review.origin + path)
        page.wait_for_timeout(200)
    assert {address.split("/")[2] for address in requests if not address.startswith("data:")} == {
        review.origin.split("/")[2]
    }
    assert problems == []
    page.context.close()


def test_a_pin_by_keys_alone_and_all_of_it_taken_back(chrome: Browser, review: Open) -> None:
    page, _, problems = enter(chrome, review.running.address)
    go(page, review, "p:watch:V2")
    press(page, "w", "p", "ArrowRight", "Enter")
    rows = log(review)
    assert [(row["kind"], row["subjects"], row["alias"]) for row in rows] == [
        ("place", ["watch:V2"], "Desk 1"),
        ("place", ["watch:V3"], "Desk 1"),
    ]
    assert (decided(rows[0])["precision"], decided(rows[0])["by"]) == ("village", "pin")
    assert "V4" in page.url
    press(page, "z")
    assert "V2" in page.url
    assert "2" in page.locator("#rv-said").inner_text()
    assert open_desk(load_project(review.folder), review.folder / "work").progress()["place"] == (0, 3)
    assert problems == []
    page.context.close()


def test_an_area_by_keys_alone(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    go(page, review, "p:watch:V4")
    keys = [
        "g",
        "Space",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "Space",
        "ArrowDown",
        "ArrowDown",
        "ArrowDown",
        "Space",
    ]
    press(page, *keys, "Space", "Backspace", "Enter")
    assert len(decided(log(review)[0])["area"]) == 3
    page.context.close()


def test_a_search_and_a_number_choose_a_place(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    go(page, review, "p:watch:V4")
    page.keyboard.press("f")
    page.keyboard.type("Tal Afar")
    page.keyboard.press("Enter")
    page.locator("#rv-found .rv-candidate").first.wait_for()
    page.keyboard.press(page.locator("#rv-found kbd").first.inner_text())
    assert "Tal" in page.locator("#rv-map-said").inner_text()
    press(page, "Enter")
    assert decided(log(review)[0])["name"].startswith("Tal")
    page.context.close()


def test_typed_coordinates_are_shown_before_they_are_sent(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    go(page, review, "p:watch:V4")
    page.keyboard.press("k")
    page.keyboard.type("36.34, 43.13")
    page.locator("#rv-map-said", has_text="36.34000, 43.13000").wait_for()
    press(page, "Enter")
    assert decided(log(review)[0])["lat"] == 36.34
    page.context.close()


def test_a_pair_is_judged_with_one_key_and_its_reason(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    page.goto(f"{review.origin}/next?queue=pair")
    page.keyboard.press("r")
    page.keyboard.type("Same day, same street.")
    page.keyboard.press("Escape")
    press(page, "s")
    press(page, "d")
    first, second = log(review)
    assert (first["kind"], first["why"], second["kind"]) == ("same", "Same day, same street.", "not_same")
    assert len(first["seen"]) == 2
    assert page.locator("h1").inner_text() == "Nothing is left here"
    press(page, "z")
    assert page.locator(".rv-tag-done").count() == 0
    page.context.close()


def test_a_row_is_repaired_in_place_and_what_does_not_help_is_said(chrome: Browser, review: Open) -> None:
    page, _, problems = enter(chrome, review.running.address)
    page.goto(f"{review.origin}/next?queue=row")
    page.keyboard.press("Control+A")
    page.keyboard.type("97")
    press(page, "Enter")
    assert "still cannot be read" in page.locator(".rv-problem").inner_text()
    assert page.locator("[data-first]").input_value() == "97"
    page.keyboard.press("Control+A")
    page.keyboard.type("36.3")
    press(page, "Enter")
    assert [row["kind"] for row in log(review)] == ["repair"]
    assert [problem for problem in problems if "422" not in problem] == []
    page.context.close()


def test_two_at_once_the_second_sees_both_and_nothing_is_lost(chrome: Browser, review: Open) -> None:
    one, _, _ = enter(chrome, review.running.address)
    other, _, _ = enter(chrome, review.further[-1], "Desk 2")
    for page in (one, other):
        page.goto(f"{review.origin}/card/p:watch:V4")
    press(one, "x")
    other.locator("#rv-why").fill("I think otherwise.")
    other.keyboard.press("Escape")
    other.locator("#rv-map[data-ready]").wait_for()
    press(other, "p", "Enter")
    assert "Desk 1" in other.locator("#rv-theirs").inner_text()
    yours = other.locator("#rv-yours").inner_text()
    assert "Desk 2" in yours
    assert "I think otherwise." in yours
    assert len(log(review)) == 1
    other.locator("#rv-yours button").click()
    other.locator("#rv-yours").wait_for(state="detached")
    first, second = log(review)
    assert (second["alias"], second["why"], second["supersedes"]) == (
        "Desk 2",
        "I think otherwise.",
        first["judgement_id"],
    )
    for page in (one, other):
        page.context.close()


def test_every_answer_can_be_given_without_a_script(chrome: Browser, review: Open) -> None:
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(review.running.address)
    page.locator("#rv-token").fill(review.running.address.partition("#")[2])
    page.get_by_role("button", name="Enter").click()
    page.locator("#rv-alias").fill("Desk 3")
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{review.origin}/card/p:watch:V4")
    page.locator("details summary").click()
    for name, value in (("#rv-lon", "43"), ("#rv-lat", "36")):
        page.locator(name).fill(value)
    page.locator("#rv-precision").select_option("town")
    page.get_by_role("button", name="Place the pin").click()
    assert [(row["kind"], row["alias"]) for row in log(review)] == [("place", "Desk 3")]
    context.close()


def test_text_from_data_is_text(chrome: Browser, tmp_path: Path) -> None:
    add = '<img src=x onerror="window.pwned=1">{{7*7}}${window.pwned=2}</script><script>window.pwned=3</script>'
    rows = [
        ["watch", "V2", "", "2017-03-11", f"near Ostrel {add}", "", "", "", "5", add, f"javascript:alert(1)//{add}"],
        ["ministry", f"M{add}", "V2", "2017-03-11", f"near Ostrel {add}", "", "", "", "5", add, "https://m.example/1"],
        ["watch", "V3", "", "2017-03-11", f"Karn {add}", "99", "1", add, add, add, "https://m.example/1"],
    ]
    with opened(project(tmp_path / "valdria", rows)) as review:
        page, requests, _ = enter(chrome, review.running.address, f"Desk {add}"[:60])
        for item in review.running.review.desk.items:
            page.goto(f"{review.origin}/next?queue={item.queue}")
            page.wait_for_timeout(300)
            assert page.evaluate("window.pwned") is None
            assert page.locator("img[src=x], a[href^=javascript]").count() == 0
        assert {address.split("/")[2] for address in requests if address.startswith("http")} == {
            review.origin.split("/")[2]
        }
        page.context.close()


@needs_axe
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1440), ("ar", "dark", 1440), ("ar", "light", 390)]
)
def test_axe_finds_nothing_on_any_screen(chrome: Browser, review: Open, language: str, scheme: str, width: int) -> None:
    page, _, _ = enter(chrome, review.running.address, color_scheme=scheme, viewport={"width": width, "height": 844})
    if language == "ar":
        page.locator("button[value=ar]").click()
        page.locator("html[dir=rtl]").wait_for()
    for path in (
        "/",
        "/next?queue=place",
        "/card/p:watch:V4",
        "/next?queue=pair",
        "/next?queue=row",
        "/queue",
        "/history",
        "/alias",
    ):
        page.goto(review.origin + path)
        page.wait_for_timeout(250)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
    page.context.close()


def test_the_keys_are_told_and_leave_fields_alone(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    go(page, review, "p:watch:V4")
    page.keyboard.press("?")
    assert page.locator("#rv-keys").is_visible()
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("xxz")
    assert page.locator("#rv-why").input_value() == "xxz"
    assert log(review) == []
    page.context.close()


def test_the_public_card_says_placed_by_a_person_when_and_why(chrome: Browser, review: Open) -> None:
    page, _, _ = enter(chrome, review.running.address)
    go(page, review, "p:watch:V4")
    page.locator("#rv-why").fill("Seen on film.")
    page.keyboard.press("Escape")
    press(page, "p", "Enter")
    page.goto(f"{review.origin}/next?queue=pair")
    press(page, "s")
    press(page, "z")
    build(review.folder)
    payload = read_page((review.folder / "work" / "preview" / "index.html").read_text(encoding="utf-8"))
    cards = {card["claims"][0]["code"]: card for card in payload.text}
    told = cards["V4"]
    assert told["method"] == "judgement"
    assert [(one["kind"], one["alias"], one["why"], one["made_at"][:10]) for one in told["judgements"]] == [
        ("place", "Desk 1", "Seen on film.", "2031-08-02")
    ]
    # What was taken back is told to nobody.
    assert all(not card["judgements"] for code, card in cards.items() if code != "V4")
    page.context.close()
