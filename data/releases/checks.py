"""Stated totals against the items of the same release."""

from __future__ import annotations

import pandas as pd

CHECKS = ["measure", "stated_min", "stated_max", "found_min", "found_max", "agrees", "figure_id"]
_SECTIONS = {"credible reports": "credible", "non-credible reports": "non-credible", "duplicate reports": "duplicate"}
_PARTS = ("credible reports", "non-credible reports", "duplicate reports")


def _monthly(figures: pd.DataFrame) -> pd.DataFrame:
    """Totals that speak of the reports of this release and not of the whole campaign."""
    return figures[~figures["scope"].str.startswith(("since", "to date"))]


def _killed(claims: pd.DataFrame) -> tuple[float | None, float | None]:
    credible = claims[(claims["section"] == "credible")]
    low, high = credible["killed_min"], credible["killed_max"]
    open_above = (low.notna() & high.isna()).any()
    return float(low.sum()), None if open_above else float(high.sum())


def _found(claims: pd.DataFrame, monthly: pd.DataFrame, measure: str) -> tuple[float | None, float | None] | None:
    if measure in _SECTIONS:
        section = claims["section"] == _SECTIONS[measure]
        return (float(section.sum()), float(section.sum())) if section.any() else None
    if measure == "civilians killed":
        return _killed(claims) if (claims["section"] == "credible").any() else None
    if measure == "reports completed":
        parts = monthly[monthly["measure"].isin(_PARTS)].drop_duplicates("measure")["value_min"]
        return (float(parts.sum()), float(parts.sum())) if len(parts) > 1 else None
    return None


def _agree(low: float, high: float, found: tuple[float | None, float | None]) -> bool:
    """Whether the two ranges have a value in common; a missing end is open."""
    over = pd.notna(high) and found[0] is not None and found[0] > high
    under = pd.notna(low) and found[1] is not None and found[1] < low
    return not (over or under)


def check_totals(claims: pd.DataFrame, figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """
    Compare each monthly total with what the items add up to.

    Returns the figures, with the warning `total_differs_from_items` where they differ, the
    comparisons as a frame, and a note for each difference. A total is not compared where the
    release holds no item of its kind.
    """
    monthly = _monthly(figures)
    rows, differing = [], {}
    for place in monthly.index:
        figure = figures.loc[place]
        found = _found(claims, monthly, figure["measure"])
        if found is None:
            continue
        agrees = _agree(figure["value_min"], figure["value_max"], found)
        rows.append([figure["measure"], figure["value_min"], figure["value_max"], *found, agrees, figure["figure_id"]])
        if not agrees:
            differing[place] = found
    checks = pd.DataFrame(rows, columns=CHECKS).astype({"found_min": "float64", "found_max": "float64"})
    warned = [
        [*codes, "total_differs_from_items"] if place in differing else list(codes)
        for place, codes in figures["warnings"].items()
    ]
    notes = tuple(_note(figures.loc[place], found) for place, found in differing.items())
    return figures.assign(warnings=pd.Series(warned, dtype=object, index=figures.index)), checks, notes


def _note(figure: pd.Series, found: tuple[float | None, float | None]) -> str:
    stated = figure["value_min"] if pd.notna(figure["value_min"]) else figure["value_max"]
    return f"Stated {figure['measure']}: {stated:g}; the items add up to {found[0]:g}."
