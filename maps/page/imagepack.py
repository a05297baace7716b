"""Images packed for the page's script: pictures, pyramids of tiles, and what is known of how they were taken."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data import UsageProblem
from geo import Box
from layers import Acquired, Archive, Overlay, Picture, iso_date

from ..payload import encode

TOLD = ("date", "date_from", "sensor", "off_nadir_deg", "cloud_percent", "pixel_m")
TILES = "application/vnd.pmtiles"
# What a page must be let ask for whose tiles lie beside it.
BESIDE = ("connect-src", "'self'")


@dataclass(frozen=True)
class Credit:
    """What stands beside an image: its title in each language, whose it is, and what may be done with it."""

    title: str = ""
    title_ar: str = ""
    credit: str = ""
    licence: str = ""


NOBODY = Credit()


@dataclass(frozen=True)
class Tiles:
    """A pyramid that goes with a picture: packed into the page, or with its address where it lies beside the page."""

    path: Path
    url: str = ""


@dataclass(frozen=True)
class ImageBlock:
    """A packed image, and what its page must be let ask for: pairs of a directive and an address."""

    payload: bytes
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> bool:
        """Whether tiles of it lie beside the page."""
        return BESIDE in self.sources


def check_size(pictures: Sequence[Overlay], megabytes: float) -> None:
    """Refuse pictures that would make a page heavy; raises UsageProblem."""
    size = sum(one.picture.size for one in pictures) / 1_000_000
    if size > megabytes:
        raise UsageProblem(
            f"The pictures of {pictures[0].source} take {size:.1f} MB, more than the {megabytes:g} of a page.",
            hint="Use a smaller size, extent or quality, or make tiles of it: strikeatlas tiles.",
        )


def check_beside(address: str) -> str:
    """Return an address relative to the page; raises UsageProblem for any other, which the page would not ask for."""
    if address.startswith("/") or "\\" in address or ":" in address or ".." in address.split("/"):
        raise UsageProblem(
            f"'{address}' does not lie beside the page.", hint="Give an address relative to it, as tiles/after.pmtiles."
        )
    return address


def archive_picture(archive: Archive, *, date: str = "") -> Overlay:
    """A pyramid as an image without a picture of its own; its date is the given one, or that it was made with."""
    west, south, east, north = archive.box
    taken = Acquired(date=iso_date(date or archive.date), date_from="given") if date or archive.date else Acquired()
    return Overlay(Picture(b"", TILES), Box(west, south, east, north), 0, 0, taken, archive.path.name)


def image_block(
    pictures: Sequence[tuple[str, Overlay]],
    credit: Credit,
    *,
    opacity: float = 1.0,
    days: int | None = None,
    tiles: Mapping[str, Tiles] | None = None,
) -> ImageBlock:
    """
    Pack one image, or a pair with its difference, for the page's script.

    No path and no name of a file goes in: only what the caller says of the image, and what its metadata say of how it
    was taken.

    Parameters
    ----------
    pictures
        Each with its role: image; or before, after and difference.
    tiles
        Pyramids by role.
    """
    if not 0 <= opacity <= 1:
        raise UsageProblem(f"An opacity of {opacity:g} is none.", hint="Use 0 to 1.")
    held = dict(tiles or {})
    meta = {
        "version": 1,
        "kind": "swipe" if len(pictures) > 1 else "image",
        "title": {"en": credit.title, "ar": credit.title_ar or credit.title},
        "opacity": opacity,
        "days": days,
        "pictures": [_told(role, one, credit) for role, one in pictures],
    }
    beside = any(one.url for one in held.values())
    payload = encode({}, [_row(one, held.get(role)) for role, one in pictures], meta=meta)
    return ImageBlock(payload, (BESIDE,) if beside else ())


def _row(one: Overlay, tiles: Tiles | None) -> dict[str, Any]:
    if tiles is not None and not tiles.url:
        return {"type": TILES, "data": _text(tiles.path.read_bytes()), "mask": ""}
    row = {"type": one.picture.media_type, "data": _text(one.picture.data), "mask": _text(one.picture.mask)}
    if tiles is None:
        return row
    return row | {"url": check_beside(tiles.url), "bytes": tiles.path.stat().st_size}


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _told(role: str, one: Overlay, credit: Credit) -> dict[str, Any]:
    box, how = one.bounds, asdict(one.acquired)
    legend = None if one.legend is None else {**asdict(one.legend), "colours": list(one.legend.colours)}
    pixel = None if how["pixel_m"] is None else float(f"{how['pixel_m']:.3g}")
    return {
        "role": role,
        "bounds": [round(edge, 9) for edge in (box.west, box.south, box.east, box.north)],
        **{name: how[name] for name in TOLD},
        "pixel_m": pixel,
        "credit": credit.credit,
        "licence": credit.licence,
        "legend": legend,
    }
