"""UCDP's events joined to governorates and districts, compared with the units that UCDP itself names.

    STRIKEATLAS_SHARED=FOLDER python bench/join_ucdp.py [DISAGREEMENTS.csv]

The folder holds data/ucdp_ged_iraq_syria.csv.gz and data/boundaries/. UCDP writes names and no codes, in spellings of
its own. So each of its names is taken to mean the unit in which most of its events lie, and what is counted is the
events that lie in another unit than most of their name.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import conform
from layers import read_units, share
from layers.join.globe import metres_between

FOLDER = Path(os.environ.get("STRIKEATLAS_SHARED", Path(__file__).resolve().parent.parent.parent / "shared")) / "data"
FILES = {1: ("cod_IRQ_adm1_20190603", "unhcr_SYR_ADM1"), 2: ("cod_IRQ_adm2_20190603", "unhcr_SYR_ADM2")}
NEAR_M, WITHIN_M = 2_000.0, 20_000.0


def events() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "ucdp_ged_iraq_syria.csv.gz", dtype=str)
    numbers = table[["longitude", "latitude", "where_prec"]].apply(pd.to_numeric, errors="coerce")
    return table.assign(**numbers)[numbers["longitude"].notna()].reset_index(drop=True)


def placements(table: pd.DataFrame) -> pd.DataFrame:
    """Each event as the point that it states: the join itself is tested, and no radius."""
    points = {"subject_id": table.index.astype(str), "lon": table["longitude"], "lat": table["latitude"]}
    return conform(pd.DataFrame(points).assign(precision="exact", warnings=[[]] * len(table)), "placements")


def apart_m(table: pd.DataFrame, meant: pd.Series, units: pd.DataFrame) -> np.ndarray:
    """How far each event lies from the unit that is meant, in metres."""
    shapes = shapely.from_wkb(units.set_index("pcode")["geometry"].loc[meant].to_numpy())
    lon, lat = table["longitude"].to_numpy(), table["latitude"].to_numpy()
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.points(lon, lat), shapes)).reshape(-1, 4)
    return metres_between(*ends.T)


def reasons(table: pd.DataFrame, far_m: np.ndarray) -> np.ndarray:
    """Why an event lies in another unit than most of its name, the first that holds."""
    return np.select(
        [far_m < NEAR_M, table["where_prec"] >= 3, far_m < WITHIN_M],
        [
            "within 2 km of the unit meant: two drawings of one border",
            "known to the district or less (where_prec 3 and more): the point stands for a larger place",
            "2 to 20 km from it: the name is of another division into units, or of the nearest town",
        ],
        default="more than 20 km from it: point and name tell of different places",
    )


def main(out: str | None) -> None:
    table = events()
    listed = []
    for level, files in FILES.items():
        units = pd.concat([read_units(FOLDER / "boundaries" / f"{name}.geojson") for name in files], ignore_index=True)
        started = time.perf_counter()
        found = share(placements(table), units, level=level)["pcode"]
        took = time.perf_counter() - started
        name = (
            table["country"]
            + " / "
            + table["adm_1"].fillna("")
            + " / "
            + (table["adm_2"].fillna("") if level == 2 else "")
        )
        named = table[f"adm_{level}"].notna() & found.notna()
        meant = name[named].map(found[named].groupby(name[named]).agg(lambda units: units.mode().iloc[0]))
        apart = table[named][(meant != found[named]).to_numpy()]
        share_ = 1 - len(apart) / named.sum()
        print(f"level {level}: {len(table)} events in {took:.2f} s; {int(found.isna().sum())} in no unit")
        print(f"  {int(named.sum())} name a unit, {100 * share_:.2f} % lie in it; {len(apart)} do not:")
        far_m = apart_m(apart, meant.loc[apart.index], units)
        why = reasons(apart, far_m)
        for reason, count in pd.Series(why).value_counts().items():
            print(f"    {count:5d}  {reason}")
        names = units.set_index("pcode")["name_en"]
        told = {"level": level, "id": apart["id"], "named": name[apart.index], "meant": meant[apart.index].map(names)}
        told |= {
            "computed": found[apart.index].map(names).fillna("a unit without a name"),
            "km": (far_m / 1000).round(1),
            "where_prec": apart["where_prec"],
        }
        listed.append(pd.DataFrame(told | {"reason": why}))
    rows = pd.concat(listed, ignore_index=True)
    common = rows.groupby(["level", "named", "meant", "computed"]).size().sort_values(ascending=False).head(12)
    print("the most frequent: what UCDP names, the unit in which most of that name lie, the one in which these do")
    for (level, named, unit, computed), count in common.items():
        print(f"    {count:5d}  level {level}  {named}: {unit}, {computed}")
    if out:
        rows.to_csv(out, index=False)
        print(f"{len(rows)} disagreements: {out}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
