"""A sheet of small pictures of the scenes that a catalogue has, before and after a day."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pandas as pd

from data import NetFault, fetch_bytes
from layers import Wish, reach_of

from .page import bundle_text, content_policy, finished, shell
from .tables import plain

KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
MOST_MEGABYTES, MOST_SCENES = 3, 60


def contact_sheet(found: pd.DataFrame, wish: Wish, *, show: Callable[[str], object] | None = None) -> str:
    """
    Return a page with the small picture of each scene; one that does not come leaves its place empty.

    The pictures are fetched now and lie in the page, which asks nothing of anyone.
    """
    rows = [_scene(row, show) for row in found.head(MOST_SCENES).to_dict("records")]
    style = bundle_text("imagery.css")
    return shell("scenes.html.jinja").render(
        csp=content_policy([], [style]),
        style=finished(style),
        around=wish.around,
        place=f"{wish.at.lat:.4f}, {wish.at.lon:.4f}",
        before=[row for row in rows if row["when"] == "before"],
        after=[row for row in rows if row["when"] != "before"],
    )


def _scene(row: dict[str, Any], show: Callable[[str], object] | None) -> dict[str, Any]:
    told = {name: plain(value) for name, value in row.items()}
    return told | {"picture": _picture(str(told["preview"] or ""), show)}


def _picture(address: str, show: Callable[[str], object] | None) -> str:
    """A small picture as a data address; empty where there is none, or it is none."""
    if not address:
        return ""
    try:
        data = fetch_bytes(address, reach=reach_of(address, megabytes=MOST_MEGABYTES), accept="image/*", show=show).body
    except NetFault:
        return ""
    kind = next((kind for head, kind in KINDS.items() if data.startswith(head)), "")
    return f"data:{kind};base64,{b64encode(data).decode()}" if kind else ""
