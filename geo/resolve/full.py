"""A placement in full, for programs: what was chosen, from what, by which evidence, and what was not understood."""

from __future__ import annotations

import json
from typing import Any

from ..gazetteer import Gazetteer
from ..types import Placement, candidates_json

PROTOCOL = "Point-radius method (Wieczorek et al. 2004; Chapman & Wieczorek 2020), radii fitted; strikeatlas"


def full_answer(placement: Placement, text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """The placement of a text with everything that is known of it, as plain values for JSON.

    To the keys of `Placement.answer` come the place with its source, the area as WKT (EPSG:4326; null where the radii
    say all), the words that were not understood, `ranked`, the candidates with the terms of their score, and the same
    under the names of Darwin Core.

    Examples
    --------
    >>> from geo import Gazetteer, locate
    >>> places = Gazetteer.embedded()
    >>> full = full_answer(locate("west of Mosul", gazetteer=places), "west of Mosul", places)
    >>> full["place_name"], full["footprint_kind"], full["footprint"][:7]
    ('Mosul', 'sector', 'POLYGON')
    """
    known = {key: value for key, value in placement.answer().items() if key != "id"}
    place = gazetteer.by_id(placement.place_id) if placement.place_id else None
    area = _wkt(placement.footprint)
    return {
        **known,
        "place_id": placement.place_id,
        "place_name": placement.place_name,
        "adm1_pcode": placement.adm1_pcode,
        "source": place.source if place else None,
        "footprint_kind": placement.footprint_kind if placement.lon is not None else None,
        "footprint": area,
        "unread": list(placement.unread),
        "ranked": json.loads(candidates_json(placement.candidates) or "[]"),
        "darwin_core": {
            "verbatimLocality": text,
            "decimalLatitude": placement.lat,
            "decimalLongitude": placement.lon,
            "geodeticDatum": "EPSG:4326" if placement.lon is not None else None,
            "coordinateUncertaintyInMeters": known["radius_m"],
            "footprintWKT": area,
            "georeferenceProtocol": PROTOCOL if placement.lon is not None else None,
            "georeferenceSources": place.source if place else None,
            "georeferenceRemarks": placement.reason,
        },
    }


def _wkt(area: bytes | None) -> str | None:
    if area is None:
        return None
    from shapely import from_wkb, to_wkt  # noqa: PLC0415 - slow to import, and few phrases have an area

    return str(to_wkt(from_wkb(area), rounding_precision=6))
