"""S6.2: positions are never finer than the record's own class, nor than the policy."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data import frame
from geo import LonLat, distance_m
from maps.select.floor import floor_placements, grid_decimals, half_diagonal_m

DEGREES = st.floats(-180, 180), st.floats(-85, 85)


def placement(lon: float | None, lat: float | None, *, r50_m: float, precision: str = "exact") -> pd.DataFrame:
    row = {
        "subject_id": "V-1",
        "lon": lon,
        "lat": lat,
        "r50_m": r50_m,
        "r80_m": 2 * r50_m,
        "r95_m": 3 * r50_m,
        "precision": precision,
    }
    return frame("placements", [row])


@given(*DEGREES, st.floats(1, 50_000), st.integers(0, 5))
def test_s6_2_the_published_circle_still_holds_the_point_and_never_passes_the_policy(
    lon: float, lat: float, r50_m: float, decimals: int
) -> None:
    out = floor_placements(placement(lon, lat, r50_m=r50_m), decimals).iloc[0]
    for value in (out["lon"], out["lat"]):
        assert abs(value - round(value, decimals)) < 1e-9
    moved = distance_m(LonLat(lon, lat), LonLat(out["lon"], out["lat"]))
    assert moved <= half_diagonal_m(np.array(grid_decimals(np.array([r50_m]), decimals)))[0] * 1.01
    assert out["r50_m"] >= max(r50_m, moved * 0.99)


def test_s6_2_a_town_is_not_published_to_the_metre_whatever_the_policy() -> None:
    out = floor_placements(placement(43.123456, 36.123456, r50_m=1200, precision="town"), 5).iloc[0]
    assert (out["lon"], out["lat"]) == (43.12, 36.12)


def test_s6_2_an_exact_record_on_a_coarse_grid_is_no_longer_exact() -> None:
    classes = [floor_placements(placement(43.1, 36.1, r50_m=10), decimals)["precision"][0] for decimals in (4, 3, 2)]
    assert classes == ["exact", "site", "neighbourhood"]


def test_rounding_is_the_same_in_every_run_and_leaves_its_input_alone() -> None:
    given_ = placement(43.123456, 36.123456, r50_m=10)
    before = given_.copy()
    first, second = (floor_placements(given_, 3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(given_, before)


def test_a_record_without_a_place_stays_without_one() -> None:
    out = floor_placements(placement(None, None, r50_m=np.nan, precision="country"), 3).iloc[0]
    assert pd.isna(out["lon"])
    assert pd.isna(out["r80_m"])
