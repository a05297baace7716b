"""Fit the weights by which pairs are ranked, and say how good they are on records they were not fitted on.

    python scripts/fit_pairs.py

Needs the folder of real data (the variable STRIKEATLAS_SHARED, or ../shared). Writes geo/models/pairs.toml.

A multinomial logit with "none of these" (the candidates of one claim compete), ridge 1, by L-BFGS. What must speak for
a pair may not speak against it, and the other way round. Claims are asked twice, with and without their grid
references: most grids of the known pairs were copied from one recorder by the other. The calibration is isotonic
(pool adjacent violators) on predictions for folds left out.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import pairs_data

from geo import Gazetteer, place_claims
from geo.pairs.blocking import blocked
from geo.pairs.evidence import evidence
from geo.pairs.model import MODEL, read_model
from geo.pairs.score import margins, probabilities
from geo.pairs.sides import side_of

FOR = ["same_point", "same_name", "like_name", "names_unit", "killed_agree", "injured_agree", "same_party", "cites"]
AGAINST = [
    "one_day_off", "days_off", "many_days_off", "other_year", "wide_date", "undated", "sigmas", "distance",
    "killed_apart", "injured_apart", "other_party", "other_country", "other_unit",
]  # fmt: skip
EITHER = ["spread", "unplaced", "unnamed"]
TERMS = [*FOR, *AGAINST, *EITHER]
SET = {"printed_code": 8.0, "other_country": -3.0}  # too rare, or left out of the questions on purpose
FOLDS = 5
RIDGE = 1.0
PRECISION = 0.97


@dataclass(frozen=True)
class Asked:
    """Candidate pairs of all questions: terms, the question of each, whether it is right; which have an answer."""

    terms: pd.DataFrame
    group: np.ndarray
    candidate: np.ndarray
    right: np.ndarray
    answered: np.ndarray
    fold_key: np.ndarray
    origin: np.ndarray


def ask(*, grids: bool, gazetteer: Gazetteer) -> Asked:
    """Make the candidates of every question, as `geo.pairs` does."""
    given, model = pairs_data.questions(grids=grids), read_model(MODEL)
    a = side_of(given.items, place_claims(given.items, gazetteer), model)
    b = side_of(given.pool, place_claims(given.pool, gazetteer), model)
    left, right = blocked(a, b, days=3)
    at = {claim: place for place, claim in enumerate(b.claim_ids)}
    truth = np.array([at.get(given.answers[claim] or "", -1) for claim in a.claim_ids])
    unknown = truth < 0
    key = np.where(unknown, len(b) + np.arange(len(a)), truth)
    origin = np.array([given.origin[claim] for claim in a.claim_ids])
    return Asked(evidence(a, b, left, right), left, right, truth[left] == right, ~unknown, key, origin)


def fitted(terms: np.ndarray, group: np.ndarray, right: np.ndarray, size: int) -> np.ndarray:
    """Weights of the terms, and last the standing score of "none of these"."""
    count = terms.shape[1]
    has = np.zeros(size, dtype=bool)
    has[group[right]] = True
    present = np.zeros(size, dtype=bool)
    present[group] = True

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = terms @ w[:count] - w[count]
        p = probabilities(score, group)
        sums = np.zeros(size)
        np.add.at(sums, group, p)
        none = np.maximum(1 - sums, 1e-300)
        likelihood = np.log(np.maximum(p[right], 1e-300)).sum() + np.log(none[~has & present]).sum()
        pull = right - p
        slope = np.append(terms.T @ pull, -pull.sum())
        ridge = np.append(w[:count], 0)
        return -likelihood + RIDGE * (ridge**2).sum() / 2, -slope + RIDGE * ridge

    bounds = [(0, None) if t in FOR else (None, 0) if t in AGAINST else (None, None) for t in TERMS] + [(None, None)]
    return np.asarray(minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=bounds).x)


def stacked(sets: list[Asked], keep: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Several sets of questions as one, those of `keep` only."""
    parts, start = [], 0
    for one, kept in zip(sets, keep, strict=True):
        rows = kept[one.group]
        parts.append((one.terms.loc[rows, TERMS].to_numpy(float), one.group[rows] + start, one.right[rows]))
        start += len(kept)
    terms, group, right = (np.concatenate(column) for column in zip(*parts, strict=True))
    return terms, group, right, start


def left_out(sets: list[Asked]) -> list[np.ndarray]:
    """The score of every pair by weights that were fitted without its incident."""
    keys = np.unique(np.concatenate([one.fold_key for one in sets]))
    fold_of = dict(zip(keys, np.random.default_rng(7).integers(0, FOLDS, len(keys)), strict=True))
    folds = [np.array([fold_of[key] for key in one.fold_key]) for one in sets]
    found = [np.zeros(len(one.group)) for one in sets]
    for fold in range(FOLDS):
        w = fitted(*stacked(sets, [each != fold for each in folds]))
        for one, each, score in zip(sets, folds, found, strict=True):
            rows = each[one.group] == fold
            score[rows] = one.terms.loc[rows, TERMS].to_numpy(float) @ w[:-1] - w[-1]
    return found


def isotonic(probability: np.ndarray, right: np.ndarray) -> tuple[list[float], list[float]]:
    """The rising step line that fits best, thinned to its corners (pool adjacent violators)."""
    order = np.argsort(probability, kind="stable")
    pools: list[list[float]] = []
    for x, y in zip(probability[order], right[order].astype(float), strict=True):
        pools.append([x, y, 1.0])
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
            x2, y2, n2 = pools.pop()
            x1, y1, n1 = pools.pop()
            whole = n1 + n2
            pools.append([(x1 * n1 + x2 * n2) / whole, (y1 * n1 + y2 * n2) / whole, whole])
    # a pool of few speaks with the prior of one half, so that nothing is ever certain
    rows = [(x, (y * n + 0.5) / (n + 1)) for x, y, n in pools if n >= 15]
    best, computed, share = 0.0, [0.0], [0.0]
    for x, y in rows:
        best = max(best, y)
        computed.append(round(float(x), 4))
        share.append(round(float(best), 4))
    computed.append(1.0)
    share.append(max(share[-1], 0.985) if share[-1] < 0.985 else share[-1])
    return computed, share


def least_margin(sets: list[Asked], found: list[np.ndarray]) -> float:
    """The smallest margin, in steps of .05, from which on proposals are right in PRECISION of the cases."""
    for margin in np.arange(0, 5, 0.05):
        rights = [one.right[margins(score, one.group) >= margin] for one, score in zip(sets, found, strict=True)]
        if np.concatenate(rights).mean() >= PRECISION:
            return round(float(margin), 2)
    return 5.0


def main() -> None:
    """Fit, calibrate and write."""
    gazetteer = Gazetteer.embedded()
    sets = [ask(grids=grids, gazetteer=gazetteer) for grids in (True, False)]
    found = left_out(sets)
    everything = [np.ones(len(one.fold_key), dtype=bool) for one in sets]
    w = fitted(*stacked(sets, everything))
    probability = np.concatenate([probabilities(score, one.group) for one, score in zip(sets, found, strict=True)])
    computed, share = isotonic(probability, np.concatenate([one.right for one in sets]))
    margin = least_margin(sets, found)
    write(dict(zip(TERMS, w[:-1], strict=True)) | SET, float(w[-1]), (computed, share), margin, sets)
    print(MODEL.read_text(encoding="utf-8"))


def write(
    weights: dict[str, float], none: float, calibration: tuple[list[float], list[float]], margin: float,
    sets: list[Asked],
) -> None:  # fmt: skip
    """Write the model; the words that are not fitted stay as they are."""
    old = MODEL.read_text(encoding="utf-8")
    parties = old[old.index("[parties]") :]
    count = int(sets[0].answered.sum())
    lines = [
        '# Evidence that two claims tell of the same strike: log-odds by term, against "none of these".',
        "# `margin`: how far a proposal must lie ahead of every other one. `calibration`: a probability as computed,",
        "# and the share that was right. Made by scripts/fit_pairs.py; printed_code and other_country are set by hand.",
        "",
        "[fitted]",
        f'on = "{count} items of official releases and the incidents that they answer, with and without their grids"',
        'at = "2026-11-21"',
        "",
        "[choice]",
        f"none = {none:.3f}",
        f"margin = {margin}",
        "",
        "[weights]",
        *(f"{term} = {value + 0.0:.3f}" for term, value in sorted(weights.items())),
        "",
        "[calibration]",
        f"computed = {computed_row(calibration[0])}",
        f"right = {computed_row(calibration[1])}",
        "",
    ]
    MODEL.write_text("\n".join(lines) + "\n" + parties, encoding="utf-8")


def computed_row(values: list[float]) -> str:
    """Numbers as a TOML array."""
    return "[" + ", ".join(f"{value:g}" if value not in (0.0, 1.0) else f"{value:.1f}" for value in values) + "]"


if __name__ == "__main__":
    main()
