"""A small STAC catalogue on this machine, with scenes that the test made; it writes down what it is asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Catalogue:
    """The address, the scenes, the folder of their files, and every path that was asked for."""

    url: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    folder: Path = Path()
    asked: list[str] = field(default_factory=list)
    answer: bytes | None = None
    page: int = 2

    def reply(self, path: str) -> tuple[int, bytes]:
        """Answer a search, page by page, or give a file."""
        parts = urlsplit(path)
        if parts.path == "/search":
            if self.answer is not None:
                return 200, self.answer
            start = int(parse_qs(parts.query).get("token", ["0"])[-1])
            links = []
            if start + self.page < len(self.items):
                links = [{"rel": "next", "href": f"{self.url}/search?{parts.query}&token={start + self.page}"}]
            found = {"type": "FeatureCollection", "features": self.items[start : start + self.page], "links": links}
            return 200, json.dumps(found).encode()
        file = self.folder / parts.path.lstrip("/")
        return (200, file.read_bytes()) if file.is_file() else (404, b"")


@contextmanager
def catalogue(folder: Path) -> Iterator[Catalogue]:
    """Serve a catalogue on the loopback while the block runs."""
    held = Catalogue(folder=folder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(self.path)
            status, body = held.reply(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


def scene(held: Catalogue, name: str, day: str, box: tuple[float, float, float, float], **told: Any) -> dict[str, Any]:
    """Add a scene whose footprint is a box."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    item = {
        "type": "Feature",
        "id": name,
        "collection": "valdria-1",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"datetime": f"{day}T08:11:00Z", "license": "CC-BY-4.0", "gsd": 10} | told,
        "assets": {
            "visual": {"href": f"{held.url}/{name}.tif", "type": "image/tiff; application=geotiff"},
            "thumbnail": {"href": f"{held.url}/{name}.png", "type": "image/png"},
        },
    }
    held.items.append(item)
    return item
