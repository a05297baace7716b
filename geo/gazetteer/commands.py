"""What the commands `gazetteer info` and `gazetteer search` show, as plain dictionaries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data import InputRefused

from .gazetteer import Gazetteer


def gazetteer_info(path: Path | str) -> dict[str, Any]:
    """What a gazetteer file says of itself: rows by kind and country, sources with licence and hash, its own hash.

    Raises
    ------
    InputRefused
        The file is absent, no gazetteer, or not what it was when it was built.
    """
    gazetteer = Gazetteer.open(path)
    if not gazetteer.is_whole():
        hint = "Build it anew: its content no longer has the hash that it states."
        raise InputRefused("The gazetteer was damaged or changed after it was built.", file=str(path), hint=hint)
    about = gazetteer.info
    places = gazetteer.places
    return {
        "rows": int(about["rows"]),
        "sha256": about["sha256"],
        "format": about["format"],
        "kinds": {str(k): int(v) for k, v in places["kind"].value_counts().sort_index().items()},
        "countries": {str(k): int(v) for k, v in places["country"].value_counts().sort_index().items()},
        "licences": sorted(str(value) for value in places["licence"].dropna().unique()),
        "sources": json.loads(about.get("sources", "[]")),
    }


def gazetteer_search(
    gazetteer: Gazetteer, name: str, *, country: str | None = None, limit: int = 10
) -> list[dict[str, Any]]:
    """Places with a like name, best first, each with its source and how like the name is (1 is the same)."""
    return [
        {
            "place_id": match.place.place_id,
            "name": match.place.name,
            "name_ar": match.place.name_ar,
            "found_as": match.text,
            "likeness": round(match.score, 3),
            "kind": match.place.kind,
            "country": match.place.country,
            "adm1_name": match.place.adm1_name,
            "parent": match.place.parent,
            "lon": match.place.lon,
            "lat": match.place.lat,
            "source": match.place.source,
            "licence": match.place.licence,
            "caveat": match.place.caveat,
        }
        for match in gazetteer.find(name, country=country, limit=limit)
    ]
