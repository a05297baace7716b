"""One angle in a cell of its own: what is read as degrees, and what is refused."""

import pytest

from data.grammars.angles import read_angle


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
