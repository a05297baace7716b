"""The divisions of Overture Maps: names and codes out of their nested columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

# Divisions below these are towns and neighbourhoods, and no units.
UNITS = ("country", "dependency", "region", "county", "localadmin")
NEEDED = {"subtype", "names", "division_id"}


def is_overture(table: pd.DataFrame) -> bool:
    """Whether a table has the columns of Overture's division areas, with names as a structure."""
    return set(table.columns) >= NEEDED and any(isinstance(names, dict) for names in table["names"])


def laid_out(table: pd.DataFrame) -> pd.DataFrame:
    """Return division areas with plain columns: names by language, the ISO code of a region, that of what holds it.

    Of a division with areas on land and at sea the one on land is kept: a strike at sea lies in no governorate.
    """
    table = table[table["subtype"].isin(UNITS)]
    region = table.get("region", pd.Series(pd.NA, index=table.index))
    own = region.where(table["subtype"] == "region", table["country"].where(table["subtype"] == "country"))
    above = region.where(~table["subtype"].isin(["region", "country"]), table["country"])
    told = table.drop(columns="names").assign(
        primary_name=[_name(names, None) for names in table["names"]],
        en_name=[_name(names, "en") for names in table["names"]],
        ar_name=[_name(names, "ar") for names in table["names"]],
        iso_code=own,
        holder_code=above.where(table["subtype"] != "country"),
    )
    if "class" not in told:
        return told
    on_land = told["class"].ne("maritime")
    landed = told["division_id"].isin(told.loc[on_land, "division_id"])
    return told[on_land | ~landed]


def _name(names: Any, language: str | None) -> str | None:
    if not isinstance(names, dict):
        return None
    if language is None:
        return names.get("primary")
    common = names.get("common") or []
    return dict(common.items() if isinstance(common, dict) else common).get(language)
