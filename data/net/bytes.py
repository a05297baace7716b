"""Small answers, held in memory."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ..errors import NetFault
from .again import again
from .exchange import MEGABYTE, Reply, Show, ask
from .reach import Reach


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the URL that gave it at last, its kind as stated, the bytes."""

    url: str
    content_type: str
    body: bytes


def fetch_bytes(url: str, *, reach: Reach, accept: str = "*/*", show: Show | None = None) -> Answer:
    """Fetch a small answer, such as the JSON of a service.

    Parameters
    ----------
    url
        An https address of a host that `reach` names.
    reach
        Hosts and limits.
    accept
        The kinds of answer that are wanted.
    show
        Called with every address before it is asked.

    Raises
    ------
    NetFault
        The address may not be asked, a limit was passed, or the server did not answer with success.
    """
    until = time.monotonic() + reach.seconds

    def once() -> Answer:
        with ask(url, reach, until=until, headers={"Accept": accept}, show=show) as reply:
            return Answer(reply.url, reply.headers.get("content-type", ""), _body(reply, reach))

    return again(once, reach, until=until)


def _body(reply: Reply, reach: Reach) -> bytes:
    held = bytearray()
    refuse_larger(reply.url, reply.length() or 0, reach)
    for block in reply.blocks():
        held += block
        refuse_larger(reply.url, len(held), reach)
    length = reply.length()
    if length is not None and len(held) != length:
        raise NetFault(f"{reply.url}: cut after {len(held)} of {length} bytes.", passing=True)
    return bytes(held)


def refuse_larger(url: str, size: int, reach: Reach) -> None:
    """Hold an answer to the limit of its size.

    Raises
    ------
    NetFault
        It is larger.
    """
    if size > reach.megabytes * MEGABYTE:
        raise NetFault(f"{url}: more than {reach.megabytes} megabytes.", hint="Raise the limit if it can be trusted.")
