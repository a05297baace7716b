"""Places that a person has judged: the judgement in force for each record, and the placement that it makes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from data import UsageProblem, words

from ..precision import area_radii, precision_of_kind, precision_of_radius, stated_radii
from ..types import LonLat, Placement

if TYPE_CHECKING:
    from ..gazetteer import Gazetteer

PLACED = ("place", "unplaceable")
MOST_CORNERS = 200
WIDEST_DEGREES = 20.0


def judged_places(judgements: pd.DataFrame | None) -> dict[str, Mapping[str, Any]]:
    """The last judgement of kind place or unplaceable for each record_id that no later one supersedes."""
    if judgements is None or judgements.empty:
        return {}
    gone = {value for value in judgements["supersedes"] if isinstance(value, str) and value}
    found: dict[str, Mapping[str, Any]] = {}
    for row in judgements.to_dict("records"):
        if row["kind"] in PLACED and row["judgement_id"] not in gone:
            for subject in row["subjects"]:
                found[str(subject)] = row
    return found


def judged_placement(row: Mapping[str, Any], gazetteer: Gazetteer) -> Placement:
    """The placement that a judgement makes: a place of the gazetteer, a point with its class, an area, or none.

    A decision is `{"place_id"}`, `{"lon", "lat", "precision"}` or `{"area": [[lon, lat], ...]}` in degrees (WGS 84);
    a name beside it is kept. A place that this gazetteer does not hold stands where the decision says it is.
    """
    who = f"judged by {row['alias']}"
    if row["kind"] == "unplaceable":
        return Placement(None, None, "unknown", "judgement", f"Cannot be placed, {who}.")
    what = json.loads(row["decision"] or "{}")
    if "area" in what:
        return _in_area(what, who)
    place = gazetteer.by_id(str(what["place_id"])) if what.get("place_id") else None
    if place is not None:
        own = {"lon": place.lon, "lat": place.lat, "precision": precision_of_kind(place.kind), "name": place.name}
        what = own | what
    if "lon" not in what or "lat" not in what:
        return Placement(None, None, "unknown", "unplaced", f"The place {who} is not in this gazetteer.")
    precision = str(what.get("precision", "unknown"))
    return Placement(
        lon=float(what["lon"]),
        lat=float(what["lat"]),
        precision=precision,
        method="judgement",
        reason=f"The place was {who}.",
        radii=stated_radii(precision),
        confidence=1.0,
        place_id=what.get("place_id"),
        place_name=what.get("name"),
        footprint_kind="circle",
    )


def _in_area(what: Mapping[str, Any], who: str) -> Placement:
    from shapely import to_wkb  # noqa: PLC0415 - slow to import, and few judgements draw an area

    shape = _polygon(what["area"])
    middle = shape.centroid if shape.covers(shape.centroid) else shape.representative_point()
    point = LonLat(round(middle.x, 6), round(middle.y, 6))
    wkb = bytes(to_wkb(shape))
    radii = area_radii(point, wkb)
    return Placement(
        lon=point.lon,
        lat=point.lat,
        precision=str(what.get("precision") or precision_of_radius(radii.r95_m)),
        method="judgement",
        reason=f"The area was {who}.",
        radii=radii,
        confidence=1.0,
        place_name=what.get("name"),
        footprint=wkb,
        footprint_kind="polygon",
    )


def _polygon(corners: Sequence[Sequence[float]]) -> Any:
    from shapely import Polygon  # noqa: PLC0415 - as above

    return Polygon([(float(lon), float(lat)) for lon, lat in corners])


def check_place(what: Mapping[str, Any], gazetteer: Gazetteer) -> None:
    """Refuse a decision of kind place that would make no placement.

    Raises
    ------
    UsageProblem
        A point off the globe, an unknown class or place, an area that crosses itself or has no extent.
    """
    if (precision := what.get("precision")) is not None and precision not in words("precision"):
        raise UsageProblem(
            f"{precision!r} is no precision class.", hint=f"Use one of: {', '.join(words('precision'))}."
        )
    if "area" in what:
        return _check_area(what["area"])
    if what.get("place_id") and "lon" not in what and gazetteer.by_id(str(what["place_id"])) is None:
        raise UsageProblem(
            f"There is no place {what['place_id']} in the gazetteer.", hint="Choose another, or drop a pin."
        )
    if not what.get("place_id"):
        _check_point(what.get("lon"), what.get("lat"))
        if precision in (None, "unknown", "country"):
            raise UsageProblem("A point needs a precision class.", hint="Say how exactly the place is known.")
    return None


def _check_point(lon: object, lat: object) -> None:
    numbers = all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in (lon, lat)
    )
    if not numbers or abs(float(str(lon))) > 180 or abs(float(str(lat))) > 90:
        raise UsageProblem(
            "The point does not lie on the globe.", hint="Longitude from -180 to 180, latitude from -90 to 90."
        )


def _check_area(corners: object) -> None:
    if not isinstance(corners, list) or not 3 <= len(corners) <= MOST_CORNERS:
        raise UsageProblem("An area needs from 3 to 200 corners.", hint="Draw it again.")
    for corner in corners:
        if not isinstance(corner, list | tuple) or len(corner) != 2:
            raise UsageProblem("A corner of the area is no point.", hint="Draw it again.")
        _check_point(*corner)
    shape = _polygon(corners)
    west, south, east, north = shape.bounds
    if not shape.is_valid or shape.area == 0:
        raise UsageProblem(
            "The area crosses itself, or has no extent.", hint="Draw it again, corner by corner around it."
        )
    if east - west > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
        raise UsageProblem("The area is wider than 20 degrees.", hint="Such a place cannot be placed: say so.")
