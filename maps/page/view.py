"""What a map shows first."""

from __future__ import annotations

View = tuple[float, float, float, float]
DEFAULT_VIEW: View = (35.5, 29.0, 48.8, 37.5)  # west, south, east, north of Iraq and Syria, EPSG:4326
