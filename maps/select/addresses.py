"""Addresses that may be told: on the public web, and without a password or a key in them (S6.4, S6.5)."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

# Names that stand for a machine of one's own or of one's own network (RFC 6761, 6762, 8375, and what routers use).
OWN_NAMES = re.compile(
    r"(?:^|\.)(?:localhost|local|localdomain|internal|intranet|intra|private|corp|lan|home|home\.arpa)$"
)
NUMBERED = re.compile(r"(?:^|\.)(?:\d+|0x[\da-f]*)$")
# Words by which an address hands over who asks, or what opens the door.
KEY = re.compile(
    r"(?i)(?:^|[?&;#/])(?:[\w.-]*(?:token|secret|passw(?:or)?d|signature|credential|api[_-]?key|access[_-]?key|"
    r"session(?:_?id)?|sessid)|pwd|sig|auth|jwt|key|sid)=[^&;#]{4,}"
)
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
NOT_PUBLIC = "Address withheld: it is none of the public web."
OPENS = "Address withheld: it holds a password or a key."


@cache
def untellable(address: str) -> str | None:
    """
    Why an address may not be told; None where it may.

    >>> untellable("https://watch.example/1"), untellable("file:///home/desk/1.pdf")
    (None, 'Address withheld: it is none of the public web.')
    >>> untellable("https://desk:pass@watch.example/1")
    'Address withheld: it holds a password or a key.'
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return NOT_PUBLIC
    if parts.scheme.lower() not in ("http", "https") or not _is_public(host):
        return NOT_PUBLIC
    return OPENS if _opens(parts) else None


def _is_public(host: str) -> bool:
    # No number ends in a letter beyond f, so that most names need not be tried as one.
    if host[-1:] in HEXADECIMAL or ":" in host:
        try:
            return ip_address(host).is_global
        except ValueError:
            pass
    # A number written another way (0x7f.1, 2130706433) is an address of a machine as well, and no name.
    return "." in host and not OWN_NAMES.search(host) and not NUMBERED.search(host)


def _opens(parts: SplitResult) -> bool:
    rest = unquote(f"{parts.path}?{parts.query}#{parts.fragment}")
    return "@" in parts.netloc or ("=" in rest and KEY.search(rest) is not None)
