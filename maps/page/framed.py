"""A frame of one's own as records of a page: which column is what, checked, and packed as whole arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from rapidfuzz import process

from data import UsageProblem, words
from geo import stated_radii

from ..payload import Column, encode, morton_order
from .framecolumns import KNOWN, degrees, numbers_of, on_earth
from .framecolumns import FrameColumns as FrameColumns  # noqa: PLC0414 - the door of frames
from .payload_tables import COUNTS
from .records import final_day, first_day

SCALE = 100_000
NOBODY = "table"
# A point of which nobody says how exactly it is known may lie anywhere around there.
UNSTATED = "around_place"


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

    def texts(self, name: str) -> list[str | None]:
        """A column as texts, null where unknown."""
        column = self.names[name]
        if column is None:
            return [None] * len(self.frame)
        values = self.frame[column].astype("object").to_numpy()[self.order]
        return [
            value if isinstance(value, str) and value else None if pd.isna(value) else str(value) for value in values
        ]

    def codes(self, name: str) -> pd.Categorical:
        """A column of few different words, as codes."""
        column = self.names[name]
        if column is None:
            return pd.Categorical([None] * len(self.frame))
        return pd.Categorical(self.frame[column].iloc[self.order].astype("string").replace("", pd.NA))

    def days(self) -> tuple[list[str | None], np.ndarray, np.ndarray]:
        """Dates as written, and the first and last day that each may mean, since 1970-01-01."""
        column = self.names["date"]
        size = len(self.frame)
        if column is None:
            return [None] * size, np.full(size, np.nan), np.full(size, np.nan)
        series = self.frame[column].iloc[self.order]
        if pd.api.types.is_datetime64_any_dtype(series):
            series = series.dt.strftime("%Y-%m-%d")
        found = pd.Categorical(series.astype("string").replace("", pd.NA))
        told = [_span(str(word), column) for word in found.categories]
        first, last = (np.array([*(pair[end] for pair in told), np.nan])[found.codes] for end in (0, 1))
        words_ = np.array([*(str(word) for word in found.categories), None], dtype=object)[found.codes]
        return words_.tolist(), first, last


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
        return pd.Categorical([UNSTATED] * len(reader.frame), categories=known)
    told = reader.codes("precision")
    if unknown := sorted(set(map(str, told.categories)) - set(known)):
        raise UsageProblem(f"No precision '{unknown[0]}'.", hint=f"Use one of: {', '.join(known)}.")
    return pd.Categorical(told.astype("object"), categories=known)


@dataclass(frozen=True)
class Framed:
    """A frame packed for a page: the records payload, the points in it, and who speaks."""

    payload: bytes
    points: pd.DataFrame
    claimants: list[str]


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
    return framed(frame, columns or FrameColumns()).payload


def framed(frame: pd.DataFrame, columns: FrameColumns) -> Framed:
    """Pack a frame, and tell what its map should show; see `frame_payload`."""
    reader = FrameReader(frame, columns)
    who = _claimants(reader)
    tables = {"incidents": _incident_columns(reader), "claims": _claim_columns(reader, who)}
    points = pd.DataFrame({"lon": reader.lon, "lat": reader.lat})
    return Framed(encode(tables, _cards(reader)), points, [str(name) for name in who.categories])


def _incident_columns(reader: FrameReader) -> list[Column]:
    precision = _precision(reader)
    dates, first, last = reader.days()
    radii = np.array([*(stated_radii(word).r80_m for word in words("precision")), np.nan])
    return [
        Column("lon", "delta", reader.lon[reader.order], scale=SCALE),
        Column("lat", "delta", reader.lat[reader.order], scale=SCALE),
        Column("r_m", "uint", np.rint(radii)[precision.codes]),
        Column("precision", "code", precision),
        Column("day_from", "delta", first),
        Column("day_to", "delta", last),
        Column("unit", "code", reader.codes("unit")),
        Column("killed_min", "uint", reader.numbers("killed_min")),
        Column("killed_max", "uint", reader.numbers("killed_max")),
        Column("place", "strings", reader.texts("place")),
        Column("date", "strings", dates),
    ]


def _claim_columns(reader: FrameReader, who: pd.Categorical) -> list[Column]:
    return [
        Column("incident", "delta", np.arange(len(reader.frame))),
        Column("claimant", "code", who),
        Column("status", "code", _statuses(reader, who)),
        *(Column(name, "uint", reader.numbers(name)) for name in COUNTS),
    ]


def _claimants(reader: FrameReader) -> pd.Categorical:
    if reader.names["claimant"] is None:
        return pd.Categorical([NOBODY] * len(reader.frame))
    return reader.codes("claimant")


def _statuses(reader: FrameReader, who: pd.Categorical) -> pd.Categorical:
    """Gradings with the claimant to whom they belong."""
    told = reader.codes("status")
    graded = (told.codes >= 0) & (who.codes >= 0)
    names = [f"{claimant}/{status}" for claimant in who.categories for status in told.categories]
    place = np.where(graded, who.codes.astype(np.int64) * len(told.categories) + told.codes, -1)
    return pd.Categorical.from_codes(place, categories=names)


def _cards(reader: FrameReader) -> list[dict[str, Any]]:
    """What only an open record says; the rest stands in the columns."""
    ids = reader.texts("id")
    if reader.names["note"] is None:
        return [{"id": name} for name in ids]
    return [{"id": name, "note": note} for name, note in zip(ids, reader.texts("note"), strict=True)]
