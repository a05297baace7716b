"""A level that the records cannot bear is told, with a sentence that a reader understands."""

import pandas as pd
import pytest
from shared_data import shared_data
from squares import placed_at, square_units, unit_frame

from layers import finest_level, read_units, support


def towns(count: int, *, r80: float) -> pd.DataFrame:
    return placed_at(*[(40.5, 30.5, "town", 3 * r80)] * count).assign(r80_m=r80)


def test_towns_support_wide_units_and_no_quarters() -> None:
    records = towns(10, r80=1800.0)
    wide, narrow = square_units(2, 2), square_units(3, 3, west=40.49, south=30.49, side=0.01)
    assert support(records, wide, level=1).holds
    told = support(records, narrow.assign(level=3), level=3)
    assert (told.holds, told.coarser, told.share) == (False, 10, 1.0)
    assert told.en == (
        "Of 10 records, 10 (100 %) are known less exactly than a subdistrict: a map of this level would show "
        "where places have their reference points, not where strikes fell."
    )
    assert "الناحية" in told.ar


def test_records_without_a_place_count_against_the_level() -> None:
    records = placed_at((40.5, 30.5, "exact", 20.0), (None, None, "unknown", None), (40.5, 30.5, "country", 9e5))
    told = support(records.assign(r80_m=[10.0, None, None]), square_units(1, 1), level=1, most=0.7)
    assert (told.records, told.coarser, told.holds) == (3, 2, True)
    assert told.en.startswith("Of 3 records, 2 (67 %) are known less exactly than a governorate; ")


@pytest.mark.parametrize(
    ("precision", "level", "holds"),
    [
        ("governorate", 1, True),
        ("country", 1, False),
        ("governorate", 2, False),
        ("district", 2, True),
        ("town", 3, True),
    ],
)
def test_without_polygons_the_class_decides(precision: str, level: int, holds: bool) -> None:
    units = unit_frame({"VA01": None}, level=level)
    told = support(placed_at((40.5, 30.5, precision, 5e3), adm1_pcode="VA01"), units, level=level)
    assert told.holds is holds


def test_the_finest_level_that_holds_is_found() -> None:
    units = pd.concat(
        [
            square_units(1, 1),
            square_units(10, 10, side=0.1).assign(level=2),
            square_units(50, 50, side=0.02).assign(level=3),
        ]
    )
    assert finest_level(towns(3, r80=1_800.0), units) == 2
    assert finest_level(towns(3, r80=500.0), units) == 3
    assert finest_level(towns(3, r80=90_000.0), units) is None


def test_no_records_are_no_reason_against_a_level() -> None:
    told = support(towns(1, r80=10.0).head(0), square_units(1, 1), level=1)
    assert (told.holds, told.share, told.records) == (True, 0.0, 0)


def test_a_city_known_by_name_supports_subdistricts_and_no_quarters() -> None:
    units = read_units(shared_data("boundaries/cod_IRQ_adm3_20190603.geojson"))
    mosul = placed_at(*[(43.13, 36.34, "town", 6_000.0)] * 678).assign(r80_m=1_800.0)
    quarters = square_units(20, 20, west=43.03, south=36.24, side=0.01).assign(level=3)
    assert support(mosul, units, level=3).holds
    assert not support(mosul, quarters, level=3).holds
