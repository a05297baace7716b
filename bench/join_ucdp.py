"""UCDP's events joined to governorates and districts, compared with the units that UCDP itself names.

    STRIKEATLAS_SHARED=FOLDER python bench/join_ucdp.py

The folder holds data/ucdp_ged_iraq_syria.csv.gz and data/boundaries/. UCDP writes names and no codes, in spellings of
its own. So each of its names is taken to mean the unit in which most of its events lie, and what is counted is the
events that lie in another unit than most of their name.
"""

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import conform
from layers import read_units, share
from layers.join.points import nearest

FOLDER = Path(os.environ.get("STRIKEATLAS_SHARED", Path(__file__).resolve().parent.parent.parent / "shared")) / "data"
FILES = {1: ("cod_IRQ_adm1_20190603", "unhcr_SYR_ADM1"), 2: ("cod_IRQ_adm2_20190603", "unhcr_SYR_ADM2")}
NEAR_M = 2_000.0


def events() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "ucdp_ged_iraq_syria.csv.gz", dtype=str)
    numbers = table[["longitude", "latitude", "where_prec"]].apply(pd.to_numeric, errors="coerce")
    return table.assign(**numbers)[numbers["longitude"].notna()].reset_index(drop=True)


def placements(table: pd.DataFrame) -> pd.DataFrame:
    """Each event as the point that it states: the join itself is tested, and no radius."""
    points = {"subject_id": table.index.astype(str), "lon": table["longitude"], "lat": table["latitude"]}
    return conform(pd.DataFrame(points).assign(precision="exact", warnings=[[]] * len(table)), "placements")


def reasons(table: pd.DataFrame, meant: pd.Series, units: pd.DataFrame) -> pd.Series:
    """Why an event lies in another unit than most of its name."""
    shapes = shapely.from_wkb(units.set_index("pcode")["geometry"].loc[meant].to_numpy())
    lon, lat = table["longitude"].to_numpy(), table["latitude"].to_numpy()
    one = [nearest(np.asarray([shape]), lon[[at]], lat[[at]], within_m=NEAR_M)[0] for at, shape in enumerate(shapes)]
    return pd.Series(
        np.select(
            [np.asarray(one) == 0, table["where_prec"] >= 3],
            ["within 2 km of the unit meant", "known to the district or less (where_prec 3 and more)"],
            default="point and name tell of different units",
        ),
        index=table.index,
    )


def main() -> None:
    table = events()
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
        for reason, count in reasons(apart, meant.loc[apart.index], units).value_counts().items():
            print(f"    {count:5d}  {reason}")


if __name__ == "__main__":
    main()
