"""The questions of the linkage measure: official items, and the pool of incidents that they may answer.

Needs the folder of real data (the variable STRIKEATLAS_SHARED, or ../shared); nothing of it is in the project.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import data
from data import read_release_items

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
WITHOUT = {"codes": (), "previous_codes": (), "record_code": None, "report_id": None}


@dataclass(frozen=True)
class Questions:
    """Items, the pool, and for each item's claim_id the claim_id that answers it (None: not in the pool)."""

    items: pd.DataFrame
    pool: pd.DataFrame
    answers: dict[str, str | None]
    origin: dict[str, str]


def questions(*, grids: bool) -> Questions:
    """Items with a head of their own and the listed links, without printed codes; `grids` says whether grids stay."""
    given = pd.read_csv(SHARED / "data" / "cjtfoir_items_dev.csv.gz")
    read = read_release_items(given).claims
    rows = read["origin_row"].astype(int) - 2
    items = read[read["happened_from"].notna()]
    codes = given["code"].loc[rows[items.index]].tolist()
    links = data.read(ROOT / "examples/iraq-syria-2014-2019/inputs/links.csv", "cjtf-oir-links").claims
    link_codes = [held[0] for held in links["codes"]]
    pool = _pool(given)
    by_code = _by_code(pool)
    asked = pd.concat([items, links], ignore_index=True)
    wanted = codes + link_codes
    asked["claim_id"] = [f"item-{at}" for at in range(len(asked))]
    asked["record_id"] = asked["claim_id"]
    origin = dict(zip(asked["claim_id"], ["item"] * len(codes) + ["link"] * len(link_codes), strict=True))
    answers = {claim: by_code.get(code.upper()) for claim, code in zip(asked["claim_id"], wanted, strict=True)}
    return Questions(_plain(asked, grids=grids), _plain(pool, grids=True), answers, origin)


def _pool(given: pd.DataFrame) -> pd.DataFrame:
    """All incidents of the monitor, those of the published facts, and the answered ones that neither holds."""
    monitor = data.read(SHARED / "data" / "airwars_syria_dev.csv.gz", "airwars").claims
    facts = data.read(ROOT / "examples/iraq-syria-2014-2019/inputs/incidents.csv", "airwars-facts").claims
    known = {code.upper() for code in monitor["record_code"]}
    facts = facts[~facts["record_code"].str.upper().isin(known)]
    known |= {code.upper() for code in facts["record_code"]}
    missing = given[~given["code"].str.upper().isin(known)].drop_duplicates("code")
    added = data.frame(
        "claims",
        [
            {
                "record_id": f"airwars:{row.code}",
                "claim_id": f"added-{row.code}",
                "recorder": "airwars",
                "record_code": row.code,
                "happened_from": row.incident_date,
                "happened_to": row.incident_date,
                "date_precision": "day",
                "place_text": row.airwars_location,
                "adm1_text": row.airwars_governorate if isinstance(row.airwars_governorate, str) else None,
                "belligerents": ["U.S.-led Coalition"],
                "warnings": [],
            }
            for row in missing.itertuples()
        ],
    )
    return pd.concat([monitor, facts, added], ignore_index=True)


def _by_code(pool: pd.DataFrame) -> dict[str, str]:
    return {str(code).upper(): claim for code, claim in zip(pool["record_code"], pool["claim_id"], strict=True)}


def _plain(claims: pd.DataFrame, *, grids: bool) -> pd.DataFrame:
    """Claims without the printed codes, which would give the answer away."""
    held = claims.copy()
    for name, value in WITHOUT.items():
        held[name] = [list(value) if isinstance(value, tuple) else value] * len(held)
    if not grids:
        held["mgrs"] = [[] for _ in range(len(held))]
        held["stated_mgrs"] = None
    return held


def both(given: Questions) -> pd.DataFrame:
    """Items and pool in one frame."""
    return pd.concat([given.items, given.pool], ignore_index=True)
