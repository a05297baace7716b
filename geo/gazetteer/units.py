"""Administrative units as places: names of governorates for look-up, and unit files in GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from shapely.geometry import shape

from data import InputRefused, norm_country

from ..names import keys

_LEVELS = {0: "country", 1: "governorate", 2: "district", 3: "district"}
_FIELD = re.compile(r"^adm(?:in)?([0-3])_?(en|ar|pcode|name|code|name1|ref)$", re.IGNORECASE)


class UnitNames:
    """Governorates by any of their names, codes included."""

    def __init__(self, units: pd.DataFrame) -> None:
        self._found: dict[tuple[str, str], dict[str, Any]] = {}
        for unit in units.to_dict("records"):
            entry = {"pcode": unit["pcode"], "name_en": unit["name_en"], "country": unit["country"]}
            for name in (unit["name_en"], unit["name_ar"], *unit["names"]):
                for key in keys(name):
                    self._found.setdefault((key.core + "/" + key.ending, unit["country"]), entry)
                    self._found.setdefault((key.core, unit["country"]), entry)
            self._found[(f"code:{unit['geonames_admin1']}", unit["country"])] = entry

    def find(self, name: str, country: str | None) -> dict[str, Any] | None:
        """The governorate of this name, or None; without a country the name must fit one country alone."""
        countries = [country] if country else ["IQ", "SY"]
        for key in keys(name) if name else ():
            for core in (key.core + "/" + key.ending, key.core):
                found = [self._found[(core, code)] for code in countries if (core, code) in self._found]
                if len(found) == 1:
                    return found[0]
        return None

    def by_code(self, code: str, country: str) -> dict[str, Any] | None:
        """The governorate with this GeoNames admin1 code."""
        return self._found.get((f"code:{code}", country))


def unit_rows(text: str, file: str) -> Iterator[dict[str, object]]:
    """Units of a GeoJSON file as places; names and p-codes are taken from columns such as ADM2_EN, ADM2_PCODE.

    Raises
    ------
    InputRefused
        The file is no GeoJSON, or has no such columns.
    """
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError) as problem:
        raise InputRefused("This is no GeoJSON of features.", file=file, hint="Save the units as GeoJSON.") from problem
    for number, feature in enumerate(features):
        named = _levels(feature.get("properties") or {})
        if not named:
            raise InputRefused("There is no column such as ADM1_EN.", file=file, row=number + 1)
        yield _unit_row(feature, named, f"{file}:{number}")


def _levels(properties: dict[str, Any]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for column, value in properties.items():
        match = _FIELD.match(column)
        if match and isinstance(value, str) and value.strip():
            what = {"name": "en", "name1": "en", "code": "pcode", "ref": "other"}.get(
                match[2].lower(), match[2].lower()
            )
            found.setdefault(int(match[1]), {}).setdefault(what, value.strip())
    return {level: names for level, names in found.items() if "en" in names or "ar" in names}


def _unit_row(feature: dict[str, Any], named: dict[int, dict[str, str]], fallback: str) -> dict[str, object]:
    level = max(named)
    own = named[level]
    point = shape(feature["geometry"]).representative_point()
    return {
        "place_id": f"unit:{own.get('pcode', fallback)}",
        "name": own.get("en") or own["ar"],
        "name_ar": own.get("ar"),
        "names": [own["other"]] if "other" in own else [],
        "kind": _LEVELS[level],
        "country": norm_country(named.get(0, {}).get("en")),
        "adm1_pcode": named.get(1, {}).get("pcode"),
        "adm1_name": named.get(1, {}).get("en"),
        "parent": named.get(level - 1, {}).get("en") if level > 1 else None,
        "lon": round(point.x, 6),
        "lat": round(point.y, 6),
        "source": "unit file",
    }
