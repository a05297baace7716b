"""Names of governorates, to look them up."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..names import Key, keys, rural


class UnitNames:
    """Governorates by any of their names, codes included."""

    def __init__(self, units: pd.DataFrame) -> None:
        self._found: dict[tuple[str, str], dict[str, Any]] = {}
        for unit in units.to_dict("records"):
            entry = {"pcode": unit["pcode"], "name_en": unit["name_en"], "country": unit["country"]}
            for name in (unit["name_en"], unit["name_ar"], *unit["names"]):
                for key in keys(name):
                    for form in _forms(key):
                        self._found.setdefault((form, unit["country"]), entry)
            self._found[(f"code:{unit['geonames_admin1']}", unit["country"])] = entry

    def find(self, name: str, country: str | None) -> dict[str, Any] | None:
        """The governorate of this name, or None; without a country the name must fit one country alone."""
        countries = [country] if country else ["IQ", "SY"]
        for key in keys(name) if name else ():
            for core in dict.fromkeys((*_forms(key), *_forms(key._replace(kinds="")))):
                found = [self._found[(core, code)] for code in countries if (core, code) in self._found]
                if len(found) == 1:
                    return found[0]
        return None

    def by_code(self, code: str, country: str) -> dict[str, Any] | None:
        """The governorate with this GeoNames admin1 code."""
        return self._found.get((f"code:{code}", country))


def _forms(key: Key) -> tuple[str, str]:
    """A name with its ending and without; the country around a city is a unit of its own."""
    core = f"{key.core}~" if rural(key) else key.core
    return f"{core}/{key.ending}", core
