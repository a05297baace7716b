"""Asking a service through geopy, over the one door to the network; imported only where the extra is installed."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeopyError
from geopy.geocoders import GeoNames, Nominatim, Photon

from data import NetFault, Reach, fetch_bytes

from .service import Service

AGENT = "StrikeAtlas"
MOST_ROWS = 20
UNKNOWN = "answered in a form that is not known."
MOST_MEGABYTES = 4
LONGEST_SECONDS = 20.0
STALL_SECONDS = 10.0
Show = Callable[[str], object]
_USER = re.compile(r"(username=)[^&\s]+")


class Door(BaseSyncAdapter):
    """geopy's requests, made by `data.fetch_bytes`: listed host, checked address, limits, no second try."""

    def __init__(self, *, proxies: object, ssl_context: object, reach: Reach, show: Show | None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._reach, self._show = reach, show

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Fetch an answer as text."""
        show = self._show
        told = None if show is None else lambda address: show(without_user(address))
        answer = fetch_bytes(url, reach=self._reach, accept="application/json", show=told)
        return answer.body.decode("utf-8", errors="replace")

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Fetch an answer as JSON.

        Raises
        ------
        NetFault
            It is something else, such as a page in HTML.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise NetFault(f"{without_user(url)}: the answer is no JSON.", hint="Is that a geocoder?") from None


def ask(service: Service, phrase: str, *, show: Show | None = None) -> list[dict[str, Any]]:
    """
    What a service says to a phrase, as it says it, best first; nothing but the phrase is sent.

    Raises
    ------
    NetFault
        It cannot be reached, is busy, refuses, or answers in a form that is not known.
    """
    reach = Reach(
        hosts=(service.host,), agent=AGENT, megabytes=MOST_MEGABYTES, seconds=LONGEST_SECONDS,
        stall_seconds=STALL_SECONDS, redirects=1, tries=1, loopback=service.on_this_machine,
    )  # fmt: skip
    door = partial(Door, reach=reach, show=show)
    try:
        with warnings.catch_warnings():
            # geopy warns of points off the earth; they are left out where rows are made
            warnings.simplefilter("ignore", UserWarning)
            found = _question(service, door)(phrase, exactly_one=False)
    except NetFault as fault:
        raise NetFault(without_user(fault.message), hint=_advice(fault.status), status=fault.status) from None
    except GeopyError as fault:
        raise NetFault(f"{service.title} refused: {str(fault)[:200] or type(fault).__name__}.") from fault
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise NetFault(f"{service.title} {UNKNOWN}") from fault
    said = [getattr(place, "raw", None) for place in found or []][:MOST_ROWS]
    kept = [row for row in said if isinstance(row, dict)]
    if said and not kept:
        raise NetFault(f"{service.title} {UNKNOWN}")
    return kept


def _question(service: Service, door: Callable[..., Door]) -> Callable[..., Any]:
    common = {"user_agent": AGENT, "adapter_factory": door, "scheme": service.scheme, "domain": service.domain}
    if service.name == "nominatim":
        ask = Nominatim(**common).geocode
        return partial(ask, limit=MOST_ROWS, namedetails=True, addressdetails=True, language="en")
    if service.name == "photon":
        return partial(Photon(**common).geocode, limit=MOST_ROWS, language="en")
    question: Callable[..., Any] = GeoNames(service.user, **common).geocode
    return question


def without_user(text: str) -> str:
    """An address without the name of the user who asks."""
    return _USER.sub(r"\1…", text)


def _advice(status: int | None) -> str:
    if status == 429:
        return "It asks for fewer questions: go on later; what it answered is kept."
    if status in (401, 403):
        return "It refuses this program or user: see its terms."
    return ""
