"""Fit the choice among candidates and the radii on located records; writes geo/models/choice.toml and radii.toml.

usage: STRIKEATLAS_SHARED=../shared python scripts/fit_geo.py [--check]

Needs scipy, which is no dependency of the project. Rows are split by place, so that no place stands on both sides of a
split; --check measures each fifth with weights fitted on the other four, and writes nothing.
"""

from __future__ import annotations

import argparse
import datetime
import math
from dataclasses import dataclass

import numpy as np
from fit_questions import (
    FOLDS,
    MAIN_TIERS,
    Question,
    crossed_questions,
    main_questions,
    misplaced_questions,
    near_questions,
    shared,
    sources,
    unhinted_questions,
)
from fit_start import BOUNDS, MODELS, SET, START

from geo import Gazetteer, distance_m
from geo.gazetteer.lists import combine_sources
from geo.precision import BANDS
from geo.resolve.choose import SAME_SPOT_M
from geo.resolve.model import choice_model

PRIOR = 0.5
LEAST = 20
FLOOR_M = 300
KINDS = ("landmark", "neighbourhood", "village", "town", "city", "other")


def fit(questions: list[Question], start: dict[str, float]) -> dict[str, float]:
    """Weights that make the right candidates, or "none of these", most likely; pulled towards the start."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only fitting needs it

    names = sorted({term for q in questions for terms in q.terms for term in terms} | set(start))
    at = {name: n for n, name in enumerate(names)}
    mean = np.array([start.get(name, 0.0) for name in names])
    blocks = [(matrix(q, at), np.array(q.right, dtype=bool), q.weight) for q in questions if q.terms]
    bounds = [BOUNDS.get(name, (None, None)) for name in names]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.5 * PRIOR * float(((weights - mean) ** 2).sum()), PRIOR * (weights - mean)
        for x, right, weight in blocks:
            scores = np.append(x @ weights, 0.0)
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            good = np.append(right, not right.any())
            share = chance[good].sum() + 1e-12
            total -= weight * math.log(share)
            pull = np.where(good, chance / share, 0.0) - chance
            slope = slope - weight * (x.T @ pull[:-1])
        return total, slope

    found = minimize(loss, mean, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    return {name: round(float(value), 3) for name, value in zip(names, found.x, strict=True)}


def matrix(question: Question, at: dict[str, int]) -> np.ndarray:
    """Candidates by terms."""
    x = np.zeros((len(question.terms), len(at)))
    for row, terms in enumerate(question.terms):
        for term, value in terms.items():
            x[row, at[term]] = value
    return x


@dataclass
class Answer:
    """What the choice gives for a question: how sure, how far off, whether right."""

    question: Question
    sure: float
    metres: float
    right: bool
    kind: str
    off: bool
    larger: bool


def answer(question: Question, weights: dict[str, float]) -> Answer | None:
    """The best candidate under the weights; None where there is none."""
    if not question.terms:
        return None
    scores = [sum(weights.get(term, 0.0) * value for term, value in terms.items()) for terms in question.terms]
    top = max(*scores, 0.0)
    chance = [math.exp(score - top) for score in scores]
    total = sum(chance) + math.exp(-top)
    best = max(range(len(scores)), key=lambda n: scores[n])
    here = question.points[best]
    reach = SAME_SPOT_M.get(question.kinds[best], 4_000)
    sure = sum(c for c, point in zip(chance, question.points, strict=True) if distance_m(here, point) <= reach) / total
    metres = distance_m(here, question.truth)
    larger = any(term in question.terms[best] for term in ("rest_named", "rest_site", "stated"))
    return Answer(question, sure, metres, question.right[best], question.kinds[best], question.off[best], larger)


def held_out(asked: list[Question], every: list[Question], start: dict[str, float]) -> list[Answer | None]:
    """Answers to questions under weights that were fitted without the part in which they lie."""
    found: list[Answer | None] = []
    for fold in range(FOLDS):
        weights = fit([q for q in every if q.fold != fold], start)
        found += [answer(q, weights) for q in asked if q.fold == fold]
    return found


def conformal(metres: list[float]) -> list[int] | None:
    """Split conformal quantiles for 50, 80 and 95 of 100; None where there are too few to speak of."""
    if len(metres) < LEAST:
        return None
    ranked = sorted(metres)
    at = [min(len(ranked), math.ceil((len(ranked) + 1) * share)) - 1 for share in (0.5, 0.8, 0.95)]
    return [max(FLOOR_M, int(round(ranked[n], -2))) for n in at]


def write_radii(placed: list[Answer], beside: list[Answer]) -> None:
    """The fitted radii as TOML; a class with too few answers takes those of all classes together."""
    head, _, stated = (MODELS / "radii.toml").read_text(encoding="utf-8").partition("[source]")
    stated = stated[stated.index("[stated]") :].split("[named_", 1)[0].rstrip()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    lines = [
        "[source]",
        f'fitted_on = "{len(placed)} answers to place names, each with weights fitted on '
        'the other four fifths of the places; scripts/fit_geo.py"',
        f'fitted_at = "{today}"', "", stated,
    ]  # fmt: skip
    high = 1.01
    for low, title in BANDS:
        band = [a for a in placed if low <= a.sure < high and not a.larger]
        every = conformal([a.metres for a in band])
        lines += ["", f"[{title}]"]
        for kind in KINDS:
            of_kind = [a.metres for a in band if a.kind == kind]
            lines.append(f"{kind} = {conformal(of_kind) or every}  # n = {len(of_kind)}")
        high = low
    larger = [a.metres for a in placed if a.larger]
    lines += ["", "[larger]", f"every = {conformal(larger)}  # n = {len(larger)}"]
    near = (MODELS / "radii.toml").read_text(encoding="utf-8").partition("[near]")[2]
    print(f"near: {conformal([a.metres for a in beside])} from {len(beside)} answers; the stated radii stay")
    (MODELS / "radii.toml").write_text(head + "\n".join(lines) + "\n\n[near]" + near, encoding="utf-8")


def show(title: str, answers: list[Answer | None]) -> None:
    """Risk and coverage at some thresholds, and the reliability of the confidence."""
    count = len(answers)
    given = [a for a in answers if a is not None]
    print(f"{title}: {count} questions")
    for limit in (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9):
        kept = [a for a in given if a.sure >= limit]
        right = sum(a.right for a in kept)
        share = right / max(1, len(kept))
        print(f"  from {limit:.2f}: answered {len(kept) / count:.3f} right {right / count:.3f} of answered {share:.3f}")
    for low in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.2, 0.2: 0.4, 0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        band = [a for a in given if low <= a.sure < high]
        if band:
            said = sum(a.sure for a in band) / len(band)
            print(f"  said {said:.2f} was {sum(a.right for a in band) / len(band):.2f} (n {len(band)})")


def main() -> None:
    """Fit and write, or fit and check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on each fifth with weights fitted on the others")
    given = parser.parse_args()
    folder = shared()
    places, _ = combine_sources(sources(folder))
    gazetteer = Gazetteer.from_frame(places)
    rows = main_questions(folder, gazetteer, MAIN_TIERS)
    crossed = crossed_questions(folder)
    bare = unhinted_questions(folder, gazetteer)
    bare += near_questions(folder, gazetteer)
    misplaced = misplaced_questions(folder, gazetteer)
    every = rows + bare + crossed + misplaced
    start = START
    if given.check:
        show("fitted on the other four fifths", held_out(rows, every, start))
        show("the same without the governorate", held_out(bare, every, start))
        show("the same with another governorate", held_out(misplaced, every, start))
        weights = fit(every, start)
        show("Iraq, crossed scripts", [answer(q, weights) for q in crossed])
        print(weights)
        return
    weights = fit(every, start)
    write_choice(weights, len(rows), len(crossed))
    near = [q for q in main_questions(folder, gazetteer, ("C_strike_point_near_place",)) if q.terms]
    placed = [a for a in held_out(rows, every, start) if a and a.sure >= choice_model().answer_at]
    beside = [a for a in held_out(near, every, start) if a and a.sure >= choice_model().answer_at]
    write_radii([a for a in placed if not a.off], [a for a in beside if a.off])


def write_choice(weights: dict[str, float], main_rows: int, side_rows: int) -> None:
    """The fitted weights as TOML, with what they were fitted on and when."""
    head = (MODELS / "choice.toml").read_text(encoding="utf-8").split("[source]", 1)[0]
    today = datetime.datetime.now(tz=datetime.UTC).date()
    by_hand = (MODELS / "choice.toml").read_text(encoding="utf-8").partition("[set]")[2]
    lines = [
        "[source]",
        f'fitted_on = "{main_rows} place names of reported strikes (tiers A and B), {side_rows} places '
        'of Iraq asked across scripts; scripts/fit_geo.py"',
        f'fitted_at = "{today}"', "", "[weights]",
        *(f"{name} = {value}" for name, value in weights.items() if name not in SET), "", "[set]",
    ]  # fmt: skip
    (MODELS / "choice.toml").write_text(head + "\n".join(lines) + by_hand, encoding="utf-8")


if __name__ == "__main__":
    main()
