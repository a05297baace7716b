"""Takes one defence away, so that the test which cites its number can be seen to fail; see docs/safety.md.

`python tests/without.py` tries every number and prints the table. A test process that is started with
STRIKEATLAS_WITHOUT=S1.1 runs without that defence; nothing else of it is changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

# Where the defence is that something is not done, or is seen by looking at files, there is nothing to take away.
SEEN_ELSEWHERE = ("S7.3",)
ROOT = Path(__file__).resolve().parent.parent
VARIABLE = "STRIKEATLAS_WITHOUT"


def everything(table: Any, *_: Any) -> Any:
    """Whatever is asked of a table: yes."""
    import pandas as pd  # noqa: PLC0415

    return pd.Series(True, index=table.index, dtype=bool)


def any_driver(where: Any, **_: Any) -> Any:
    """Open a raster by whatever driver takes it."""
    return import_module("rasterio").open(str(where))


def unsourced(real: Callable[..., Any]) -> Callable[..., Any]:
    """Hold nothing for its source or its licence."""
    return lambda frame, key, rules: real(
        frame, key, {name: good for name, good in rules.items() if name not in ("no_source", "licence")}
    )


def plainly(path: Any, content: Any, *, mode: int = 0o644) -> Any:
    """Write as everybody does."""
    with Path(path).open("wb") as file:
        file.write(content) if isinstance(content, bytes) else content(file)
    return Path(path)


class _Loose:
    """Transformers as they come."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def from_crs(self, *words: Any, **more: Any) -> Any:
        return self.real.from_crs(*words, **{**more, "allow_ballpark": True})


def _naive(original: Callable[..., Any]) -> Callable[..., Any]:
    """A picture that lies three pixels beside its place, as one does that is stretched over latitudes."""

    def beside(*words: Any, **more: Any) -> Any:
        grid = more["dst_transform"]
        moved = grid * type(grid).translation(3, 3)
        return original(*words, **{**more, "dst_transform": moved})

    return beside


def _rationed(original: Any) -> Any:
    class Unrationed(original):  # type: ignore[misc]
        def __init__(self, inner: Any, allowed: int, **more: Any) -> None:
            super().__init__(inner, 1 << 60, **more)

    return Unrationed


# Number of the requirement: the module, the name in it, what stands there instead, and the test that must then fail.
TAKEN: dict[str, tuple[str, str, Callable[[Any], Any], str]] = {
    "S1.1": ("maps.page.inert", "ESCAPES", lambda _: {}, "tests/test_maps_page_inert.py"),
    "S1.2": ("maps.page.security", "FIXED", lambda _: "default-src *", "tests/test_maps_page_security.py"),
    "S2.1": ("layers.raster.opening", "_dataset", lambda _: any_driver, "tests/test_layers_raster_opening.py"),
    "S2.2": ("data.readers.opening", "Rationed", _rationed, "tests/test_data_readers_intake.py"),
    "S2.3": (
        "maps.doctor",
        "INSIDE",
        lambda _: {"pyogrio": ("GDAL", "0"), "rasterio": ("GDAL", "0")},
        "tests/test_maps_doctor.py",
    ),
    "S3.1": (
        "data.readers.reading",
        "Reading.__post_init__",
        lambda _: lambda self: None,
        "tests/test_data_readers_intake.py",
    ),
    "S3.2": ("geo.plausible.check", "NULL_ISLAND_DEG", lambda _: -1.0, "tests/test_geo_placing.py"),
    "S4.1": ("layers.units.crs", "Transformer", _Loose, "tests/test_layers_units.py"),
    "S4.2": ("layers.raster.warp", "reproject", _naive, "tests/test_layers_raster_overlay.py"),
    "S5.1": ("data.files", "write_atomic", lambda _: plainly, "tests/test_data_files.py"),
    "S5.2": (
        "maps.publish.site",
        "_refuse_surprise",
        lambda _: lambda *words: None,
        "tests/test_maps_publish_again.py",
    ),
    "S5.3": ("maps.tables", "FORMULA", lambda _: (), "tests/test_maps_tables.py"),
    "S6.1": (
        "maps.select.choose",
        "public_columns",
        lambda _: lambda table: [one.name for one in import_module("data").fields(table)],
        "tests/test_maps_select.py",
    ),
    "S6.2": (
        "maps.select.floor",
        "grid_decimals",
        lambda _: lambda r50_m, floor: np.full(len(r50_m), 5),
        "tests/test_maps_select_floor.py",
    ),
    "S6.3": ("maps.select.choose", "_recent_incidents", lambda _: everything, "tests/test_maps_select.py"),
    "S6.4": (
        "maps.select.review",
        "first_found",
        lambda _: lambda text, kinds: None,
        "tests/test_maps_select_review.py",
    ),
    "S6.5": ("maps.select.choose", "_hold", unsourced, "tests/test_maps_select.py"),
    "S6.6": ("maps.publish.reread.check", "searched", lambda _: lambda *words: [], "tests/test_maps_publish_reread.py"),
    "S7.2": (
        "maps.review.guard",
        "Guard.refused",
        lambda _: lambda self, request: (0, ""),
        "tests/test_maps_review_guard.py",
    ),
    "S7.1": ("data.net.addresses", "is_public", lambda _: lambda ip: True, "tests/test_data_net.py"),
}


def take_away(number: str) -> None:
    """Take one defence away in this process."""
    module, name, instead, _ = TAKEN[number]
    home: Any = import_module(module)
    *path, last = name.split(".")
    for step in path:
        home = getattr(home, step)
    setattr(home, last, instead(getattr(home, last)))
    if number == "S2.1":
        home._check_head = lambda where: None
    if number == "S5.1":
        import_module("data").write_atomic = plainly  # type: ignore[attr-defined]


def tried(number: str) -> tuple[bool, str]:
    """Whether the tests of a number fail without it, and the first that does."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", TAKEN[number][3]]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {VARIABLE: number}, capture_output=True, text=True, check=False
    )
    failed = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    return done.returncode == 1 and bool(failed), failed[0] if failed else done.stdout[-200:]


def main(asked: list[str]) -> int:
    """Try every number, or those that are named."""
    good = True
    for number in asked or TAKEN:
        fails, name = tried(number)
        good &= fails
        sys.stdout.write(f"{number}  {'fails without it' if fails else 'STANDS WITHOUT IT'}  {name}\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
