"""Several readings into one: repeats, records told anew, and sources whose rights differ."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..fields import words
from ..schema import conform, frame
from .reading import Reading


def combine(readings: Iterable[Reading]) -> Reading:
    """Join readings in order: a reading that is there twice is a duplicate, a record told anew supersedes.

    Of two claims with one record_id from different files the later published is in force
    (without dates: the one from the later input); the other bears its claim_id in
    `superseded_by` and stays in the table.
    """
    given = list(readings)
    claims, again = _without_repeats([each.claims for each in given], "claim_id")
    figures, again_figures = _without_repeats([each.figures for each in given], "figure_id")
    baskets = [frame("duplicates"), *(each.duplicates for each in given), again, again_figures]
    return Reading(
        rows_in=sum(each.rows_in for each in given),
        claims=supersede(claims),
        figures=conform(figures, "figures"),
        sources=joined_sources([each.sources for each in given]),
        rejected=_stacked("rejected", [each.rejected for each in given]),
        rejected_rows=_stacked("rejected_rows", [each.rejected_rows for each in given]),
        duplicates=conform(pd.concat(baskets, ignore_index=True), "duplicates"),
        unread=_stacked("unread", [each.unread for each in given]),
        notes=tuple(note for each in given for note in each.notes),
        files=tuple(seen for each in given for seen in each.files),
    )


def _stacked(table: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    return conform(pd.concat([frame(table), *parts], ignore_index=True), table)


def joined_sources(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Keep each source once; where its rights are told differently, the strictest holds."""
    table = pd.concat([frame("sources"), *tables], ignore_index=True)
    if table["source_id"].is_unique:
        return conform(table, "sources")
    strictness = table["redistribution"].map({word: rank for rank, word in enumerate(words("redistribution"))})
    strictest = strictness.groupby(table["source_id"]).transform("max")
    table["redistribution"] = pd.Series(strictest).map(dict(enumerate(words("redistribution")))).astype("string")
    return conform(table.drop_duplicates("source_id"), "sources")


def repeats(table: pd.DataFrame, repeated: np.ndarray, key: str) -> pd.DataFrame:
    """List the repeated rows of a table as duplicates, each with the row that was kept."""
    again = table[repeated]
    first = table[~repeated].set_index(key)
    made = {
        "claim_id": again[key].array,
        "file": again["origin_file"].array,
        "row": again["origin_row"].array,
        "kept_file": first["origin_file"].reindex(again[key]).array,
        "kept_row": first["origin_row"].reindex(again[key]).array,
    }
    return conform(pd.DataFrame(made), "duplicates")


def _without_repeats(tables: list[pd.DataFrame], key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = frame("claims" if key == "claim_id" else "figures")
    table = pd.concat([empty, *tables], ignore_index=True)
    repeated = table.duplicated(key).to_numpy()
    return table[~repeated].reset_index(drop=True), repeats(table, repeated, key)


def supersede(claims: pd.DataFrame) -> pd.DataFrame:
    """Mark claims whose record is told anew in another file; repeats within one file stay side by side."""
    table = conform(claims, "claims")
    several = table.groupby("record_id", sort=False)["origin_sha256"].transform("nunique") > 1
    if not several.any():
        return table
    order = table[several.fillna(value=False).astype(bool)].copy()
    order["_published"] = order["published_on"].fillna("")
    order["_input"] = pd.factorize(order["origin_sha256"])[0]
    order["_place"] = range(len(order))
    order = order.sort_values(["_published", "_input", "_place"], kind="stable")
    last = order.groupby("record_id")[["claim_id", "origin_sha256"]].last()
    newest = order["record_id"].map(last["claim_id"])
    newest_file = order["record_id"].map(last["origin_sha256"])
    marked = newest.where((order["origin_sha256"] != newest_file).to_numpy(dtype=bool))
    table["superseded_by"] = table["superseded_by"].fillna(marked.reindex(table.index).astype("string"))
    return table
