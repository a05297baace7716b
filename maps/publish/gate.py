"""The gate: what must be so before a site is written, and what must be so of the bytes that were written."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from data import GateRefused

from ..project import Policy
from ..select import Selection

ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"@import|url\(\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
FETCHING = ("src", "srcset", "href", "poster", "data", "action", "background")


class _Fetches(HTMLParser):
    """Collects what a browser would fetch by itself; links in text are followed by people, and only when they click."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        if tag != "a":
            self.found += [value for name, value in attrs if name in FETCHING and value and ELSEWHERE.match(value)]

    def handle_data(self, data: str) -> None:
        if self.style and (match := IN_STYLE.search(data)):
            self.found.append(match.group(0))

    def handle_endtag(self, tag: str) -> None:
        self.style = False


def fetched(page: str) -> list[str]:
    """List the addresses elsewhere that a browser would ask for when it opens a page."""
    parser = _Fetches()
    parser.feed(page)
    parser.close()
    return parser.found


def check_policy(policy: Policy, selection: Selection) -> None:
    """Stop, and say what to decide, where the policy leaves a doubt; raises GateRefused."""
    if not policy.statuses:
        raise GateRefused(
            "The policy names no grades that may be published.",
            hint="List them in publish.statuses, such as 'airwars/confirmed'.",
        )
    if not policy.attribution:
        raise GateRefused("The policy names nobody to whom the data is owed.", hint="Write it in publish.attribution.")
    if not policy.licence:
        raise GateRefused("The policy names no licence for what is published.", hint="Write it in publish.licence.")
    if not len(selection.claims):
        held = selection.held["rule"].value_counts().to_dict()
        raise GateRefused(
            f"Nothing is left to publish; held: {held or 'nothing was read'}.",
            hint="See work/held.csv for each record.",
        )


def _digits(values: np.ndarray, decimals: int) -> bool:
    """Whether any value has more decimals than allowed."""
    values = values[np.isfinite(values)]
    return bool(np.any(np.abs(values - np.round(values, decimals)) > 1e-9))


def check_site(folder: Path, selection: Selection) -> None:
    """
    Read the written files again and refuse them where they hold what the policy withholds.

    The page's payload is decoded: as many incidents as were selected, and no coordinate with more digits than allowed.
    Its markup and styles are searched for addresses that a browser would ask for by itself.

    Raises
    ------
    GateRefused
        With what was found and in which file; the caller destroys the folder.
    """
    from ..page import read_page  # noqa: PLC0415 - loads folium, which only pages need

    text = (folder / "index.html").read_text(encoding="utf-8")
    if found := fetched(text):
        raise GateRefused(f"index.html asks for something elsewhere: {found[0]}.", hint="Nothing was published.")
    page = read_page(text)
    incidents = page.tables["incidents"]
    if len(incidents["lon"]) != len(selection.incidents):
        raise GateRefused(
            "The page does not hold the incidents that were selected.",
            hint="Nothing was published; this is a fault of ours.",
        )
    for name in ("lon", "lat"):
        if _digits(np.asarray(incidents[name], dtype=float), selection.policy.coordinate_decimals):
            raise GateRefused(
                f"The page holds a {name} with more digits than the policy allows.", hint="Nothing was published."
            )
