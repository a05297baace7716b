"""The governorate of a row that lacks it: that of the three nearest rows, wherever they lie."""

import numpy as np
import pytest

from data import frame
from geo.gazetteer.fill import FARTHEST_KM, KM_PER_DEGREE, _nearest, fill_units


@pytest.mark.parametrize("spread", [0.3, 2.0, 20.0])
@pytest.mark.parametrize("south", [-1.0, 34.0, 68.0])
def test_the_three_nearest_are_those_of_a_plain_search(spread, south):
    draw = np.random.default_rng(3)
    at, asked = (draw.uniform((43, south), (43 + spread, south + spread / 2), (150, 2)) for _ in range(2))
    for point, found in zip(asked, _nearest(at, asked), strict=True):
        gap = (at - point) * (KM_PER_DEGREE * np.cos(np.radians(point[1])), KM_PER_DEGREE)
        far = np.hypot(*gap.T)
        order = np.argsort(far, kind="stable")[:3]
        assert list(found) == (list(order) if far[order[2]] <= FARTHEST_KM else [-1, -1, -1])


def test_a_row_between_three_of_one_governorate_takes_it_and_one_at_a_border_does_not():
    rows = [
        {"place_id": f"{code}{n}", "name": f"{code}{n}", "kind": "village", "country": "IQ", "source": "made",
         "lon": lon + n / 50, "lat": 36.0, "adm1_pcode": code, "adm1_name": code}
        for code, lon in (("IQG15", 43.0), ("IQG16", 43.1)) for n in range(3)
    ]  # fmt: skip
    bare = {"kind": "village", "lat": 36.01, "source": "made"}
    inside, border, far = (bare | {"place_id": name, "name": name, "lon": lon}
                           for name, lon in (("in", 43.01), ("at", 43.07), ("far", 50.0)))  # fmt: skip
    made = fill_units(frame("places", [*rows, inside, border, far])).set_index("place_id")
    assert (made.loc["in", "adm1_pcode"], made.loc["in", "country"]) == ("IQG15", "IQ")
    assert made.loc[["at", "far"], "adm1_pcode"].isna().all()
