"""When and how an image was taken, as its file or its user says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import isfinite
from typing import Any

import numpy as np

from data import UsageProblem

from ..join.globe import metres_between
from .opening import Raster
from .place import Place

# Names under which programs write the time of the exposure. TIFFTAG_DATETIME is not among them: it is the day on which
# a file was made, and an image that was copied yesterday was not taken yesterday.
TAKEN = (
    "ACQUISITIONDATETIME",
    "ACQUISITION_DATETIME",
    "ACQUISITION_DATE",
    "DATE_ACQUIRED",
    "FIRSTLINETIME",
    "EO:DATETIME",
)
OFF_NADIR = ("VIEW:OFF_NADIR", "OFF_NADIR", "OFFNADIR", "MEANOFFNADIRVIEWANGLE")
CLOUD = ("EO:CLOUD_COVER", "CLOUD_COVER", "CLOUDCOVER")
SENSOR = ("SATELLITEID", "PLATFORM", "SPACECRAFT_ID", "SATID")
DOMAINS = (None, "IMAGERY", "IMD")
DAY = re.compile(r"(\d{4})[-:/]?(\d{2})[-:/]?(\d{2})(?!\d)")


@dataclass(frozen=True)
class Acquired:
    """The date of an image at the precision that is known, who says so, and what else is known of how it was taken.

    `date` is ISO 8601 (a day, a month or a year), empty where nobody says. Degrees off nadir, cloud cover in percent
    and the side of a pixel on the ground in metres are None where the file does not say.
    """

    date: str = ""
    date_from: str = ""
    sensor: str = ""
    off_nadir_deg: float | None = None
    cloud_percent: float | None = None
    pixel_m: float | None = None


def iso_date(text: str) -> str:
    """Return a date as it may be given: a year, a month or a day.

    >>> iso_date("2017-07")
    '2017-07'

    Raises
    ------
    UsageProblem
        It is no date.
    """
    parts = text.strip().split("-")
    try:
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text.strip()):
            raise ValueError
        date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    except ValueError:
        raise UsageProblem(f"'{text}' is no date.", hint="Write 2017-07-10, 2017-07 or 2017.") from None
    return text.strip()


def acquired(raster: Raster, place: Place, *, given: str = "") -> Acquired:
    """Read what a file says of how it was taken; a date that the caller gives stands above the file's.

    Raises
    ------
    UsageProblem
        The date that was given is none.
    """
    tags = _tags(raster)
    stated = next((_day(tags[name]) for name in TAKEN if name in tags and _day(tags[name])), "")
    told = Acquired(
        sensor=next((str(tags[name]).strip('" ')[:60] for name in SENSOR if name in tags), ""),
        off_nadir_deg=_number(tags, OFF_NADIR, 0, 90),
        cloud_percent=_number(tags, CLOUD, 0, 100),
        pixel_m=ground_m(raster, place),
    )
    if given:
        return replace(told, date=iso_date(given), date_from="given")
    return replace(told, date=stated, date_from="file" if stated else "")


def _tags(raster: Raster) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for domain in DOMAINS:
        held |= {str(name).upper(): value for name, value in raster.dataset.tags(ns=domain).items()}
    return held


def _day(text: Any) -> str:
    found = DAY.match(str(text).strip('" '))
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _number(tags: dict[str, Any], names: tuple[str, ...], low: float, high: float) -> float | None:
    for name in names:
        try:
            value = float(str(tags.get(name, "")).strip('" '))
        except ValueError:
            continue
        # Files mark an unknown cloud cover by 999 and the like.
        if isfinite(value) and low <= value <= high:
            return value
    return None


def ground_m(raster: Raster, place: Place) -> float | None:
    """Return the side of a pixel on the ground in metres, in the middle of the raster."""
    rows, columns = raster.shape
    column, row = np.array([0.0, 1.0, 0.0]) + columns / 2 - 0.5, np.array([0.0, 0.0, 1.0]) + rows / 2 - 0.5
    lon, lat = place.to_lonlat.transform(*(raster.transform @ (column, row)))
    across, down = (float(metres_between(lon[:1], lat[:1], lon[n : n + 1], lat[n : n + 1])[0]) for n in (1, 2))
    side = (across * down) ** 0.5
    return side if isfinite(side) and side > 0 else None


def days_between(earlier: str, later: str) -> int | None:
    """Whole days from one date to another where both are known to the day.

    >>> days_between("2017-01-02", "2017-07-10")
    189
    """
    if len(earlier) < 10 or len(later) < 10:
        return None
    return (datetime.fromisoformat(later[:10]) - datetime.fromisoformat(earlier[:10])).days
