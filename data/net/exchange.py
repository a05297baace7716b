"""One request and its answer, redirects included; every limit is held here."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from ..errors import NetFault
from .addresses import Target, target_of
from .reach import Reach, user_agent

BLOCK, MEGABYTE = 1 << 16, 1 << 20
MOVED = frozenset({301, 302, 303, 307, 308})
# A server that says one of these may answer another time.
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
Show = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer whose head has come: what it says of itself, and its body, piece by piece."""

    url: str
    status: int
    headers: Mapping[str, str]
    blocks: Callable[[], Iterator[bytes]]

    def length(self) -> int | None:
        """Return the length of the body as the head states it."""
        stated = self.headers.get("content-length", "")
        return int(stated) if stated.isdecimal() else None


@contextmanager
def ask(
    url: str, reach: Reach, *, until: float, headers: Mapping[str, str] | None = None, show: Show | None = None
) -> Iterator[Reply]:
    """Ask for a URL, follow what it points to, and give the answer while the connection is open.

    `until` is on the monotonic clock. Each address is checked, and shown, before it is asked.

    Raises
    ------
    NetFault
        An address may not be asked, a limit was passed, the connection failed, or the answer is no success.
    """
    for _ in range(reach.redirects + 1):
        target = target_of(url, reach)
        if show is not None:
            show(url)
        with _connected(target, reach, until) as connection:
            with _told(target, reach, until):
                answer = _answer(connection, target, reach, headers or {})
            place = answer.headers.get("location")
            if answer.status in MOVED and place:
                url = urljoin(url, place)
                continue
            _check_status(target, answer, parts="Range" in (headers or {}))
            _check_encoding(target, answer)
            held = {name.lower(): value for name, value in answer.headers.items()}
            yield Reply(url, answer.status, held, partial(_blocks, answer, target, reach, until))
            return
    raise NetFault(f"{url}: more than {reach.redirects} redirects.", hint="Is the address still the right one?")


@contextmanager
def _connected(target: Target, reach: Reach, until: float) -> Iterator[HTTPConnection]:
    """Hold a connection to a checked address; it is torn down when the time is over, whatever it is doing."""
    connection = _connection(target, target.addresses[0], reach, until)
    for address in target.addresses:
        connection = _connection(target, address, reach, until)
        try:
            with _told(target, reach, until), _alarm(connection, until):
                connection.connect()
            break
        except NetFault:
            connection.close()
            if address == target.addresses[-1] or time.monotonic() >= until:
                raise
    try:
        with _alarm(connection, until):
            yield connection
    finally:
        connection.close()


def _connection(target: Target, address: str, reach: Reach, until: float) -> HTTPConnection:
    wait = max(0.01, min(reach.stall_seconds, until - time.monotonic()))
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=wait)
    context = ssl.create_default_context()
    return HTTPSConnection(
        address,
        target.port,
        timeout=wait,
        ssl_context=context,
        server_hostname=target.host,
    )


@contextmanager
def _alarm(connection: HTTPConnection, until: float) -> Iterator[None]:
    """Shut the socket when the time is over: a server that drips a byte at a time never runs into a timeout."""

    def shut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _told(target: Target, reach: Reach, until: float) -> Iterator[None]:
    """Say in our words how the network failed."""
    try:
        yield
    except ssl.SSLCertVerificationError as fault:
        raise NetFault(
            f"{target.url}: the certificate does not stand for {target.host} ({fault.verify_message}).",
            hint="Somebody may stand in between; nothing was taken.",
        ) from fault
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as fault:
        if time.monotonic() >= until:
            raise NetFault(f"{target.url}: it took longer than {reach.seconds:g} seconds.") from fault
        raise NetFault(f"{target.url}: the connection failed ({_reason(fault)}).", passing=True) from fault


def _reason(fault: BaseException) -> str:
    return str(fault).partition("): ")[2] or str(fault) or type(fault).__name__


def _answer(connection: HTTPConnection, target: Target, reach: Reach, headers: Mapping[str, str]) -> BaseHTTPResponse:
    own = {
        "Host": target.host_header,
        "User-Agent": reach.agent or user_agent(),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request(
        "GET",
        target.path,
        headers={**own, **headers},
        preload_content=False,
        decode_content=False,
        enforce_content_length=False,  # whoever takes the body counts it, and says how far it came
    )
    return connection.getresponse()


def _check_status(target: Target, answer: BaseHTTPResponse, *, parts: bool) -> None:
    if answer.status == 200 or (parts and answer.status == 206):
        return
    raise NetFault(
        f"{target.url}: the server answered {answer.status} {answer.reason or ''}".rstrip() + ".",
        status=answer.status,
        passing=answer.status in BUSY,
    )


def _check_encoding(target: Target, answer: BaseHTTPResponse) -> None:
    """Refuse what was packed on the way: a packed answer has another hash, and may be a bomb."""
    packed = answer.headers.get("content-encoding", "identity")
    if packed.lower() not in ("", "identity"):
        raise NetFault(f"{target.url}: the answer is packed as {packed}, which was not asked for.")


def _blocks(answer: BaseHTTPResponse, target: Target, reach: Reach, until: float) -> Iterator[bytes]:
    with _told(target, reach, until):
        while block := answer.read1(BLOCK):
            if time.monotonic() >= until:
                raise TimeoutError
            yield block
    if time.monotonic() >= until:
        raise NetFault(f"{target.url}: it took longer than {reach.seconds:g} seconds.")
