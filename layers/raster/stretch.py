"""From measured values to the 256 steps of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data import UsageProblem

from ..types import Flags
from .thin import Pixels

# As many values are looked at as settle a percentile to a thousandth.
SAMPLE = 400_000
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Stretch:
    """Which values become the darkest and the brightest step, by band: percentiles, or the values themselves.

    Parameters
    ----------
    percentiles
        Of the pixels that are shown.
    values
        Lowest and highest, in the unit of the raster; the percentiles are not used then.
    """

    percentiles: tuple[float, float] = (2.0, 98.0)
    values: tuple[float, float] | None = None

    def checked(self) -> Stretch:
        """Return the same; raises UsageProblem where no range is meant."""
        low, high = self.percentiles
        if not 0 <= low < high <= 100:
            raise UsageProblem(f"Percentiles {low:g} and {high:g} are no range.", hint="Such as 2 and 98.")
        if self.values is not None and not self.values[0] < self.values[1]:
            raise UsageProblem(
                f"A stretch from {self.values[0]:g} to {self.values[1]:g} is none.", hint="Low, then high."
            )
        return self


AS_IT_IS = Stretch(values=(0.0, 255.0))
# Scale and offset of a band whose numbers are its values.
PLAIN = (1.0, 0.0)
# The step of pixels without a value; those that have one begin above it.
EMPTY = 0
ROWS = 512


def limits_of(
    values: Pixels, valid: Flags, stretch: Stretch, *, scale: tuple[float, float] = PLAIN
) -> tuple[float, float]:
    """Return the lowest and the highest value that a band is drawn with, in its unit: values * scale + offset.

    >>> limits_of(np.arange(101.0).reshape(1, 101), np.ones((1, 101), bool), Stretch())
    (2.0, 98.0)
    """
    if stretch.values is not None:
        return stretch.values
    step = max(1, valid.size // SAMPLE)
    seen = values.ravel()[::step][valid.ravel()[::step]]
    if not seen.size:
        seen = values[valid]
    if not seen.size:
        return 0.0, 1.0
    seen = seen.astype(np.float64) * scale[0] + scale[1]
    low, high = (float(edge) for edge in np.percentile(seen, stretch.percentiles))
    # One value throughout: it is drawn in the middle.
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def stretched(values: Pixels, valid: Flags, limits: tuple[float, float]) -> Bytes:
    """Return a band in 256 steps; pixels without a value are 0."""
    low, high = limits
    if values.dtype == np.uint8 and limits == AS_IT_IS.values:
        return np.where(valid, values, 0).astype(np.uint8)
    scaled = (np.where(valid, values, low).astype(np.float32) - np.float32(low)) * np.float32(255 / (high - low))
    result: Bytes = (np.clip(scaled, 0, 255) + 0.5).astype(np.uint8)
    result[~valid] = 0
    return result


def in_steps(values: Pixels, valid: Flags, limits: tuple[float, float], *, scale: tuple[float, float] = PLAIN) -> Bytes:
    """Return a band as it lies in the file in steps from 1 to 255, `limits` being in its unit; 0 is no value."""
    low, high = ((edge - scale[1]) / scale[0] for edge in limits)
    kind, steps = values.dtype, np.empty(values.shape, dtype=np.uint8)
    by_table = kind.kind in "ui" and kind.itemsize <= 2
    if by_table:
        # Looked up: a fifth of the time. A negative number counts from the end of the table, as it does in memory.
        every = np.arange(256**kind.itemsize).astype(f"u{kind.itemsize}").view(kind)
        table = np.maximum(stretched(every, np.ones(every.shape, dtype=bool), (low, high)), EMPTY + 1)
    for top in range(0, len(values), ROWS):
        at = slice(top, top + ROWS)
        if by_table:
            table.take(values[at].view(f"u{kind.itemsize}"), out=steps[at])
        else:
            np.maximum(stretched(values[at], valid[at], (low, high)), EMPTY + 1, out=steps[at])
    steps[~valid] = EMPTY
    return steps
