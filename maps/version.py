"""Which StrikeAtlas this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def strikeatlas_version() -> str:
    """Version of the installed package; 'unknown' when it runs without being installed."""
    try:
        return version("strikeatlas")
    except PackageNotFoundError:
        return "unknown"
