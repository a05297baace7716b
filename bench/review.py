"""Judge 50 places and 50 pairs through the real page by keys, then measure cards with 10,000 in the queue.

    python bench/review.py [--cards 10000]

Needs a Chromium. Records are invented; their towns are real, since only those are in the embedded gazetteer. The peer
in the same run is what a plain web application would do: load each next card as a page of its own.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402
from playwright.sync_api import Page  # noqa: E402
from review_desk import Open, enter, opened, project  # noqa: E402

from data import read_judgements  # noqa: E402
from geo import embedded_places  # noqa: E402

Row = list[str]
LOOKS = 60


def rows(places: int, pairs: int) -> list[Row]:
    """Invented records: names that nobody knows, points that contradict their town, days that two recorders tell."""
    towns = embedded_places()
    towns = towns[(towns["kind"] == "town") & (towns["country"] == "IQ")].head(60).to_dict("records")
    made: list[Row] = []
    for at in range(places):
        town, day = towns[at % len(towns)], f"2017-{1 + at % 12:02}-{1 + at % 28:02}"
        known = at % 2 == 0 and places <= 1000
        name = f"{town['name']}, Iraq" if known else f"near Ostrel {at}, Iraq"
        point = [f"{town['lat'] + 0.6:.4f}", f"{town['lon']:.4f}", "exact_location"] if known else ["", "", ""]
        made.append(["watch", f"P{at}", "", day, name, *point, str(1 + at % 7), "", f"https://watch.example/{at}"])
    for at in range(pairs):
        town, day = towns[at % len(towns)], f"2016-{1 + at % 12:02}-{1 + at // 12:02}"
        name = f"{town['name']}, Iraq"
        made.append(["watch", f"W{at}", "", day, name, "", "", "", "2", "", f"https://watch.example/w{at}"])
        made.append(
            ["ministry", f"M{at}", "", day, f"near {name}", "", "", "", "2", "", f"https://ministry.example/{at}"]
        )
    return made


def press(page: Page, keys: list[str]) -> None:
    """Press keys, and wait for the card that they lead to."""
    before = int(page.locator("html").get_attribute("data-cards") or "0")
    for key in keys:
        page.keyboard.press(key)
    page.locator(f"html[data-cards='{before + 1}']").wait_for(state="attached")


def place_keys(page: Page, turn: int) -> list[str]:
    """What a reviewer would press on this place: take what is there, a candidate, a pin, or leave it off the map."""
    candidates = page.locator("#rv-candidates input[type=radio]").count()
    if page.locator("button[value=accept]").count() and turn % 3:
        return ["a"]
    if candidates:
        return ["1", "Enter"]
    return ["x"] if turn % 2 else ["p", "ArrowUp", "Enter"]


def judge(page: Page, review: Open, queue: str, count: int) -> list[int]:
    """Judge cards of a queue; the keys that each took."""
    page.goto(f"{review.origin}/next?queue={queue}")
    page.locator("#rv-map[data-ready]").wait_for()
    taken = []
    for turn in range(count):
        keys = place_keys(page, turn) if queue == "place" else [["s"], ["d"], ["u"]][turn % 3]
        press(page, keys)
        taken.append(len(keys))
    return taken


# In the page: from the key that is pressed to the card that stands there, laid out.
STOPWATCH = """() => {
  window.looks = [];
  let begun = 0;
  document.addEventListener('keydown', () => { begun = performance.now(); }, true);
  new MutationObserver(() => {
    document.body.getBoundingClientRect();
    window.looks.push((performance.now() - begun) / 1000);
  }).observe(document.documentElement, {attributes: true, attributeFilter: ['data-cards']});
}"""


def told(name: str, values: list[float]) -> None:
    ordered = sorted(values)
    tail = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name}: median {statistics.median(ordered):.3f} s, 95 % {tail:.3f} s, longest {ordered[-1]:.3f} s")


def measure_keys(folder: Path) -> None:
    with chromium() as browser, opened(project(folder, rows(60, 60))) as review:
        page, _, problems = enter(browser, review.running.address)
        for queue in ("place", "pair"):
            taken = judge(page, review, queue, 50)
            print(f"keys for a {queue}: {dict(sorted(Counter(taken).items()))}, mean {statistics.mean(taken):.2f}")
        log = read_judgements(review.log)
        kinds = log["kind"].value_counts().to_dict()
        print(f"judgements in the log, chain verified: {len(log)} of 100; {kinds}; complaints: {len(problems)}")


def measure_queue(folder: Path, cards: int) -> None:
    begun = time.perf_counter()
    made = project(folder, rows(cards, 0))
    print(f"{cards} records built in {time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    with chromium() as browser, opened(made) as review:
        print(f"queues of {len(review.running.review.desk.items)} cards made in {time.perf_counter() - begun:.1f} s")
        page, _, _ = enter(browser, review.running.address)
        first, peer, after, answered = [], [], [], []
        for _ in range(5):
            begun = time.perf_counter()
            page.goto(f"{review.origin}/next?queue=place", wait_until="commit")
            page.locator(".rv-phrase").wait_for()
            first.append(time.perf_counter() - begun)
        page.locator("#rv-map[data-ready]").wait_for()
        page.evaluate(STOPWATCH)
        for looked, keys in ((after, ["n"]), (answered, ["x"])):
            for _ in range(LOOKS):
                press(page, keys)
            looked.extend(page.evaluate("window.looks.splice(0)"))
        for _ in range(LOOKS // 3):
            begun = time.perf_counter()
            page.goto(f"{review.origin}{page.locator('#rv-next').get_attribute('href')}", wait_until="load")
            peer.append(time.perf_counter() - begun)
        told("first card", first)
        told("next card, without an answer", after)
        told("next card, with an answer on file", answered)
        told("peer: the next card as a page of its own", peer)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_keys(Path(folder) / "keys")
        measure_queue(Path(folder) / "queue", asked.cards)


if __name__ == "__main__":
    main()
