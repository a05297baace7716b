"""What the reading of a raster may take, each budget named in the error that it raises."""

from __future__ import annotations

from dataclasses import dataclass

from data import InputRefused

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class RasterLimits:
    """Budgets of one raster; raise them with `dataclasses.replace`, or on the command line with `--limit NAME=N`.

    `pixels` counts those that the file declares, `bands` its bands, `block_megabytes` the largest piece that has to be
    unpacked at once, `seconds` the whole time that the file is open.
    """

    pixels: int = 4_000_000_000
    bands: int = 256
    block_megabytes: int = 256
    seconds: float = 600.0


DEFAULT_RASTER_LIMITS = RasterLimits()


def refuse_over(name: str, found: object, allowed: object, *, file: str) -> InputRefused:
    """Make the error for a budget that was passed: it names the limit and how to raise it."""
    told = f" ({found} found)" if found is not None else ""
    hint = f"If the file can be trusted, raise the limit: --limit {name}=N, or RasterLimits({name}=N) in Python."
    return InputRefused(f"more than {allowed:g} {name.replace('_', ' ')}{told}.", file=file, hint=hint)
