"""What a project says of itself: flags for what lies outside, and answers taken back that are not sure enough."""

import pandas as pd

from data import frame
from maps.project import Atlas
from maps.scope import flag_scope, require_confidence


def claims(*dates: str | None) -> pd.DataFrame:
    rows = [
        {
            "record_id": f"v:{n}",
            "claim_id": f"v:{n}@",
            "recorder": "v",
            "happened_from": day,
            "happened_to": day,
            "country": "IQ",
        }
        for n, day in enumerate(dates)
    ]
    return frame("claims", rows)


def test_a_date_is_outside_only_where_all_of_it_is() -> None:
    atlas = Atlas("V", period=("2014-08", "2019-12"))
    dates = ("2014-07-31", "2014", "2014-08-01", "2019-12-31", "2020", "2020-01-01", None)
    flagged = flag_scope(claims(*dates), atlas)["warnings"]
    assert [bool(codes) for codes in flagged] == [True, False, False, False, True, True, False]


def test_a_country_outside_is_flagged_and_the_input_left_alone() -> None:
    given = claims("2017")
    assert list(flag_scope(given, Atlas("V", countries=("SY",)))["warnings"]) == [["outside_countries"]]
    assert list(given["warnings"]) == [[]]


def test_an_answer_that_is_not_sure_enough_is_taken_back_with_its_reason() -> None:
    row = {
        "lon": 43.0,
        "lat": 36.0,
        "r50_m": 1.0,
        "r80_m": 2.0,
        "r95_m": 3.0,
        "precision": "town",
        "reason": "Brenn (town).",
    }
    weak = row | {"subject_id": "a", "method": "gazetteer", "confidence": 0.4}
    sure = row | {"subject_id": "b", "method": "gazetteer", "confidence": 0.6}
    stated = row | {"subject_id": "c", "method": "stated_coordinates", "confidence": None}
    out = require_confidence(frame("placements", [weak, sure, stated]), 0.5)
    assert out["lon"].notna().tolist() == [False, True, True]
    assert out["precision"].tolist() == ["unknown", "town", "town"]
    assert out["reason"][0] == "Below the project's least confidence (50%): Brenn (town)."
