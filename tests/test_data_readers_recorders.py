"""Each recorder's mapping on an imitation of its table, written by us: every value lands where it belongs."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from data import Reading, fields, load_recorders, read, validate, words

UCDP = {
    "id": "900001", "year": "2016", "type_of_violence": "3", "side_a": "Valdrian Army", "side_b": "Civilians",
    "source_office": "Valdria Wire", "source_article": "Wire,2016-02-03,Strike on a road", "where_prec": "2",
    "where_coordinates": "Tall Rim town", "where_description": "road south of Tall Rim", "adm_1": "Qaḑā’ province",
    "adm_2": "Rim district", "latitude": "36.1", "longitude": "43.2", "country": "Iraq", "event_clarity": "2",
    "date_prec": "2", "date_start": "2016-02-01", "date_end": "2016-02-03", "deaths_a": "0", "deaths_b": "1",
    "deaths_civilians": "4", "deaths_unknown": "3", "best": "8", "low": "9", "high": "7",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "VAL101", "event_date": "17 March 2017", "time_precision": "2",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "Red Air Force",
    "actor2": "Civilians (Valdria)", "country": "Syria", "admin1": "Northern", "admin2": "Rim",
    "location": "Tall Rim", "latitude": "36.1", "longitude": "43.2", "geo_precision": "3", "source": "Valdria Wire",
    "notes": "A strike was reported.", "fatalities": "5",
}  # fmt: skip
AIRWARS = {
    "code": "VS700 VT179", "url": "https://valdria.example/vs700", "date": "2019-10-12", "date_end": "2019-10-13",
    "date_type": "date_range", "location": "Tall Rim village", "location_ar": "قرية تل ريم", "region": "Rim",
    "governorate": "", "province": "", "lat": "36.1", "lon": "43.2", "accuracy": "village",
    "belligerents": "Red Military, Blue Forces", "strike_type": "Airstrike, Drone Strike",
    "strike_status": "Likely strike", "grading": "Fair", "killed_min": "2", "killed_max": "4", "injured_min": "",
    "injured_max": "3", "children_killed_min": "1", "children_killed_max": "1", "time_of_day": "around_dawn",
    "infrastructure": "Residential", "total_strikes": "3",
}  # fmt: skip
FULL = {
    "code": "VI768", "previous_codes": "VI700, VI701", "incident_date": "2017-06-17", "location_name": "Tall Rim",
    "latitude": "36.1", "longitude": "43.2", "civilian_harm_status": "Confirmed",
    "strike_status": "declared_strike", "belligerent_assessment": "credible-substantiated",
    "civilian_killed_min": "5", "civilian_killed_max": "9", "deaths_conceded_min": "2", "deaths_conceded_max": "2",
}  # fmt: skip
IBC = {
    "IBC code": "v0012", "Start Date": "5 May 2006", "End Date": "6 May 2006", "Time": "PM", "Location": "Tall Rim",
    "Target": "market", "Weapons": "air strike", "Reported Minimum": "3", "Reported Maximum": "5",
    "Sources": "Valdria Wire",
}  # fmt: skip
OLD_NAMES = {"best": "best_est", "low": "low_est", "high": "high_est"}


def sheet(folder: Path, *rows: dict[str, str], tags: dict[str, str] | None = None) -> Path:
    first = [{name: (tags or {}).get(name, "") for name in rows[0]}] if tags else []
    pd.DataFrame([*first, *rows]).to_csv(folder / "table.csv", index=False)
    return folder / "table.csv"


def only(reading: Reading) -> pd.Series:
    validate(reading.claims, "claims")
    assert reading.rows_in == len(reading.claims) == 1, reading.rejected
    return reading.claims.iloc[0]


TAGS = {
    "id": "#event+id",
    **dict.fromkeys(("year", "side_a", "side_b", "adm_1", "best", "low", "high", "latitude"), "#x"),
}
TAGS |= dict.fromkeys(UCDP, "#meta") | {"id": "#event+id", "adm_1": "#adm1+name", "latitude": "#geo+lat"}


@pytest.mark.parametrize("generation", [lambda row: row, lambda row: {OLD_NAMES.get(k, k): v for k, v in row.items()}])
@pytest.mark.parametrize("tags", [None, TAGS])
def test_ucdp_of_either_generation_with_and_without_tags(
    tmp_path: Path, generation: Callable[[dict[str, str]], dict[str, str]], tags: dict[str, str] | None
) -> None:
    told = generation(tags) if tags else None
    reading = read(sheet(tmp_path, generation(UCDP), tags=told))
    claim = only(reading)
    assert claim.record_id == "ucdp:900001"
    assert (claim.happened_from, claim.happened_to, claim.date_precision_raw) == ("2016-02-01", "2016-02-03", "2")
    assert (claim.killed_min, claim.killed_max) == (4, 7)
    assert (claim.killed_all_min, claim.killed_all_best, claim.killed_all_max) == (9, 8, 7)
    assert claim.warnings == ["count_disordered", "estimate_out_of_order"]
    assert (claim.status, claim.stated_precision, claim.belligerents) == ("unclear", "2", ["Valdrian Army"])
    assert (claim.place_text, claim.place_raw) == ("Tall Rim town", "road south of Tall Rim")
    assert reading.sources.redistribution.tolist() == ["full"]
    assert claim.origin_row == (3 if tags else 2)
    assert ("HXL tags" in reading.notes[0]) == bool(tags)


def test_acled_has_one_figure_for_everybody_and_its_rows_stay_here(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, ACLED))
    claim = only(reading)
    assert (claim.record_id, claim.happened_from, claim.date_precision) == ("acled:VAL101", "2017-03-17", "day")
    assert (claim.killed_all_min, claim.killed_all_max) == (5, 5)
    assert claim[["killed_min", "killed_max"]].isna().all()
    assert (claim.strike_kind, claim.strike_kind_raw) == ("air_or_drone_strike", "Air/drone strike")
    assert (claim.stated_precision, claim.country, claim.belligerents) == ("3", "SY", ["Red Air Force"])
    assert reading.sources.redistribution.tolist() == ["aggregated"]


def test_airwars_archive(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, AIRWARS))
    claim = only(reading)
    assert (claim.record_id, claim.codes) == ("airwars:VS700 VT179", ["VS700", "VT179"])
    assert (claim.happened_to, claim.date_precision, claim.adm1_text) == ("2019-10-13", "range", "Rim")
    assert (claim.strike_kind, claim.status, claim.strikes_min) == ("mixed", "fair", 3)
    assert claim.belligerents == ["Red Military", "Blue Forces"]
    assert pd.isna(claim.injured_min)
    assert (claim.injured_max, claim.children_killed_min) == (3, 1)
    assert reading.sources[["url", "redistribution"]].to_numpy().tolist() == [["https://valdria.example/vs700", "none"]]


def test_airwars_in_full(tmp_path: Path) -> None:
    claim = only(read(sheet(tmp_path, FULL)))
    assert claim.previous_codes == ["VI700", "VI701"]
    assert (claim.status, claim.assessment, claim.strike_status_raw) == (
        "confirmed",
        "credible-substantiated",
        "declared_strike",
    )
    assert (claim.killed_min, claim.killed_max, claim.conceded_killed_max) == (5, 9, 2)


def test_iraq_body_count(tmp_path: Path) -> None:
    claim = only(read(sheet(tmp_path, IBC)))
    assert (claim.record_id, claim.happened_from, claim.happened_to) == ("ibc:v0012", "2006-05-05", "2006-05-06")
    assert (claim.killed_min, claim.killed_max, claim.munition, claim.country) == (3, 5, "air strike", "IQ")


def test_unosat_points_are_damage_and_not_strikes(tmp_path: Path) -> None:
    rows = {"SiteID": ["7", "8"], "DmgCls_1": ["1", "11"], "SensDt_1": ["2017-02-03", "2017-02-03"]}
    gpd.GeoDataFrame(rows, geometry=[Point(39.0, 35.9), Point(39.1, 35.9)], crs=4326).to_file(
        tmp_path / "x.gpkg", engine="pyogrio"
    )
    claims = read(tmp_path / "x.gpkg").claims
    assert claims.status.tolist() == ["destroyed", "possible-from-debris"]
    assert claims.warnings.tolist() == [["damage_not_validated"]] * 2
    assert claims.happened_from.isna().all()
    assert (claims.published_on[0], claims.stated_lat[0]) == ("2017-02-03", 35.9)


def test_a_sheet_with_tags_is_read_by_its_tags(tmp_path: Path) -> None:
    row = {
        "Région": "Nord",
        "Dist": "Rim",
        "Y": "36.1",
        "X": "43.2",
        "Du": "2016-02-01",
        "Au": "2016-02-03",
        "Tués": "4",
    }
    row |= {"Lieu": "Tall Rim", "مكان": "تل ريم", "Divers": "-"}
    tags = {"Région": "#adm1 +name +v_val", "Dist": "#adm2+name", "Y": "#geo+lat", "X": "#geo+lon", "Du": "#date+start"}
    tags |= {"Au": "#date+end", "Tués": "#affected+killed", "Lieu": "#loc+name", "مكان": "#loc+name+i_ar"}
    claim = only(read(sheet(tmp_path, row, tags=tags)))
    assert (claim.adm1_text, claim.stated_lon, claim.killed_min, claim.killed_max) == ("Nord", 43.2, 4, 4)
    assert (claim.place_text, claim.place_text_ar) == ("Tall Rim", "تل ريم")
    assert (claim.happened_from, claim.happened_to, claim.recorder) == ("2016-02-01", "2016-02-03", "hxl-sheet")


def test_a_grade_of_one_recorder_never_becomes_one_of_another() -> None:
    seen: dict[str, str] = {}
    for recorder in ("airwars", "cjtf-oir", "ucdp", "unosat"):
        for word in words(f"status.{recorder}"):
            assert seen.setdefault(word, recorder) == recorder or word in {"possible"}


def test_every_mapping_says_who_and_on_which_terms() -> None:
    rights = {}
    for mapping in load_recorders():
        assert mapping.title
        rights[mapping.name] = next((rule.value for rule in mapping.source if rule.target == "redistribution"), None)
    assert rights["acled"] == "aggregated"
    assert rights["airwars"] == rights["unosat"] == rights["ibc"] == "none"
    assert rights["ucdp-ged"] == rights["cjtf-oir"] == "full"


def test_counts_of_every_group_are_declared_for_civilians_or_for_people() -> None:
    for field in fields("claims"):
        if field.name.endswith(("_killed_min", "killed_min", "_injured_min")):
            assert field.unit == "civilians"
