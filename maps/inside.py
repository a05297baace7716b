"""Which GDAL, GEOS and PROJ each wheel brings; asked in a process of its own, since loading them is half of opening."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

INSIDE = {
    "pyogrio": "__gdal_version__",
    "rasterio": "__gdal_version__",
    "shapely": "geos_version",
    "pyproj": "__proj_version__",
}


def libraries_inside() -> dict[str, str]:
    """Tell the version of the library inside each wheel; empty where it is not installed."""
    words = [sys.executable, "-I", str(Path(__file__))]
    done = subprocess.run(words, env={"PATH": os.defpath}, capture_output=True, check=False)
    found: dict[str, str] = json.loads(done.stdout or b"{}")
    return found


def _told(name: str, attribute: str) -> str:
    try:
        found = getattr(import_module(name), attribute)
    except ImportError:
        return ""
    return found if isinstance(found, str) else ".".join(str(part) for part in found)


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: _told(name, attribute) for name, attribute in INSIDE.items()}))
