"""The tables that a site offers for download."""

from __future__ import annotations

import pandas as pd

from ..select import Selection


def site_tables(selection: Selection, tallies: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables that a site offers for download, by file name; an incident stands with its place in one row."""
    places = selection.placements.rename(columns={"warnings": "place_warnings"})
    incidents = selection.incidents.merge(places, left_on="incident_id", right_on="subject_id", how="left")
    return {
        "incidents": incidents.drop(columns=["subject_id"], errors="ignore"),
        "claims": selection.claims,
        "judgements": selection.judgements,
        "figures": selection.figures,
        "sources": selection.sources,
        "tallies": tallies,
    }
