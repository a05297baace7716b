"""Eight states of the page as small pictures: `python tests/looks.py` makes those that tests compare with, anew."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import rasterio
from browser import chromium
from opened import opener
from rasterio.io import MemoryFile
from test_maps_page_units import page_with, payload

FOLDER = Path(__file__).parent / "looks"
# Wide enough to see every part, too small to tell one hinting of a letter from another.
LONG = 240
TILES = (15, 24)


@dataclass(frozen=True)
class Look:
    """One state: what is done to the page before the picture, and how it is looked at."""

    do: str = "0"
    language: str = "en"
    paper: bool = False
    context: dict[str, Any] = field(default_factory=dict)


LOOKS = {
    "start": Look(),
    "filtered": Look("app.applyFilter({claimants: ['airwars'], from: 22645, text: 'vell'})"),
    "record": Look("app.select(4, true)"),
    "stack": Look("app.openStack([0, 1, 2, 3, 4])"),
    "arabic": Look("app.select(4, true)", language="ar"),
    "phone": Look("app.select(4, true)", context={"viewport": {"width": 390, "height": 844}}),
    "dark": Look(context={"color_scheme": "dark"}),
    "print": Look(paper=True, context={"viewport": {"width": 794, "height": 1123}}),
}


def pictures(open_page: Any) -> Iterator[tuple[str, bytes]]:
    """Each state by name, as a picture of the window (PNG)."""
    units = payload((4, 1), (60, 2))
    for name, look in LOOKS.items():
        opened = open_page(page_with(units, language=look.language), **look.context)
        opened.run(f"void ({look.do})")
        if look.paper:
            opened.page.emulate_media(media="print")
        opened.page.wait_for_timeout(700)
        yield name, opened.page.screenshot()


def read_png(data: bytes) -> np.ndarray:
    """Rows, columns and three colours of a picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with MemoryFile(data) as file, file.open(driver="PNG") as picture:
            return np.moveaxis(picture.read([1, 2, 3]), 0, 2)


def png_of(pixels: np.ndarray) -> bytes:
    """A picture as PNG."""
    rows, columns, bands = pixels.shape
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with MemoryFile() as file:
            with file.open(driver="PNG", width=columns, height=rows, count=bands, dtype="uint8", ZLEVEL=9) as picture:
                picture.write(np.moveaxis(pixels, 2, 0))
            return bytes(file.read())


def averaged(pixels: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Mean colours of a picture in that many rows and columns."""
    down, across = (np.linspace(0, size, parts + 1).astype(int) for size, parts in zip(pixels.shape, (rows, columns)))  # noqa: B905
    sums = np.add.reduceat(np.add.reduceat(pixels.astype(float), down[:-1], axis=0), across[:-1], axis=1)
    return sums / (np.diff(down)[:, None, None] * np.diff(across)[None, :, None])


def small(pixels: np.ndarray) -> np.ndarray:
    """A picture as it is kept: a long side of LONG pixels, in 32 steps of each colour."""
    scale = LONG / max(pixels.shape)
    mean = averaged(pixels, round(pixels.shape[0] * scale), round(pixels.shape[1] * scale))
    return np.asarray(np.round(mean / 8).clip(0, 31) * 8, dtype=np.uint8)


def difference(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """How far two pictures lie apart, from 0 to 255: in the mean, and in the tenth of the tiles that differ most."""
    tiles = TILES if one.shape[1] > one.shape[0] else TILES[::-1]
    apart = np.abs(averaged(one, *tiles) - averaged(other, *tiles)).mean(axis=2).ravel()
    return float(apart.mean()), float(np.sort(apart)[-len(apart) // 10 :].mean())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as made, chromium() as browser, opener(browser, Path(made)) as open_one:
        for title, picture in pictures(open_one):
            (FOLDER / f"{title}.png").write_bytes(png_of(small(read_png(picture))))
            if sys.argv[1:]:
                Path(sys.argv[1], f"{title}.png").write_bytes(picture)
