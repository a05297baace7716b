"""A server on this machine that answers as badly as servers do."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Served:
    """One path of the server: what it holds, and how it misbehaves."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Bytes after which the connection is cut, one for each time that it is asked.
    cuts: list[int] = field(default_factory=list)
    drip_seconds: float = 0.0
    ranges: bool = True


@dataclass
class Server:
    """The running server: its paths, and what it was asked."""

    url: str
    paths: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, **kind: Any) -> str:
        """Let the server hold something; the URL of it comes back."""
        self.paths[path] = Served(**kind)
        return self.url + path


@contextlib.contextmanager
def running(context: ssl.SSLContext | None = None, *, name: str = "127.0.0.1") -> Iterator[Server]:
    """Run the server on a free port until the block ends."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    if context is not None:
        http.socket = context.wrap_socket(http.socket, server_side=True)
    server = Server(f"{'https' if context else 'http'}://{name}:{http.server_address[1]}")
    http.held = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        server: Server = self.server.held  # type: ignore[attr-defined]
        server.asked.append((self.path, dict(self.headers)))
        missing = server.paths.get(self.path.partition("?")[0], Served(b"nothing here", 404))
        served = server.paths.get(self.path, missing)
        status, start = served.status, 0
        asked = self.headers.get("Range", "")
        same = self.headers.get("If-Range") in (None, served.headers.get("ETag"), served.headers.get("Last-Modified"))
        if asked and same and served.ranges and status == 200:
            status, start = 206, int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(served.body) - 1}/{len(served.body)}")
        for key, value in {"Content-Length": str(len(served.body) - start), **served.headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self._send(served, start)

    def _send(self, served: Served, start: int) -> None:
        end = served.cuts.pop(0) if served.cuts else len(served.body)
        if not served.drip_seconds:
            self.wfile.write(served.body[start:end])
            return
        for at in range(start, end):
            self.wfile.write(served.body[at : at + 1])
            time.sleep(served.drip_seconds)
