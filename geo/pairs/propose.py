"""One proposal for each claim at most: the assignment that is best for all of them together."""

from __future__ import annotations

import numpy as np

FORBIDDEN = -1e6


def assigned(left: np.ndarray, right: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Which pairs belong to the one-to-one assignment with the highest sum of scores (log-odds against none).

    Only pairs with a score above 0 take part. Each connected part of the graph is solved by itself
    (Jonker-Volgenant, as in scipy.optimize.linear_sum_assignment), so a long list stays small work.
    """
    # Loaded here: every command imports this room, and few of them pair anything.
    from scipy.sparse import coo_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    taken = np.zeros(len(score), dtype=bool)
    good = np.flatnonzero(score > 0)
    if not len(good):
        return taken
    rows, row_at = np.unique(left[good], return_inverse=True)
    columns, column_at = np.unique(right[good], return_inverse=True)
    size = len(rows) + len(columns)
    graph = coo_matrix((np.ones(len(good)), (row_at, len(rows) + column_at)), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    part_of = part[row_at]
    order = np.argsort(part_of, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1):
        taken[good[group[_best(row_at[group], column_at[group], score[good[group]])]]] = True
    return taken


def _best(left: np.ndarray, right: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Positions, within one connected part, of the pairs that are chosen."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - as above

    if len(score) == 1:
        return np.zeros(1, dtype="int64")
    rows, row_at = np.unique(left, return_inverse=True)
    columns, column_at = np.unique(right, return_inverse=True)
    table = np.full((len(rows), len(columns) + len(rows)), FORBIDDEN)
    table[:, len(columns) :] = 0.0  # the last columns are "none of these", one for each row
    table[row_at, column_at] = score
    chosen = linear_sum_assignment(table, maximize=True)
    where = {(int(row), int(column)): at for at, (row, column) in enumerate(zip(row_at, column_at, strict=True))}
    found = [where[pair] for pair in zip(*(side.tolist() for side in chosen), strict=True) if pair in where]
    return np.array(found, dtype="int64")


def outcomes(
    taken: np.ndarray,
    margin: np.ndarray,
    score: np.ndarray,
    probability: np.ndarray,
    *,
    covered: np.ndarray,
    least: float,
    doubt: float,
) -> np.ndarray:
    """What becomes of each pair: a word of the vocabulary `pair_outcome`.

    `proposed`: chosen by the assignment and at least `least` ahead of every other answer. `shared` (many-to-one, for a
    person to see): as far ahead, but its incident went to another claim; or one claim speaks of several days or places
    and this other one lies among them (`covered`), `least` ahead of no answer. `review`: not clear, with a probability
    of `doubt` or more.
    """
    clear = margin >= least
    found = np.full(len(taken), "other", dtype=object)
    found[(probability >= doubt) | taken] = "review"
    found[(~taken & clear) | (covered & (score >= least))] = "shared"
    found[taken & clear] = "proposed"
    return found
