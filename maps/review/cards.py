"""What a place card and a pair card show, as plain values for the templates and for the map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from geo import LonLat, distance_m, phrase_marks, precision_of_kind, stated_radii

from .desk import Desk
from .items import PLACE_KINDS, Item, number, text
from .places import candidates_of
from .words import Words

MOST_SAME = 8
HINTS = (
    "adm1_text",
    "adm2_text",
    "country",
    "stated_precision",
    "belligerents",
    "target_kind",
    "munition",
    "via",
    "status_raw",
)
Card = dict[str, Any]


def place_card(desk: Desk, item: Item, words: Words) -> Card:
    """The card of a place: the phrase with its marks, candidates, other hints, and points for the map."""
    claim, placed = desk.claims[item.seen[0]], desk.placements[item.seen[0]]
    candidates = [
        _candidate(at, one, placed, words) for at, one in enumerate(candidates_of(placed)) if one.get("lon") is not None
    ]
    points = [{**one["point"], "id": f"c{one['n']}", "n": one["n"], "role": "candidate"} for one in candidates]
    return {
        "phrases": [marked(claim[name]) for name in ("place_text", "place_text_ar") if text(claim[name])],
        "candidates": candidates,
        "placed": _placed(placed, words),
        "rows": claim_rows(claim, words, HINTS),
        "about": about(desk, claim, words),
        "warnings": [words.warning(code) for code in dict.fromkeys([*claim["warnings"], *placed["warnings"]])],
        "same": [
            {"record": name, "date": words.date(desk.now[name]["happened_from"])} for name in item.same[:MOST_SAME]
        ],
        "same_count": item.more,
        "judged": judged_lines(desk, item.subjects, words, PLACE_KINDS),
        "teach": _teachable(claim),
        "map": {"points": [*_now(claim, placed), *points, *_others(desk, item)], "tools": True},
    }


def marked(phrase: str) -> list[tuple[str, str]]:
    """A phrase in stretches, each with the kind of its mark, or "" where nothing was read."""
    parts, at = [], 0
    for mark in phrase_marks(phrase):
        parts += [(phrase[at : mark.start], ""), (phrase[mark.start : mark.end], mark.kind)]
        at = mark.end
    return [(part, kind) for part, kind in (*parts, (phrase[at:], "")) if part]


def _teachable(claim: Mapping[str, Any]) -> str:
    """The first name of the phrase: what an alias would teach."""
    for column in ("place_text", "place_text_ar"):
        names = [part for part, kind in marked(text(claim[column])) if kind == "name"]
        if names:
            return names[0]
    return ""


def _candidate(at: int, one: Mapping[str, Any], placed: Mapping[str, Any], words: Words) -> Card:
    kind = text(one.get("kind"))
    precision = precision_of_kind(kind) if kind and kind != "grid" else "around_place"
    radii = stated_radii(precision)
    point = {"lon": float(one["lon"]), "lat": float(one["lat"]), "r_m": radii.r80_m, "precision": precision}
    away = None
    if (lon := number(placed["lon"])) is not None and (lat := number(placed["lat"])) is not None:
        away = distance_m(LonLat(lon, lat), LonLat(float(one["lon"]), float(one["lat"])))
    terms = one.get("evidence") or {}
    return {
        "n": at + 1,
        "at": at,
        "place_id": text(one.get("place_id")),
        "name": text(one.get("name")),
        "kind": words.word("place_kind", kind),
        "share": words.share(float(one.get("probability") or 0.0)),
        "radius": words.length(radii.r80_m),
        "away": words.length(away) if away else "",
        "reasons": [words.t(f"evidence.{term}") for term in terms if words.has(f"evidence.{term}")],
        "point": point | {"label": text(one.get("name"))},
    }


def _placed(placed: Mapping[str, Any], words: Words) -> Card:
    r80, r95, sure = (number(placed[name]) for name in ("r80_m", "r95_m", "confidence"))
    return {
        "there": number(placed["lon"]) is not None,
        "name": text(placed["place_name"]),
        "precision": words.word("precision", placed["precision"]),
        "method": words.word("method", placed["method"]),
        "reason": text(placed["reason"]),
        "r80": words.length(r80) if r80 else "",
        "r95": words.length(r95) if r95 else "",
        "sure": words.share(sure) if sure is not None else "",
    }


def _now(claim: Mapping[str, Any], placed: Mapping[str, Any]) -> list[Card]:
    found = []
    if (lon := number(placed["lon"])) is not None:
        own = {"lon": lon, "lat": number(placed["lat"]), "r_m": number(placed["r80_m"]) or 0.0}
        found.append(
            {**own, "id": "now", "role": "now", "precision": placed["precision"], "label": text(placed["place_name"])}
        )
    stated, lat = number(claim["stated_lon"]), number(claim["stated_lat"])
    if stated is not None and lat is not None and placed["method"] != "stated_coordinates":
        found.append(
            {"lon": stated, "lat": lat, "r_m": 0.0, "id": "stated", "role": "stated", "precision": "exact", "label": ""}
        )
    return found


def _others(desk: Desk, item: Item) -> list[Card]:
    """Where the other records judged to be the same strike are."""
    rows = desk.ledger.in_force(item.subjects, ("same",))
    names = dict.fromkeys(str(name) for row in rows for name in row["subjects"] if name not in item.subjects)
    return [point for name in names if (point := point_of(desk, str(name), "other"))]


def point_of(desk: Desk, record: str, role: str) -> Card | None:
    """A record's place for the map, None where it has none."""
    claim = desk.now.get(record)
    placed = desk.placements.get(str(claim["claim_id"])) if claim else None
    if placed is None or (lon := number(placed["lon"])) is None:
        return None
    told = {"lon": lon, "lat": number(placed["lat"]), "r_m": number(placed["r80_m"]) or 0.0, "label": record}
    return {**told, "id": record, "role": role, "precision": placed["precision"]}


def cell_of(claim: Mapping[str, Any], name: str, words: Words) -> str:
    """A field of a claim as people read it; empty where it says nothing."""
    if name == "happened_from":
        return words.span(claim[name], claim["happened_to"]) if text(claim[name]) else ""
    if name in ("killed", "injured"):
        low, high = number(claim[f"{name}_min"]), number(claim[f"{name}_max"])
        return words.count(low, high) if low is not None or high is not None else ""
    value = claim[name]
    if name == "strike_kind":
        return words.word("strike_kind", value)
    return ", ".join(map(str, value)) if isinstance(value, list) else text(value)


def claim_rows(claim: Mapping[str, Any], words: Words, names: Iterable[str]) -> list[tuple[str, str]]:
    """Labelled fields of a claim that say something."""
    rows = [(words.label(name), cell_of(claim, name, words)) for name in names]
    return [(label, cell) for label, cell in rows if cell]


def about(desk: Desk, claim: Mapping[str, Any], words: Words) -> Card:
    """Who says it, when, what of people, and where it was read."""
    source = desk.sources.get(text(claim["source_id"]), {})
    url = text(source.get("url"))
    return {
        "record": claim["record_id"],
        "recorder": claim["recorder"],
        "date": cell_of(claim, "happened_from", words) or words.t("date.unknown"),
        "killed": cell_of(claim, "killed", words) or words.t("count.none"),
        "injured": cell_of(claim, "injured", words) or words.t("count.none"),
        "origin": f"{text(claim['origin_file'])}, {words.t('row')} {int(number(claim['origin_row']) or 0)}",
        "stated": _stated(claim),
        "note": text(claim["note"]),
        "publisher": text(source.get("publisher")),
        "url": url if url.lower().startswith(("https://", "http://")) else "",
    }


def _stated(claim: Mapping[str, Any]) -> str:
    lon, lat = number(claim["stated_lon"]), number(claim["stated_lat"])
    point = f"{lat:g}, {lon:g}" if lon is not None and lat is not None else ""
    return " · ".join(filter(None, (point, text(claim["stated_mgrs"]))))


def judged_lines(desk: Desk, subjects: Iterable[str], words: Words, kinds: Iterable[str] = ()) -> list[Card]:
    """What is decided already, in words."""
    return [judged_line(row, words) for row in desk.ledger.in_force(subjects, kinds)]


def judged_line(row: Mapping[str, Any], words: Words) -> Card:
    """One judgement in words."""
    return {
        "id": row["judgement_id"],
        "kind": words.word("judgement", row["kind"]),
        "alias": row["alias"],
        "date": words.date(text(row["made_at"])[:10]),
        "time": text(row["made_at"])[11:16],
        "why": text(row["why"]),
        "decision": told_decision(row, words),
        "subjects": [str(one) for one in row["subjects"]],
    }


def told_decision(row: Mapping[str, Any], words: Words) -> str:
    """What was decided, as far as it is short."""
    what = json.loads(row["decision"]) if isinstance(row["decision"], str) else {}
    if "area" in what:
        return words.t("decided.area", n=len(what["area"]))
    if row["kind"] == "alias":
        return f"{what.get('name', '')} → {what.get('place_id', '')}"
    if row["kind"] == "repair":
        cells = what.get("cells", {})
        return "; ".join(
            f"{name}: {what.get('was', {}).get(name) or '–'} → {value or '–'}" for name, value in cells.items()
        )
    parts = [str(what[name]) for name in ("name",) if what.get(name)]
    parts += [words.word("precision", what["precision"])] if what.get("precision") else []
    return ", ".join(parts)
