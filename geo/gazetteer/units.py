"""Names of governorates, to look them up."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..names import keys


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
