"""How far a request may go: which hosts, how much, how long."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version


def user_agent() -> str:
    """Return the name under which we ask."""
    try:
        return f"StrikeAtlas/{version('strikeatlas')}"
    except PackageNotFoundError:
        return "StrikeAtlas"


@dataclass(frozen=True, slots=True)
class Reach:
    """What one fetch may do; every redirect must lead to one of its hosts too.

    Parameters
    ----------
    hosts
        The only names that are asked, in full: there is no wildcard. One that many share can be narrowed to what
        lies below a folder: "files.example.org/ours/".
    agent
        The User-Agent; our name and version where left out.
    megabytes
        The most that an answer may hold.
    seconds
        The longest that the whole fetch may take, all tries together.
    stall_seconds
        The longest silence: connecting, or between two pieces of an answer.
    redirects
        How often an answer may point elsewhere.
    tries
        How often a cut or a busy server is asked again, with a growing pause of `pause_seconds`.
    loopback
        Lets names lead to this machine, with or without TLS. Only for a server of one's own, such as in a test.
    """

    hosts: tuple[str, ...]
    agent: str = ""
    megabytes: int = 1024
    seconds: float = 1800.0
    stall_seconds: float = 30.0
    redirects: int = 5
    tries: int = 3
    pause_seconds: float = 1.0
    loopback: bool = False
