"""How a page of many records behaves in Chromium: first symbols, moving, filtering, finding; beside FastMarkerCluster.

    python bench/page_browser.py OWN.html [--peer FAST.html] [--runs 3] [--zoom 10]

Pages come from `bench/page_build.py COUNT --keep FOLDER`. The peer's libraries are put into its page from the bundle,
so that neither side waits for a network. First symbols: from the start of loading until they are drawn. The idle frame
is one of an empty page: what all else on the machine takes. Filters are measured twice: until every total is known, and
until all of the page says so. A record is found by a click where it lies.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import chromium  # noqa: E402

from maps.page import bundle_file  # noqa: E402

# So near that a click means the records on one point.
CLICK_ZOOM = 16
WINDOW = {"width": 1280, "height": 800}
LINKS = re.compile(r'<script src="[^"]*"></script>|<link rel="stylesheet" href="[^"]*"\s*/?>')
LIBRARIES = ("leaflet.css", "plugins/markercluster.css", "leaflet.js", "plugins/jquery.js", "plugins/markercluster.js")
FRAMES = """() => {
    window.frames_ = []; let last = 0;
    const tick = (now) => {
        if (last) window.frames_.push(now - last);
        last = now;
        window.ticking = requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""
# Each way of asking, in turn; a filter counts until every total is known.
FILTERS = """async () => {
    const app = window.app_, times = [];
    const ask = [{from: 16500, to: 17200}, {from: null, to: null}, {least: 5}, {least: null},
        {precisions: ['exact']}, {precisions: []}, {statuses: [app.records.claims.statuses.words[0]]}, {statuses: []}];
    for (const change of ask) {
        const start = performance.now();
        app.filter.change(change);
        times.push(performance.now() - start);
    }
    return times;
}"""
CLICK = """async () => {
    const app = window.app_, times = [];
    for (let i = 1; i < 12; i++) {
        const row = Math.floor((app.records.count * i) / 12), start = performance.now();
        await app.card(row); times.push(performance.now() - start);
    }
    return times;
}"""
APPLY = FILTERS.replace("app.filter.change(change)", "app.applyFilter(change)")
# From a click on the canvas until the card, or the choice of records on one point, says what is there.
CLICKED = """async ([x, y]) => {
    const app = window.app_, start = performance.now();
    const told = new Promise((go) => { app.on('select', () => go()); setTimeout(go, 2000); });
    const at = {bubbles: true, clientX: x, clientY: y, button: 0, view: window};
    const target = document.elementFromPoint(x, y);
    for (const name of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(name, at));
    await told;
    if (app.selected >= 0) await app.card(app.selected);
    return performance.now() - start;
}"""
# Sets the map over the record in the middle of all.
MIDDLE = """(zoom) => {
    const {x, lat, placed} = window.app_.records, row = placed >> 1;
    const map = Object.values(window).find((one) => one?.setView && one.getZoom);
    map.setView([lat[row], (x[row] - 0.5) * 360], zoom, {animate: false});
}"""
KEEP = """const attach_ = StrikeAtlas.attach;
StrikeAtlas = {...StrikeAtlas, attach: (...given) => {
    const begun = attach_(...given);
    begun.then((app) => { window.app_ = app; });
    return begun;
}};"""


def inlined(page: Path) -> str:
    """The peer's page with its libraries in it."""
    texts = [bundle_file(name).read_text(encoding="utf-8") for name in LIBRARIES]
    tags = [
        f"<style>{text}</style>" if name.endswith("css") else f"<script>{text}</script>"
        for name, text in zip(LIBRARIES, texts, strict=True)
    ]
    bare = LINKS.sub("", page.read_text(encoding="utf-8"))
    return bare.replace("<head>", "<head>" + "".join(tags), 1)


def watched(page: Path) -> str:
    """Our page with its app in reach of the measurement; the policy would rightly forbid the added script."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    call = text.rindex("<script>")
    return text[:call] + f"<script>{KEEP}</script>" + text[call:]


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not pass."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))] if values else float("nan")


def pan(view) -> float:
    """Milliseconds a frame while the map is dragged to and fro, at the 95th of 100."""
    box = view.locator(".leaflet-container").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    view.evaluate(FRAMES)
    for way in (1, -1):
        view.mouse.move(x, y)
        view.mouse.down()
        for step in range(30):
            view.mouse.move(x + way * 8 * step, y + 4 * step)
        view.mouse.up()
    view.wait_for_timeout(400)
    frames = view.evaluate("() => { cancelAnimationFrame(window.ticking); return window.frames_; }")
    return p95(frames)


def wheel(view) -> float:
    """Milliseconds a frame while the wheel turns nearer and back, at the 95th of 100."""
    box = view.locator(".leaflet-container").first.bounding_box()
    view.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    view.evaluate(FRAMES)
    for turn in (-300, 300):
        view.mouse.wheel(0, turn)
        view.wait_for_timeout(900)
    return p95(view.evaluate("() => { cancelAnimationFrame(window.ticking); return window.frames_; }"))


def idle(browser) -> float:
    """Milliseconds a frame of a page that does nothing, at the 95th of 100."""
    view = browser.new_page(viewport=WINDOW)
    view.evaluate(FRAMES)
    view.wait_for_timeout(1200)
    frames = view.evaluate("() => { cancelAnimationFrame(window.ticking); return window.frames_; }")
    view.close()
    return p95(frames)


def near(view, zoom: float) -> dict[str, float]:
    """The same nearer, where each record has its own symbol; and a click on the record in the middle of those."""
    view.evaluate(MIDDLE, zoom)
    view.wait_for_timeout(1200)
    told = {"near: pan p95 ms": pan(view)}
    view.evaluate(MIDDLE, CLICK_ZOOM)
    view.wait_for_timeout(1200)
    box = view.locator(".leaflet-container").first.bounding_box()
    return told | {
        "near: click ms": view.evaluate(CLICKED, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    }


def own(browser, file: Path, zoom: float) -> dict[str, float]:
    """Measure a page of ours."""
    view = browser.new_page(viewport=WINDOW)
    view.goto(file.as_uri(), wait_until="commit")
    view.locator(".sa-ready").wait_for(timeout=120_000)
    first = view.evaluate("() => new Promise((go) => requestAnimationFrame(() => go(performance.now())))")
    view.wait_for_timeout(1500)
    told = {"idle frame p95 ms": idle(browser), "first symbols ms": first}
    told |= {"pan p95 ms": pan(view), "zoom p95 ms": wheel(view)}
    for name, script in (("filter", FILTERS), ("page filtered", APPLY)):
        times = view.evaluate(script)
        told |= {f"{name} p50 ms": statistics.median(times), f"{name} max ms": max(times)}
    told |= {"card read max ms": max(view.evaluate(CLICK))}
    told |= near(view, zoom)
    view.close()
    return told


def peer(browser, file: Path) -> dict[str, float]:
    """Measure the peer's page."""
    view = browser.new_page(viewport=WINDOW)
    view.goto(file.as_uri(), wait_until="commit")
    view.locator(".leaflet-marker-icon").first.wait_for(timeout=180_000)
    first = view.evaluate("() => new Promise((go) => requestAnimationFrame(() => go(performance.now())))")
    view.wait_for_timeout(1500)
    told = {"first symbols ms": first, "pan p95 ms": pan(view), "zoom p95 ms": wheel(view)}
    view.close()
    return told


def main() -> None:
    """Measure both in turn, several times, and print the middle of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--zoom", type=float, default=10, help="Where each record has a symbol of its own.")
    given = parser.parse_args()
    found: dict[str, list[dict[str, float]]] = {"own": [], "peer": []}
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        ours, theirs = Path(made) / "own.html", Path(made) / "peer.html"
        ours.write_text(watched(given.page), encoding="utf-8")
        if given.peer:
            theirs.write_text(inlined(given.peer), encoding="utf-8")
        for _ in range(given.runs):
            found["own"].append(own(browser, ours, given.zoom))
            if given.peer:
                found["peer"].append(peer(browser, theirs))
    for who, rows in found.items():
        for name in rows[0] if rows else ():
            print(f"{who:<5} {name:<22} {statistics.median(row[name] for row in rows):>8.1f}")


if __name__ == "__main__":
    main()
