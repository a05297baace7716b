"""Who may talk to the review server: this machine, by its own name, with the cookie of the one-time link (S7.2)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .words import LANGUAGES

LOOPBACK = "127.0.0.1"
OPEN_PATHS = ("/enter",)
STATIC = "/static/"
MOST_BODY = 256 * 1024
TOKEN_BYTES = 32
SAFE_METHODS = ("GET", "HEAD")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}


@dataclass
class Session:
    """One reviewer's browser: the secret of its forms, the alias, the language, and what it decided last."""

    csrf: str
    alias: str = ""
    language: str = LANGUAGES[0]
    decided: list[list[str]] = field(default_factory=list)
    told: str = ""


class Sessions:
    """Tokens that were handed out and not used yet, and the sessions that came of them."""

    def __init__(self, *, language: str = LANGUAGES[0], announce: Callable[[str], None] = lambda token: None) -> None:
        self._tokens: set[str] = set()
        self._held: dict[str, Session] = {}
        self._language, self._announce = language, announce

    def new_token(self) -> str:
        """Make a token that opens one session, once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._tokens.add(token)
        return token

    def enter(self, token: str) -> str | None:
        """Exchange a token for the name of a session; it is used up, and the next one is announced."""
        found = next((held for held in self._tokens if hmac.compare_digest(held.encode(), token.encode())), None)
        if found is None:
            return None
        self._tokens.discard(found)
        name = secrets.token_urlsafe(TOKEN_BYTES)
        self._held[name] = Session(secrets.token_urlsafe(TOKEN_BYTES), language=self._language)
        self._announce(self.new_token())
        return name

    def of(self, name: str | None) -> Session | None:
        """The session with this name."""
        return self._held.get(name or "")


class Guard:
    """The first thing that every request meets; what it refuses never reaches a page."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions, port: int) -> None:
        self.app, self.sessions, self.port = app, sessions, port
        self.hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        self.cookie = cookie_name(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its session, or answer it with a refusal."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        status, why = self.refused(request)
        outgoing = _with_headers(send, static=request.url.path.startswith(STATIC) and not status)
        if status:
            await _refuse(outgoing, status, why)
            return
        scope["session"] = self.sessions.of(request.cookies.get(self.cookie))
        await self.app(scope, _limited(receive), outgoing)

    def refused(self, request: Request) -> tuple[int, str]:
        """The status and reason of a refusal; (0, "") where the request may pass."""
        host = request.headers.get("host", "")
        if host not in self.hosts:
            return 421, "This server answers to its own name alone."
        if not _local(request):
            return 403, "This server answers its own machine alone."
        if request.method not in (*SAFE_METHODS, "POST"):
            return 405, "There is no such request here."
        if not self._own_page(request, host):
            return 403, "This request comes from another page."
        if request.method == "POST" and not _short(request):
            return 413, "The request is too long."
        return self._unknown(request)

    def _unknown(self, request: Request) -> tuple[int, str]:
        path = request.url.path
        known = self.sessions.of(request.cookies.get(self.cookie))
        if known is None and path not in OPEN_PATHS and not path.startswith(STATIC):
            return 401, "Open the link that the command printed: it lets this browser in, once."
        return 0, ""

    @staticmethod
    def _own_page(request: Request, host: str) -> bool:
        """Whether a page of this server asks, or, where nothing is changed, a person by the address line."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if request.method in SAFE_METHODS:
            return site in (None, "none", "same-origin") or request.url.path in OPEN_PATHS
        if site not in (None, "same-origin"):
            return False
        # A browser that names no origin must at least say that the page is its own.
        return origin == f"http://{host}" if origin is not None else site == "same-origin"


def cookie_name(port: int) -> str:
    """Cookies know no ports: each server has a name of its own."""
    return f"strikeatlas_review_{port}"


def _short(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= MOST_BODY


def _local(request: Request) -> bool:
    return request.client is None or request.client.host in (LOOPBACK, "::1", "testclient")


def _limited(receive: Receive) -> Receive:
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > MOST_BODY else message

    return limited


def _with_headers(send: Send, *, static: bool) -> Send:
    caching = "private, max-age=3600" if static else "no-store"

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {**HEADERS, "cache-control": caching}
            kept = [(name, value) for name, value in message["headers"] if name.decode().lower() not in own]
            message = {**message, "headers": [*kept, *((name.encode(), value.encode()) for name, value in own.items())]}
        await send(message)

    return told


async def _refuse(send: Send, status: int, why: str) -> None:
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
