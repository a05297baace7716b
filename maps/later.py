"""What the front door gives at first use: the page needs folium, which takes longer to load than a place to find."""

from __future__ import annotations

from importlib import import_module
from typing import Any

OF_PAGE = (
    "Credit", "Filters", "FrameColumns", "Headline", "Imagery", "Incidents", "Ledger", "Legend", "StrikeMap", "Swipe",
    "TimeBrush", "Units", "compose_page", "ledger_payload", "read_page", "safe_text", "unit_level", "units_payload",
)  # fmt: skip
HOME = dict.fromkeys(OF_PAGE, ".page") | {"publish_project": ".publish"}


def __getattr__(name: str) -> Any:
    """A name of `maps.page` or `maps.publish`, loaded now."""
    if name not in HOME:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    return getattr(import_module(HOME[name], __package__), name)
