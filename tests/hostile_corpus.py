"""Makes the hostile corpus, tries every case, and prints the table: `python tests/hostile_corpus.py`.

The page that comes out of the hostile project is opened in a real Chromium, and so is every card of it.
"""

from __future__ import annotations

import http.server
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser import chromium
from hostile_cases import INERT, Told, table
from hostile_files import given, tried
from hostile_layers import LAYERS, layered_page
from hostile_project import Seen, desk_of_attacks, judged, publish_desk
from hostile_units import tried_units

OPEN_ALL = (Path(__file__).parent / "open_all.js").read_text(encoding="utf-8")


@contextmanager
def ear() -> Iterator[list[str]]:
    """Listen on this machine; the first line is the address, the others are what was asked for."""
    heard: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    heard.append(f"http://127.0.0.1:{server.server_port}")
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look_at(page_file: Path) -> Seen:
    """Open a page in Chromium, every card of it, every fold of it; in both languages."""
    with chromium() as browser:
        page = browser.new_page()
        requests: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(page_file.as_uri())
        page.locator(".sa-ready").wait_for(state="attached", timeout=30_000)
        page.emulate_media(media="print")
        told = page.evaluate(OPEN_ALL)
        ran = page.evaluate("window.sa_ran || []")
        requests.remove(page_file.as_uri())
        return Seen(tuple(told["cards"]), told["body"], tuple(ran), tuple(requests), tuple(errors))


def files_of_corpus(folder: Path) -> list[Told]:
    """Try every hostile file; whoever reached the network is told."""
    with ear() as heard:
        told = [tried(one, folder / str(number)) for number, one in enumerate(given(heard[0]))]
        return told if heard[1:] == [] else [*told, Told("network", "something was asked for", INERT, str(heard[1:]))]


def layers_of_corpus(folder: Path) -> list[Told]:
    """Try every hostile name and text of a plugin on one map."""
    path = folder / "layers.html"
    path.write_text(layered_page(), encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_timeout(300)
        for label in page.locator(".leaflet-interactive").all():
            label.dispatch_event("click")
        page.wait_for_timeout(200)
        ran, body = page.evaluate("[window.sa_ran || [], document.body.innerText]")
        quiet = asked == [path.as_uri()]
    ends = {True: INERT, False: "it ran or is not seen"}
    return [
        Told("layer names and texts of plugins", one.name, INERT,
             ends[quiet and one.number not in ran and str(one.number * 1_000_003) not in body], str(asked[1:]))
        for one in LAYERS
    ]  # fmt: skip


def project_of_corpus(folder: Path) -> tuple[list[Told], Seen]:
    """Publish the hostile project and look at all of it."""
    desk = desk_of_attacks()
    _, site = publish_desk(desk, folder)
    seen = look_at(site / "index.html")
    return judged(desk, site, seen), seen


def main() -> int:
    """Try everything and print the table; 1 where a case did not end as it should."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        told, seen = project_of_corpus(folder / "project")
        told += files_of_corpus(folder / "files") + tried_units(folder / "units") + layers_of_corpus(folder)
    leaked = sum(one.found == "it leaked" for one in told)
    sys.stdout.write(f"{table(told)}\n")
    sys.stdout.write(
        f"cards opened in Chromium: {len(seen.cards)}; requests: {len(seen.requests)}; errors: {len(seen.errors)}\n"
    )
    sys.stdout.write(f"private canaries found: {leaked}; rows lost: {sum(one.found == 'rows lost' for one in told)}\n")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 0 if all(one.good for one in told) and not seen.requests and not seen.errors else 1


if __name__ == "__main__":
    sys.exit(main())
