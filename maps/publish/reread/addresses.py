"""Addresses of other servers in what was written: those that were published, or are constants, and no others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

ADDRESS = re.compile(rb"(?:https?|ftp|wss?|file|gopher|ipfs)://[^\s\"'<>\\^`{}|]{2,}", re.IGNORECASE)
MIDDLE, SCHEME = re.compile(rb"://"), re.compile(rb"(?:https?|ftp|wss?|file|gopher|ipfs)\Z", re.IGNORECASE)
LONGEST_SCHEME = 6
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"@import|url\(\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
FETCHING = ("src", "srcset", "href", "poster", "data", "action", "background", "ping", "formaction", "xlink:href")
# What stands between cells and behind addresses in texts, and may be part of an address as well.
STOPS = re.compile(rb"[,;)\]]")
REFRESH = re.compile(r"url\s*=", re.IGNORECASE)


class _Fetches(HTMLParser):
    """Collects what a browser would fetch by itself; links in text are followed by people, and only when they click."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        given = dict(attrs)
        if tag == "meta" and REFRESH.search(given.get("content") or "") and given.get("http-equiv"):
            self.found.append(given["content"] or "")
        if tag == "a":
            attrs = [(name, value) for name, value in attrs if name == "ping"]
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


def addresses(texts: Iterable[bytes]) -> set[bytes]:
    """List every address that stands in some bytes, without the stops that may follow it in a sentence."""
    return {found.rstrip(b".,;:)]") for text in texts for found in _addresses_in(text)}


def _addresses_in(text: bytes) -> Iterator[bytes]:
    """What `ADDRESS` finds in a text: looked for by its signs in the middle, which hardly stand anywhere else."""
    at = 0
    for hit in MIDDLE.finditer(text):
        if hit.start() < at:
            continue
        begin = max(at, hit.start() - LONGEST_SCHEME)
        scheme = SCHEME.search(text, begin, hit.start())
        if scheme and (found := ADDRESS.match(text, scheme.start())):
            at = found.end()
            yield found[0]


def foreign_addresses(texts: Iterable[bytes], held: set[bytes], *, joined: bool = False) -> list[bytes]:
    """
    List the addresses in the written texts that stand in none of the known ones.

    Parameters
    ----------
    joined
        Whether cells follow each other without anything between them, as in the pages of a database.
    """
    ordered = sorted(held)
    strange = (found for found in addresses(texts) - held if not _is_known(found, held, ordered))
    if joined:
        strange = (found for found in strange if not any(found[:end] in held for end in range(8, len(found))))
    return sorted(strange)


def _is_known(found: bytes, held: set[bytes], ordered: list[bytes]) -> bool:
    """Whether an address is a known one that was cut off by an escape, or that a separator joins with what follows."""
    # Those that begin with it follow it in order.
    first = bisect_left(ordered, found)
    if first < len(ordered) and ordered[first].startswith(found):
        return True
    for stop in STOPS.finditer(found):
        if found[: stop.start()].rstrip(b".,;:)]") in held:
            rest = addresses([found[stop.start() :]]) - held
            return all(_is_known(one, held, ordered) for one in rest)
    return False
