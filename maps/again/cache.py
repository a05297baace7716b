"""Results of steps, kept under a hash of all that they were made from, the program among it.

A name that is there holds what the step would make; where a file is missing or damaged, the step is done again. Only
whoever holds the project's lock may use the folder. It may be taken away at any time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data import InputRefused, file_sha256, private_folder, read_frame, write_atomic, write_frame

from ..version import strikeatlas_version

ROOMS = ("data", "geo", "layers", "maps")
APART = {"web", "__pycache__"}
# Libraries whose results enter those of the steps.
MADE_WITH = (
    "pandas", "pyarrow", "numpy", "rapidfuzz", "pyproj", "shapely", "mgrs", "openpyxl", "odfpy", "pyogrio",
    "charset-normalizer", "rasterio", "pillow", "folium", "branca", "jinja2",
)  # fmt: skip
NOTHING, BETWEEN = "\x02", "\x01"
DIGITS = 32
# Of each kind of result so many stay that the last build did not use: one that is taken back finds its own again.
SPARE = 2


@cache
def program() -> str:
    """Hash the program itself, with the versions of the libraries that its results depend on."""
    root = Path(__file__).resolve().parents[2]
    made = sha256(json.dumps([strikeatlas_version(), *map(_version, MADE_WITH)]).encode())
    for path in (path for room in ROOMS for path in _files(root / room)):
        made.update(f"\n{path.relative_to(root).as_posix()}\n".encode() + sha256(path.read_bytes()).digest())
    return made.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - APART)
        yield from (Path(where, name) for name in sorted(names))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def cache_key(*parts: Any) -> str:
    """Hash what a step is made from, with the program; parts are anything that JSON can hold."""
    return sha256(json.dumps([program(), *parts], sort_keys=True, default=str).encode()).hexdigest()[:DIGITS]


def content_of(path: Path) -> list[tuple[str, str]]:
    """Hash a file with those that belong to it (a shapefile has several, a database its log), or a folder's files."""
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.is_file())
        return [(each.relative_to(path).as_posix(), file_sha256(each)) for each in found]
    named = (f"{path.stem}.", f"{path.name}-")
    found = sorted(each for each in path.parent.iterdir() if each.name.startswith(named) and each.is_file())
    return [(each.name, file_sha256(each)) for each in found] if path.is_file() else []


def row_keys(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Hash the columns of each row exactly as they are: unknown is not empty, and one blank is not two."""
    parts = [pc.fill_null(_as_text(frame[name]), NOTHING) for name in columns]
    joined = pc.binary_join_element_wise(*parts, BETWEEN).to_pylist()
    return [sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS] for text in joined]


def _as_text(column: pd.Series) -> Any:
    return pc.cast(pa.array(column, from_pandas=True), pa.string())


class Cache:
    """Results of steps in a folder, each under a name that says what kind it is and what it was made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_folder(folder)
        self.used: set[str] = set()

    def path(self, name: str) -> Path:
        """Name a file of the cache, so that it stays."""
        self.used.add(name)
        return self.folder / name

    def frame(self, name: str, table: str) -> pd.DataFrame | None:
        """Read a frame that was kept; None where there is none, or a damaged one."""
        path = self.path(name)
        try:
            return read_frame(path, table) if path.is_file() else None
        except InputRefused:
            return None

    def keep_frame(self, name: str, frame: pd.DataFrame, table: str) -> None:
        """Keep a frame of a declared table."""
        write_frame(frame, table, self.path(name))

    def told(self, name: str) -> Any:
        """Read what was kept as JSON; None where there is nothing, or something damaged."""
        try:
            return json.loads(self.path(name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def keep_told(self, name: str, value: Any) -> None:
        """Keep something that JSON can hold."""
        write_atomic(self.path(name), json.dumps(value, ensure_ascii=False).encode(), mode=0o600)

    def content(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give bytes that were kept under their hash, or make and keep them."""
        path = self.path(f"{kind}-{key}.bin")
        held = path.read_bytes() if path.is_file() else b""
        digest, made = held[: sha256().digest_size], held[sha256().digest_size :]
        if not held or sha256(made).digest() != digest:
            made = make()
            write_atomic(path, sha256(made).digest() + made, mode=0o600)
        return made

    def tidy(self) -> None:
        """Take away what was not used, but for the last few of each kind."""
        unused: dict[str, list[Path]] = {}
        for path in self.folder.iterdir():
            if path.name in self.used:
                os.utime(path) if path.is_file() else None
            else:
                unused.setdefault(path.name.partition("-")[0], []).append(path)
        for paths in unused.values():
            for path in sorted(paths, key=lambda each: (each.stat().st_mtime_ns, each.name))[: -SPARE or None]:
                path.unlink(missing_ok=True)
