"""Colours of single bands and palettes, and the legend that says what they mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data import UsageProblem

from ..types import Flags
from .stretch import Bytes
from .thin import Pixels

FILE = Path(__file__).with_name("colourmaps.toml")


@dataclass(frozen=True)
class Legend:
    """What the colours of a single band mean: evenly spaced from `low` to `high`, in `unit`."""

    low: float
    high: float
    colours: tuple[str, ...]
    unit: str = ""
    clipped: bool = True


@cache
def _maps() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def colourmap_names() -> list[str]:
    """Names of the colour maps.

    >>> "viridis" in colourmap_names()
    True
    """
    return list(_maps())


def stops(name: str) -> tuple[str, ...]:
    """Colours of a colour map from the lowest to the highest value.

    Raises
    ------
    UsageProblem
        There is none of that name.
    """
    if name not in _maps():
        raise UsageProblem(f"There is no colour map '{name}'.", hint=f"There are: {', '.join(_maps())}.")
    return tuple(_maps()[name]["colours"])


def painted(steps: Bytes, name: str) -> Bytes:
    """Return red, green and blue of a band in 256 steps."""
    rgb = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in stops(name)], dtype=np.float64)
    at = np.linspace(0, len(rgb) - 1, 256)
    table = np.stack([np.interp(at, np.arange(len(rgb)), rgb[:, part]) for part in range(3)])
    result: Bytes = np.round(table).astype(np.uint8)[:, steps]
    return result


def from_palette(values: Pixels, valid: Flags, palette: dict[int, tuple[int, ...]]) -> tuple[Bytes, Flags]:
    """Return red, green and blue of a palette image, and which of its pixels are seen."""
    table: NDArray[np.uint8] = np.zeros((4, 65_536), dtype=np.uint8)
    for index, colour in palette.items():
        if 0 <= index < table.shape[1]:
            table[:, index] = (*colour, 255)[:4]
    colours = table[:, np.where(valid, values, 0).astype(np.int64) % table.shape[1]]
    return colours[:3], valid & (colours[3] >= 128)
