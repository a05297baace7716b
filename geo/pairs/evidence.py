"""What speaks for and against two claims telling of the same strike: one column a term, so that it can be shown."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from ..names import Key, likeness
from .blocking import YEAR_SHIFTS, distances_m, shifted
from .sides import NO_DAY, Side, same_country

SAME_POINT_M = 250.0
SMALL_RADIUS_M = 1_000.0
R80_IN_SIGMAS = 1.794  # of a two-dimensional normal distribution
FAR_SIGMAS = 4.0


def evidence(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Terms for each pair, and the columns `days`, `years`, `distance_m` that people read; unknown is NaN there."""
    told = _time(a, b, left, right)
    told |= _space(a, b, left, right)
    told |= _names(a, b, left, right)
    told |= _counts(a.killed[left], b.killed[right], "killed") | _counts(a.injured[left], b.injured[right], "injured")
    told |= _words(a, b, left, right)
    return pd.DataFrame(told)


def _time(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    best = _gap(a.first[left], a.last[left], b.first[right], b.last[right])
    years = np.zeros(len(left), dtype="int64")
    for shift in YEAR_SHIFTS:
        gap = _gap(shifted(a.first, shift)[left], shifted(a.last, shift)[left], b.first[right], b.last[right])
        closer = (gap < best) & ((best > 31) | np.isnan(best))
        best, years = np.where(closer, gap, best), np.where(closer, shift, years)
    known = ~np.isnan(best)
    span = np.maximum(a.last[left] - a.first[left], b.last[right] - b.first[right])
    return {
        "days": best,
        "years": years,
        "one_day_off": (known & (best == 1)).astype(float),
        "days_off": (known & (best > 1)).astype(float),
        "many_days_off": (known & (best > 3)).astype(float),
        "other_year": (years != 0).astype(float),
        "wide_date": np.where(known, np.log1p(np.clip(span, 0, 366)), 0.0),
        "undated": (~known).astype(float),
    }


def _gap(first_a: np.ndarray, last_a: np.ndarray, first_b: np.ndarray, last_b: np.ndarray) -> np.ndarray:
    known = (first_a != NO_DAY) & (first_b != NO_DAY)
    apart = np.maximum(np.where(known, first_b - last_a, 0), np.where(known, first_a - last_b, 0))
    return np.where(known, np.maximum(apart, 0), np.nan)


def _space(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    metres = distances_m(a, b, left, right)
    known = ~np.isnan(metres)
    spread = np.sqrt((a.r80_m[left] ** 2 + b.r80_m[right] ** 2) / R80_IN_SIGMAS**2)
    sigmas = np.where(known, metres / np.maximum(spread, 50.0), 0.0)
    fine = known & (np.maximum(a.r80_m[left], b.r80_m[right]) <= SMALL_RADIUS_M)
    return {
        "distance_m": metres,
        "sigmas": np.minimum(sigmas, FAR_SIGMAS),
        "distance": np.where(known, np.log1p(metres / 1000), 0.0),
        "spread": np.where(known, np.log1p(spread / 1000), 0.0),
        "same_point": (fine & (metres <= SAME_POINT_M)).astype(float),
        "unplaced": (~known).astype(float),
    }


def _names(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    rarity = _rarity(a, b)
    same, like, unnamed, unit = (np.zeros(len(left)) for _ in range(4))
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        same[at], like[at] = _alike(a.names[one], b.names[other], rarity)
        unnamed[at] = float(not a.names[one] or not b.names[other])
        unit[at] = float(not same[at] and _names_unit(a, b, one, other))
    return {"same_name": same, "like_name": like, "unnamed": unnamed, "names_unit": unit}


def _names_unit(a: Side, b: Side, one: int, other: int) -> bool:
    """Whether one claim gives as its place the larger unit in which the other lies ("near Raqqah")."""
    up = any(key.core in b.units[other] for key in a.names[one])
    return up or any(key.core in a.units[one] for key in b.names[other])


def _rarity(a: Side, b: Side) -> dict[str, float]:
    """How much a shared name tells, from 0 (every record bears it) to 1 (only one does)."""
    counts: dict[str, int] = {}
    for names in (*a.names, *b.names):
        for core in {key.core for key in names}:
            counts[core] = counts.get(core, 0) + 1
    whole = np.log(len(a) + len(b) + 1)
    return {core: float(1 - np.log(count) / whole) for core, count in counts.items()}


def _alike(one: tuple[Key, ...], other: tuple[Key, ...], rarity: dict[str, float]) -> tuple[float, float]:
    shared = {key.core for key in one} & {key.core for key in other}
    if shared:
        return max(rarity[core] for core in shared), 1.0
    return 0.0, _likest(one, other)


@lru_cache(maxsize=500_000)
def _likest(one: tuple[Key, ...], other: tuple[Key, ...]) -> float:
    return max((likeness(x, y).score for x in one for y in other), default=0.0)


def _counts(one: np.ndarray, other: np.ndarray, measure: str) -> dict[str, np.ndarray]:
    one, other = _filled(one), _filled(other)
    known = ~np.isnan(one[:, 0]) & ~np.isnan(other[:, 0])
    gap = np.maximum(np.maximum(one[:, 0] - other[:, 1], other[:, 0] - one[:, 1]), 0)
    width = np.log1p(np.nan_to_num(np.maximum(one[:, 1], other[:, 1])))
    return {
        f"{measure}_agree": (known & (gap == 0) & (width > 0)).astype(float),
        f"{measure}_apart": np.where(known, np.log1p(np.nan_to_num(gap)), 0.0),
    }


def _filled(pair: np.ndarray) -> np.ndarray:
    low, high = pair[:, 0], pair[:, 1]
    return np.column_stack([np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)])


def _words(a: Side, b: Side, left: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    found = np.zeros((len(left), 6))
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        parties, named = a.parties[one] & b.parties[other], bool(a.parties[one] and b.parties[other])
        units = bool(a.units[one] and b.units[other])
        found[at] = (
            named and bool(parties),
            named and not parties,
            not same_country(a.countries[one], b.countries[other]),
            units and not a.units[one] & b.units[other],
            bool(a.printed[one] & b.own_codes[other] or b.printed[other] & a.own_codes[one]),
            cites(a, b, one, other),
        )
    columns = ("same_party", "other_party", "other_country", "other_unit", "printed_code", "cites")
    return {name: found[:, at] for at, name in enumerate(columns)}


def cites(a: Side, b: Side, one: int, other: int) -> bool:
    """Whether one claim says that it comes from the other's recorder: two such claims are no independent sources."""
    return _names_it(a.via[one], b.recorders[other]) or _names_it(b.via[other], a.recorders[one])


def _names_it(via: str, recorder: str) -> bool:
    return bool(via) and recorder.casefold().split("-")[0] in via
