"""The tables that a site offers for download, and what their columns are."""

from __future__ import annotations

from functools import cache

import pandas as pd

from data import Field, conform, fields, frame

from ...project import Project
from ...select import Selection
from ...version import strikeatlas_version

# An incident stands with its place in one row.
OF_PLACE = {"warnings": "place_warnings"}


def site_tables(selection: Selection, tallies: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables that a site offers for download, by file name; an incident stands with its place in one row."""
    places = selection.placements.rename(columns=OF_PLACE)
    incidents = selection.incidents.merge(places, left_on="incident_id", right_on="subject_id", how="left")
    return {
        "incidents": incidents.drop(columns=["subject_id"], errors="ignore"),
        "claims": selection.claims,
        "judgements": selection.judgements,
        "figures": selection.figures,
        "sources": selection.sources,
        "tallies": tallies,
    }


def about_table(project: Project, selection: Selection) -> pd.DataFrame:
    """What every copy of the data says of itself: how exact it is, whose it is, and what may be done with it."""
    policy = selection.policy
    told = {
        "title": project.atlas.title,
        "what": "Reported strikes and reported harm. Numbers are what each claimant states; none is added to another.",
        "licence": policy.licence,
        "attribution": policy.attribution,
        "contact": policy.contact,
        "as_of": selection.as_of.isoformat(),
        "coordinate_decimals": str(policy.coordinate_decimals),
        "precision": "Positions stand on a grid of that many decimals of a degree or a coarser one (WGS 84); "
        "r80_m holds the true place in 80 of 100 cases, rounding included.",
        "complete": "all records" if project.atlas.complete else "a sample of the records",
        "strikeatlas": strikeatlas_version(),
    }
    return frame("about", [{"key": key, "value": value or None} for key, value in told.items()])


@cache
def kinds(table: str) -> dict[str, Field]:
    """Declared columns of a table of the site by name; those of an incident and of its place together."""
    if table != "incidents":
        return {item.name: item for item in fields(table)}
    places = {OF_PLACE.get(item.name, item.name): item for item in fields("placements")}
    return {**places, **{item.name: item for item in fields("incidents")}}


def as_declared(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give every column its declared type, so that each format writes numbers as numbers; order and names stay."""
    return {name: _typed(table, name) for name, table in frames.items()}


def _typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if name != "incidents":
        return conform(table, name)[list(table.columns)]
    own = [column for column in table.columns if column in {item.name for item in fields("incidents")}]
    back = {new: old for old, new in OF_PLACE.items()}
    rest = [column for column in table.columns if column not in own]
    places = conform(table[rest].rename(columns=back).assign(subject_id=table["incident_id"]), "placements")
    both = pd.concat([conform(table[own], "incidents")[own], places.rename(columns=OF_PLACE)[rest]], axis=1)
    return both[list(table.columns)]
