"""The one call of this part: two recorders' claims in, candidate pairs with evidence out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data import UsageProblem, frame

from .blocking import blocked
from .evidence import cites, evidence
from .model import Model, default_model
from .propose import assigned, outcomes
from .score import contributions, margins, probabilities, scores
from .sides import Side, side_of

DAYS = 3
KEPT = 5
DOUBT = 0.1
JUDGED_AS = ("same", "not_same", "unsure", "link")
JUDGED_SCORE = {"same": 30.0, "link": 30.0, "not_same": -30.0}


@dataclass(frozen=True, slots=True)
class PairTerms:
    """How pairs are looked for: `days` apart at most, how many to keep of each claim, and the margin of a proposal.

    `margin` is in log-odds (None: the model's own, chosen for a precision of .97 when it was fitted).
    """

    days: int = DAYS
    keep: int = KEPT
    margin: float | None = None


def pairs(
    a: pd.DataFrame,
    b: pd.DataFrame,
    placements: pd.DataFrame,
    *,
    judgements: pd.DataFrame | None = None,
    terms: PairTerms | None = None,
    model: Model | None = None,
) -> pd.DataFrame:
    """Candidate pairs between two recorders' claims, each with its evidence, score and outcome; nothing is merged.

    Parameters
    ----------
    a, b : claims
        Claims of different recorders; for each of `a` the best of `b` are kept.
    placements : placements
        Where the claims of both are (subject_id is the claim_id); degrees in WGS 84, radii in metres.
    judgements
        What is judged already stands in `judged`, and is proposed accordingly.

    Returns
    -------
    pairs
        The table `pairs`: for each claim of `a` its best candidates, best first. Of two equally good ones neither
        is proposed. `independent` is false where one of the two says that it comes from the other's recorder.

    Raises
    ------
    UsageProblem
        A recorder is on both sides: a duplicate within one list is another question.
    """
    both = set(a["recorder"].dropna()) & set(b["recorder"].dropna())
    if both:
        raise UsageProblem(
            f"{', '.join(sorted(both))} is on both sides.",
            hint="Pairs are looked for between different recorders: give each side the claims of one.",
        )
    asked, fitted = terms or PairTerms(), model or default_model()
    one, other = side_of(a, placements, fitted), side_of(b, placements, fitted)
    left, right = blocked(one, other, days=asked.days)
    found = _Found(one, other, left, right, evidence(one, other, left, right))
    return frame("pairs", _scored(found, fitted, asked, _judged(one, other, left, right, judgements)))


@dataclass(frozen=True, slots=True)
class _Found:
    """Candidate pairs: positions in the two sides, and the evidence of each."""

    a: Side
    b: Side
    left: np.ndarray
    right: np.ndarray
    told: pd.DataFrame


def pair_id(record_a: str, record_b: str) -> str:
    """The name of a pair: the same whichever side is named first.

    Examples
    --------
    >>> pair_id("a:1", "b:2") == pair_id("b:2", "a:1")
    True
    """
    first, second = sorted((record_a, record_b))
    return hashlib.sha256(f"{first}\x01{second}".encode()).hexdigest()[:16]


def _scored(found: _Found, model: Model, asked: PairTerms, judged: list[str | None]) -> list[dict[str, object]]:
    a, b, left, right = found.a, found.b, found.left, found.right
    score = scores(found.told, model) + np.array([JUDGED_SCORE.get(kind or "", 0.0) for kind in judged])
    probability = model.calibrated(probabilities(score, left))
    margin = margins(score, left)
    outcome = outcomes(
        assigned(left, right, score), margin, score, probability, covered=_covered(a, b, left, right),
        least=model.margin if asked.margin is None else asked.margin, doubt=DOUBT,
    )  # fmt: skip
    shown = contributions(found.told, model)
    order = np.lexsort((right, -score, left))
    rows = []
    for at, place in zip(order, _ranks(left[order]), strict=True):
        if place <= asked.keep or outcome[at] in ("proposed", "shared") or judged[at]:
            rows.append(
                _names(a, b, left[at], right[at])
                | {
                    "rank": int(place),
                    "score": round(float(score[at]), 3),
                    "probability": round(float(probability[at]), 4),
                    "margin": round(float(margin[at]), 3),
                    "outcome": "judged" if judged[at] else outcome[at],
                    "judged": judged[at],
                    "independent": not cites(a, b, left[at], right[at]),
                }
                | _told(found.told.iloc[at], shown.iloc[at])
            )
    return rows


def _names(a: Side, b: Side, one: int, other: int) -> dict[str, object]:
    return {
        "pair_id": pair_id(a.record_ids[one], b.record_ids[other]),
        "record_a": a.record_ids[one],
        "claim_a": a.claim_ids[one],
        "record_b": b.record_ids[other],
        "claim_b": b.claim_ids[other],
    }


def _told(told: pd.Series, shown: pd.Series) -> dict[str, object]:
    """Evidence as people read it, and what each term added, largest first."""
    metres, days = told["distance_m"], told["days"]
    added = {term: round(float(value), 3) for term, value in shown.items() if value}
    ordered = dict(sorted(added.items(), key=lambda item: (-abs(item[1]), item[0])))
    return {
        "days_apart": None if np.isnan(days) else int(days),
        "years_apart": int(told["years"]),
        "distance_m": None if np.isnan(metres) else round(float(metres), 0),
        "evidence": json.dumps(ordered),
        "reason": reason(told),
    }


def reason(told: pd.Series) -> str:
    """The evidence in one sentence."""
    words = [_when(told)]
    if np.isnan(told["distance_m"]):
        words.append("one of them is not placed")
    else:
        words.append(f"{told['distance_m'] / 1000:.1f} km apart")
    if told["same_name"]:
        words.append("a name in common")
    elif told["like_name"] >= 0.8:
        words.append("names alike")
    said = {
        "same_point": "the same point",
        "killed_agree": "counts of the killed overlap",
        "injured_agree": "counts of the injured overlap",
        "same_party": "the same belligerent",
        "other_party": "other belligerents",
        "other_country": "other countries",
        "other_unit": "other governorates",
        "printed_code": "one prints the other's code",
        "cites": "one cites the other's recorder",
    }
    words += [text for term, text in said.items() if told[term]]
    if told["killed_apart"]:
        words.append("counts of the killed do not overlap")
    return "; ".join(words) + "."


def _when(told: pd.Series) -> str:
    if np.isnan(told["days"]):
        return "One has no date"
    days, years = int(told["days"]), int(told["years"])
    near = "The same day" if not days else f"{days} day{'s' if days > 1 else ''} apart"
    return f"{near}, but {abs(years)} year{'s' if abs(years) > 1 else ''} apart" if years else near


def _covered(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether one claim speaks of several days or places and the other lies within its days."""
    inside = (b.first[right] >= a.first[left]) & (b.last[right] <= a.last[left])
    around = (a.first[left] >= b.first[right]) & (a.last[left] <= b.last[right])
    wide_a = (a.last > a.first)[left] | np.array(a.several, dtype=bool)[left]
    wide_b = (b.last > b.first)[right] | np.array(b.several, dtype=bool)[right]
    return np.asarray((inside & wide_a) | (around & wide_b))


def _ranks(group: np.ndarray) -> np.ndarray:
    """1, 2, 3 ... within each run of equal numbers."""
    if not len(group):
        return group
    starts = np.flatnonzero(np.r_[True, np.diff(group) != 0])
    return np.arange(len(group)) - np.repeat(starts, np.diff(np.r_[starts, len(group)])) + 1


def _judged(a: Side, b: Side, left: np.ndarray, right: np.ndarray, judgements: pd.DataFrame | None) -> list[str | None]:
    """What the last judgement on each pair says, if there is one."""
    if judgements is None or not len(judgements):
        return [None] * len(left)
    gone = set(judgements["supersedes"].dropna())
    known: dict[frozenset[str], str] = {}
    for row in judgements.itertuples():
        if row.kind in JUDGED_AS and row.judgement_id not in gone:
            subjects = list(row.subjects)
            for at, first in enumerate(subjects):
                for second in subjects[at + 1 :]:
                    known[frozenset((first, second))] = str(row.kind)
    return [known.get(frozenset((a.record_ids[i], b.record_ids[j]))) for i, j in zip(left, right, strict=True)]
