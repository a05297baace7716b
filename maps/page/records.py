"""From what select let through to the tables of the records payload."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ..select import Selection
from ..tables import plain, plain_rows

EPOCH = date(1970, 1, 1).toordinal()
CARD_PLACEMENT = ("precision", "r50_m", "r80_m", "r95_m", "method", "place_name", "confidence", "reason")
CARD_BESIDE = ("alternatives",)
CARD_CLAIM = (
    "recorder", "record_code", "status_raw", "assessment", "assessment_raw", "published_on", "place_text",
    "place_text_ar", "relation", "stated_precision", "belligerents", "strike_kind", "killed_min", "killed_max",
    "injured_min", "injured_max", "via", "reason_code", "warnings",
)  # fmt: skip
BESIDE = ("status", "happened_from", "happened_to", "source_id")


def first_day(text: Any) -> int | None:
    """Days from 1970-01-01 to the first day that an ISO date of any precision may mean."""
    return _day(text, last=False)


def final_day(text: Any) -> int | None:
    """Days from 1970-01-01 to the last day that an ISO date of any precision may mean."""
    return _day(text, last=True)


def last_day(text: str) -> date:
    """The last day that an ISO date of any precision may mean.

    >>> last_day("2017-02").isoformat()
    '2017-02-28'
    """
    number = final_day(text)
    if number is None:
        raise ValueError(f"{text!r} is no date")
    return date.fromordinal(number + EPOCH)


def _day(text: Any, *, last: bool) -> int | None:
    if not isinstance(text, str) or not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    end = monthrange(year, month)[1] if last else 1
    return date(year, month, parts[2] if len(parts) > 2 else end).toordinal() - EPOCH


def date_words(start: Any, end: Any) -> str | None:
    """
    A date or a range as one text, at its own precision.

    >>> date_words("2017-03-17", "2017-03-18")
    '2017-03-17/2017-03-18'
    """
    if not isinstance(start, str) or not start:
        return None
    return start if not isinstance(end, str) or end in ("", start) else f"{start}/{end}"


def joined(selection: Selection, unit_names: Mapping[str, str]) -> pd.DataFrame:
    """Incidents with their places, in the order of the page: placed ones along a Morton curve, then the others."""
    frame = selection.incidents.merge(
        selection.placements, left_on="incident_id", right_on="subject_id", how="left", suffixes=("", "_place")
    )
    frame["unit"] = frame["adm1_pcode"].map(unit_names) if "adm1_pcode" in frame else None
    order = np.lexsort((frame["incident_id"].astype(str), morton(frame)))
    return frame.iloc[order].reset_index(drop=True)


def morton(frame: pd.DataFrame) -> np.ndarray:
    """Place of each row on a Morton curve of the world in 2^16 columns and rows; rows without a place come last."""
    lon, lat = (frame[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    placed = np.isfinite(lon) & np.isfinite(lat)
    x = np.where(placed, (lon + 180) / 360 * 65535, 0).astype(np.uint64)
    y = np.where(placed, (lat + 90) / 180 * 65535, 0).astype(np.uint64)
    key = _spread(x) | (_spread(y) << np.uint64(1))
    return np.where(placed, key, np.iinfo(np.uint64).max)


def _spread(values: np.ndarray) -> np.ndarray:
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def claim_rows(selection: Selection, frame: pd.DataFrame) -> pd.DataFrame:
    """Claims with the number of the incident that they stand in, in the order of the incidents."""
    index = {claim: row for row, ids in enumerate(frame["claim_ids"]) for claim in ids}
    claims = selection.claims.assign(incident=selection.claims["claim_id"].map(index))
    claims = claims[claims["incident"].notna()].astype({"incident": int})
    return claims.sort_values(["incident", "recorder", "record_id", "claim_id"], kind="stable").reset_index(drop=True)


def _claim_cards(claims: pd.DataFrame, source_index: Mapping[str, int]) -> dict[int, list[dict[str, Any]]]:
    cards: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = [name for name in CARD_CLAIM if name in claims.columns]
    beside = [name for name in BESIDE if name in claims.columns]
    told = plain_rows(claims[columns].rename(columns={"record_code": "code"}))
    for incident, card, row in zip(claims["incident"].tolist(), told, plain_rows(claims, beside), strict=True):
        card["status"] = status_word(card["recorder"], row.get("status"))
        card["date"] = date_words(row.get("happened_from"), row.get("happened_to"))
        card["source"] = source_index.get(row.get("source_id") or "")
        cards[incident].append(card)
    return cards


def status_word(recorder: Any, status: Any) -> str | None:
    """A grade with the recorder it belongs to, or null; the same word of two recorders is two words."""
    return f"{recorder}/{status}" if isinstance(status, str) and status else None


def _judgement_cards(judgements: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    cards: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in plain_rows(judgements):
        card = {name: row.get(name) for name in ("kind", "alias", "made_at", "why")}
        for subject in row["subjects"]:
            cards[subject].append(card)
    return cards


def cards(selection: Selection, frame: pd.DataFrame, source_index: Mapping[str, int]) -> list[dict[str, Any]]:
    """One card object for each incident, in the order of `frame`; keys as the page reads them."""
    claims = _claim_cards(claim_rows(selection, frame), source_index)
    judgements = _judgement_cards(selection.judgements)
    out = []
    for number, row in enumerate(plain_rows(frame)):
        card = {
            "id": row["incident_id"],
            "place": row.get("place_text"),
            "place_ar": row.get("place_text_ar"),
            "date": date_words(row.get("happened_from"), row.get("happened_to")),
            "date_precision": row.get("date_precision"),
            "country": row.get("country"),
            "unit": row.get("unit"),
        }
        card |= {name: row.get(name) for name in CARD_PLACEMENT}
        # Few places have these.
        card |= {name: row[name] for name in CARD_BESIDE if row.get(name) is not None}
        told = [card for subject in row["record_ids"] for card in judgements.get(subject, [])]
        card["judgements"] = [one for place, one in enumerate(told) if one not in told[:place]]
        card["warnings"] = warnings_of(row)
        card["claims"] = claims.get(number, [])
        out.append(card)
    return out


def warnings_of(row: Mapping[str, Any]) -> list[str]:
    """Codes of the fold and of the placement, each once."""
    codes = [*(plain(row.get("warnings")) or []), *(plain(row.get("warnings_place")) or [])]
    return list(dict.fromkeys(codes))
