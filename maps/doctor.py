"""The state of the installation, as a list of findings."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from geo import Gazetteer

from .version import strikeatlas_version

NEEDED = (
    "pandas",
    "pyarrow",
    "pandera",
    "pyogrio",
    "pyproj",
    "shapely",
    "rapidfuzz",
    "mgrs",
    "geopandas",
    "folium",
    "jinja2",
    "typer",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _finding(what: str, found: str, *, ok: bool = True, needed: bool = True, hint: str = "") -> dict[str, Any]:
    return {"what": what, "found": found, "ok": ok, "needed": needed, "hint": "" if ok else hint}


def _package(name: str) -> dict[str, Any]:
    try:
        return _finding(name, version(name))
    except PackageNotFoundError:
        return _finding(name, "not installed", ok=False, hint="pip install strikeatlas")


def _bundle() -> dict[str, Any]:
    from .page import bundle_file  # noqa: PLC0415 - loads folium, which only pages need

    path = bundle_file("atlas.js")
    if path.exists():
        return _finding("page bundle", f"{path.stat().st_size // 1024} kB")
    return _finding(
        "page bundle",
        "not built",
        ok=False,
        hint="Install StrikeAtlas again: pip install -e . (the build needs the npm registry).",
    )


def _gazetteer() -> dict[str, Any]:
    return _finding("embedded gazetteer", f"{len(Gazetteer.embedded().places)} places")


def _browser() -> dict[str, Any]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    hint = "Only the browser tests need it: install Chromium."
    return _finding("Chromium", path or "not found", ok=path is not None, needed=False, hint=hint)


def examine() -> list[dict[str, Any]]:
    """Return findings: what, found, ok, needed, hint; nothing is changed and nothing is asked of the network."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return [
        _finding("strikeatlas", strikeatlas_version()),
        _finding("Python", python, ok=sys.version_info >= (3, 11), hint="StrikeAtlas needs Python 3.11 or newer."),
        *(_package(name) for name in NEEDED),
        _bundle(),
        _gazetteer(),
        _browser(),
    ]
