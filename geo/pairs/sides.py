"""One side of a comparison: what decides whether two claims tell of the same strike, as arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data import norm_country

from ..names import Key, keys
from ..phrases import read_phrase
from ..placing.claims import text_of
from .model import Model

NO_DAY = np.iinfo(np.int64).min
WORDS = re.compile(r"[^\W_]+")
CODES = re.compile(r"(?=\S*\d)(?=\S*[a-z])\S{3,}")  # letters and digits: a bare number is everybody's


@dataclass(frozen=True, slots=True)
class Side:
    """Claims of one recorder as arrays of equal length, in the order of the frame.

    Days are counted from 1970-01-01 (`NO_DAY` where unknown), lon and lat are degrees in WGS 84 (NaN where not
    placed), radii metres. `names` are the readings of every named part, `parties` the words of the
    belligerents, `own_codes` a record's own codes and `printed` those of others that it prints;
    `several` says that the words name several places.
    """

    record_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    recorders: tuple[str, ...]
    first: np.ndarray
    last: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    r80_m: np.ndarray
    r95_m: np.ndarray
    killed: np.ndarray
    injured: np.ndarray
    countries: tuple[str, ...]
    units: tuple[frozenset[str], ...]
    names: tuple[tuple[Key, ...], ...]
    parties: tuple[frozenset[str], ...]
    own_codes: tuple[frozenset[str], ...]
    printed: tuple[frozenset[str], ...]
    via: tuple[str, ...]
    several: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.claim_ids)


def side_of(claims: pd.DataFrame, placements: pd.DataFrame, model: Model) -> Side:
    """Read what is compared out of claims and their placements; neither frame is changed."""
    placed = placements.drop_duplicates("subject_id").set_index("subject_id").reindex(claims["claim_id"])
    rows = claims.to_dict("records")
    return Side(
        record_ids=tuple(claims["record_id"].astype(str)),
        claim_ids=tuple(claims["claim_id"].astype(str)),
        recorders=tuple(claims["recorder"].astype(str)),
        first=days(claims["happened_from"], last=False),
        last=days(claims["happened_to"].fillna(claims["happened_from"]), last=True),
        lon=numbers(placed["lon"]),
        lat=numbers(placed["lat"]),
        r80_m=numbers(placed["r80_m"]),
        r95_m=numbers(placed["r95_m"]),
        killed=_range(claims, "killed"),
        injured=_range(claims, "injured"),
        countries=tuple(text_of(row, "country") for row in rows),
        units=tuple(_unit(row) for row in rows),
        names=tuple(_names(text_of(row, "place_text"), text_of(row, "place_text_ar")) for row in rows),
        parties=tuple(_parties(row, model) for row in rows),
        own_codes=tuple(_own_codes(row) for row in rows),
        printed=tuple(_lowered(row, "codes") for row in rows),
        via=tuple(text_of(row, "via").casefold() for row in rows),
        several=tuple(read_phrase(text_of(row, "place_text")).several for row in rows),
    )


def numbers(column: pd.Series) -> np.ndarray:
    """A column as floats, NaN where it says nothing."""
    return np.asarray(pd.to_numeric(column, errors="coerce").to_numpy(dtype="float64", na_value=np.nan))


def days(column: pd.Series, *, last: bool) -> np.ndarray:
    """Dates of any precision as day numbers: a month or a year gives its first or its last day.

    Examples
    --------
    >>> days(pd.Series(["1970-01-02", "1970-01"]), last=True).tolist()
    [1, 30]
    """
    texts = column.astype("object").where(column.notna(), "").astype(str)
    known = {text: _day(text, last=last) for text in texts.unique()}
    return np.asarray(texts.map(known), dtype="int64")


def _day(text: str, *, last: bool) -> int:
    try:
        period = pd.Period(text)
    except ValueError:
        return NO_DAY
    if pd.isna(period):
        return NO_DAY
    at = period.end_time if last else period.start_time
    return int(at.to_datetime64().astype("datetime64[D]").astype("int64"))


def _range(claims: pd.DataFrame, measure: str) -> np.ndarray:
    return np.column_stack([numbers(claims[f"{measure}_min"]), numbers(claims[f"{measure}_max"])])


@lru_cache(maxsize=200_000)
def _names(latin: str, arabic: str) -> tuple[Key, ...]:
    found: list[Key] = []
    for text in (latin, arabic):
        if text:
            phrase = read_phrase(text)
            ends = [end for link in phrase.links for end in (link.start, link.end)]
            for part in (*phrase.parts, *ends):
                found += keys(part.text)
    return tuple(dict.fromkeys(found))


def _unit(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(key.core for key in keys(text_of(row, "adm1_text")))


def _parties(row: dict[str, Any], model: Model) -> frozenset[str]:
    held = row.get("belligerents")
    texts = list(held) if isinstance(held, Iterable) and not isinstance(held, str) else []
    spoken = {word for text in texts for word in WORDS.findall(str(text).casefold())} - model.common_words
    own = model.party_of.get(str(row["recorder"]))
    return frozenset(spoken | {own} if own else spoken)


def _own_codes(row: dict[str, Any]) -> frozenset[str]:
    own = text_of(row, "record_code").casefold()
    return frozenset(CODES.findall(own)) | _lowered(row, "previous_codes")


def _lowered(row: dict[str, Any], column: str) -> frozenset[str]:
    value = row.get(column)
    return (
        frozenset(str(code).casefold() for code in value)
        if isinstance(value, list | tuple | np.ndarray)
        else frozenset()
    )


def same_country(a: str, b: str) -> bool:
    """Whether two stated countries may be the same; an unknown one may be any."""
    return not a or not b or (norm_country(a) or a) == (norm_country(b) or b)
