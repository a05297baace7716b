"""Libraries of folium's own elements, out of the bundle in place of the addresses that the elements ask for."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from .assets import bundle_file, bundle_text

FILE = Path(__file__).with_name("plugins.toml")
JQUERY = "jquery"


@cache
def _addresses() -> dict[str, str]:
    known: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["address"]
    return known


def library(address: str) -> str | None:
    """
    Name of the library that an element means by an address; None where the bundle has none for it.

    >>> library("https://cdn.example/ajax/libs/leaflet.markercluster/1.1.0/leaflet.markercluster.js")
    'markercluster'
    """
    return next((name for part, name in _addresses().items() if part in address), None)


def library_text(name: str, kind: str) -> str:
    """The script (js) or style (css) of a library; empty where it has none of that kind."""
    path = f"plugins/{name}.{kind}"
    return bundle_text(path) if bundle_file(path).exists() else ""
