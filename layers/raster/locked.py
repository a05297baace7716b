"""The settings under which GDAL opens a raster: one driver, nothing beside the file, no network (S2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import rasterio

DRIVER = "GTiff"
# World files and tables beside the file are not looked for; the file itself has to say where it lies.
OPEN_OPTIONS = {"GEOREF_SOURCES": "INTERNAL"}
LOCKED: dict[str, Any] = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_CURL_USE_HEAD": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_GEOREF_SOURCES": "INTERNAL",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_PAM_ENABLED": "NO",
    "GTIFF_IGNORE_READ_ERRORS": "NO",
    "GDAL_CACHEMAX": 24,
    "GDAL_NUM_THREADS": "2",
}


@contextmanager
def locked() -> Iterator[None]:
    """Hold the settings while the block runs; they bind the reading as much as the opening."""
    with rasterio.Env(session=None, **LOCKED):
        yield
