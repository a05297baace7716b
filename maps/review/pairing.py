"""The queue of pairs: claims of two recorders that may tell of the same strike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from geo import pairs

from .items import PREFIX, Held, Item, effect_of, text, title_of

ASKED = ("proposed", "shared", "review")
# "Probably the same" moves the map if it is so; what is not clear is worth a look for either answer.
LEAST = 0.05


def find_pairs(claims: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Candidate pairs between any two recorders of the claims in force; the shorter list asks the longer one."""
    standing = claims[claims["superseded_by"].isna()]
    sides = dict(list(standing.groupby("recorder", sort=True)))
    found = []
    for one, other in combinations(sorted(sides, key=lambda name: (len(sides[name]), str(name))), 2):
        made = pairs(sides[one].reset_index(drop=True), sides[other].reset_index(drop=True), placements)
        found.append(made[made["outcome"].isin(ASKED)])
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["pair_id"])


def pair_items(found: pd.DataFrame, held: Held, incidents: pd.DataFrame, withdrawn: set[str]) -> Iterator[Item]:
    """Give an item for each pair that is not in one incident already."""
    of = {str(record): number for number, records in enumerate(incidents["record_ids"]) for record in records}
    rows = held.claims
    for pair in found.to_dict("records"):
        a, b = str(pair["record_a"]), str(pair["record_b"])
        together = a in of and of.get(a) == of.get(b)
        if together or {a, b} & withdrawn or pair["claim_a"] not in rows or pair["claim_b"] not in rows:
            continue
        one, other = rows[pair["claim_a"]], rows[pair["claim_b"]]
        yield Item(
            key=f"{PREFIX['pair']}:{pair['pair_id']}",
            queue="pair",
            title=" / ".join(dict.fromkeys(map(title_of, (one, other)))),
            subjects=(a, b),
            seen=(str(pair["claim_a"]), str(pair["claim_b"])),
            reasons=(str(pair["outcome"]),),
            effect=effect_of(max(LEAST, float(pair["probability"])), max((one, other), key=_people)),
            date=text(one["happened_from"]) or text(other["happened_from"]),
            country=text(one["country"]) or text(other["country"]),
            recorders=(str(one["recorder"]), str(other["recorder"])),
            detail={str(name): value for name, value in pair.items()},
        )


def _people(row: Mapping[str, Any]) -> float:
    return effect_of(1.0, row)
