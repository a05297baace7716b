"""OpenStreetMap extracts: named places of OSM XML, of PBF, or of an Overpass answer in JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, iterparse

from data import InputRefused, read_foreign

from .embedded import adm1_units
from .kinds import kind_of_word
from .left import LeftOut
from .outlines import outlines
from .units import UnitNames

_LANDMARK_TAGS = ("amenity", "aeroway", "historic", "man_made", "building", "landuse", "military", "waterway")
_LOCAL = (
    *("name", "name:ar", "name:ku", "name:ckb", "name:tr", "alt_name", "alt_name:en", "alt_name:ar"),
    *("official_name", "old_name", "old_name:en", "loc_name", "short_name"),
)
_ENTITY = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
LICENCE = "ODbL 1.0, OpenStreetMap contributors"
# GDAL sorts what a PBF file holds into layers: nodes, and areas made of ways and relations.
PBF_LAYERS = ("points", "multipolygons")
LAST_LON, LAST_LAT = 180, 90


class Found(NamedTuple):
    """A named element: its identity, a point in degrees, its tags, and its outline where it is an area."""

    identity: str
    lon: float
    lat: float
    tags: dict[str, str]
    area: bytes | None = None


def osm_rows(text: str, file: str) -> Iterator[dict[str, object] | LeftOut | None]:
    """Named nodes of an extract (and what Overpass gives a centre) as places; None for one that is no place.

    Raises
    ------
    InputRefused
        The file is neither OSM XML nor an Overpass answer, or declares entities.
    """
    return _rows(_of_json(text, file) if text.lstrip()[:1] == "{" else _of_xml(text, file))


def pbf_rows(path: Path) -> Iterator[dict[str, object] | LeftOut | None]:
    """Named nodes and areas of a PBF extract, opened in the locked worker; None for one that is no place.

    Raises
    ------
    InputRefused
        The file is no PBF extract, or passes a limit.
    """
    return _rows(found for layer in PBF_LAYERS for found in _of_layer(path, layer))


def _rows(found: Iterator[Found | None]) -> Iterator[dict[str, object] | LeftOut | None]:
    units = UnitNames(adm1_units())
    for number, element in enumerate(found, 1):
        if element is None:
            yield LeftOut("its point is no point of the globe", number)
            continue
        row = osm_place(element.tags, units)
        own = {"place_id": f"osm:{element.identity}", "lon": element.lon, "lat": element.lat, "area": element.area}
        yield row and row | own


def _of_layer(path: Path, layer: str) -> Iterator[Found | None]:
    try:
        table = read_foreign(path, layer=layer).frame
    except InputRefused as problem:
        if "no rows" in str(problem):
            return
        raise
    shapes = outlines(table["geometry"].tolist(), "EPSG:4326", file=path.name)
    for cells, outline in zip(table.drop(columns="geometry").to_dict("records"), shapes, strict=True):
        said = {name: value for name, value in cells.items() if isinstance(value, str) and value}
        tags = said | {key: re.sub(r"\\(.)", r"\1", value) for key, value in _PAIR.findall(said.get("other_tags", ""))}
        way, number = said.get("osm_way_id"), said.get("osm_id")
        kind = "node" if layer == "points" else "way" if way else "relation"
        if outline is not None and "name" in tags:
            area = outline.area if layer != "points" else None
            yield Found(f"{kind}/{way or number}", outline.lon, outline.lat, tags, area)


def _of_json(text: str, file: str) -> Iterator[Found | None]:
    try:
        elements = json.loads(text)["elements"]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise InputRefused("This is no Overpass answer.", file=file) from problem
    if not isinstance(elements, list) or not all(isinstance(element, dict) for element in elements):
        raise InputRefused("This is no Overpass answer: its elements are no list of objects.", file=file)
    for element in elements:
        at, tags = element.get("center", element), element.get("tags")
        if isinstance(at, dict) and isinstance(tags, dict) and tags and "lon" in at and "lat" in at:
            yield _found(f"{element.get('type', 'node')}/{element.get('id')}", at["lon"], at["lat"], tags)


def _of_xml(text: str, file: str) -> Iterator[Found | None]:
    if _ENTITY.search(text):
        raise InputRefused("The XML declares entities.", file=file, hint="A plain OSM extract has none.")
    try:
        # entities were refused above, so the plain parser has nothing to expand
        for _, element in iterparse(io.BytesIO(text.encode()), events=("end",)):  # noqa: S314
            if element.tag == "node":
                tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
                if tags and element.get("lon") and element.get("lat"):
                    yield _found(f"node/{element.get('id')}", element.get("lon"), element.get("lat"), tags)
                element.clear()
    except (ParseError, ValueError) as problem:
        raise InputRefused("This is no OSM XML.", file=file, hint="A PBF extract ends in .pbf.") from problem


def _found(identity: str, lon: object, lat: object, tags: dict[Any, Any]) -> Found | None:
    """The element, or None where its point is none."""
    try:
        x, y = float(str(lon)), float(str(lat))
    except ValueError:
        return None
    if not (abs(x) <= LAST_LON and abs(y) <= LAST_LAT):
        return None
    return Found(identity, x, y, {str(key): str(value) for key, value in tags.items()})


def osm_place(tags: dict[str, Any], units: UnitNames) -> dict[str, object] | None:
    """The row of the table `places` that the tags of an element make; None for what is no place."""
    name = tags.get("name:en") or tags.get("int_name") or tags.get("name") or tags.get("name:ar")
    kind = kind_of_word(tags.get("place"))
    if kind is None and any(tag in tags for tag in _LANDMARK_TAGS):
        kind = "landmark"
    if not name or kind is None:
        return None
    others = [part.strip() for key in _LOCAL for part in str(tags.get(key, "")).split(";")]
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
        "population": int(people) if people.isdecimal() else None,
        "source": "OpenStreetMap extract",
        "licence": LICENCE,
    }
