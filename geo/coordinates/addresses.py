"""Addresses of maps on the web: the pin where they hold one, else the middle of the view, which is told.

The middle of a view is where somebody looked, at a scale that the address states; its radius is half of what a small
window shows there. Nothing is fetched: a shortened address holds no coordinate.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .fix import Found
from .forms import pair
from .plain import plain

_ADDRESS = re.compile(r"(?:https?://|\bwww\.|\bmaps\.)[^\s<>\"“”|\x00]+", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_N = r"([+-]?\d{1,3}\.\d+)"
_MORE = re.compile(r"[^\w\s]{1,2}\d")
_PIN = re.compile(rf"!3d{_N}!4d{_N}(?=[!?&#]|/(?!\d)|$)")
# Nothing of a number may be left over: "43.1,18889".
_END = r"(?![\d.]|[^\w\s&#?+]{1,2}\d)"
_KEY = r"(?<=[?&#;,/])"
_LAT = re.compile(rf"{_KEY}(?:m|marker_?)?lat(?:itude)?={_N}{_END}", re.IGNORECASE)
_LON = re.compile(rf"{_KEY}(?:m|marker_?)?(?:lon|lng|long|longitude)={_N}{_END}", re.IGNORECASE)
_ASKED = re.compile(
    rf"{_KEY}(?:q|query|destination|origin|daddr|saddr|point|pos|coords?|marker|location|address)=(?:loc:)?[\s(]*"
    rf"{_N}\s*[,~; ]\s*{_N}{_END}",
    re.IGNORECASE,
)
_PATH = re.compile(rf"(?<=/)(?:loc:)?{_N},\s*{_N}(?=[/?&#]|$)")
_VIEWED = re.compile(rf"{_KEY}(?:ll|sll|center|cp|viewpoint)={_N}[,~ ]\s?{_N}{_END}", re.IGNORECASE)
_SCALE = re.compile(r"[?&#](?:z|zoom|lvl)=(\d{1,2}(?:\.\d+)?)(?![\d.])", re.IGNORECASE)
_AT = re.compile(rf"@{_N},{_N}(?:,(\d+(?:\.\d+)?)([azm])\b)?")
_HASH = re.compile(rf"[#?&/](?:map=)?(\d{{1,2}}(?:\.\d+)?)/{_N}/{_N}{_END}")
# Yandex puts longitude first.
_LON_FIRST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*yandex\.", re.IGNORECASE)
_LON_LAT = re.compile(rf"{_KEY}(ll|pt|whatshere\[point\])={_N},\s?{_N}{_END}", re.IGNORECASE)
METRES_A_PIXEL = 156_543.03392
HALF_WINDOW_PX = 300
STREET_VIEW_M = 100.0
WITHOUT_SCALE_M = 1_000.0
SEEN = ("map_view",)


@dataclass(frozen=True, slots=True)
class _Address:
    """An address with its escaped signs resolved; `offsets` lead back to where each sign stood."""

    text: str
    offsets: tuple[int, ...]
    end: int

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        start, end = match.span()
        return self.offsets[start], self.offsets[end] if end < len(self.offsets) else self.end


def find_addresses(text: str, degrees: Callable[[str], list[Found]]) -> Iterator[tuple[tuple[int, int], list[Found]]]:
    """Each address of a plain text that holds coordinates; `degrees` reads what one spells in degrees and minutes."""
    for match in _ADDRESS.finditer(text):
        address = _resolved(match.group().rstrip(").,;!?'"), match.start())
        found = [] if _MORE.match(text, address.end) else _read(address, degrees)
        if found:
            yield (match.start(), address.end), found


def _resolved(written: str, start: int) -> _Address:
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(written):
        escaped = _ESCAPED.match(written, at)
        end = escaped.end() if escaped else at + 1
        new = _unescaped(escaped.group()) if escaped else " " if written[at] == "+" else written[at]
        letters.append(new)
        offsets.extend([start + at] * len(new))
        at = end
    return _Address("".join(letters), tuple(offsets), start + len(written))


def _unescaped(escaped: str) -> str:
    return plain(bytes.fromhex(escaped.replace("%", "")).decode("utf-8", "replace")).text


def _read(address: _Address, degrees: Callable[[str], list[Found]]) -> list[Found]:
    """The first of: pins, what was asked for, a point in the path, degrees spelt out, and the view."""
    text, zoom = address.text, _zoom(address.text)
    if _LON_FIRST.match(text):
        pairs = sorted(_LON_LAT.finditer(text), key=lambda m: m[1].casefold() == "ll")
        return [_viewed(m[3], m[2], address.span(m), zoom, view=m[1].casefold() == "ll") for m in pairs[:1]]
    for pattern, part in ((_PIN, text), (_ASKED, text), (_PATH, text.partition("?")[0])):
        pins = [pair(m[1], m[2], address.span(m)) for m in pattern.finditer(part)]
        if pins:
            return pins
    lat, lon = _LAT.search(text), _LON.search(text)
    if lat and lon:
        first, last = sorted((lat, lon), key=lambda m: m.start())
        span = (address.span(first)[0], address.span(last)[1])
        pinned = "m" in lat.group().casefold().partition("lat")[0]
        return [_viewed(lat[1], lon[1], span, zoom, view=not pinned and zoom is not None)]
    spelt = [found for found in degrees(text) if found.notation != "decimal"]
    return [_moved(found, address) for found in spelt] if spelt else _views(address)


def _views(address: _Address) -> list[Found]:
    at = _AT.search(address.text)
    if at:
        return [pair(at[1], at[2], address.span(at), least_m=_seen_m(float(at[1]), at[3], at[4]), codes=SEEN)]
    of_hash = _HASH.search(address.text)
    if of_hash:
        least = _seen_m(float(of_hash[2]), of_hash[1], "z")
        return [pair(of_hash[2], of_hash[3], address.span(of_hash), least_m=least, codes=SEEN)]
    match = _VIEWED.search(address.text)
    return [_viewed(match[1], match[2], address.span(match), _zoom(address.text), view=True)] if match else []


def _viewed(lat: str, lon: str, span: tuple[int, int], zoom: str | None, *, view: bool) -> Found:
    least = _seen_m(float(lat), zoom, "z") if view else 0.0
    return pair(lat, lon, span, least_m=least, codes=SEEN if view else ())


def _zoom(text: str) -> str | None:
    match = _SCALE.search(text)
    return match[1] if match else None


def _seen_m(lat: float, scale: str | None, unit: str | None) -> float:
    """Half of what a small window shows: at a zoom level, at a height in metres, or from a street."""
    if scale is None:
        return WITHOUT_SCALE_M
    if unit == "a":
        return STREET_VIEW_M
    if unit == "m":
        return float(scale) / 2
    return HALF_WINDOW_PX * METRES_A_PIXEL * math.cos(math.radians(lat)) / math.pow(2.0, min(float(scale), 23.0))


def _moved(found: Found, address: _Address) -> Found:
    start, end = address.offsets[found.start], address.offsets[found.end - 1] + 1
    return Found(found.lonlat, found.radius_m, found.notation, start, end, found.warnings, found.problem)
