"""Point-radius formulae against the guide, moved points against pyproj, footprints that hold what they describe."""

import random

import pytest
from pyproj import Geod
from shapely import Point, from_wkb

from geo import LonLat, distance_m
from geo.footprints import between_radii, corridor, moved, offset_radii, offset_radius_m, sector


def test_the_guides_example_ten_kilometres_north_east():
    assert offset_radius_m(10_000, 22.5) == pytest.approx(3_902, abs=1)


def test_slack_and_precision_only_widen():
    bare = offset_radius_m(10_000, 22.5)
    assert offset_radius_m(10_000, 22.5, slack_m=5_000) > bare
    assert offset_radius_m(10_000, 22.5, point_m=100) == pytest.approx(bare + 100)


def test_moved_points_agree_with_the_ellipsoid():
    draw, geod = random.Random(1), Geod(ellps="WGS84")
    for _ in range(50):
        start = LonLat(draw.uniform(36, 48), draw.uniform(30, 37))
        bearing, metres = draw.uniform(0, 360), draw.uniform(100, 100_000)
        lon, lat, _ = geod.fwd(start.lon, start.lat, bearing, metres)
        assert distance_m(moved(start, bearing, metres), LonLat(lon, lat)) < 0.006 * metres


def test_distances_agree_with_the_ellipsoid_and_both_ways_round():
    geod = Geod(ellps="WGS84")
    a, b = LonLat(43.1, 36.3), LonLat(39.0, 35.9)
    assert distance_m(a, b) == distance_m(b, a) == pytest.approx(geod.inv(a.lon, a.lat, b.lon, b.lat)[2], rel=0.006)


def test_a_sector_holds_its_direction_and_not_the_other_side():
    home = LonLat(43.1, 36.3)
    area = from_wkb(sector(home, 45, 22.5, inner_m=5_000, outer_m=15_000))
    inside, behind = moved(home, 45, 10_000), moved(home, 225, 10_000)
    assert area.contains(Point(inside.lon, inside.lat))
    assert not area.contains(Point(behind.lon, behind.lat))


def test_a_corridor_holds_both_ends_and_the_middle():
    a, b = LonLat(43.1, 36.3), LonLat(43.5, 36.2)
    strip = from_wkb(corridor(a, b))
    for point in (a, b, LonLat(43.3, 36.25)):
        assert strip.contains(Point(point.lon, point.lat))
    assert not strip.contains(Point(43.3, 36.35))


def test_radii_grow():
    for radii in (offset_radii(10_000, 1_000, 45, "town"), between_radii(40_000)):
        assert 0 < radii.r50_m < radii.r80_m < radii.r95_m
