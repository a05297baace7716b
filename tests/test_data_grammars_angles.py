"""One angle in a cell of its own: what is read as degrees, and what is refused."""

import pytest

from data.grammars.angles import read_angle, read_point_of


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("36.3298", "lat", 36.3298),
        ("36,3298", "lat", 36.3298),
        ("٣٦٫٣٢٩٨", "lat", 36.3298),
        ("-36,5", "lat", -36.5),
        ("36.5 S", "lat", -36.5),
        ("W 43.25°", "lon", -43.25),
        ("36° 20′ 15″ N", "lat", 36.3375),
        ("36º20'15''", "lat", 36.3375),
        ("43°7,5'E", "lon", 43.125),
    ],
)
def test_an_angle_is_read_in_every_usual_spelling(text: str, axis: str, degrees: float) -> None:
    assert read_angle(text, axis) == pytest.approx(degrees, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("43 E", "lat"),
        ("-43 W", "lon"),
        ("N 36 N", "lat"),
        ("36°61'", "lat"),
        ("36.5°20'", "lat"),
        ("36,32,98", "lat"),
        ("1,036,329", "lat"),
        ("36.32, 43.12", "lat"),
        ("36 20", "lat"),
        ("1e1", "lat"),
        ("nan", "lat"),
        ("", "lon"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text: str, axis: str) -> None:
    assert read_angle(text, axis) is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("36.3298, 43.0997", (36.3298, 43.0997, True)),
        ("36,3298; 43,0997", (36.3298, 43.0997, True)),
        ("(٣٦٫٣٢، ٤٣٫٠٩)", (36.32, 43.09, True)),
        ("43.5 W 12 N", (12.0, -43.5, False)),
        ("36°20'15\"N, 43°07'30\"E", (36.3375, 43.125, False)),
    ],
)
def test_two_angles_in_one_cell_are_told_apart(text: str, point: tuple[float, float, bool]) -> None:
    assert read_point_of(text) == pytest.approx(point)


@pytest.mark.parametrize("text", ["36.3298", "36 20 43 10", "36,32,43,09", "2017-03-04", "3/4", "43 E 44 E", ""])
def test_a_cell_with_no_two_angles_or_two_readings_is_refused(text: str) -> None:
    assert read_point_of(text) is None
