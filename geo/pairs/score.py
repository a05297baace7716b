"""From evidence to a score: log-odds against "none of these", and a calibrated probability."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .model import Model


def contributions(told: pd.DataFrame, model: Model) -> pd.DataFrame:
    """What each term adds to the log-odds; terms that the model does not know add nothing."""
    terms = [term for term in model.weights if term in told.columns]
    return told[terms] * pd.Series({term: model.weights[term] for term in terms})


def scores(told: pd.DataFrame, model: Model) -> np.ndarray:
    """Log-odds of each pair against "none of these"; 0 is as likely as no answer at all."""
    return np.asarray(contributions(told, model).sum(axis=1), dtype="float64") - model.none


def probabilities(score: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Probability of each pair among the pairs of its group and "none of these" (a multinomial logit)."""
    if not len(score):
        return score
    top = np.zeros(int(group.max()) + 1)
    np.maximum.at(top, group, score)
    weight = np.exp(score - top[group])
    whole = np.exp(-top)
    np.add.at(whole, group, weight)
    return np.asarray(weight / whole[group])


def margins(score: np.ndarray, group: np.ndarray) -> np.ndarray:
    """How far each pair's score lies above the best other one of its group, "none of these" included."""
    best, second = _two_best(score, group)
    rival = np.where(score >= best[group], second[group], best[group])
    return np.asarray(score - rival)


def _two_best(score: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Best and second best score of each group, 0 (none of these) being one of them."""
    size = int(group.max()) + 1 if len(group) else 0
    best, second = np.zeros(size), np.full(size, -np.inf)
    for at, value in zip(group, score, strict=True):
        if value > best[at]:
            best[at], second[at] = value, best[at]
        else:
            second[at] = max(second[at], value)
    return best, second
