"""Which service is asked, where it stands, and under which terms."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from data import UsageProblem

_FILE = Path(__file__).with_name("services.toml")
_OPTIONS = {"at", "user"}
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoder: its kind (`name`), where it stands, its terms, and the least seconds between two questions."""

    name: str
    title: str
    address: str
    page: str
    licence: str
    seconds: float
    user: str = ""

    @property
    def scheme(self) -> str:
        """The scheme of its address."""
        return urlsplit(self.address).scheme

    @property
    def domain(self) -> str:
        """Host, port and folder of its address, as geopy wants them."""
        return self.address.partition("://")[2].strip("/")

    @property
    def host(self) -> str:
        """The host that may be asked."""
        return urlsplit(self.address).hostname or ""

    @property
    def on_this_machine(self) -> bool:
        """Whether it is a server of the user's own, on this machine."""
        return self.host in _HERE


def service_of(text: str) -> Service:
    """
    The service that a text names: `nominatim`, `photon`, `geonames?user=NAME`.

    `?at=ADDRESS` names a server of one's own, by https or on this machine.

    >>> service_of("photon").title, service_of("nominatim?at=http://localhost:8080/").domain
    ('Photon', 'localhost:8080')

    Raises
    ------
    UsageProblem
        There is no such service, an option is unknown, or GeoNames is asked without a user's name.
    """
    name, _, rest = text.strip().partition("?")
    table = _table()
    if name not in table:
        near = get_close_matches(name, table, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(table)}."
        raise UsageProblem(f"There is no service '{name}'.", hint=hint)
    options = dict(parse_qsl(rest))
    unknown = sorted(options.keys() - _OPTIONS)
    if unknown:
        raise UsageProblem(f"A service has no option '{unknown[0]}'.", hint="There are: at=ADDRESS and user=NAME.")
    if name == "geonames" and not options.get("user"):
        raise UsageProblem("GeoNames answers to registered users only.", hint="Give it as 'geonames?user=NAME'.")
    entry = table[name]
    return Service(
        name=name,
        title=str(entry["title"]),
        address=_address(options.get("at", str(entry["address"]))),
        page=str(entry["page"]),
        licence=str(entry["licence"]),
        seconds=float(str(entry["seconds"])),
        user=options.get("user", ""),
    )


def _address(text: str) -> str:
    parts = urlsplit(text)
    if not parts.hostname or parts.scheme not in ("https", "http"):
        raise UsageProblem(f"'{text}' is no address of a service.", hint="It begins with https://.")
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise UsageProblem(f"'{text}' is not https.", hint="Only a server on this machine is asked without it.")
    return text


@cache
def _table() -> dict[str, dict[str, object]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
