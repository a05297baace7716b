"""Makes the rasters of the manual: an invented town before and after, its damage, heights and people of a country."""

from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from pyproj import Transformer
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin

MANUAL = Path(__file__).resolve().parent.parent / "tests" / "manual"
ROWS, COLUMNS = 640, 800
# Two metres to a pixel, in the zone of the point P-1 of points.csv.
TOWN = from_origin(614_440, 3_375_440, 2, 2)
GONE = ((215, 330), (240, 372), (262, 345), (228, 402))


def ground(draw: np.random.Generator) -> np.ndarray:
    """Fields in strips, each with its own tint, as red, green and blue."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(float)
    strip = ((x * 0.9 + y * 0.35) // 64 + 7 * ((y - x * 0.2) // 112)).astype(int)
    tints = draw.normal(0, 14, (strip.max() - strip.min() + 1, 3)) + np.array([148, 138, 102])
    image = tints[strip - strip.min()].transpose(2, 0, 1)
    furrow = 5 * np.sin((x * 0.35 - y * 0.9) / 2.4)
    return image + furrow + draw.normal(0, 4, (ROWS, COLUMNS))


def draw_water(image: np.ndarray) -> None:
    """A river across the scene, with its banks."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(float)
    away = np.abs(y - (470 + 42 * np.sin(x / 130) + 0.06 * x))
    for edge, tint in ((34, (96, 112, 74)), (24, (52, 78, 86))):
        image[:, away < edge] = np.array(tint)[:, None] + np.zeros((1, int((away < edge).sum())))


def roads(image: np.ndarray) -> None:
    """A grid of lanes, and one road over the river."""
    for row in range(120, 420, 36):
        image[:, row : row + 4, 180:560] = np.array([176, 168, 152])[:, None, None]
    for column in range(180, 564, 42):
        image[:, 120:412, column : column + 4] = np.array([176, 168, 152])[:, None, None]
    image[:, :, 390:397] = np.array([120, 118, 114])[:, None, None]


def houses(image: np.ndarray, draw: np.random.Generator, *, shadow: tuple[int, int]) -> None:
    """Flat roofs between the lanes, each with the shadow of its day."""
    for top in range(126, 406, 36):
        for left in range(186, 560, 42):
            for down, across in ((0, 0), (0, 19), (15, 0), (15, 19)):
                if draw.random() < 0.2:
                    continue
                row, column = top + down + int(draw.integers(0, 2)), left + across + int(draw.integers(0, 3))
                height, width = int(draw.integers(9, 13)), int(draw.integers(11, 16))
                roof = 205 + draw.normal(0, 14)
                image[
                    :, row + shadow[0] : row + height + shadow[0], column + shadow[1] : column + width + shadow[1]
                ] = 70
                image[:, row : row + height, column : column + width] = np.array([roof, roof - 8, roof - 22])[
                    :, None, None
                ]


def rubble(image: np.ndarray, draw: np.random.Generator) -> None:
    """Four places where roofs are gone: grey, rough, with dust around."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(float)
    for row, column in GONE:
        away = np.hypot((y - row) * 1.1, x - column) + draw.normal(0, 2.4, (ROWS, COLUMNS))
        image += 26 * np.exp(-((away / 26) ** 2))
        image[:, away < 13] = 118 + draw.normal(0, 22, int((away < 13).sum()))
        image[:, away < 5] = 62 + draw.normal(0, 8, int((away < 5).sum()))


def town(name: str, *, struck: bool) -> None:
    """Write one image, as its maker would: a COG with what is known of how it was taken."""
    image = ground(np.random.default_rng(11))
    draw_water(image)
    roads(image)
    houses(image, np.random.default_rng(12), shadow=(2, 2) if struck else (1, 3))
    if struck:
        image = image * np.array([1.06, 1.02, 0.94])[:, None, None] + 4
        rubble(image, np.random.default_rng(13))
    image += np.random.default_rng(14 + struck).normal(0, 3, (ROWS, COLUMNS))
    how = {"OFF_NADIR": "21.3", "CLOUD_COVER": "0"} if struck else {"OFF_NADIR": "9.8", "CLOUD_COVER": "2"}
    write(name, image.clip(0, 255).astype("uint8"), TOWN, "EPSG:32637", how, compress="JPEG", quality=82)


def write(name: str, values: np.ndarray, place: object, crs: str, tags: dict[str, str], **more: object) -> None:
    """Write bands as a small COG."""
    values = values if values.ndim == 3 else values[None]
    shape = {"count": len(values), "height": values.shape[1], "width": values.shape[2], "dtype": values.dtype.name}
    with (
        rasterio.MemoryFile() as memory,
        memory.open(driver="GTiff", crs=crs, transform=place, nodata=more.pop("nodata", None), **shape) as made,
    ):
        made.write(values)
        made.update_tags(**tags)
        if len(values) == 3:
            made.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
        if "unit" in more:
            made.units = (str(more.pop("unit")),)
        rasterio.shutil.copy(made, MANUAL / name, driver="COG", blocksize=256, **more)


def country() -> None:
    """Heights and people of Valdria, on a coarse grid in degrees."""
    y, x = np.mgrid[0:100, 0:200].astype(float)
    height = 240 + 160 * np.exp(-((x - 150) ** 2 + (y - 20) ** 2) / 1800) + 30 * np.sin(x / 17) * np.cos(y / 13)
    write("elevation.tif", height.astype("float32"), from_origin(40, 31, 0.01, 0.01), "EPSG:4326", {}, unit="m",
          compress="DEFLATE", predictor="YES")  # fmt: skip
    people = np.random.default_rng(15).gamma(0.3, 4, (100, 200))
    for row, column, many in ((50, 20, 900), (50, 99, 400), (60, 170, 650)):
        people += many * np.exp(-((x - column) ** 2 + (y - row) ** 2) / 6)
    people[:, 188:] = -1
    write("people.tif", people.round(1).astype("float32"), from_origin(40, 31, 0.01, 0.01), "EPSG:4326", {},
          compress="DEFLATE", predictor="YES", nodata=-1)  # fmt: skip


def damage() -> None:
    """Structures of the town as an analyst marks them on both images: the four that are gone, and others that stand."""
    to_degrees = Transformer.from_crs("EPSG:32637", "EPSG:4326", always_xy=True)
    standing = [(row, column) for row in (140, 270, 400) for column in (200, 300, 420, 540)]
    lines = ["SITE_ID,lon,lat,SensDt_1,DmgCls_1,SensDt_2,DmgCls_2"]
    for number, (row, column) in enumerate([*GONE, *standing], start=1):
        lon, lat = to_degrees.transform(*(TOWN @ (column, row)))
        gone = (row, column) in GONE
        lines.append(f"{number},{lon:.6f},{lat:.6f},2017-01-02,6,2017-07-10,{1 if gone else 6}")
    (MANUAL / "damage.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    town("before.tif", struck=False)
    town("after.tif", struck=True)
    country()
    damage()
