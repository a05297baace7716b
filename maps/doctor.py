"""The state of the installation, as a list of findings."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from data import swap_folders
from geo import Gazetteer

from .inside import libraries_inside
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
# The oldest library inside a wheel that has the fixes we rely on; an older one is refused (S2.3).
INSIDE = {
    "pyogrio": ("GDAL", "3.8.5"),
    "rasterio": ("GDAL", "3.8.5"),
    "shapely": ("GEOS", "3.11.4"),
    "pyproj": ("PROJ", "9.3.0"),
}
BANNED = ("fiona",)
EXTRAS = {"dask": "distributed", "sql": "psycopg"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _finding(what: str, found: str, *, ok: bool = True, needed: bool = True, hint: str = "") -> dict[str, Any]:
    return {"what": what, "found": found, "ok": ok, "needed": needed, "hint": "" if ok else hint}


def _package(name: str) -> dict[str, Any]:
    try:
        return _finding(name, version(name))
    except PackageNotFoundError:
        return _finding(name, "not installed", ok=False, hint="pip install strikeatlas")


def _parts(version: str) -> tuple[int, ...]:
    """
    A version as numbers that can be compared.

    >>> _parts("3.10.2") > _parts("3.8.5")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _inside() -> list[dict[str, Any]]:
    """What each wheel brings of the libraries that open foreign files, and whether it is old."""
    found = libraries_inside()
    rows = []
    for name, (library, least) in INSIDE.items():
        here = found.get(name, "")
        ok = bool(here) and _parts(here) >= _parts(least)
        hint = f"At least {least} is needed: pip install --upgrade {name}"
        rows.append(_finding(f"{library} inside {name}", here or "not found", ok=ok, hint=hint))
    return rows


def _banned(name: str) -> dict[str, Any]:
    """A package that opens files past our door."""
    there = find_spec(name) is not None
    hint = f"It opens files outside the locked room: pip uninstall {name}"
    return _finding(name, "installed" if there else "not installed, as it should be", ok=not there, hint=hint)


def _extra(extra: str, package: str) -> dict[str, Any]:
    there = find_spec(package) is not None
    hint = f"Where you want it: pip install 'strikeatlas[{extra}]'"
    return _finding(f"extra {extra}", "installed" if there else "not installed", ok=there, needed=False, hint=hint)


def _private_disk() -> dict[str, Any]:
    """Whether this system exchanges two folders in one step, which a site that is replaced relies on."""
    with tempfile.TemporaryDirectory(prefix="strikeatlas-") as name:
        one, other = Path(name, "one"), Path(name, "other")
        one.mkdir()
        other.mkdir()
        done = swap_folders(one, other)
    hint = "A site is replaced in two steps here: a stop between them is mended at the next publication."
    return _finding("exchange of folders", "in one step" if done else "in two steps", ok=done, needed=False, hint=hint)


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
        *_inside(),
        *(_banned(name) for name in BANNED),
        *(_extra(extra, package) for extra, package in EXTRAS.items()),
        _private_disk(),
        _bundle(),
        _gazetteer(),
        _browser(),
    ]
