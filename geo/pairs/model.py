"""The fitted weights: how much each term speaks for a pair, and what a score is worth."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

MODEL = Path(__file__).parent.parent / "models" / "pairs.toml"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in log-odds by term, the log-odds of "none of these", and the calibration of what comes out.

    `calibration` are two equally long rows: a probability as computed, and the share that was right.
    """

    weights: Mapping[str, float]
    none: float
    calibration: tuple[tuple[float, ...], tuple[float, ...]]
    margin: float
    party_of: Mapping[str, str]
    common_words: frozenset[str]
    fitted: Mapping[str, object]

    def calibrated(self, probability: np.ndarray) -> np.ndarray:
        """What share of the pairs with this computed probability was right when it was fitted."""
        return np.asarray(np.interp(probability, *self.calibration))


@cache
def default_model() -> Model:
    """The model that comes with the project."""
    return read_model(MODEL)


def read_model(path: Path) -> Model:
    """Read a fitted model from a TOML file."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    table = held["calibration"]
    return Model(
        weights=held["weights"],
        none=float(held["choice"]["none"]),
        margin=float(held["choice"]["margin"]),
        calibration=(tuple(table["computed"]), tuple(table["right"])),
        party_of=held["parties"]["of_recorder"],
        common_words=frozenset(held["parties"]["common_words"]),
        fitted=held["fitted"],
    )
