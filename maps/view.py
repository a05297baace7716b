"""A private page around images alone, without a project file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from geo import Box
from layers import Look, Overlay, RasterLimits, overlay, pair

from .page import (
    Credit,
    Image,
    PageHead,
    StrikeMap,
    check_size,
    image_payload,
    pair_pictures,
    tiles_payload,
    write_page,
)

SHELL = "imagery.html.jinja"
NEAREST = 21


@dataclass(frozen=True)
class Ask:
    """What is to be shown: an image, or with `after` a pair, their dates, whose they are, and how they are drawn."""

    image: Path
    after: Path | None
    dates: tuple[str, str]
    difference: bool
    credit: Credit
    look: Look
    crs: str | None
    limits: RasterLimits


def overlay_page(ask: Ask, *, megabytes: float) -> tuple[str, dict[str, Any]]:
    """
    Return a page as text, and what is told of its pictures.

    Raises
    ------
    UsageProblem
        A file, a date or a setting cannot be used, or the pictures are too large.
    InputRefused
        A file cannot be read or placed.
    """
    credit = ask.credit if ask.credit.title else replace(ask.credit, title=ask.image.stem)
    if ask.image.suffix == ".pmtiles":
        payload, box = tiles_payload(ask.image, credit, date=ask.dates[0], megabytes=megabytes)
        return _page(ask, payload, [box]), {"pictures": [], "days": None}
    days = None
    if ask.after is None:
        pictures = [("image", overlay(ask.image, date=ask.dates[0], look=ask.look, crs=ask.crs, limits=ask.limits))]
    else:
        found = pair(ask.image, ask.after, dates=ask.dates, look=ask.look, difference=ask.difference, limits=ask.limits)
        pictures, days = pair_pictures(found), found.days
    check_size([one for _, one in pictures], megabytes)
    page = _page(ask, image_payload(pictures, credit, days=days), [one.bounds for _, one in pictures])
    return page, {"pictures": [_told(role, one) for role, one in pictures], "days": days}


def _page(ask: Ask, payload: bytes, seen: list[Box]) -> str:
    west, south = min(box.west for box in seen), min(box.south for box in seen)
    view = (west, south, max(box.east for box in seen), max(box.north for box in seen))
    strike_map = StrikeMap(view=view, max_zoom=NEAREST, min_zoom=2)
    Image(payload, fit=True).add_to(strike_map)
    return write_page(strike_map, PageHead(ask.credit.title or ask.image.stem, preview=True), shell_name=SHELL)


def _told(role: str, one: Overlay) -> dict[str, Any]:
    box = one.bounds
    return {
        "role": role,
        "source": one.source,
        **asdict(one.acquired),
        "bounds": [box.west, box.south, box.east, box.north],
        "width": one.width,
        "height": one.height,
        "bytes": one.picture.size,
        "media_type": one.picture.media_type,
        "legend": None if one.legend is None else asdict(one.legend),
        "notes": list(one.notes),
    }
