"""Names that no rule finds, taught by a person: alias judgements put into the table of places."""

from __future__ import annotations

import json

import pandas as pd


def with_aliases(places: pd.DataFrame, judgements: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Places with the names that judgements of kind alias give them, and the aliases that fit no place.

    A decision names the alias and the place: {"name": "Shingal", "place_id": "geonames:448149"}. A judgement that a
    later one supersedes does not count. The given frame stays as it is.
    """
    gone = {value for value in judgements["supersedes"] if isinstance(value, str) and value}
    taught: dict[str, list[str]] = {}
    for row in judgements.to_dict("records"):
        if row["kind"] == "alias" and row["judgement_id"] not in gone and isinstance(row["decision"], str):
            decision = json.loads(row["decision"])
            taught.setdefault(str(decision.get("place_id", "")), []).append(str(decision.get("name", "")).strip())
    known = set(places["place_id"])
    names = [
        list(dict.fromkeys([*old, *filter(None, taught.get(place_id, []))]))
        for place_id, old in zip(places["place_id"], places["names"], strict=True)
    ]
    lost = [name for place_id, listed in taught.items() if place_id not in known for name in listed]
    return places.assign(names=pd.Series(names, index=places.index, dtype=object)), lost
