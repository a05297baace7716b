"""What the geocoding benches share: rows with a known point, gazetteers, and which rows a gazetteer holds."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo import Gazetteer, LonLat, distance_m, locate_table  # noqa: E402
from geo.gazetteer.lists import combine_sources  # noqa: E402
from geo.names import keys, plain_word  # noqa: E402
from geo.phrases import read_phrase  # noqa: E402

SHARED = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
MAIN = ("A_place_name", "B_descriptive")
EMBEDDED = "embedded"
UCDP = f"table:{SHARED}/data/ucdp_places.csv.gz?name=name&lat=lat&lon=lon&admin1=admin1&country=country"
DTM = (
    f"table:{SHARED}/data/dtm_iraq_places.csv.gz?name=location_name&name_ar=arabic_name&lat=lat&lon=lon"
    "&admin1=governorate&country_is=IQ&id=place_id"
)
GROUPS: dict[str, Callable[[dict[str, str]], bool]] = {
    "A+B": lambda r: r["tier"] in MAIN,
    "A names, Latin": lambda r: r["tier"] == MAIN[0] and r["lang"] == "en",
    "A names, Arabic": lambda r: r["tier"] == MAIN[0] and r["lang"] == "ar",
    "B descriptive": lambda r: r["tier"] == MAIN[1],
    "C near a place": lambda r: r["tier"].startswith("C_"),
    "D areas": lambda r: r["tier"].startswith("D_"),
    "A UCDP form": lambda r: r["tier"] == "A_ucdp_gazetteer_form",
}


def load(name: str) -> ModuleType:
    """A module of the shared benches."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "bench" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gazetteers() -> dict[str, Gazetteer]:
    """The gazetteers that are measured."""
    every, _ = combine_sources([EMBEDDED, UCDP, DTM])
    cited = every["place_id"].str.startswith("cited:")
    made = {
        "all": every,
        "all, without cited": every[~cited].reset_index(drop=True),
        "embedded": combine_sources([EMBEDDED])[0],
        "UCDP places": combine_sources([UCDP])[0],
        "DTM Iraq": combine_sources([DTM])[0],
    }
    return {name: Gazetteer.from_frame(places) for name, places in made.items()}


def answers_of(rows: list[dict[str, str]], gazetteer: Gazetteer) -> tuple[dict[str, dict[str, Any]], float]:
    """Answers by id, and the milliseconds that a row took."""
    start = time.perf_counter()
    table = locate_table(pd.DataFrame(rows), gazetteer)
    spent = (time.perf_counter() - start) / len(rows) * 1000
    return {row["id"]: row for row in table.to_dict("records") if pd.notna(row["lon"])}, spent


def error_m(row: dict[str, str], answer: dict[str, Any]) -> float:
    """Metres from the answer to the known point."""
    truth = LonLat(float(row["lon"]), float(row["lat"]))
    return distance_m(truth, LonLat(float(answer["lon"]), float(answer["lat"])))


def held_rows(rows: list[dict[str, str]], gazetteer: Gazetteer) -> set[str]:
    """Rows for which the gazetteer has the place: within the tolerance, with a like key or two edits at most."""
    places = gazetteer.places
    places = places[~places["kind"].isin(["governorate", "country"])]
    lon, lat = np.radians(places["lon"].to_numpy(float)), np.radians(places["lat"].to_numpy(float))
    spellings = list(zip(places["name"], places["name_ar"], places["names"], strict=True))
    found = set()
    for row in rows:
        x, y = np.radians(float(row["lon"])), np.radians(float(row["lat"]))
        half = np.sin((lat - y) / 2) ** 2 + np.cos(lat) * np.cos(y) * np.sin((lon - x) / 2) ** 2
        near = np.flatnonzero(2 * 6371.0088 * np.arcsin(np.sqrt(half)) <= float(row["tol_km"]))
        names = [
            t for at in near for t in (spellings[at][0], spellings[at][1], *spellings[at][2]) if isinstance(t, str)
        ]
        asked = [part.text for part in read_phrase(row["input"]).parts] or [row["input"]]
        if any(alike(a, b) for a in asked for b in names):
            found.add(row["id"])
    return found


def alike(a: str, b: str) -> bool:
    """A common key, or two edits at most between names of four letters and more."""
    if {key.core for key in keys(a)} & {key.core for key in keys(b)}:
        return True
    first, second = plain_word(a), plain_word(b)
    return min(len(first), len(second)) > 3 and Levenshtein.distance(first, second, score_cutoff=2) <= 2
