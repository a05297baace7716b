"""Online layers: tiles that the reader's browser asks a server elsewhere for, by XYZ or WMTS, once switched on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import process

from data import UsageProblem
from layers import iso_date

from ..payload import encode
from .imagepack import NOBODY, Credit, ImageBlock
from .imagery import Image

FILE = Path(__file__).with_name("online.toml")
# Names that WMTS and other services give to what Leaflet calls z, y and x.
SAME = {
    "TileMatrix": "z", "TileRow": "y", "TileCol": "x", "level": "z", "row": "y", "col": "x", "zoom": "z",
}  # fmt: skip
WANTED = {"z", "x", "y"}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}", re.IGNORECASE)
PART = re.compile(r"\{(-?\w+)\}")
RELEASE = re.compile(r"[A-Za-z0-9._-]{1,40}")
WORLD = (-180.0, -85.0, 180.0, 85.0)
USUAL_ZOOMS, MOST_ZOOM = (0, 19), 24


@dataclass(frozen=True)
class Server:
    """A template of addresses, the host that answers them, whose its images are, and the zooms that it has."""

    url: str
    host: str
    credit: str = ""
    licence: str = ""
    zooms: tuple[int, int] = USUAL_ZOOMS


@cache
def online_providers() -> dict[str, Any]:
    """The online layers that are known by name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def server_of(url: str = "", *, provider: str = "", release: str = "") -> Server:
    """
    Return the server of an online layer: a known provider, with the release that is wanted, or a template of one's own.

    >>> server_of("https://tiles.example.org/wmts/{TileMatrix}/{TileRow}/{TileCol}.jpg").url
    'https://tiles.example.org/wmts/{z}/{y}/{x}.jpg'

    Raises
    ------
    UsageProblem
        There is no such provider, or the address is no template of one https server.
    """
    if bool(url) == bool(provider):
        raise UsageProblem("An online layer needs a url, or a provider.", hint="Give one of the two.")
    if not provider:
        return _server(url)
    known = online_providers()
    if provider not in known:
        nearest = process.extractOne(provider, list(known))
        hint = f"Did you mean '{nearest[0]}'?" if nearest else ""
        raise UsageProblem(f"There is no online provider '{provider}'.", hint=hint)
    if not RELEASE.fullmatch(release):
        hint = f"See {known[provider]['about']}: it lists them."
        raise UsageProblem(f"{provider} shows a release, and '{release}' is none.", hint=hint)
    told = known[provider]
    found = _server(str(told["url"]).replace("{release}", release))
    first, last = told["zooms"]
    return Server(found.url, found.host, told["credit"], told["licence"], (first, last))


def _server(url: str) -> Server:
    hint = "Such as https://tiles.example.org/{z}/{x}/{y}.png, or with {TileMatrix}, {TileRow}, {TileCol} of WMTS."
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.username or parts.password or not HOST.fullmatch(parts.hostname or ""):
        raise UsageProblem(f"'{url}' is no address of one https server.", hint=hint)
    if re.search(r"[\s\"\'<>\\\\;,]", url) or (parts.netloc != parts.hostname and not parts.port):
        raise UsageProblem(f"'{url}' has signs in it that no address has.", hint=hint)
    template = PART.sub(lambda found: "{" + SAME.get(found.group(1), found.group(1)) + "}", url)
    names = [name.replace("-y", "y") for name in PART.findall(template)]
    if sorted(names) != sorted(WANTED) or "{" in PART.sub("", template) or "}" in PART.sub("", template):
        raise UsageProblem(f"'{url}' is no template of tiles in Web Mercator.", hint=hint)
    return Server(template, parts.netloc.lower())


def online_block(
    server: Server,
    credit: Credit,
    *,
    released: str = "",
    date: str = "",
    opacity: float = 1.0,
    extent: tuple[float, ...] = (),
) -> ImageBlock:
    """
    Pack an online layer for the page's script; the page's policy will name its server, and no other.

    Raises
    ------
    UsageProblem
        A date is none, or the opacity or the extent.
    """
    if not 0 <= opacity <= 1:
        raise UsageProblem(f"An opacity of {opacity:g} is none.", hint="Use 0 to 1.")
    first, last = server.zooms
    if not 0 <= first <= last <= MOST_ZOOM:
        raise UsageProblem(f"Zooms {first} to {last} are none.", hint=f"Use 0 to {MOST_ZOOM}, the farthest first.")
    box = tuple(extent) or WORLD
    if len(box) != 4 or not (-180 <= box[0] < box[2] <= 180 and -90 <= box[1] < box[3] <= 90):
        raise UsageProblem("The extent of an online layer is none.", hint="Give west, south, east, north in degrees.")
    told: Mapping[str, Any] = {
        "role": "online",
        "bounds": list(box),
        "date": iso_date(date) if date else "",
        "date_from": "given" if date else "",
        "sensor": "",
        "off_nadir_deg": None,
        "cloud_percent": None,
        "pixel_m": None,
        "credit": credit.credit or server.credit,
        "licence": credit.licence or server.licence,
        "legend": None,
        "released": iso_date(released) if released else "",
        "host": server.host,
    }
    meta = {
        "version": 1,
        "kind": "online",
        "title": {"en": credit.title or server.host, "ar": credit.title_ar or credit.title or server.host},
        "opacity": opacity,
        "days": None,
        "pictures": [told],
    }
    row = {"type": "online", "data": "", "mask": "", "url": server.url, "zooms": list(server.zooms)}
    return ImageBlock(encode({}, [row], meta=meta), (("img-src", f"https://{server.host}"),))


class Online(Image):
    """
    Tiles of a server elsewhere on a folium map, off until the reader switches them on; the server then sees where.

    The day of a release is not that on which an image was taken: `released` is told as such, with that caution, and
    `date` is for layers of a single day alone.

    Parameters
    ----------
    url : str
        Template with {z}, {x} and {y}, or {TileMatrix}, {TileRow} and {TileCol} of WMTS; https, one server.
    provider, release : str
        In its place a known provider, see `online_providers`, and which of its releases.
    released : str
        The day on which the provider released it.
    date : str
        The day on which all of it was taken, where that is known.
    credit : Credit
        Title, whose images they are, licence; those of a known provider where left out.
    opacity : float
        0 to 1.

    Raises
    ------
    UsageProblem
        It is no template of one https server, or a date is none.
    """

    def __init__(
        self,
        url: str = "",
        *,
        provider: str = "",
        release: str = "",
        released: str = "",
        date: str = "",
        credit: Credit = NOBODY,
        opacity: float = 1.0,
    ) -> None:
        server = server_of(url, provider=provider, release=release)
        super().__init__(online_block(server, credit, released=released, date=date, opacity=opacity))
