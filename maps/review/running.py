"""Running the review on a loopback address, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from data import UsageProblem, WorldFault

from ..project import Project
from .guard import LOOPBACK, Sessions
from .opening import open_desk
from .server import Review

IDLE_SECONDS = 5
BACKLOG = 64


@dataclass(frozen=True, slots=True)
class Terms:
    """How a review runs: its port (0: any that is free), its language, and names that no alias may be."""

    port: int = 0
    language: str = "en"
    forbidden: tuple[str, ...] = ()


@dataclass
class Running:
    """A review that is ready to run: its address with a one-time token, and how to run and stop it."""

    review: Review
    server: uvicorn.Server
    socket: socket.socket
    address: str

    def run(self) -> None:
        """Answer until it is stopped; nothing else is started."""
        with self.socket:
            self.server.run(sockets=[self.socket])

    def stop(self) -> None:
        """Let the run end."""
        self.server.should_exit = True


def prepare(
    project: Project, work: Path, *, now: Callable[[], str], announce: Callable[[str], None], terms: Terms = Terms()
) -> Running:
    """
    Make the queues of a project and take a port on loopback; nothing answers before `run`.

    `announce` is told the address for the next reviewer whenever one was used.

    Raises
    ------
    UsageProblem
        There was no build yet, or the port is none.
    WorldFault
        The port is taken.
    """
    held = _bound(terms.port)
    try:
        port = int(held.getsockname()[1])
        sessions = Sessions(language=terms.language, announce=lambda token: announce(_address(port, token)))
        review = Review(open_desk(project, work), sessions, now, port, terms.forbidden)
    except BaseException:
        held.close()
        raise
    config = uvicorn.Config(
        review.app(), log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="off",
        ws="none", timeout_keep_alive=IDLE_SECONDS, timeout_graceful_shutdown=1, loop="asyncio", http="h11",
    )  # fmt: skip
    return Running(review, uvicorn.Server(config), held, _address(port, sessions.new_token()))


def _address(port: int, token: str) -> str:
    # Behind the #: no server, log or referrer sees it.
    return f"http://{LOOPBACK}:{port}/enter#{token}"


def _bound(port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise UsageProblem(f"{port} is no port.", hint="Use one from 1024 to 65535, or leave it out.")
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((LOOPBACK, port))
        # A browser that is opened before the queues are made waits, and is not turned away.
        held.listen(BACKLOG)
    except OSError as fault:
        held.close()
        raise WorldFault(
            f"The port {port} cannot be taken: {fault.strerror}.", hint="Name another: --port 8901"
        ) from fault
    return held
