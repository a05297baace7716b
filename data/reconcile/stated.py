"""Stated totals beside the items of the same claimant, and beside the totals of others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..ranges import Range, hull_by
from ..schema import frame
from .cells import NO_SOURCE, footnotes, rows, rules
from .parties import parties
from .result import Terms
from .scopes import AT_MOST, Counted, Scope, counted, read_scope
from .sums import sum_of

COPIED = (
    "figure_id", "claimant", "series", "as_of", "published_on", "period", "scope", "measure", "unit", "value_min",
    "value_max", "source_id",
)  # fmt: skip
# What of an item decides under which total it falls, and what is added up.
ASKED = (
    "recorder", "record_id", "incident_id", "source_id", "status", "belligerents", "country", "happened_from",
    "happened_to", "published_on",
)  # fmt: skip
BLANKS = re.compile(r"\s+")
SAMPLE = "a sample is not the campaign"
# Behind a date of any precision: the last moment that it may mean.
LATEST = "~"


def slug(name: str) -> str:
    """Bring a claimant's name to the form of a recorder's.

    Examples
    --------
    >>> slug("CJTF-OIR"), slug("Iraq Body Count (via Airwars)")
    ('cjtf-oir', 'iraq-body-count-(via-airwars)')
    """
    plain = BLANKS.sub("-", name.strip().casefold())
    return str(rules()["names"].get(plain, plain))


def figure_rows(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """List the figures as plain rows."""
    return [dict(zip(COPIED, row, strict=True)) for row in rows(figures, *COPIED)]


def make_stated(
    items: pd.DataFrame, figures: pd.DataFrame, sources: pd.DataFrame, *, gone: Counter[str], terms: Terms
) -> pd.DataFrame:
    """Set beside each stated total the sum of the claimant's own items that fall under it.

    `items` are the claims in force with the incident of each. Where the records are not said to be all
    that there are, or where a total's words tell of something else, that is said, and nothing is compared.
    `gone` counts by source the claims that are no longer in force: a release of which one is corrected or
    withdrawn is not compared either.
    """
    notes = footnotes(sources)
    stated = figure_rows(figures)
    what = {one.what for figure in stated if (one := _counted(figure))}
    # Few columns: the table of claims is wide, and is cut anew for each total.
    asked = {*ASKED, *(f"{name}_{side}" for name in what for side in ("min", "max"))}
    narrow = items[[name for name in items.columns if name in asked]]
    by_claimant = {str(name): part for name, part in narrow.groupby("recorder", sort=True)}
    made = []
    for figure in stated:
        own = by_claimant.get(slug(figure["claimant"]))
        found = _beside(figure, own, gone[str(figure["source_id"])], terms)
        made.append(figure | {"footnote": notes.get(figure["source_id"], NO_SOURCE)} | found)
    return frame("stated", made)


def _counted(figure: dict[str, Any]) -> Counted | None:
    return counted(figure["unit"], figure["measure"], slug(figure["claimant"]))


def _beside(figure: dict[str, Any], own: pd.DataFrame | None, gone: int, terms: Terms) -> dict[str, Any]:
    what = _counted(figure)
    scope = read_scope(figure)
    if own is None:
        return {"against": "no_items", "why": "No record of this claimant is here."}
    if figure["unit"] is None:
        return {"against": "other_measure", "why": "What it counts is not told (column unit)."}
    if what is None:
        return {"against": "other_measure", "why": "The records do not count this."}
    if scope is None:
        return {"against": "other_scope", "why": "What it covers cannot be told from the records."}
    if scope.release and not what.listed:
        return {"against": "other_measure", "why": "A release lists the reports that it completed, and no others."}
    under = _under(own, figure, scope)
    whole = not (gone or under.rows.empty) if scope.release else terms.complete
    return _with_items(figure, under, what, whole=whole)


def _with_items(figure: dict[str, Any], under: _Under, what: Counted, *, whole: bool) -> dict[str, Any]:
    if under.nothing and not whole:
        return {"against": "no_items", "why": "No record that falls under it is here."}
    under = under.graded(what.grades)
    added = _added(under.rows, what)
    if what.what == "strikes" and not added.total.stated:
        return {"against": "other_measure", "why": "The records here state no number of strikes."}
    later = int(under.later["record_id"].nunique())
    told = {"grades": list(what.grades or ()), "published_later": later}
    # When the total was stated decides which of them it could know.
    unsure = bool(later) and figure["published_on"] is None
    return _compared(figure, added, whole=whole, told=_told(added, what, later), unsure=unsure) | told


@dataclass(frozen=True, slots=True)
class _Under:
    """A claimant's items that fall under a total, and those that would, had they not been published after it."""

    rows: pd.DataFrame
    later: pd.DataFrame

    @property
    def nothing(self) -> bool:
        """Whether no item falls under the total at all."""
        return not len(self.rows) and not len(self.later)

    def graded(self, grades: tuple[str, ...] | None) -> _Under:
        """Keep the items of some grades; of all of them where none are named."""
        if grades is None:
            return self
        kept = (table[table["status"].isin(grades).to_numpy(dtype=bool)] for table in (self.rows, self.later))
        return _Under(*kept)


@dataclass(frozen=True, slots=True)
class _Added:
    items: int
    total: Range
    without: int


def _added(under: pd.DataFrame, what: Counted) -> _Added:
    """Add the items; a claimant's several records of one incident count once, as the range that they span."""
    records = int(under["record_id"].nunique())
    if what.what == "records":
        return _Added(records, Range(records, records), 0)
    if what.what == "strikes":
        total, without = sum_of(rows(under, "strikes_min", "strikes_max"))
        return _Added(len(under), total, without)
    spans = hull_rows(under, what.what)
    total, without = sum_of(spans)
    return _Added(len(spans), total, without)


def hull_rows(under: pd.DataFrame, measure: str) -> list[tuple[int | None, int | None]]:
    """Span one claimant's records inside each incident; one pair for each incident."""
    if under.empty:
        return []
    spans = hull_by(under, ["incident_id"], measure)
    return rows(spans, f"{measure}_min", f"{measure}_max")


def _told(added: _Added, what: Counted, later: int) -> str:
    """Say in words what was added up, and what was not."""
    items = "1 item" if added.items == 1 else f"{added.items} items"
    blank = f", {added.without} of them with no number" if added.without else ""
    after = f"; {later} more published later" if later else ""
    return f"{items} here {what.told}{blank}{after}"


def _compared(figure: dict[str, Any], added: _Added, *, whole: bool, told: str, unsure: bool) -> dict[str, Any]:
    row = {"items": added.items, "items_min": added.total.min, "items_max": added.total.max}
    row |= {"without_figure": added.without}
    if not whole:
        return row | {"against": "sample", "why": f"{told}; {SAMPLE}."}
    stated = (figure["value_min"], figure["value_max"])
    lies = None if added.without or unsure else _lies(added.total, *stated)
    return row | {"against": "whole", "why": f"{told}.", "lies": lies}


def _lies(total: Range, low: float | None, high: float | None) -> str | None:
    """Say where a sum lies beside a stated range: below its minimum, above its maximum, or within."""
    if total.max is not None and low is not None and total.max < low:
        return "below"
    if total.min is not None and high is not None and total.min > high:
        return "above"
    return "within" if total.stated and (low is not None or high is not None) else None


def _under(own: pd.DataFrame, figure: dict[str, Any], scope: Scope) -> _Under:
    """Keep a claimant's items that fall under a total, by party, country and date, or by the release.

    An item that was published after the total cannot be in it: a report of that time was still open, or unknown.
    """
    if scope.release:
        same = own["source_id"].eq(figure["source_id"]).fillna(value=False)
        return _Under(own[same.to_numpy(dtype=bool)], own.iloc[:0])
    until = (figure["as_of"] or figure["published_on"] or AT_MOST) + LATEST
    kept = own["happened_from"].fillna("") <= until
    if scope.since:
        kept &= own["happened_to"].fillna(AT_MOST) + LATEST >= scope.since
    if scope.countries:
        kept &= own["country"].isna() | own["country"].isin(scope.countries)
    if scope.party:
        named = (parties(names) for names in own["belligerents"])
        kept &= pd.Series([not names or scope.party in names for names in named], index=own.index, dtype=bool)
    stated_on = (figure["published_on"] or figure["as_of"] or AT_MOST) + LATEST
    later = (own["published_on"].fillna("") > stated_on).to_numpy(dtype=bool)
    held = kept.to_numpy(dtype=bool)
    return _Under(own[held & ~later], own[held & later])


def make_sides(figures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Set the totals of different claimants side by side, on every date on which one of them was stated.

    Only lines with more than one claimant; each claimant stands with its latest total of that date.
    """
    notes = footnotes(sources)
    series: dict[str, list[dict[str, Any]]] = {}
    for figure in figure_rows(figures):
        stated_on = figure["as_of"] or figure["published_on"]
        if figure["series"] and stated_on:
            series.setdefault(figure["series"], []).append(figure | {"stated_on": stated_on})
    made = []
    for name, points in sorted(series.items()):
        claimants = sorted({point["claimant"] for point in points})
        for on_date in sorted({point["stated_on"] for point in points}) if len(claimants) > 1 else ():
            for claimant in claimants:
                if latest := _latest(points, claimant, on_date):
                    kept = {key: latest[key] for key in ("figure_id", "stated_on", "value_min", "value_max")}
                    note = notes.get(latest["source_id"], NO_SOURCE)
                    made.append({"series": name, "on_date": on_date, "claimant": claimant, "footnote": note} | kept)
    return frame("sides", made)


def _latest(points: list[dict[str, Any]], claimant: str, on_date: str) -> dict[str, Any] | None:
    own = [point for point in points if point["claimant"] == claimant and point["stated_on"] <= on_date]
    return max(own, key=lambda point: point["stated_on"], default=None)
