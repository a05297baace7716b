"""What a service said, as rows of the table `places`; what has no point or no name is left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from data import conform

from ..gazetteer import kind_of_feature, kind_of_name, kind_of_word
from ..gazetteer.lists import UnitNames, adm1_units
from ..gazetteer.osm import osm_place
from .service import Service

# How Nominatim and Photon call what they found, where it is not the value of a tag `place`.
_LEVELS = {"state": "governorate", "county": "district", "city_district": "neighbourhood", "country": "country"}
Row = dict[str, Any]


def online_rows(answers: Iterable[Row], service: Service) -> pd.DataFrame:
    """The answers of a service as places, in its order."""
    made = _MAKERS[service.name]
    units = UnitNames(adm1_units())
    rows: list[Row] = []
    for answer in answers:
        try:
            row = made(answer, units)
        except (KeyError, TypeError, ValueError, AttributeError):
            row = None
        if row and row["name"] and math.isfinite(row["lon"]) and abs(row["lon"]) <= 180 and abs(row["lat"]) <= 90:
            rows.append(row | {"source": f"{service.title}, asked online", "licence": service.licence})
    if not rows:
        return conform(pd.DataFrame(), "places")
    return conform(pd.DataFrame(rows).drop_duplicates("place_id"), "places")


def _nominatim(answer: Row, units: UnitNames) -> Row | None:
    place = answer.get("addresstype") if answer.get("class") == "boundary" else answer.get("type")
    address = answer.get("address") or {}
    tags = {
        **(answer.get("namedetails") or {}),
        "place": _word(str(answer.get("class") or answer.get("category") or ""), str(place or "")),
        "is_in:country_code": str(address.get("country_code", "")).upper(),
        "is_in:state": str(address.get("state", "")),
        "is_in:city": str(address.get("city") or address.get("town") or ""),
    }
    tags.setdefault("name", answer.get("name") or str(answer["display_name"]).split(",")[0])
    own = f"osm:{answer.get('osm_type', 'node')}/{answer['osm_id']}"
    return _of_tags(tags, units, own, float(answer["lon"]), float(answer["lat"]))


def _photon(answer: Row, units: UnitNames) -> Row | None:
    said = answer["properties"]
    tags = {
        "name": said.get("name"),
        "place": _word(str(said.get("osm_key", "")), str(said.get("osm_value", "")), str(said.get("type", ""))),
        "is_in:country_code": str(said.get("countrycode", "")).upper(),
        "is_in:state": str(said.get("state", "")),
        "is_in:city": str(said.get("city", "")),
    }
    kind = {"N": "node", "W": "way", "R": "relation"}.get(str(said.get("osm_type")), "node")
    lon, lat = answer["geometry"]["coordinates"][:2]
    return _of_tags(tags, units, f"osm:{kind}/{said['osm_id']}", float(lon), float(lat))


def _word(key: str, value: str, level: str = "") -> str:
    """The kind of place that the tag of an element tells; a thing that is no settlement is a landmark."""
    if key == "place" or kind_of_word(value):
        return _LEVELS.get(value, value)
    if key == "boundary":
        return _LEVELS.get(level or value, level or value)
    return "landmark"


def _of_tags(tags: Row, units: UnitNames, own: str, lon: float, lat: float) -> Row | None:
    row = osm_place({key: value for key, value in tags.items() if value}, units)
    return None if row is None else {**row, "place_id": own, "lon": lon, "lat": lat}


def _geonames(answer: Row, units: UnitNames) -> Row | None:
    country = str(answer.get("countryCode", ""))
    unit = units.by_code(str(answer.get("adminCode1", "")), country)
    name, other = str(answer["name"]), str(answer.get("toponymName") or "")
    people = int(answer.get("population") or 0)
    kind = kind_of_feature(str(answer.get("fcl", "")), str(answer.get("fcode", "")), people)
    return {
        "place_id": f"geonames:{answer['geonameId']}",
        "name": name,
        "names": [other] if other and other != name else [],
        "kind": kind_of_name(name, kind) if kind == "village" else kind,
        "country": country or None,
        "adm1_pcode": unit["pcode"] if unit else None,
        "adm1_name": unit["name_en"] if unit else None,
        "population": people or None,
        "lon": float(answer["lng"]),
        "lat": float(answer["lat"]),
    }


_MAKERS: dict[str, Callable[[Row, UnitNames], Row | None]] = {
    "nominatim": _nominatim, "photon": _photon, "geonames": _geonames,
}  # fmt: skip
