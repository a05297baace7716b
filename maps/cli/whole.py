"""The command line with all of its commands loaded."""

from __future__ import annotations

from .app import HOMES, app_of

app = app_of(HOMES)
