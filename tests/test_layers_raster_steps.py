"""Steps of a picture: the short way gives what the long one does, and a value is never taken for none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasters import scene, write_raster

from data import InputRefused, UsageProblem
from layers import Making, overlay, tile_pyramid
from layers.raster.stretch import in_steps, stretched


@pytest.mark.parametrize("kind", ["uint8", "int8", "uint16", "int16", "int32", "float32"])
@pytest.mark.parametrize("scale", [(1.0, 0.0), (0.5, -3.0), (-2.0, 10.0)])
def test_looked_up_steps_are_those_that_are_computed(kind: str, scale: tuple[float, float]) -> None:
    values = np.random.default_rng(3).integers(-100 if kind[0] != "u" else 0, 120, (700, 40)).astype(kind)
    valid = values != 7
    wanted = stretched(values.astype("float64") * scale[0] + scale[1], valid, (-20.0, 90.0)).astype(int)
    found = in_steps(values, valid, (-20.0, 90.0), scale=scale).astype(int)
    assert (found[~valid] == 0).all()
    assert np.abs(found - np.maximum(wanted, 1))[valid].max() <= 1
    assert found[valid].min() >= 1


def test_black_is_a_value(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", np.zeros((3, 40, 40), "uint8"))
    made = overlay(path, date="2017")
    nowhere = pytest.warns(rasterio.errors.NotGeoreferencedWarning)
    with rasterio.MemoryFile(made.picture.data) as file, nowhere, file.open() as image:
        held = image.read()
    middle = held[:, 10:-10, 10:-10]
    assert middle[:3].max() <= 2
    assert (middle[3] == 255).all() if len(held) == 4 else True


@pytest.mark.parametrize("scale", [0.0, float("nan"), float("inf")])
def test_a_scale_that_is_none_is_refused(scale: float, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(30, 30, bands=1))
    with rasterio.open(path, "r+") as image:
        image.scales = (scale,)
    with pytest.raises(InputRefused, match="scale or offset"):
        overlay(path, date="2017")


def test_less_effort_gives_the_same_tiles_in_more_bytes(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(500, 500))
    quick, slow = (
        tile_pyramid(path, tmp_path / f"{effort}.pmtiles", making=Making(workers=1, effort=effort)) for effort in (0, 6)
    )
    assert (quick.tiles, quick.zooms) == (slow.tiles, slow.zooms)
    assert quick.size > slow.size
    with pytest.raises(UsageProblem, match="effort of 7"):
        tile_pyramid(path, tmp_path / "c.pmtiles", making=Making(workers=1, effort=7))
