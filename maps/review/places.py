"""The queue of places: what the geocoder could not settle, and what contradicts itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from .items import Held, Item, effect_of, number, of_record, text

LOW = 0.8
TIE = 0.75
CONTRADICTS = (
    "place_contradicts_point", "parent_mismatch", "country_mismatch", "outside_country", "swapped", "null_island",
    "country_centroid", "claims_disagree_on_place", "unit_mismatch",
)  # fmt: skip
CODES = {
    "repeated_coordinate": "repeated",
    "grid_repaired": "repaired",
    "grid_malformed": "repaired",
    "placed_at_larger_place": "larger",
    "several_places": "several",
} | dict.fromkeys(CONTRADICTS, "contradiction")
# How likely an answer is to move the record, by the reason that it is asked about; the largest counts.
CHANGE = {
    "tie": 1.0, "unknown_name": 1.0, "low": 0.6, "contradiction": 0.7, "repaired": 0.6, "several": 0.5, "larger": 0.5,
    "repeated": 0.3,
}  # fmt: skip
PHRASE = ("place_text", "place_text_ar", "country", "adm1_text")


def phrase_of(claim: Mapping[str, Any]) -> tuple[str, ...]:
    """What the geocoder was asked of a claim: records with the same phrase have the same answer."""
    return tuple(text(claim.get(name)) for name in PHRASE)


def candidates_of(placement: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Candidates of a placement, best first."""
    told = placement.get("candidates")
    return list(json.loads(told)) if isinstance(told, str) else []


def reasons_of(claim: Mapping[str, Any], placement: Mapping[str, Any]) -> tuple[str, ...]:
    """Why a person should look at a placement; empty where nobody needs to."""
    if placement["method"] == "judgement":
        return ()
    found: dict[str, None] = {}
    sure = number(placement["confidence"])
    if placement["method"] == "unplaced" and any(phrase_of(claim)[:2]):
        found |= dict.fromkeys([_unplaced(candidates_of(placement))])
    elif placement["method"] == "gazetteer" and sure is not None and sure < LOW:
        found |= dict.fromkeys(["low"])
    codes = [*placement["warnings"], *claim["warnings"]]
    found |= dict.fromkeys(CODES[code] for code in codes if code in CODES)
    return tuple(found)


def _unplaced(candidates: list[dict[str, Any]]) -> str:
    shares = sorted((float(one.get("probability") or 0.0) for one in candidates), reverse=True)
    if not shares:
        return "unknown_name"
    return "tie" if len(shares) > 1 and shares[1] >= TIE * shares[0] else "low"


def place_items(held: Held, withdrawn: set[str]) -> Iterator[Item]:
    """Give an item for each record in force whose place a person should settle."""
    by_claim = held.placements
    standing = [row for row in held.claims.values() if not isinstance(row["superseded_by"], str)]
    rows = [row for row in standing if row["claim_id"] in by_claim and row["record_id"] not in withdrawn]
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        if not _stated(by_claim[row["claim_id"]]):
            alike[phrase_of(row)].append(str(row["record_id"]))
    groups = {phrase: tuple(sorted(set(records))) for phrase, records in alike.items()}
    for row in rows:
        placement = by_claim[row["claim_id"]]
        reasons = reasons_of(row, placement)
        if reasons:
            yield _item(row, placement, reasons, () if _stated(placement) else groups[phrase_of(row)])


def _stated(placement: Mapping[str, Any]) -> bool:
    """Whether the recorder states the point: its words are not what places it."""
    return placement["method"] in ("stated_coordinates", "grid")


def _item(
    claim: Mapping[str, Any], placement: Mapping[str, Any], reasons: tuple[str, ...], group: tuple[str, ...]
) -> Item:
    sure = number(placement["confidence"])
    change = max(CHANGE[reason] for reason in reasons)
    if reasons == ("low",) and placement["method"] == "gazetteer" and sure is not None:
        change = 1.0 - sure
    effect = effect_of(change, claim, max(1, len(group)))
    return of_record("place", claim, reasons=reasons, effect=effect, group=group)
