"""The coordinate system that a GeoJSON file names; run by the worker, it imports nothing of ours."""

from __future__ import annotations

import re
from pathlib import Path

# It stands near the beginning or the end; the aliases of WGS 84 are what the format means anyway.
NAMED = re.compile(rb'"crs"\s*:\s*\{[^{}]*\{[^{}]*"name"\s*:\s*"([^"]{1,200})"')
MEANT = re.compile(r"CRS ?84$|\b4326$|WGS ?84$", re.IGNORECASE)
ENDS = 1 << 16


def strange_system(path: Path) -> str:
    """Return the system that a file names, where it is not WGS 84; empty where it names none."""
    with path.open("rb") as file:
        head = file.read(ENDS)
        file.seek(max(path.stat().st_size - ENDS, 0))
        found = NAMED.search(head) or NAMED.search(file.read())
    name = found[1].decode("utf-8", "replace") if found else ""
    return "" if MEANT.search(name) else name
