"""Which claims are worth comparing at all: near in time, and near in space or alike in name."""

from __future__ import annotations

import numpy as np

from .sides import NO_DAY, Side, same_country

YEAR_SHIFTS = (-2, -1, 1, 2)
MEAN_EARTH_M = 6_371_008.8
MOST_AT_ONCE = 2_000_000


def blocked(a: Side, b: Side, *, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions in `a` and in `b` of the pairs that are worth comparing.

    In time: at most `days` apart, or as close on the same days of one of the two years before or after (a wrong year
    is the commonest large fault of official dates). In space: a shared reading of a name, or circles of 95 % that
    touch, or one bears the name of the other's larger unit; where either is not placed, a day at most and the same
    country. The same printed code always pairs.
    """
    left, right = _near_in_time(a, b, days)
    keep = _near_in_space(a, b, left, right)
    coded = _by_code(a, b)
    pairs = np.unique(np.concatenate([np.column_stack([left[keep], right[keep]]), coded]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def shifted(day: np.ndarray, years: int) -> np.ndarray:
    """The same days of another year; 29 February becomes 1 March where there is none; unknown stays unknown."""
    known = day != NO_DAY
    dates = np.where(known, day, 0).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    moved = (month + 12 * years).astype("datetime64[D]") + (dates - month.astype("datetime64[D]"))
    return np.asarray(np.where(known, moved.astype("int64"), NO_DAY))


def _near_in_time(a: Side, b: Side, days: int) -> tuple[np.ndarray, np.ndarray]:
    found = []
    dated = np.flatnonzero(b.first != NO_DAY)
    order = dated[np.argsort(b.first[dated], kind="stable")]
    starts = b.first[order]
    longest = int((b.last[order] - starts).max(initial=0))
    for years in (0, *YEAR_SHIFTS):
        first, last = shifted(a.first, years), shifted(a.last, years)
        asked = np.flatnonzero(first != NO_DAY)
        low = np.searchsorted(starts, first[asked] - days - longest, side="left")
        high = np.searchsorted(starts, last[asked] + days, side="right")
        left = np.repeat(asked, high - low)
        right = order[_ranges(low, high)]
        near = (b.last[right] >= first[left] - days) & (b.first[right] <= last[left] + days)
        found.append((left[near], right[near]))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _ranges(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """low[0] .. high[0]-1, low[1] .. high[1]-1 and so on, in one array."""
    counts = high - low
    before = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else np.zeros(0, dtype="int64")
    return np.asarray(np.arange(int(counts.sum())) - np.repeat(before - low, counts))


def _near_in_space(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    metres = distances_m(a, b, left, right)
    keep = metres <= a.r95_m[left] + b.r95_m[right]
    one_day = _apart(a, b, left, right) <= 1
    cores_a, cores_b = _cores(a), _cores(b)
    for at in np.flatnonzero(~keep):
        one, other = left[at], right[at]
        named = cores_a[one] & cores_b[other] or cores_a[one] & b.units[other] or a.units[one] & cores_b[other]
        unknown = np.isnan(metres[at]) and one_day[at] and same_country(a.countries[one], b.countries[other])
        keep[at] = bool(named or unknown)
    return np.asarray(keep)


def _apart(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(np.maximum(b.first[right] - a.last[left], a.first[left] - b.last[right]), 0))


def _cores(side: Side) -> list[frozenset[str]]:
    return [frozenset(key.core for key in names) for names in side.names]


def distances_m(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Great-circle distances in metres of pairs of positions; NaN where either is not placed."""
    south, north = np.radians(a.lat[left]), np.radians(b.lat[right])
    half = np.sin((north - south) / 2) ** 2
    half += np.cos(south) * np.cos(north) * np.sin(np.radians(b.lon[right] - a.lon[left]) / 2) ** 2
    return np.asarray(2 * MEAN_EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1))))


def _by_code(a: Side, b: Side) -> np.ndarray:
    found = [(at, other) for at, other in _printing(a, b)] + [(at, other) for other, at in _printing(b, a)]
    return np.array(found, dtype="int64").reshape(-1, 2)


def _printing(one: Side, other: Side) -> list[tuple[int, int]]:
    """Positions of claims that print a code, and of those whose own code it is."""
    owners: dict[str, list[int]] = {}
    for at, codes in enumerate(other.own_codes):
        for code in codes:
            owners.setdefault(code, []).append(at)
    return [(at, owner) for at, codes in enumerate(one.printed) for code in codes for owner in owners.get(code, ())]
