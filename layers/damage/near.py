"""Damage near an incident, between the images that bracket it: what it is consistent with, and never more than that."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data import UsageProblem

from ..join.globe import discs, metres_between
from ..shapes import shapes_of
from ..types import Flags, Floats, Shapes
from .points import MODERATE, NAMES, POSSIBLE, DamagePoints

# What is said of an incident. That damage stands where a strike is reported, and came in the same weeks, does not say
# that this strike did it: so nothing is ever called confirmed.
CONSISTENT, NONE_SEEN, NOT_ASSESSABLE = "consistent", "no_damage_seen", "not_assessable"
REASONS = {
    "no_place": "The place of the incident is not known.",
    "place_too_vague": "The place is known less exactly than --most metres.",
    "no_day": "The day of the incident is not known.",
    "no_image_before": "There is no image before the incident: what is seen may be older.",
    "no_image_after": "There is no image after the incident.",
    "outside_area": "The place lies, in part or in whole, outside the area that was looked at.",
    "only_possible": "Only possible damage is seen, and nothing that an image shows for sure.",
}
COLUMNS = (
    "subject_id", "assessment", "reason", "image_before", "image_after", "days_before", "days_after", "days_between",
    "new_damage", "worst", "possible", "nearest_m", "incidents_same",
)  # fmt: skip


@dataclass(frozen=True)
class Near:
    """How near is near: metres beyond where an incident may lie, and how vaguely known a place may be, in metres."""

    within_m: float = 100.0
    most_m: float = 1000.0

    def checked(self) -> Near:
        """Return the same; raises UsageProblem where a distance is none."""
        if not (0 <= self.within_m <= 10_000 and 0 < self.most_m <= 100_000):
            raise UsageProblem("These distances are none.", hint="Up to 10000 m around, up to 100000 m of vagueness.")
        return self


USUAL = Near()


@dataclass(frozen=True)
class _Bracket:
    """The last image before an incident and the first after it, by their places among the days; -1 where none is."""

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    first: list[date | None]
    last: list[date | None]


def damage_near(
    incidents: pd.DataFrame, placements: pd.DataFrame, points: DamagePoints, *, near: Near = USUAL
) -> pd.DataFrame:
    """Say of each incident what damage points show around it, between the images before and after it.

    Parameters
    ----------
    incidents
        Columns incident_id, happened_from, happened_to.
    placements
        One row for each, with subject_id, lon, lat, r95_m, footprint.
    near
        How near is near.

    Returns
    -------
    A row for each placement: `assessment` is consistent, no_damage_seen or not_assessable, with its `reason`;
    `image_before` and `image_after` are days, `days_before`, `days_after` and `days_between` the gaps; `new_damage`
    counts structures whose damage is worse on the image after, `possible` those where it only may be; `nearest_m` is
    how far the nearest of them lies; `incidents_same` counts other incidents that the same structures may belong to.

    Raises
    ------
    UsageProblem
        A distance is none.
    """
    near = near.checked()
    lon, lat, radius = (placements[name].to_numpy(np.float64, na_value=np.nan) for name in ("lon", "lat", "r95_m"))
    placed = np.isfinite(lon) & np.isfinite(lat)
    reach = np.nan_to_num(radius) + near.within_m
    areas = _areas(placements, lon, lat, reach, near.within_m)
    bracket = _bracket(incidents, placements["subject_id"], points.days)
    both = (bracket.before >= 0) & (bracket.after >= 0)
    told = [_reason(row, radius=radius, placed=placed, bracket=bracket, near=near) for row in range(len(placements))]
    asked = np.flatnonzero(placed & both & np.array([not reason for reason in told], dtype=bool))
    found = {int(row): _look(areas[row], points, int(bracket.before[row]), int(bracket.after[row])) for row in asked}
    rows = []
    for row, subject in enumerate(placements["subject_id"]):
        held = found.get(row)
        after = points.days[bracket.after[row]] if bracket.after[row] >= 0 else None
        before = points.days[bracket.before[row]] if bracket.before[row] >= 0 else None
        assessment, reason = (NOT_ASSESSABLE, told[row]) if held is None else _judged(held, areas[row], points)
        new = held.new if held else np.empty(0, np.int64)
        rows.append(
            {
                "subject_id": subject,
                "assessment": assessment,
                "reason": reason,
                "image_before": before.isoformat() if before else None,
                "image_after": after.isoformat() if after else None,
                "days_before": _days(before, bracket.first[row]),
                "days_after": _days(bracket.last[row], after),
                "days_between": _days(before, after),
                "new_damage": len(new) if held else None,
                "worst": NAMES[int(points.grades[new, bracket.after[row]].max())] if len(new) else None,
                "possible": held.possible if held else None,
                "nearest_m": _nearest(lon[row], lat[row], points, new),
                "incidents_same": _same(row, found) if assessment == CONSISTENT else None,
            }
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ("days_before", "days_after", "days_between", "new_damage", "possible", "incidents_same")
    return table.astype(dict.fromkeys(whole, "Int64"))


@dataclass(frozen=True)
class _Held:
    """The structures around an incident that are newly damaged, and how many only may be."""

    new: NDArray[np.int64]
    possible: int


def _areas(placements: pd.DataFrame, lon: Floats, lat: Floats, reach: Floats, within_m: float) -> Shapes:
    """Where an incident may have left damage: its own area, or its circle, and some metres around it."""
    shapes = shapes_of(placements["footprint"])
    areal = np.isin(shapely.get_type_id(shapes), (3, 6))
    degrees = within_m / (111_320 * np.maximum(np.cos(np.radians(np.nan_to_num(lat))), 0.05))
    shapes[areal] = shapely.buffer(shapes[areal], degrees[areal])
    circles = np.flatnonzero(~areal & np.isfinite(lon) & np.isfinite(lat))
    shapes[circles] = discs(lon[circles], lat[circles], np.maximum(reach[circles], 1.0))
    return shapes


def _bracket(incidents: pd.DataFrame, subjects: pd.Series, days: tuple[date, ...]) -> _Bracket:
    known = incidents.set_index("incident_id")[["happened_from", "happened_to"]].to_dict("index")
    first, last = (
        [_day(known.get(subject, {}).get(name), last=end) for subject in subjects]
        for name, end in (("happened_from", False), ("happened_to", True))
    )
    first = [one or other for one, other in zip(first, last, strict=True)]
    last = [one or other for one, other in zip(last, first, strict=True)]
    # An image of the same day may be of the hours before or after: it is neither.
    before = [sum(day < one for day in days) - 1 if one else -1 for one in first]
    after = [next((place for place, day in enumerate(days) if one and day > one), -1) for one in last]
    return _Bracket(np.array(before, dtype=np.int64), np.array(after, dtype=np.int64), first, last)


def _day(value: object, *, last: bool) -> date | None:
    """The first or the last day that a date can mean: of a month or a year, where no more is known."""
    parts = [int(part) for part in str(value)[:10].split("-") if part.isdecimal()]
    try:
        year, month = parts[0], parts[1] if len(parts) > 1 else 12 if last else 1
        return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1] if last else 1)
    except (IndexError, ValueError):
        return None


def _reason(row: int, *, radius: Floats, placed: Flags, bracket: _Bracket, near: Near) -> str:
    """Why an incident cannot be assessed before anything is looked at; nothing where it can."""
    if not placed[row]:
        return "no_place"
    if np.isfinite(radius[row]) and radius[row] > near.most_m:
        return "place_too_vague"
    if bracket.first[row] is None:
        return "no_day"
    return "no_image_before" if bracket.before[row] < 0 else "no_image_after" if bracket.after[row] < 0 else ""


def _look(area: shapely.Geometry, points: DamagePoints, before: int, after: int) -> _Held:
    west, south, east, north = shapely.bounds(area)
    near = (points.lon >= west) & (points.lon <= east) & (points.lat >= south) & (points.lat <= north)
    rows = np.flatnonzero(near)
    shapely.prepare(area)
    rows = rows[shapely.intersects_xy(area, points.lon[rows], points.lat[rows])]
    now, then = points.grades[rows, after], points.grades[rows, : before + 1].max(axis=1, initial=0)
    worse = now > then
    return _Held(rows[worse & (now >= MODERATE)], int((worse & (now == POSSIBLE)).sum()))


def _judged(held: _Held, area: shapely.Geometry, points: DamagePoints) -> tuple[str, str]:
    if len(held.new):
        return CONSISTENT, ""
    if held.possible:
        return NOT_ASSESSABLE, "only_possible"
    if not shapely.contains(points.area, area):
        return NOT_ASSESSABLE, "outside_area"
    return NONE_SEEN, ""


def _days(earlier: date | None, later: date | None) -> int | None:
    return (later - earlier).days if earlier and later else None


def _nearest(lon: float, lat: float, points: DamagePoints, rows: NDArray[np.int64]) -> float | None:
    if not len(rows):
        return None
    count = len(rows)
    away = metres_between(np.full(count, lon), np.full(count, lat), points.lon[rows], points.lat[rows])
    return round(float(away.min()), 1)


def _same(row: int, found: dict[int, _Held]) -> int:
    """How many other incidents the same structures may belong to."""
    own = set(found[row].new.tolist())
    return sum(1 for other, held in found.items() if other != row and own.intersection(held.new.tolist()))
