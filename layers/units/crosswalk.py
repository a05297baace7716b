"""Units from codes alone: names and a reference point, no polygon."""

from __future__ import annotations

import pandas as pd

from data import conform
from geo import adm1_units

SOURCE = "ISO 3166-2, GeoNames (CC BY 4.0), OCHA COD p-codes; geo/embedded/adm1.csv"


def units_from_crosswalk() -> pd.DataFrame:
    """Return the 33 governorates of Iraq and Syria as a units frame without polygons, sorted by code.

    The code is the OCHA p-code. Halabja has none in the set of 2019, in which it is a part of Sulaymaniyah: its ISO
    code IQ-HA stands in the place, marked `pcode_substitute`. The reference point is in degrees, WGS 84; totals are
    drawn there as proportional symbols, never as areas.

    >>> units_from_crosswalk()["pcode"].iloc[-1]
    'SY14'
    """
    rows = adm1_units()
    # The accessor may already have filled the gap with the ISO code.
    missing = rows["pcode"].isna() | (rows["pcode"] == rows["iso"])
    units = rows.assign(
        pcode=rows["pcode"].fillna(rows["iso"]),
        level=1,
        parent=rows["country"],
        note=rows["caveat"].replace("", None),
        source=SOURCE,
        warnings=[["pcode_substitute"] if flag else [] for flag in missing],
    )
    return conform(units.drop(columns=["geonames_admin1", "names", "caveat"]).sort_values("pcode"), "units")
