"""Pictures as bytes: WebP with its mask inside, or JPEG with the mask beside it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from data import UsageProblem

from ..types import Flags
from .locked import locked
from .stretch import Bytes

FORMATS = ("webp", "jpeg")
DEFAULT_QUALITY = 75
USUAL_EFFORT, MOST_EFFORT = 4, 6


@dataclass(frozen=True)
class Picture:
    """An encoded picture; `mask` is a PNG, white where the picture holds a value, where the format has no mask."""

    data: bytes
    media_type: str
    mask: bytes = b""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.data) + len(self.mask)


def encode(
    colours: Bytes, valid: Flags, *, form: str = "webp", quality: int = DEFAULT_QUALITY, effort: int = USUAL_EFFORT
) -> Picture:
    """Write red, green and blue and their mask as a picture.

    Parameters
    ----------
    form
        `webp` or `jpeg`.
    quality
        1 to 100; 100 is lossless for WebP.
    effort
        0 to 6: how long WebP looks for fewer bytes.

    Raises
    ------
    UsageProblem
        The form, the quality or the effort is none.
    """
    if form not in FORMATS:
        raise UsageProblem(f"Pictures are not written as '{form}'.", hint=f"Use {' or '.join(FORMATS)}.")
    if not 1 <= quality <= 100:
        raise UsageProblem(f"A quality of {quality} is none.", hint="Use 1 to 100.")
    if not 0 <= effort <= MOST_EFFORT:
        raise UsageProblem(f"An effort of {effort} is none.", hint=f"Use 0 to {MOST_EFFORT}.")
    whole = bool(valid.all())
    if form == "webp":
        bands = colours if whole else np.concatenate([colours, np.where(valid, np.uint8(255), np.uint8(0))[None]])
        lossless = {"LOSSLESS": "YES"} if quality == 100 else {"QUALITY": quality}
        return Picture(_written(bands, "WEBP", METHOD=effort, **lossless), "image/webp")
    mask = b"" if whole else _written(valid[None].astype(np.uint8), "PNG", NBITS=1)
    return Picture(_written(colours, "JPEG", QUALITY=quality, PROGRESSIVE="YES"), "image/jpeg", mask)


def _written(bands: Bytes, driver: str, **options: object) -> bytes:
    count, height, width = bands.shape
    with locked(), MemoryFile() as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open(driver=driver, width=width, height=height, count=count, dtype="uint8", **options) as out:
            out.write(bands)
        return bytes(memory.read())
