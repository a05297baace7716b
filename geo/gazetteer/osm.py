"""OpenStreetMap extracts: named places of an OSM XML file or of an Overpass answer in JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from data import InputRefused

from .embedded import adm1_units
from .kinds import kind_of_word
from .units import UnitNames

_LANDMARK_TAGS = ("amenity", "aeroway", "historic", "man_made", "building", "landuse", "military", "waterway")
_ENTITY = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
LICENCE = "ODbL 1.0, OpenStreetMap contributors"


def osm_rows(text: str, file: str) -> Iterator[dict[str, object]]:
    """Named nodes of an extract (and what Overpass gives a centre) as places.

    Raises
    ------
    InputRefused
        The file is neither OSM XML nor an Overpass answer, or declares entities.
    """
    found = _of_json(text, file) if text.lstrip()[:1] == "{" else _of_xml(text, file)
    units = UnitNames(adm1_units())
    for identity, lon, lat, tags in found:
        row = _row(tags, units)
        if row is not None:
            yield row | {"place_id": f"osm:{identity}", "lon": lon, "lat": lat}


def _of_json(text: str, file: str) -> Iterator[tuple[str, float, float, dict[str, str]]]:
    try:
        elements = json.loads(text)["elements"]
    except (ValueError, KeyError, TypeError) as problem:
        raise InputRefused("This is no Overpass answer.", file=file) from problem
    for element in elements:
        at = element.get("center", element)
        if "lon" in at and "lat" in at and element.get("tags"):
            yield f"{element.get('type', 'node')}/{element.get('id')}", at["lon"], at["lat"], element["tags"]


def _of_xml(text: str, file: str) -> Iterator[tuple[str, float, float, dict[str, str]]]:
    if _ENTITY.search(text[:10_000]):
        raise InputRefused("The XML declares entities.", file=file, hint="A plain OSM extract has none.")
    try:
        # entities were refused above, so the plain parser has nothing to expand
        for _, element in iterparse(io.BytesIO(text.encode()), events=("end",)):  # noqa: S314
            if element.tag == "node":
                tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
                lon, lat = element.get("lon"), element.get("lat")
                if tags and lon and lat:
                    yield f"node/{element.get('id')}", float(lon), float(lat), tags
                element.clear()
    except (ParseError, ValueError) as problem:
        raise InputRefused("This is no OSM XML.", file=file, hint="Extracts in PBF are not read.") from problem


def _row(tags: dict[str, Any], units: UnitNames) -> dict[str, object] | None:
    name = tags.get("name:en") or tags.get("int_name") or tags.get("name") or tags.get("name:ar")
    kind = kind_of_word(tags.get("place"))
    if kind is None and any(tag in tags for tag in _LANDMARK_TAGS):
        kind = "landmark"
    if not name or kind is None:
        return None
    keys = ("name", "name:ar", "name:ku", "name:ckb", "alt_name", "alt_name:en", "old_name", "loc_name")
    others = [part.strip() for key in keys for part in str(tags.get(key, "")).split(";")]
    unit = units.find(tags.get("is_in:state", "") or tags.get("addr:state", ""), None)
    people = str(tags.get("population", "")).replace(",", "")
    return {
        "name": name,
        "name_ar": tags.get("name:ar"),
        "names": [other for other in dict.fromkeys(others) if other and other not in (name, tags.get("name:ar"))],
        "kind": kind,
        "country": tags.get("is_in:country_code") or (unit["country"] if unit else None),
        "adm1_pcode": unit["pcode"] if unit else None,
        "adm1_name": unit["name_en"] if unit else None,
        "parent": tags.get("is_in:city") or tags.get("addr:city"),
        "population": int(people) if people.isdigit() else None,
        "source": "OpenStreetMap extract",
        "licence": LICENCE,
    }
