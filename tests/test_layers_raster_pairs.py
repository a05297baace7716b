"""Before and after: dated, of one place, and with a difference that is only a hint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasters import scene, write_raster

from data import UsageProblem
from layers import Look, pair
from layers.raster import Acquired, check_dates

DATES = ("2017-01-02", "2017-07-10")


def images(folder: Path, **more: object) -> tuple[Path, Path]:
    """A town before, and the same with one quarter burnt, brighter all over and seen half a pixel aside."""
    before = scene(200, 200)
    after = (scene(200, 200, seed=2) * 1.2).astype("uint16")
    after[:, 60:90, 120:150] = 200
    first = write_raster(folder / "before.tif", before)
    second = write_raster(folder / "after.tif", after, **{"transform": from_origin(500_005, 3_700_005, 10, 10)} | more)
    return first, second


def test_dates_and_the_days_between_them_are_told(tmp_path: Path) -> None:
    found = pair(*images(tmp_path), dates=DATES)
    assert (found.before.acquired.date, found.after.acquired.date, found.days) == (*DATES, 189)
    assert found.difference is None
    assert pair(*images(tmp_path), dates=("2016", "2017-07")).days is None


@pytest.mark.parametrize("dates", [("", "2017-07-10"), ("2017-01-02", ""), ("", "")])
def test_a_missing_date_is_refused(dates: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="not known when"):
        pair(*images(tmp_path), dates=dates)


def test_a_date_of_the_file_will_do_and_the_wrong_order_will_not(tmp_path: Path) -> None:
    first, second = images(tmp_path, tags={"ACQUISITIONDATETIME": "2017-07-10T08:00:00Z"})
    assert pair(first, second, dates=("2017-01-02", "")).days == 189
    with pytest.raises(UsageProblem, match="later than"):
        pair(first, second, dates=("2018", ""))
    check_dates(Acquired("2017"), Acquired("2017-01-02"), names=("a", "b"))


def test_images_of_other_places_are_refused(tmp_path: Path) -> None:
    first, second = images(tmp_path, transform=from_origin(600_000, 3_700_000, 10, 10))
    with pytest.raises(UsageProblem, match="no common ground"):
        pair(first, second, dates=DATES)


def test_the_difference_shows_the_burnt_quarter_and_not_the_brightness_of_the_day(tmp_path: Path) -> None:
    found = pair(*images(tmp_path), dates=DATES, look=Look(quality=100), difference=True).difference
    assert found is not None
    assert found.legend is not None
    with (
        rasterio.MemoryFile(found.picture.data) as file,
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        file.open() as image,
    ):
        red, _, blue, *_ = image.read().astype(int)
    darker = (red < 150) & (red - blue > 60)
    rows, columns = np.nonzero(darker)
    assert (np.median(rows), np.median(columns)) == (pytest.approx(75, abs=6), pytest.approx(135, abs=6))
    assert darker.sum() < 3 * 30 * 30


def test_images_in_different_systems_and_sizes_are_compared_on_the_coarser_grid(tmp_path: Path) -> None:
    first, _ = images(tmp_path)
    coarse = write_raster(
        tmp_path / "coarse.tif",
        scene(60, 60, bands=1),
        crs="EPSG:4326",
        transform=from_origin(45, 33.44, 0.0004, 0.0004),
    )
    found = pair(first, coarse, dates=DATES, difference=True)
    assert found.difference is not None
    assert found.difference.width < found.before.width
