"""Codes of other systems, and the unit that each of them means.

OCHA, UNHCR, ISO 3166-2 and GeoNames name the same governorate by different codes. What is known stands in one table,
each pair with its source; between two boundary files it is found by area (`match_units`).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data import conform
from geo import adm1_units

from .crosswalk import units_from_crosswalk
from .matching import match_units

ISO, GEONAMES, HASC = "iso3166-2", "geonames-admin1", "hasc"
# HASC has the letters of ISO 3166-2 here, but for Kirkuk, which kept those of its name until 2006; Halabja has none.
OWN_HASC = {"IQ-KI": "IQ.TS", "IQ-HA": None}
SOURCES = {
    ISO: "ISO 3166-2, beside OCHA COD p-codes; geo/embedded/adm1.csv",
    GEONAMES: "GeoNames admin1 codes (CC BY 4.0), beside OCHA COD p-codes; geo/embedded/adm1.csv",
    HASC: "Hierarchical Administrative Subdivision Codes (Law 1999, statoids.com), beside ISO 3166-2",
}


def unit_codes() -> pd.DataFrame:
    """Return the known codes of the governorates of Iraq and Syria as a unit_codes frame.

    A GeoNames code is written with its country, as GeoNames does: IQ.15. A unit without a p-code has a null `pcode`.
    The codes of UNHCR, and of every other body, come from a file of that body: see `codes_of`.

    >>> codes = unit_codes().set_index("code")["pcode"]
    >>> codes["IQ-NI"], codes["SY.04"]
    ('IQG15', 'SY11')
    """
    rows = adm1_units()
    iso = rows.assign(system=ISO, code=rows["iso"])
    geonames = rows.assign(system=GEONAMES, code=rows["country"] + "." + rows["geonames_admin1"])
    letters = rows["iso"].map(lambda code: OWN_HASC.get(code, code.replace("-", ".")))
    hasc = rows.assign(system=HASC, code=letters).dropna(subset=["code"])
    table = pd.concat([iso, geonames, hasc], ignore_index=True)
    table = table.assign(source=table["system"].map(SOURCES), note=table["caveat"].replace("", None))
    table = table[["system", "code", "pcode", "source", "note"]]
    return conform(table.sort_values(["system", "code"]).reset_index(drop=True), "unit_codes")


def codes_of(units: pd.DataFrame, others: pd.DataFrame | None = None, *, system: str, level: int = 1) -> pd.DataFrame:
    """Return the codes of a boundary file beside the p-codes of the same units, as a unit_codes frame.

    Parameters
    ----------
    units
        The units of a file in the other system, with polygons.
    others
        Units in p-codes, by whose area they are told; the governorates of Iraq and Syria, by their reference points,
        where left out.
    system
        What the other system is called, such as unhcr.

    Raises
    ------
    UsageProblem
        Where a set has no unit of the level.
    """
    matches = match_units(units, units_from_crosswalk() if others is None else others, level=level)
    told = matches[matches["relation"].isin(["same", "point"])]
    found = dict(zip(told["pcode"], told["other"], strict=True))
    own = units[units["level"] == level].sort_values("pcode")
    source = str(matches["source"].iloc[0]) if len(matches) else None
    ways = dict(zip(told["pcode"], told["relation"], strict=True))
    notes = {
        "same": "Both drawings agree on nine tenths of it.",
        "point": "It holds that reference point alone.",
    }
    table = pd.DataFrame(
        {
            "system": system,
            "code": own["pcode"],
            "pcode": own["pcode"].map(found),
            "source": source or "no unit of the two sets lies in one of the other",
            "note": own["pcode"].map(ways).map(notes).fillna("No one unit is the same."),
        }
    )
    return conform(table.reset_index(drop=True), "unit_codes")


def recoded(units: pd.DataFrame, matches: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return units under the p-codes that placements bear; a unit whose code is not known keeps its own.

    Without polygons a join goes by code, and with polygons a stated unit is compared with the computed one: both need
    one system. What a unit was called in its file stands in `note`.

    Parameters
    ----------
    units
        A units frame, from a file in any system.
    matches
        A unit_matches frame from these units to those of the wanted system; pairs of relation `same` or `point` are
        used. Where it is left out, the known codes are.
    """
    known = _same(matches) if matches is not None else _known()
    changed = units["pcode"].map(known)
    note = units["note"].fillna("")
    told = note.where(note == "", note + " ") + "Its code in the file is " + units["pcode"] + "."
    return units.assign(
        pcode=changed.fillna(units["pcode"]).astype("string"),
        parent=units["parent"].map(known).fillna(units["parent"]).astype("string"),
        note=units["note"].where(changed.isna(), told),
        warnings=[list(codes) for codes in units["warnings"]],
    )


def _known() -> Mapping[str, str]:
    codes = unit_codes().dropna(subset=["pcode"])
    return dict(zip(codes["code"], codes["pcode"], strict=True))


def _same(matches: pd.DataFrame) -> Mapping[str, str]:
    same = matches[matches["relation"].isin(["same", "point"])]
    return dict(zip(same["pcode"], same["other"], strict=True))
