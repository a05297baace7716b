"""Score the proposals of pairs on records that the weights were not fitted on, and draw the curve of docs/linking.md.

    python bench/pairs.py

Needs the folder of real data (the variable STRIKEATLAS_SHARED, or ../shared). The pool are all incidents of the monitor
and those that the items answer; the candidates of an item lie within two years. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
import pairs_data
from fit_pairs import Asked, ask, left_out
from geocode_pictures import INK, LINE, WRONG, Picture

import geo
from geo.pairs.model import default_model
from geo.pairs.propose import assigned
from geo.pairs.score import margins


def wilson(right: int, whole: int) -> str:
    """A share with its 95 % interval."""
    if not whole:
        return "none"
    share, z = right / whole, 1.96
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * np.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return f"{share:.3f} ({middle - half:.3f}-{middle + half:.3f})"


def ranks(score: np.ndarray, group: np.ndarray) -> np.ndarray:
    """1 for the best pair of each question."""
    order = np.lexsort((-score, group))
    found = np.zeros(len(score), dtype=int)
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0])
    found[order] = np.arange(len(score)) - np.repeat(starts, np.diff(np.r_[starts, len(score)])) + 1
    return found


def by_date(one: Asked) -> np.ndarray:
    """The naive peer: the nearer in time the better, the first of equal ones."""
    return np.asarray(-one.terms["days"].fillna(99) - 1000 * (one.terms["years"] != 0))


def show(name: str, one: Asked, score: np.ndarray) -> None:
    rank = ranks(score, one.group)
    for kind in ("item", "link"):
        asked = (one.origin == kind) & one.answered
        rows = one.right & (one.origin[one.group] == kind)
        first, five = int((rows & (rank == 1)).sum()), int((rows & (rank <= 5)).sum())
        print(
            f"{name:34s} {kind}s {asked.sum():4d}  first {wilson(first, asked.sum())}  five {wilson(five, asked.sum())}"
        )
    asked = int(one.answered.sum())
    first, five = int((one.right & (rank == 1)).sum()), int((one.right & (rank <= 5)).sum())
    print(f"{name:34s} all   {asked:4d}  first {wilson(first, asked)}  five {wilson(five, asked)}")


def curve(one: Asked, score: np.ndarray) -> list[tuple[float, float, float]]:
    """Margin, share of the answerable items that are proposed, share of the proposals that are right."""
    taken = assigned(one.group, one.candidate, score)
    margin = margins(score, one.group)
    found = []
    for least in np.arange(0, 4.01, 0.1):
        chosen = taken & (margin >= least)
        if chosen.sum() >= 10:
            found.append((float(least), chosen.sum() / one.answered.sum(), float(one.right[chosen].mean())))
    return found


def draw(lines: dict[str, list[tuple[float, float, float]]], margin: float) -> None:
    picture = Picture(
        "Precision of proposals against the share of items proposed",
        (0.2, 1.0, "items that get a proposal"),
        (0.8, 1.0, "proposals that are right"),
    )
    for (name, points), colour, at in zip(lines.items(), (LINE, WRONG), (0, 1), strict=True):
        picture.line([(share, right) for _, share, right in points if right >= 0.8 and share >= 0.2], colour)
        picture.text(70, 300 + 18 * at, name)
        picture.parts.append(f'<rect x="62" y="{292 + 18 * at}" width="5" height="8" fill="{colour}"/>')
        chosen = min(points, key=lambda point: abs(point[0] - margin))
        picture.dot((chosen[1], chosen[2]), 5, INK)
    picture.write("pairs_precision.svg")


def main() -> None:
    """Print and draw."""
    gazetteer = geo.Gazetteer.embedded()
    sets = {
        name: ask(grids=grids, gazetteer=gazetteer) for name, grids in (("with grids", True), ("without grids", False))
    }
    found = dict(zip(sets, left_out(list(sets.values())), strict=True))
    lines = {}
    margin = default_model().margin
    for name, one in sets.items():
        print(f"{name}: {one.answered.sum()} of {len(one.answered)} items have an answer in the pool, "
              f"{one.right.sum()} are among the {len(one.group)} candidates")  # fmt: skip
        show(f"{name}, nearest date", one, by_date(one))
        show(f"{name}, left-out folds", one, found[name])
        lines[name] = curve(one, found[name])
        for least, share, right in lines[name][::5]:
            print(f"    margin {least:.1f}: {share:.3f} proposed, {right:.3f} of them right")
        taken = assigned(one.group, one.candidate, found[name]) & (margins(found[name], one.group) >= margin)
        print(f"    at the model's margin {margin}: {taken.sum() / one.answered.sum():.3f} proposed, "
              f"right {wilson(int(one.right[taken].sum()), int(taken.sum()))}")  # fmt: skip
    draw(lines, margin)
    given = pairs_data.questions(grids=True)
    placed = geo.place_claims(pairs_data.both(given), gazetteer)
    begin = time.perf_counter()
    rows = geo.pairs(given.items, given.pool, placed)
    print(f"geo.pairs: {len(given.items)} by {len(given.pool)}, {len(rows)} rows, {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
