"""Which addresses may be asked: https, a listed host, and a public address behind its name (S7.1).

The connection is made to the address that was checked, not to the name: a name that is looked up twice may lead to
another machine the second time.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import NetFault
from .reach import Reach

PORTS = {"https": 443, "http": 80}
UNICAST = ipaddress.ip_network("2000::/3")
# The addresses by which an IPv6 network reaches IPv4: the last 32 bits are the machine that is meant.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """One request that may be made: where to connect, and what to ask for there."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def target_of(url: str, reach: Reach) -> Target:
    """Return what may be asked for under a URL.

    Raises
    ------
    NetFault
        It is not https, its host is not listed, or the host's name leads to a machine that is not public.
    """
    if not url.isascii() or any(letter <= " " or letter in "\\\x7f" for letter in url):
        raise _refused(url, "holds characters that no address has")
    try:
        parts = urlsplit(url)
        host, given = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _refused(url, "is no address") from None
    if parts.scheme not in PORTS or (parts.scheme == "http" and not reach.loopback):
        raise _refused(url, "is not https")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "holds a user's name")
    if not any(_within(host, parts.path, allowed) for allowed in reach.hosts):
        raise _refused(url, f"leads to {host or 'no host'}, which is not among {', '.join(reach.hosts)}")
    port = given or PORTS[parts.scheme]
    if port != PORTS[parts.scheme] and not reach.loopback:
        raise _refused(url, f"asks for port {port}")
    addresses = _addresses(url, host, port)
    for address in addresses:
        _check(url, address, loopback=reach.loopback, plain=parts.scheme == "http")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, host, port, path, addresses)


def _within(host: str, path: str, allowed: str) -> bool:
    name, _, folder = allowed.partition("/")
    if not folder:
        return host == name
    climbs = ".." in path or "%2e" in path.lower() or "%2f" in path.lower()
    return host == name and path.startswith(f"/{folder}") and not climbs


def _addresses(url: str, host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NetFault(
            f"{url}: the name {host} leads nowhere ({fault}).", hint="Is this machine connected?", passing=True
        ) from fault
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _check(url: str, address: str, *, loopback: bool, plain: bool) -> None:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if loopback and ip.is_loopback:
        return
    if plain:
        raise _refused(url, "is not https")
    if "%" in address or not is_public(ip):
        raise _refused(url, f"leads to {address}, which is no public address")


def is_public(ip: Address) -> bool:
    """Tell whether an address is one of the open internet, and not a way around to a private one.

    >>> [is_public(ipaddress.ip_address(text)) for text in ("8.8.8.8", "10.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    if ip.ipv4_mapped is not None:
        return is_public(ip.ipv4_mapped)
    if ip in TRANSLATED:
        return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in UNICAST and ip.is_global and ip.sixtofour is None and ip.teredo is None


def _refused(url: str, why: str) -> NetFault:
    return NetFault(f"{url}: refused, it {why}.", hint="Nothing was asked there.")
