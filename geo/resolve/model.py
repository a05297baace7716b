"""The fitted numbers of the choice, from a file that says on what and when they were fitted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "models" / "choice.toml"


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """Weights by term, the score of "none of these", and the probability from which an answer is given."""

    weights: Mapping[str, float]
    none: float
    answer_at: float

    def score(self, evidence: Mapping[str, float]) -> float:
        """Log-odds of a candidate against "none of these", before they are set against each other."""
        return sum(self.weights.get(term, 0.0) * value for term, value in evidence.items())


@cache
def choice_model() -> ChoiceModel:
    """The model that comes with the package."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return ChoiceModel(
        {**table["weights"], **table["set"]}, float(table["limits"]["none"]), float(table["limits"]["answer_at"])
    )
