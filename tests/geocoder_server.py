"""A server on this machine that answers as Nominatim, Photon and GeoNames do, in the forms of their manuals."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fetch_server import Server

# Brenn stands in an invented country; its two namesakes lie in different governorates of Syria.
BRENN = {"lat": "35.10", "lon": "39.20", "name": "Brenn", "name_ar": "برين", "state": "Raqqa"}
FAR = {"lat": "33.10", "lon": "36.20", "name": "Brenn", "name_ar": "", "state": "Daraa"}


def nominatim(*found: dict[str, str]) -> bytes:
    """The body of an answer of Nominatim, format=json with names and address."""
    rows = [
        {
            "place_id": 100 + at, "osm_type": "node", "osm_id": 7000 + at, "lat": one["lat"], "lon": one["lon"],
            "class": "place", "type": "village", "display_name": f"{one['name']}, {one['state']}, Syria",
            "namedetails": {"name": one["name_ar"] or one["name"], "name:en": one["name"]},
            "address": {"village": one["name"], "state": one["state"], "country_code": "sy"},
        }
        for at, one in enumerate(found)
    ]  # fmt: skip
    return json.dumps(rows).encode()


def photon(*found: dict[str, str]) -> bytes:
    """The body of an answer of Photon."""
    rows = [
        {
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [float(one["lon"]), float(one["lat"])]},
            "properties": {"osm_type": "N", "osm_id": 7000 + at, "osm_key": "place", "osm_value": "village",
                           "name": one["name"], "state": one["state"], "countrycode": "SY", "type": "district"},
        }
        for at, one in enumerate(found)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def geonames(*found: dict[str, str]) -> bytes:
    """The body of an answer of GeoNames, searchJSON."""
    codes = {"Raqqa": "04", "Daraa": "06"}
    rows = [
        {
            "geonameId": 7000 + at, "name": one["name"], "toponymName": one["name"], "lat": one["lat"],
            "lng": one["lon"], "fcl": "P", "fcode": "PPL", "countryCode": "SY", "countryName": "Syria",
            "adminCode1": codes[one["state"]], "adminName1": one["state"], "population": 900,
        }
        for at, one in enumerate(found)
    ]  # fmt: skip
    return json.dumps({"totalResultsCount": len(rows), "geonames": rows}).encode()


BODIES = {"nominatim": nominatim, "photon": photon, "geonames": geonames}
PATHS = {"nominatim": "/search", "photon": "/api", "geonames": "/searchJSON"}
JSON = {"Content-Type": "application/json"}


def asked(server: Server) -> list[dict[str, list[str]]]:
    """What was sent in each question."""
    return [parse_qs(urlsplit(path).query) for path, _ in server.asked]


def name_of(service: str, server: Server) -> str:
    """The text that names a service on this machine."""
    return f"{service}?at={server.url}" + ("&user=valdria" if service == "geonames" else "")


def put(server: Server, service: str, **kind: Any) -> None:
    """Let the server answer every question to a service in one way."""
    server.put(PATHS[service], **({"headers": JSON} | kind))
