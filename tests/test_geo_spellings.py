"""Coordinates as people, devices and web pages write them: each is the point that pyproj and mgrs say it is."""

import pytest
from mgrs import MGRS
from pyproj import Transformer

from geo import LonLat, distance_m, parse_coordinates

LAT, LON = 36.335, 43.118889
EAST, NORTH = (int(part) for part in Transformer.from_crs(4326, 32638, always_xy=True).transform(LON, LAT))
GRID = str(MGRS().toMGRS(LAT, LON))
DEGREES = """
+36.335+43.118889/ | +36.335+043.118889/ | lat=36.335&lon=43.118889 | Lat. 36.335 Long. 43.118889
Lat.: 36.335, Lon.: 43.118889 | {"lat": 36.335, "lon": 43.118889} | {"latitude":"36.335","longitude":"43.118889"}
{"type":"Point","coordinates":[43.118889,36.335]} | SRID=4326;POINT(43.118889 36.335) | POINT Z (43.118889 36.335 0)
~36.335, ~43.118889 | WGS84 36.335 43.118889 | EPSG:4326 36.335 43.118889 | “36.335, 43.118889” | '36.335, 43.118889'
36.335，43.118889 | 36.335N-43.118889E | 36.335N - 43.118889E | N36.335-E43.118889 | lat 36,335 lon 43,118889
36,335° N, 43,118889° E | 36,335N 43,118889E | N 36,335 E 43,118889 | 36,335 N; 43,118889 E
３６．３３５, ４３．１１８８８９
خط عرض 36.335 وخط طول 43.118889 | دائرة عرض 36.335 وخط طول 43.118889 | 36·335, 43·118889 | geo:36.335,43.118889?z=12
36.335 درجة شمالاً و43.118889 درجة شرقاً | ۳۶٫۳۳۵° شمالی ۴۳٫۱۱۸۸۸۹° شرقی | geo:0,0?q=36.335,43.118889(Brenn)
"""
SEXAGESIMAL = """
36 deg 20 min 06 sec N, 43 deg 07 min 08 sec E | 36deg 20' 06" N 43deg 07' 08" E | 36d20'06"N 43d07'08"E
36 degrees, 20 minutes, 6 seconds N, 43 degrees, 7 minutes, 8 seconds E | N362006 E0430708 | N362006E0430708
362006.0N 0430708.0E | 362006N0430708E | 36°20'06,0"N 43°07'08,0"E | Lat 36°20'06"N Long 43°07'08"E
36.20.06N 43.07.08E
GPS Latitude : 36 deg 20' 6.00" N GPS Longitude : 43 deg 7' 8.00" E | 36°20'06"N. 43°07'08"E. | N.36°20'06" E.43°07'08"
GPS Position : 36 deg 20' 6.00" N, 43 deg 7' 8.00" E | ۳۶°۲۰′۰۶″ شمالی ۴۳°۰۷′۰۸″ شرقی | +362006+0430708/
36 درجة و20 دقيقة و6 ثوان شمالاً و43 درجة و7 دقائق و8 ثوان شرقاً | 36°20`06``N 43°07`08``E | 36o20'06"N 43o07'08"E
36°20'06" N lat, 43°07'08" E long | 36°20'06" N. Lat., 43°07'08" E. Long. | lat. 36°20'06" N., long. 43°07'08" E.
36°20,1'N 43°07,1333'E | 36 deg 20.1 min N, 43 deg 7.1333 min E | $GPGGA,123519,3620.1000,N,04307.1333,E,1,08
https://www.google.com/maps/place/36%C2%B020'06.0%22N+43%C2%B007'08.0%22E
"""
UTM = f"""
UTM zone 38N E{EAST} N{NORTH} | 38N E {EAST} N {NORTH} | zone 38 N, easting {EAST}, northing {NORTH} | 38S{EAST}{NORTH}
Zone 38N Northing: {NORTH} Easting: {EAST} | Easting {EAST} Northing {NORTH} Zone 38N | {EAST}E {NORTH}N 38N
N {NORTH} E {EAST} zone 38N | {EAST} {NORTH} 38N | 38S 0{EAST} {NORTH} | 38 S 0{EAST}E {NORTH}N
UTM 38S {EAST:,} {NORTH:,} | WGS84 UTM 38N {EAST} {NORTH}
EPSG:32638; {EAST}, {NORTH} | SRID=32638;POINT({EAST} {NORTH})
"""
ADDRESSES = """
https://maps.google.com/?q=36.335%2C43.118889 | https://www.google.com/maps/search/36.335,+43.118889
https://www.google.com/maps/place/X/@36.1,43.4,12z/data=!3m1!8m2!3d36.335!4d43.118889 | geo:36.335,43.118889;u=35
https://www.openstreetmap.org/?mlat=36.335&mlon=43.118889#map=15/36.1/43.4 | https://yandex.com/maps/?pt=43.118889%2C36.335
https://www.google.com/maps/dir//36.335,43.118889/ | see https://map.example/?lat=36.335&lon=43.118889.
"""
VIEWS = """
https://www.google.com/maps/@36.335,43.118889,15z | https://www.google.com/maps/place/X/@36.335,43.118889,1500m/data=!3m1!4b1
https://www.openstreetmap.org/#map=15/36.335/43.118889 | https://www.bing.com/maps?cp=36.335~43.118889&lvl=14
https://yandex.com/maps/?ll=43.118889%2C36.335&z=14 | http://wikimapia.org/#lang=en&lat=36.335&lon=43.118889&z=14
"""


def of(block: str) -> list[str]:
    return [text.strip() for line in block.strip().splitlines() for text in line.split(" | ") if text]


@pytest.mark.parametrize("text", of(DEGREES + SEXAGESIMAL + UTM + ADDRESSES))
def test_a_spelling_is_the_point_and_nothing_else(text):
    reading = parse_coordinates(text)
    assert reading.problems == ()
    (fix,) = reading.fixes
    coarse = 21.0 if fix.notation in ("dms", "dm") else 1.5
    assert distance_m(fix.lonlat, LonLat(LON, LAT)) <= fix.radius_m + coarse
    named = any(letter.isalpha() for letter in text.replace("WGS84", "").replace("EPSG", ""))
    assert not (named and "order_assumed" in fix.warnings)
    assert text[slice(*fix.span)] == fix.text


@pytest.mark.parametrize("text", of(VIEWS))
def test_the_middle_of_a_view_says_so_and_reaches_as_far_as_its_scale(text):
    (fix,) = parse_coordinates(text).fixes
    assert fix.warnings == ("map_view",)
    assert distance_m(fix.lonlat, LonLat(LON, LAT)) < 1
    assert 500 <= fix.radius_m <= 2400


@pytest.mark.parametrize("digits", [2, 4, 6, 8, 10])
def test_a_grid_of_any_digits_and_spacing_is_its_cell(digits):
    half = digits // 2
    zone, square, east, north = GRID[:3], GRID[3:5], GRID[5 : 5 + half], GRID[10 : 10 + half]
    side = 10.0 ** (5 - half)
    centre = LonLat(LON, LAT)
    shapes = ["{z}{s}{e}{n}", "{z} {s} {e} {n}", "{z}  {s}  {e}  {n}", "{z}-{s}-{e}-{n}", "{z}/{s}/{e}/{n}"]
    shapes += ["{z}.{s}.{e}.{n}", "{z}_{s}_{e}_{n}", "{z}{s}{e}\n{n}", "USNG {z} {s} {e} {n}", "({z}{s} {e}-{n})"]
    shapes += ["{z} {s[0]} {s[1]} {e} {n}"]
    for shape in shapes:
        (fix,) = parse_coordinates(shape.format(z=zone, s=square, e=east, n=north)).fixes
        assert fix.radius_m == pytest.approx(side / 2**0.5)
        assert distance_m(fix.lonlat, centre) <= fix.radius_m + 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("grid LF 31164 22762", "mgrs_zone_missing"),
        ("38SLF 3116 2276; 3117 2277", "mgrs_shortened"),
        ("38SLF3116 2276, LF3117 2277", "mgrs_shortened"),
        ("E331170 N4022748", "utm_zone_missing"),
        ("36°20'06\"N", "half_a_pair"),
        ("lat 36.335", "half_a_pair"),
        ("36,335 43.118889", "numbers_unclear"),
        ("36. 335 43. 118889", "numbers_unclear"),
        ("36.335 - 43.118889", "numbers_unclear"),
        ("36:20:06, 43:07:08", "no_hemisphere"),
        ("ED50 36.335 N 43.118889 E", "datum_not_wgs84"),
        ("SRID=3857;POINT(4800000 4340000)", "datum_not_wgs84"),
        ("geo:36.335,43.118889;crs=other", "datum_not_wgs84"),
        ("LINESTRING(43.118889 36.335, 43.2 36.4)", "not_a_point"),
        ('{"type":"LineString","coordinates":[[43.118889,36.335],[43.2,36.4]]}', "not_a_point"),
        ("lat 36.335 E, lon 43.118889 N", "label_and_hemisphere"),
        ("-36.335 N, 43.118889 E", "sign_and_hemisphere"),
        ("E -43.118889 N 36.335", "sign_and_hemisphere"),
        ("36 N, 43.118889 E", "mixed_notation"),
        ("+366106+0430708/", "minutes_over_60"),
        ("POINT(43.118889 96.335)", "out_of_range"),
    ],
)
def test_what_says_half_or_two_things_is_told(text, problem):
    assert problem in parse_coordinates(text).problems


@pytest.mark.parametrize(
    "text",
    [
        "killed 12 men 30 women",
        "in 36 deg 20 heat",
        "12 PKK 2016",
        "3 KM N 20",
        "call +3620-12345",
        "from 12:30:15, 14:45:10",
        "25-03-17, 26-03-17",
        "between 12.30, 14.45 on Friday",
        "IQ 20170617",
    ],
)
def test_prose_is_no_coordinate(text):
    reading = parse_coordinates(text)
    assert (reading.fixes, reading.problems) == ((), ())


def test_an_area_of_a_plus_code_is_as_wide_as_it_says():
    wide, narrow = (parse_coordinates(code).fixes[0] for code in ("8H850000+", "8H8584P9+"))
    assert wide.radius_m > 60_000
    assert 150 < narrow.radius_m < 200


def test_the_radius_that_an_address_states_is_kept():
    assert parse_coordinates("geo:36.335,43.118889;u=350").fixes[0].radius_m == 350


def test_the_ends_of_a_route_are_two_points():
    fixes = parse_coordinates("https://www.google.com/maps/dir/36.335,43.118889/36.4,43.2/").fixes
    assert [fix.lonlat for fix in fixes] == [LonLat(43.118889, 36.335), LonLat(43.2, 36.4)]


@pytest.mark.parametrize(
    "text",
    [
        '"coordina"tes":[43.118889,36.335]', "Coordinates: [36.335, 43.118]", "geo:36.335,43.11,8889",
        '{"coordinates":[43.118,3,6.335]}', "https://map.example/?q=36.335,43.1,18889",
        "https://map.example/place/!3d36.335!4d43.1/18889", "331170E 402274/8N zone 38N", "331170E 4022748N zone 38,S",
        "37 deg 5°4 min 15 sec N, 42 deg 59 min 23 sec E", "Latitude: 36°20'06\"N Longitude: 43°07'08|\"W",
    ],
)  # fmt: skip
def test_a_piece_of_a_form_is_not_read(text):
    assert parse_coordinates(text).fixes == ()


def test_a_grid_lies_in_the_wide_zones_of_the_north_too():
    (fix,) = parse_coordinates("33XVH103338").fixes
    lat, lon = MGRS().toLatLon("33XVH103338")
    assert distance_m(fix.lonlat, LonLat(lon, lat)) < 100
