"""From what select let through to the tables of the records payload."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ..payload import written_objects, written_values
from ..select import Selection
from ..tables import plain_column, plain_rows

EPOCH = date(1970, 1, 1).toordinal()
# Keys of a card, and the columns of the incidents that they hold; the date is told in words.
CARD = ("id", "place", "place_ar", "date", "date_precision", "country", "unit")
CARD_INCIDENT = ("incident_id", "place_text", "place_text_ar", "happened_from", "date_precision", "country", "unit")
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
    index = {claim: row for row, ids in enumerate(frame["claim_ids"].tolist()) for claim in ids}
    claims = selection.claims.assign(incident=selection.claims["claim_id"].map(index))
    claims = claims[claims["incident"].notna()].astype({"incident": int})
    return claims.sort_values(["incident", "recorder", "record_id", "claim_id"], kind="stable").reset_index(drop=True)


def _claim_cards(claims: pd.DataFrame, source_index: Mapping[str, int]) -> dict[int, list[str]]:
    named = [name for name in CARD_CLAIM if name in claims.columns]
    status, start, end, source = _columns(claims, BESIDE)
    recorders = plain_column(claims["recorder"])
    columns = {"code" if name == "record_code" else name: plain_column(claims[name]) for name in named}
    columns["status"] = list(map(status_word, recorders, status))
    columns["date"] = list(map(date_words, start, end))
    columns["source"] = [source_index.get(name or "") for name in source]
    cards: dict[int, list[str]] = defaultdict(list)
    for incident, text in zip(claims["incident"].tolist(), written_objects(columns, {}), strict=True):
        cards[incident].append(text)
    return cards


def _columns(frame: pd.DataFrame, names: Iterable[str]) -> list[list[Any]]:
    """Columns as `plain` gives them; one that is withheld is unknown in every row."""
    return [plain_column(frame[name]) if name in frame.columns else [None] * len(frame) for name in names]


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


@dataclass(frozen=True)
class Cards:
    """One card for each incident, as JSON; the warnings that any of them shows, and which cards show one."""

    texts: list[str]
    codes: set[str]
    warned: list[bool]


def cards(frame: pd.DataFrame, claims: pd.DataFrame, about: Selection) -> Cards:
    """One card object for each incident, in the order of `frame`; keys as the page reads them.

    `claims` are those of `claim_rows`; `about` is the selection of both, with its sources and judgements.
    """
    index = {key: number for number, key in enumerate(about.sources["source_id"].tolist())}
    told = _claim_cards(claims, index)
    start, end = _columns(frame, ("happened_from", "happened_to"))
    columns = dict(zip(CARD, _columns(frame, CARD_INCIDENT), strict=True))
    columns = {name: list(map(date_words, start, end)) if name == "date" else columns[name] for name in CARD}
    columns |= dict(zip(CARD_PLACEMENT, _columns(frame, CARD_PLACEMENT), strict=True))
    columns["judgements"] = _judgements(frame, about.judgements)
    columns["warnings"] = own = list(map(_each_once, *_columns(frame, ("warnings", "warnings_place"))))
    texts = written_objects(columns, {"claims": [f"[{','.join(told.get(at, ()))}]" for at in range(len(frame))]})
    for name in CARD_BESIDE if len(frame) else ():
        # Few places have these.
        more = [(at, value) for at, value in enumerate(_columns(frame, (name,))[0]) if value is not None]
        for (at, _), text in zip(more, written_values([value for _, value in more]), strict=True):
            texts[at] = f'{texts[at][:-1]},"{name}":{text}}}'
    said = zip(claims["incident"].tolist(), *_columns(claims, ("warnings",)), strict=True)
    of_claims = [(incident, codes) for incident, codes in said if codes]
    warned = {incident for incident, _ in of_claims}
    return Cards(
        texts,
        {code for codes in own for code in codes} | {code for _, codes in of_claims for code in codes},
        [bool(codes) or at in warned for at, codes in enumerate(own)],
    )


def _judgements(frame: pd.DataFrame, judgements: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """What was decided on the records of each incident, each decision once."""
    known = _judgement_cards(judgements)
    if not known:
        return [[] for _ in range(len(frame))]
    every = [[card for name in names for card in known.get(name, ())] for names in frame["record_ids"].tolist()]
    return [[one for place, one in enumerate(told) if one not in told[:place]] for told in every]


def _each_once(*codes: list[str] | None) -> list[str]:
    """Codes of the fold and of the placement, each once."""
    return list(dict.fromkeys(code for some in codes for code in some or ()))
