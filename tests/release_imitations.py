"""Imitation releases of an invented country, and what is to be read from each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from data.releases import ReleaseReading

FOLDER = Path(__file__).parent / "releases"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
_NOT_SHOWN = {"record_id", "claim_id", "figure_id", "recorder", "claimant", "origin_file", "origin_row", "origin_span"}


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_bytes().decode("utf-8")


def expected_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _shown(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).to_dict("records")
    return [{name: value for name, value in row.items() if name not in _NOT_SHOWN and _stated(value)} for row in rows]


def _stated(value: Any) -> bool:
    return bool(value) if isinstance(value, list) else not pd.isna(value)


def told(reading: ReleaseReading) -> dict[str, Any]:
    """What a reading says, as it is laid down beside each imitation."""
    return {
        "claims": _shown(reading.claims),
        "figures": _shown(reading.figures),
        "unread": [
            [rule, " ".join(value.split())] for rule, value in reading.unread[["rule", "value"]].to_numpy().tolist()
        ],
        "notes": list(reading.notes),
    }
