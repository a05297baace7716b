"""What a pair card shows: both sides field by field, what agrees and what differs, one map and one time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data import norm_country

from ..page.records import final_day, first_day
from .cards import Card, about, cell_of, judged_lines, point_of
from .desk import Desk
from .items import Item, number, text
from .words import Words

PAIRED = (
    "happened_from", "time_local", "place_text", "place_text_ar", "adm1_text", "country", "killed", "injured",
    "belligerents", "strike_kind", "munition", "target_kind", "status_raw", "via",
)  # fmt: skip
AGREE, DIFFER, SILENT = "agree", "differ", "silent"


def pair_card(desk: Desk, item: Item, words: Words) -> Card:
    """The card of a pair: both sides field by field, what agrees and what differs, one map and one time line."""
    sides = [desk.claims[name] for name in item.seen]
    rows = []
    for name in PAIRED:
        a, b = (cell_of(side, name, words) for side in sides)
        if a or b:
            rows.append(
                {"label": words.label(name), "a": a, "b": b, "state": _compared(name, *sides) if a and b else SILENT}
            )
    points = [point for side, role in zip(item.subjects, "ab", strict=True) if (point := point_of(desk, side, role))]
    apart = number(item.detail.get("distance_m"))
    return {
        "sides": [about(desk, side, words) for side in sides],
        "rows": rows,
        "outcome": words.word("pair_outcome", item.detail["outcome"]),
        "probability": words.share(float(item.detail["probability"])),
        "reason": text(item.detail["reason"]),
        "independent": bool(item.detail["independent"]),
        "apart": words.length(apart) if apart is not None else "",
        "unplaced": [
            side["record_id"] for side, name in zip(sides, item.subjects, strict=True) if not point_of(desk, name, "")
        ],
        "time": time_line(sides, words),
        "judged": judged_lines(desk, item.subjects, words),
        "map": {"points": points, "tools": False},
    }


def _compared(name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> str:
    if name in ("killed", "injured"):
        return AGREE if _overlap(a, b, name) else DIFFER
    if name == "happened_from":
        (start, end), (first, last) = (_days(side) for side in (a, b))
        return AGREE if start <= last and first <= end else DIFFER
    if name == "belligerents":
        return AGREE if {one.casefold() for one in a[name]} & {one.casefold() for one in b[name]} else DIFFER
    one, other = text(a[name]).casefold(), text(b[name]).casefold()
    if name == "country":
        one, other = norm_country(one) or one, norm_country(other) or other
    if name in ("place_text", "place_text_ar", "adm1_text"):
        one, other = ("".join(filter(str.isalnum, part)) for part in (one, other))
        return AGREE if one in other or other in one else DIFFER
    return AGREE if one == other else DIFFER


def _overlap(a: Mapping[str, Any], b: Mapping[str, Any], name: str) -> bool:
    low = [number(side[f"{name}_min"]) or 0.0 for side in (a, b)]
    high = [float("inf") if (top := number(side[f"{name}_max"])) is None else top for side in (a, b)]
    return max(low) <= min(high)


def _days(claim: Mapping[str, Any]) -> tuple[int, int]:
    start = first_day(text(claim["happened_from"])) or 0
    end = final_day(text(claim["happened_to"]) or text(claim["happened_from"]))
    return start, start if end is None else end


def time_line(sides: Sequence[Mapping[str, Any]], words: Words) -> Card | None:
    """Both dates on one line, in hundredths of its width; None where a side has no date."""
    if not all(text(side["happened_from"]) for side in sides):
        return None
    spans = [_days(side) for side in sides]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    pad = max(2, round((last - first) * 0.15))
    low, width = first - pad, last - first + 2 * pad + 1
    bars = [
        {"x": round(100 * (start - low) / width, 2), "w": max(1.2, round(100 * (end - start + 1) / width, 2)),
         "told": cell_of(side, "happened_from", words)}
        for (start, end), side in zip(spans, sides, strict=True)
    ]  # fmt: skip
    apart = max(0, max(spans[0][0], spans[1][0]) - min(spans[0][1], spans[1][1]))
    epoch = date(1970, 1, 1).toordinal()
    ends = [words.date(date.fromordinal(epoch + day).isoformat()) for day in (low, low + width - 1)]
    return {"bars": bars, "apart": apart, "from": ends[0], "to": ends[1]}
