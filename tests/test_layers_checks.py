"""What is wrong with boundaries is found, sized and listed, and nothing is changed."""

import pandas as pd
import pytest
import shapely
from shared_data import shared_data
from squares import square_units, unit_frame

from layers import check_units, codes_of, match_units, read_units, recoded, unit_codes, units_from_crosswalk


def found(units: pd.DataFrame) -> list[tuple]:
    rows = check_units(units)[["finding", "level", "pcode", "other"]].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy()]


def test_clean_squares_have_no_findings() -> None:
    assert found(square_units(3, 3)) == []


def test_overlap_is_sized_and_placed() -> None:
    units = unit_frame({"VA01": shapely.box(40, 30, 41, 31), "VA02": shapely.box(40.99, 30, 42, 31)})
    row = check_units(units).iloc[0]
    assert found(units) == [("overlap", 1, "VA01", "VA02")]
    assert row["area_m2"] == pytest.approx(0.01 * 111_195 * 0.862 * 111_195, rel=0.01)
    assert 40.99 < row["lon"] < 41
    assert row["note"].endswith("km2 belong to both VA01 and VA02.")


def test_gap_that_units_surround_is_found_and_the_sea_is_none() -> None:
    ring = shapely.difference(shapely.box(40, 30, 43, 33), shapely.box(41, 31, 42, 32))
    west, east = (
        shapely.intersection(ring, shapely.box(40, 30, 41.5, 33)),
        shapely.intersection(ring, shapely.box(41.5, 30, 43, 33)),
    )
    assert found(unit_frame({"VA01": west, "VA02": east})) == [("gap", 1, "VA01", "VA02")]
    assert found(unit_frame({"VA01": ring})) == [("gap", 1, "VA01", None)]


def test_rounding_is_no_finding() -> None:
    units = unit_frame({"VA01": shapely.box(40, 30, 41, 31), "VA02": shapely.box(41 - 1e-10, 30, 42, 31)})
    assert found(units) == []


def test_parents_that_do_not_hold_their_children_are_told() -> None:
    upper = unit_frame({"VA01": shapely.box(40, 30, 42, 31)})
    children = {"VA0101": shapely.box(40, 30, 41, 31), "VA0102": shapely.box(41, 30, 42.1, 31)}
    lower = unit_frame(children, level=2, parent="VA01")
    lost = unit_frame({"VA0901": shapely.box(50, 30, 51, 31)}, level=2, parent="VA09")
    assert found(pd.concat([upper, lower, lost])) == [
        ("no_parent", 2, "VA0901", "VA09"),
        ("outside_parent", 2, "VA0102", "VA01"),
    ]
    assert found(lower) == []


def test_swapped_axes_and_the_antimeridian_are_told() -> None:
    real = units_from_crosswalk()
    assert ("swapped_axes", None, None, None) in found(real.assign(lon=real["lat"], lat=real["lon"]))
    assert [row[0] for row in found(real)] == ["pcode_substitute"]
    wide = unit_frame({"VA01": shapely.box(-179, 30, 179, 31)})
    assert found(wide) == [("antimeridian", 1, "VA01", None)]


def test_nothing_is_changed_by_a_check() -> None:
    units = square_units(2, 2)
    before = units.copy(deep=True)
    check_units(units)
    pd.testing.assert_frame_equal(units, before)


def test_codes_of_other_systems_lead_to_one_unit_each() -> None:
    codes = unit_codes()
    assert codes.groupby("system").size().to_dict() == {"geonames-admin1": 33, "hasc": 32, "iso3166-2": 33}
    assert not codes.duplicated(["system", "code"]).any()
    assert codes["source"].notna().all()
    assert codes[codes["pcode"].isna()]["code"].tolist() == ["IQ.19", "IQ-HA"]


def test_codes_of_a_file_stand_beside_p_codes_with_their_source() -> None:
    units = unit_frame({"A1": shapely.box(42.2, 35.9, 42.5, 36.2), "A2": shapely.box(60, 30, 61, 31)})
    told = codes_of(units, system="survey")
    assert told[["code", "pcode"]].fillna("").to_numpy().tolist() == [["A1", "IQG15"], ["A2", ""]]
    assert told["source"].str.contains("GeoNames").all()
    real = read_units(shared_data("boundaries/unhcr_SYR_ADM1.geojson"))
    assert codes_of(real, system="unhcr").set_index("code")["pcode"]["SYR011"] == "SY11"


def test_units_in_hasc_codes_are_recoded_too() -> None:
    assert recoded(unit_frame({"IQ.TS": None, "SY.RD": None}))["pcode"].tolist() == ["IQG13", "SY03"]


def test_units_in_iso_codes_are_recoded_and_say_what_they_were() -> None:
    units = unit_frame({"IQ-NI": None, "VA01": None})
    done = recoded(units)
    assert done["pcode"].tolist() == ["IQG15", "VA01"]
    assert done["note"].iloc[0] == "Its code in the file is IQ-NI."
    assert done["note"].isna().tolist() == [False, True]
    assert units["pcode"].tolist() == ["IQ-NI", "VA01"]


def test_two_drawings_of_one_country_are_matched_by_area() -> None:
    units = unit_frame({"A1": shapely.box(40, 30, 41, 31), "A2": shapely.box(41, 30, 43, 31)})
    others = unit_frame(
        {"B1": shapely.box(40, 30, 41.01, 31), "B2": shapely.box(41.01, 30, 42, 31), "B3": shapely.box(42, 30, 43, 31)}
    )
    matches = match_units(units, others, level=1)
    assert matches[["pcode", "other", "relation"]].to_numpy().tolist() == [
        ["A1", "B1", "same"],
        ["A2", "B3", "contains"],
        ["A2", "B2", "contains"],
    ]
    assert matches["share"].iloc[0] == 1
    assert match_units(others, units, level=1)["relation"].tolist() == ["same", "part", "part"]
    assert recoded(units, matches)["pcode"].tolist() == ["B1", "A2"]


def test_a_set_of_reference_points_is_matched_by_the_unit_that_holds_them() -> None:
    units = unit_frame({"A1": shapely.box(40, 30, 41, 31), "A2": shapely.box(41, 30, 43, 31)})
    points = unit_frame({"B1": None, "B2": None, "B3": None, "B4": None})
    points = points.assign(lon=[40.5, 41.5, 42.5, 60.0], lat=[30.5] * 4)
    matches = match_units(units, points, level=1)
    assert matches[["pcode", "other", "relation"]].to_numpy().tolist() == [
        ["A1", "B1", "point"],
        ["A2", "B2", "one_of_points"],
        ["A2", "B3", "one_of_points"],
    ]
    assert recoded(units, matches)["pcode"].tolist() == ["B1", "A2"]


def test_real_governorates_of_another_body_are_led_to_p_codes() -> None:
    units = read_units(shared_data("boundaries/unhcr_SYR_ADM1.geojson"))
    done = recoded(units, match_units(units, units_from_crosswalk(), level=1))
    assert done["pcode"].tolist() == [f"SY{number:02d}" for number in range(1, 15)]
    assert done["note"].iloc[10] == "Its code in the file is SYR011."


def test_real_districts_lie_in_their_governorates() -> None:
    paths = [shared_data(f"boundaries/cod_IRQ_adm{level}_20190603.geojson") for level in (1, 2)]
    units = pd.concat([read_units(path) for path in paths], ignore_index=True)
    assert check_units(units).empty
    parts = match_units(units, units, level=2, other_level=1).query("relation in ('part', 'same')")
    assert dict(zip(parts["pcode"], parts["other"], strict=True)) == dict(
        units[units["level"] == 2].set_index("pcode")["parent"]
    )
