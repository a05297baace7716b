"""Each placement adds up to one, lies where shapely says, and says how that was found."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from squares import placed_at, square_units, unit_frame

from data import UsageProblem
from layers import share
from layers.join.bands import bands_in
from layers.join.discs import discs_in
from layers.join.globe import discs, metres_between
from layers.join.layer import layer_of
from layers.join.parts import WHOLE, whole_parts
from layers.join.points import points_in


def told(shares: pd.DataFrame) -> list[tuple]:
    columns = shares[["subject_id", "pcode", "parts", "certain", "how"]]
    return [tuple(None if value is pd.NA or value is None else value for value in row) for row in columns.to_numpy()]


def test_exact_point_lies_in_one_unit_once() -> None:
    shares = share(placed_at((40.5, 30.5, "exact", 10.0), (41.5, 30.5, "site", 100.0)), square_units(2, 1), level=1)
    assert told(shares) == [("p1", "VA01", WHOLE, True, "polygon"), ("p2", "VA02", WHOLE, True, "polygon")]


def test_point_on_a_border_goes_to_the_lowest_code_and_says_so() -> None:
    units = square_units(2, 1)
    for order in (units, units.iloc[::-1]):
        shares = share(placed_at((41.0, 30.5, "exact", 10.0)), order, level=1)
        assert shares["pcode"].tolist() == ["VA01"]
        assert shares["warnings"].tolist() == [["on_unit_border"]]


def test_point_in_a_sliver_goes_to_the_nearest_unit_and_says_so() -> None:
    units = unit_frame({"VA01": shapely.box(40, 30, 41, 31), "VA02": shapely.box(41.002, 30, 42, 31)})
    shares = share(placed_at((41.0015, 30.5, "exact", 10.0), (42.5, 30.5, "exact", 10.0)), units, level=1)
    assert told(shares)[0][:4] == ("p1", "VA02", WHOLE, False)
    assert told(shares)[1] == ("p2", None, WHOLE, False, "outside all units")
    assert shares["warnings"].tolist() == [["in_unit_gap"], ["outside_units"]]


def test_disc_inside_is_certain_and_disc_across_a_border_is_shared_by_area() -> None:
    rows = placed_at((40.5, 30.5, "town", 5000.0), (41.0, 30.5, "town", 5000.0))
    shares = share(rows, square_units(2, 1), level=1)
    assert told(shares)[0] == ("p1", "VA01", WHOLE, True, "polygon")
    assert shares["certain"].tolist() == [True, False, False]
    assert shares["parts"].iloc[1:].sum() == WHOLE
    assert shares["parts"].iloc[1] == pytest.approx(WHOLE / 2, rel=1e-6)


def test_bands_keep_their_weight_where_only_the_outer_one_crosses() -> None:
    rows = placed_at((40.5, 30.5, "around_place", 80_000.0)).assign(r50_m=1_000.0, r80_m=10_000.0)
    shares = share(rows, square_units(3, 3, west=39.0, south=29.0), level=1).set_index("pcode")["parts"] / WHOLE
    plain = share(rows.assign(r50_m=None, r80_m=None), square_units(3, 3, west=39.0, south=29.0), level=1)
    alone = plain.set_index("pcode")["parts"]["VA05"] / WHOLE
    inside = (alone * 80_000**2 - 10_000**2) / (80_000**2 - 10_000**2)
    assert shares["VA05"] == pytest.approx((0.8 + 0.15 * inside) / 0.95, rel=1e-3)
    assert shares.sum() == 1


def test_bands_agree_with_plain_shapely() -> None:
    random = np.random.default_rng(9)
    layer = layer_of(irregular_units(random), level=1)
    lon, lat = random.uniform(42, 43, 100), random.uniform(32, 33, 100)
    radii = np.cumsum(10 ** random.uniform(3, 4.5, (100, 3)), axis=1)
    found = bands_in(layer, lon, lat, radii)
    total = np.bincount(found.row, weights=found.weight)
    circles = [discs(lon, lat, radii[:, band], corners=2048) for band in range(3)]
    rings = [circles[0], shapely.difference(circles[1], circles[0]), shapely.difference(circles[2], circles[1])]
    for row, unit, weight in zip(found.row, found.unit, found.weight, strict=True):
        parts = [
            fine_area(shapely.intersection(ring[row], layer.shapes[unit])) / fine_area(ring[row]) for ring in rings
        ]
        plain = np.dot([0.50, 0.30, 0.15], np.ravel(parts)) / 0.95
        assert weight / total[row] == pytest.approx(plain, abs=1e-5)


def test_records_on_one_point_get_the_same_shares_in_their_own_order() -> None:
    one, other = (41.0, 30.5, "town", 5000.0), (40.5, 30.5, "town", 5000.0)
    shares = share(placed_at(one, other, one, (41.5, 30.5, "exact", 10.0), one), square_units(2, 1), level=1)
    assert shares["subject_id"].tolist() == ["p1", "p1", "p2", "p3", "p3", "p4", "p5", "p5"]
    assert len({tuple(group["parts"]) for subject, group in shares.groupby("subject_id") if subject in "p1p3p5"}) == 1


def test_what_reaches_out_of_all_units_has_a_row_of_its_own() -> None:
    shares = share(placed_at((40.0, 30.5, "town", 5000.0)), square_units(1, 1), level=1)
    assert shares["pcode"].isna().tolist() == [False, True]
    assert shares["parts"].sum() == WHOLE
    assert shares["warnings"].tolist() == [[], ["outside_units"]]


def test_footprint_goes_before_the_circle() -> None:
    area = shapely.to_wkb(shapely.box(40.9, 30.4, 41.3, 30.6))
    shares = share(placed_at((40.5, 30.5, "around_place", 500.0), footprint=area), square_units(2, 1), level=1)
    assert shares["parts"].tolist() == pytest.approx([WHOLE / 4, WHOLE * 3 / 4], rel=1e-6)


def test_broken_footprint_is_mended_and_one_without_area_gives_way_to_the_circle() -> None:
    bowtie = shapely.Polygon([(40.4, 30.4), (40.6, 30.6), (40.6, 30.4), (40.4, 30.6)])
    line = shapely.LineString([(40.9, 30.5), (41.1, 30.5)])
    for shape in (bowtie, line):
        rows = placed_at((40.5, 30.5, "around_place", 500.0), footprint=shapely.to_wkb(shape))
        assert told(share(rows, square_units(2, 1), level=1)) == [("p1", "VA01", WHOLE, True, "polygon")]


@pytest.mark.parametrize("precision", ["country", "unknown"])
def test_coarse_classes_are_not_placeable(precision: str) -> None:
    shares = share(placed_at((40.5, 30.5, precision, 9e5), adm1_pcode="VA01"), square_units(1, 1), level=1)
    assert told(shares) == [("p1", None, WHOLE, False, f"place known only as: {precision}")]


def test_without_polygons_the_code_tells_the_unit_and_nothing_is_certain() -> None:
    units = unit_frame({"VA01": None, "VA02": None})
    rows = pd.concat([placed_at((40.5, 30.5, "town", 500.0), adm1_pcode=code) for code in ("VA02", "VA09", None)])
    shares = share(rows, units, level=1)
    assert [row[1:] for row in told(shares)] == [
        ("VA02", WHOLE, False, "gazetteer code"),
        (None, WHOLE, False, "the stated unit is not in the layer"),
        (None, WHOLE, False, "no unit is stated"),
    ]


def test_point_outside_all_polygons_may_belong_to_a_unit_that_has_none() -> None:
    units = unit_frame({"VA01": shapely.box(40, 30, 41, 31), "VA02": None})
    shares = share(placed_at((41.5, 30.5, "exact", 10.0), adm1_pcode="VA02"), units, level=1)
    assert told(shares) == [("p1", "VA02", WHOLE, False, "gazetteer code")]


def test_governorate_class_takes_its_unit_and_spreads_over_its_districts() -> None:
    upper = unit_frame({"VA01": shapely.box(40, 30, 42, 31)})
    lower = unit_frame(
        {"VA0101": shapely.box(40, 30, 41, 31), "VA0102": shapely.box(41, 30, 42, 31)}, level=2, parent="VA01"
    )
    other = unit_frame({"VA0201": shapely.box(42, 30, 43, 31)}, level=2, parent="VA02")
    rows = placed_at((40.5, 30.5, "governorate", 60_000.0), adm1_pcode="VA01")
    units = pd.concat([upper, lower, other])
    assert told(share(rows, units, level=1)) == [("p1", "VA01", WHOLE, True, "stated unit")]
    assert told(share(rows, units, level=2)) == [
        ("p1", "VA0101", WHOLE // 2, False, "area of the stated unit"),
        ("p1", "VA0102", WHOLE // 2, False, "area of the stated unit"),
    ]


def test_governorate_in_a_code_that_the_layer_does_not_know_keeps_its_circle() -> None:
    rows = placed_at((40.5, 30.5, "governorate", 20_000.0), adm1_pcode="XX01")
    assert told(share(rows, square_units(2, 1), level=1)) == [("p1", "VA01", WHOLE, True, "polygon")]


def test_stated_unit_that_contradicts_the_computed_one_is_told_with_both() -> None:
    shares = share(placed_at((40.5, 30.5, "exact", 10.0), adm1_pcode="VA02"), square_units(2, 1), level=1)
    assert told(shares) == [("p1", "VA01", WHOLE, True, "polygon; stated VA02")]
    assert shares["warnings"].tolist() == [["unit_mismatch"]]


def test_stated_unit_within_the_reach_of_the_disc_is_no_contradiction() -> None:
    shares = share(placed_at((40.99, 30.5, "town", 5000.0), adm1_pcode="VA02"), square_units(2, 1), level=1)
    assert shares["pcode"].tolist() == ["VA01", "VA02"]
    assert shares["warnings"].tolist() == [[], []]


def test_an_unknown_level_and_a_code_that_stands_twice_are_refused() -> None:
    units = square_units(2, 1)
    with pytest.raises(UsageProblem, match="no units of level 3"):
        share(placed_at((40.5, 30.5, "exact", 10.0)), units, level=3)
    with pytest.raises(UsageProblem, match="VA01 is there twice"):
        share(placed_at((40.5, 30.5, "exact", 10.0)), pd.concat([units, units.head(1)]), level=1)


def test_inputs_stay_as_they_are_and_no_placements_give_no_shares() -> None:
    rows, units = placed_at((40.5, 30.5, "town", 5000.0)), square_units(2, 1)
    before = rows.copy(deep=True), units.copy(deep=True)
    share(rows, units, level=1)
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(units, before[1])
    assert share(rows.head(0), units, level=1).empty


@given(st.lists(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=9), min_size=1, max_size=9))
def test_parts_always_add_up(groups: list[list[float]]) -> None:
    row = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    weight = np.concatenate([np.asarray(group) for group in groups])
    parts = whole_parts(row, weight)
    assert np.bincount(row, weights=parts).tolist() == [WHOLE] * len(groups)
    assert (parts >= 0).all()
    exact = weight / np.bincount(row, weights=weight)[row] * WHOLE
    assert np.abs(parts - exact).max() <= 1.001


@given(
    st.lists(
        st.tuples(st.floats(39.5, 43.5), st.floats(29.5, 32.5), st.sampled_from(["exact", "town"]), st.floats(1, 2e5)),
        min_size=1,
        max_size=12,
    )
)
def test_shares_of_each_placement_add_up_whatever_it_is(rows: list[tuple]) -> None:
    shares = share(placed_at(*rows), square_units(3, 2), level=1)
    assert shares.groupby("subject_id")["parts"].sum().eq(WHOLE).all()
    assert shares["subject_id"].nunique() == len(rows)
    assert not shares.duplicated(["subject_id", "pcode"]).any()


def test_points_agree_with_plain_shapely() -> None:
    random = np.random.default_rng(7)
    units = irregular_units(random)
    layer = layer_of(units, level=1)
    lon, lat = random.uniform(39, 46, 10_000), random.uniform(29, 36, 10_000)
    found = points_in(layer, lon, lat, gap_m=0.0)
    plain = np.full(len(lon), -1)
    for place in reversed(range(len(layer.shapes))):
        plain[shapely.intersects(layer.shapes[place], shapely.points(lon, lat))] = place
    assert (found.unit == plain).all()
    assert (plain >= 0).sum() > 5000


def test_many_points_agree_with_plain_shapely_on_borders_and_off() -> None:
    random = np.random.default_rng(12)
    units = pd.concat([irregular_units(random), unit_frame({"VA90": shapely.box(41, 31, 41.3, 31.3)})])
    layer = layer_of(units, level=1)
    corners = shapely.get_coordinates(layer.shapes)
    lon = np.concatenate([random.uniform(39, 46, 30_000), corners[:, 0], np.repeat([40.0, 45.0, 41.3], 50)])
    lat = np.concatenate([random.uniform(29, 36, 30_000), corners[:, 1], np.tile(np.linspace(30, 35, 50), 3)])
    found = points_in(layer, lon, lat, gap_m=0.0)
    covers = shapely.intersects(layer.shapes[:, None], shapely.points(lon, lat)[None, :])
    assert (found.unit == np.where(covers.any(axis=0), covers.argmax(axis=0), -1)).all()
    assert (found.on_border == (covers.sum(axis=0) > 1)).all()
    assert found.on_border.sum() > 50


def test_discs_agree_with_plain_shapely() -> None:
    random = np.random.default_rng(8)
    layer = layer_of(irregular_units(random), level=1)
    lon, lat, radius = random.uniform(40, 45, 300), random.uniform(30, 35, 300), 10 ** random.uniform(3, 4.8, 300)
    found = discs_in(layer, lon, lat, radius)
    circles = discs(lon, lat, radius, corners=2048)
    mine, plain = np.zeros((300, len(layer.shapes))), np.zeros((300, len(layer.shapes)))
    inside = found.unit >= 0
    total = np.bincount(found.row, weights=found.weight)
    mine[found.row[inside], found.unit[inside]] = (found.weight / total[found.row])[inside]
    for place, shape in enumerate(layer.shapes):
        plain[:, place] = fine_area(shapely.intersection(circles, shape)) / fine_area(circles)
    assert np.abs(mine - plain).max() < 1e-5
    sure = np.zeros(300, dtype=bool)
    sure[found.row[found.certain]] = True
    assert (sure == shapely.covers(layer.shapes[:, None], circles[None, :]).any(axis=0)).all()


def fine_area(shapes: object) -> np.ndarray:
    """Area on the unit sphere, of shapes whose edges are straight in degrees: by short pieces, in plain shapely."""
    short = shapely.segmentize(shapes, 0.002)
    return shapely.area(shapely.transform(short, lambda xy: np.column_stack([xy[:, 0], np.sin(np.radians(xy[:, 1]))])))


def irregular_units(random: np.random.Generator) -> pd.DataFrame:
    """Cells around random centres, clipped to one box: neighbours that share every border."""
    centres = shapely.multipoints(random.uniform((40, 30), (45, 35), (40, 2)))
    box = shapely.box(40, 30, 45, 35)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(centres, extend_to=box)), box)
    return unit_frame({f"VA{place:02d}": cell for place, cell in enumerate(cells)})


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(1, 100_000))
def test_discs_keep_their_radius_everywhere(lon: float, lat: float, radius: float) -> None:
    corners = shapely.get_coordinates(discs(np.array([lon]), np.array([lat]), np.array([radius])))[:-1]
    reached = metres_between(np.full(64, lon), np.full(64, lat), *corners.T)
    assert np.abs(reached / radius - 1).max() < 0.006
    assert reached.min() > radius * 0.998
