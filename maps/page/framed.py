"""A frame of one's own as records of a page: which column is what, checked, and packed as whole arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from data import UsageProblem, words
from geo import stated_radii

from ..payload import Column, InOrder, encode, morton_order, text_array
from .framecolumns import KNOWN, degrees, numbers_of, on_earth
from .framecolumns import FrameColumns as FrameColumns  # noqa: PLC0414 - the door of frames
from .payload_tables import COUNTS
from .records import final_day, first_day

SCALE = 100_000
NOBODY = "table"
# A point of which nobody says how exactly it is known may lie anywhere around there.
UNSTATED = "around_place"
WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class FrameReader:
    """The columns of one frame as arrays in the order of the page."""

    def __init__(self, frame: pd.DataFrame, columns: FrameColumns) -> None:
        self.frame = frame
        self.names = {one.name: self._find(one.name, getattr(columns, one.name)) for one in fields(columns)}
        self.lon, self.lat = self._points()
        order = morton_order(self.lon, self.lat)
        placed = np.isfinite(self.lon[order]) & np.isfinite(self.lat[order])
        self.order = np.concatenate([order[placed], order[~placed]])

    def _find(self, name: str, given: str | None) -> str | None:
        if given is not None:
            if given not in self.frame.columns:
                nearest = process.extractOne(given, [str(one) for one in self.frame.columns], score_cutoff=50)
                hint = (
                    f"Did you mean '{nearest[0]}'?"
                    if nearest
                    else f"It has: {', '.join(map(str, self.frame.columns))}."
                )
                raise UsageProblem(f"The frame has no column '{given}' for {name}.", hint=hint)
            return given
        return next((one for one in KNOWN[name] if one in self.frame.columns), None)

    def _points(self) -> tuple[np.ndarray, np.ndarray]:
        """Degrees, EPSG:4326, from the geometry of a GeoDataFrame or from the columns lon and lat."""
        if isinstance(self.frame, geopandas.GeoDataFrame) and not (self.names["lon"] and self.names["lat"]):
            return degrees(self.frame)
        if not (self.names["lon"] and self.names["lat"]):
            raise UsageProblem(
                "The frame has no columns for longitude and latitude.", hint="Name them: lon='...', lat='...'."
            )
        lon, lat = (numbers_of(self.frame[self.names[axis]], axis) for axis in ("lon", "lat"))
        return on_earth(lon, lat, self.frame.index)

    def numbers(self, name: str) -> np.ndarray:
        """A column of whole numbers, nan where unknown; one that is not there is unknown throughout."""
        column = self.names[name]
        if column is None:
            return np.full(len(self.frame), np.nan)
        values = numbers_of(self.frame[column], name)
        wrong = np.flatnonzero(np.isfinite(values) & ((values < 0) | (values != np.rint(values))))
        if len(wrong):
            row = self.frame.index[wrong[0]]
            raise UsageProblem(
                f"Row {row}, column '{column}': {self.frame[column].iloc[wrong[0]]!r} is no number of people.",
                hint="Correct it, or leave it empty where it is unknown.",
            )
        ordered: np.ndarray = values[self.order]
        return ordered

    def texts(self, name: str) -> pa.LargeStringArray:
        """A column as texts, null where unknown."""
        return self.long_texts(name).whole()

    def long_texts(self, name: str) -> InOrder:
        """A column as texts that are not yet in the order of the page."""
        column = self.names[name]
        texts = pa.nulls(len(self.frame), pa.large_string()) if column is None else _texts(self.frame[column])
        return InOrder(texts, self.order)

    def codes(self, name: str) -> pd.Categorical:
        """A column of few different words, as codes; the words in their order."""
        return _coded(self.texts(name))

    def claimants(self) -> pd.Categorical:
        """Who speaks in each row; nobody by name where no column says so."""
        if self.names["claimant"] is None:
            return pd.Categorical([NOBODY]).take(np.zeros(len(self.frame), dtype=np.intp))
        return self.codes("claimant")

    def days(self) -> tuple[pa.LargeStringArray, np.ndarray, np.ndarray]:
        """Dates as written, and the first and last day that each may mean, since 1970-01-01."""
        column = self.names["date"]
        if column is None:
            return self.texts("date"), *(np.full(len(self.frame), np.nan) for _ in range(2))
        series = self.frame[column]
        if pd.api.types.is_datetime64_any_dtype(series):
            series = series.dt.strftime("%Y-%m-%d")
        texts = _texts(series).take(pa.array(self.order))
        found = _coded(texts)
        spans = _spans(list(found.categories), column)
        first, last = (np.append(days, np.nan)[found.codes] for days in spans)
        return texts, first, last


def _texts(series: pd.Series) -> pa.LargeStringArray:
    """A column as texts; other values are written out, and what is empty is unknown."""
    if not isinstance(series.dtype, pd.StringDtype):
        values = series.astype("object").to_numpy()
        series = pd.Series([one if isinstance(one, str) else None if pd.isna(one) else str(one) for one in values])
    held = text_array(series)
    blank = pc.equal(held, "")
    return pc.if_else(blank, pa.scalar(None, pa.large_string()), held) if pc.any(blank).as_py() else held


def _coded(texts: pa.LargeStringArray) -> pd.Categorical:
    held = texts.dictionary_encode()
    order = pc.sort_indices(held.dictionary)
    place = np.append(np.argsort(order.to_numpy()), -1)
    codes = place[pc.fill_null(held.indices, -1).to_numpy()]
    return pd.Categorical.from_codes(codes, categories=pd.Index(held.dictionary.take(order).to_pylist(), dtype=object))


def _spans(texts: list[str], column: str) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each text; whole days are told at once."""
    if all(map(WHOLE_DAY.fullmatch, texts)):
        with suppress(ValueError):
            days = np.array(texts, dtype="datetime64[D]").astype(np.int64).astype(float)
            return days, days
    told = [_span(text, column) for text in texts]
    return np.array([first for first, _ in told]), np.array([last for _, last in told])


def _span(text: str, column: str) -> tuple[float, float]:
    """First and last day of an ISO date of any precision, since 1970-01-01."""
    try:
        return float(first_day(text[:10]) or 0), float(final_day(text[:10]) or 0)
    except ValueError:
        raise UsageProblem(
            f"Column '{column}': {text!r} is no ISO date.", hint="Write 2017-03-04, 2017-03 or 2017."
        ) from None


def _precision(reader: FrameReader) -> pd.Categorical:
    known = words("precision")
    if reader.names["precision"] is None:
        place = np.full(len(reader.frame), known.index(UNSTATED))
        return pd.Categorical.from_codes(place, categories=known)
    told = reader.codes("precision")
    if unknown := sorted(set(map(str, told.categories)) - set(known)):
        raise UsageProblem(f"No precision '{unknown[0]}'.", hint=f"Use one of: {', '.join(known)}.")
    return pd.Categorical(told.astype("object"), categories=known)


def frame_payload(frame: pd.DataFrame, columns: FrameColumns | None = None) -> bytes:
    """
    Pack a frame with one row per record as records of a page; only the columns that are named or known travel.

    Parameters
    ----------
    frame
        Points as a GeoDataFrame of any CRS, or columns of degrees, EPSG:4326; one row is one record of one claimant.
    columns
        Which column is what, see `FrameColumns`.

    Raises
    ------
    UsageProblem
        Where a column is missing, a CRS is not told, or a value is not what its column should hold; with its row.
    """
    return packed_frame(FrameReader(frame, columns or FrameColumns()))


def packed_frame(reader: FrameReader) -> bytes:
    """Pack what a reader has found; see `frame_payload`."""
    tables = {"incidents": _incident_columns(reader), "claims": _claim_columns(reader)}
    return encode(tables, texts=_cards(reader))


def _incident_columns(reader: FrameReader) -> list[Column]:
    precision = _precision(reader)
    dates, first, last = reader.days()
    radii = np.array([*(stated_radii(word).r80_m for word in words("precision")), np.nan])
    return [
        Column("lon", "delta", reader.lon[reader.order], scale=SCALE),
        Column("lat", "delta", reader.lat[reader.order], scale=SCALE),
        Column("r_m", "uint", np.rint(radii)[precision.codes]),
        Column("precision", "code", precision),
        Column("day_from", "planes", first),
        Column("day_to", "beside", last, of=("day_from",)),
        Column("unit", "code", reader.codes("unit")),
        *_counts(reader, COUNTS[:2]),
        Column("place", "texts", reader.texts("place")),
        Column("date", "date", dates, of=("day_from", "day_to")),
    ]


def _counts(reader: FrameReader, names: Sequence[str]) -> list[Column]:
    """Pairs of a lower and an upper number; the upper one is near the lower."""
    columns: list[Column] = []
    for low, high in zip(names[::2], names[1::2], strict=True):
        columns.append(Column(low, "uint", reader.numbers(low)))
        columns.append(Column(high, "beside", reader.numbers(high), of=(low,)))
    return columns


def _claim_columns(reader: FrameReader) -> list[Column]:
    who = reader.claimants()
    return [
        Column("incident", "delta", np.arange(len(reader.frame))),
        Column("claimant", "code", who),
        Column("status", "code", _statuses(reader, who)),
        *_counts(reader, COUNTS),
    ]


def _statuses(reader: FrameReader, who: pd.Categorical) -> pd.Categorical:
    """Gradings with the claimant to whom they belong."""
    told = reader.codes("status")
    graded = (told.codes >= 0) & (who.codes >= 0)
    names = [f"{claimant}/{status}" for claimant in who.categories for status in told.categories]
    place = np.where(graded, who.codes.astype(np.int64) * len(told.categories) + told.codes, -1)
    return pd.Categorical.from_codes(place, categories=names)


def _cards(reader: FrameReader) -> dict[str, InOrder]:
    """What only an open record says; the rest stands in the columns."""
    named = ("id",) if reader.names["note"] is None else ("id", "note")
    return {name: reader.long_texts(name) for name in named}
