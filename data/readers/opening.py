"""An input file before it is read: its bytes, hash, size and encoding, and nothing of its meaning."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import InputRefused, UsageProblem
from ..files import file_sha256
from .encoding import Encoding, detect_encoding
from .limits import DEFAULT_LIMITS, MEGABYTE, Limits, refuse_over

BINARY = {".xlsx", ".xlsm", ".ods", ".parquet", ".gpkg", ".zip", ".kmz", ".shp"}


class Rationed(io.RawIOBase):
    """A stream that stops with an error when more comes out of it than the budget allows."""

    def __init__(self, inner: BinaryIO, allowed: int, *, below: BinaryIO, refusal: InputRefused) -> None:
        super().__init__()
        self.inner, self.left, self.below, self.refusal = inner, allowed, below, refusal

    def readable(self) -> bool:  # noqa: D102
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # noqa: D102
        block = self.inner.read(len(buffer))
        self.left -= len(block)
        if self.left < 0:
            raise self.refusal
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:  # noqa: D102
        self.inner.close()
        self.below.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was looked at: where it is, what its bytes hash to, how its text is encoded."""

    path: Path
    sha256: str
    size: int
    suffix: str
    packed: bool
    encoding: Encoding
    limits: Limits = DEFAULT_LIMITS

    @property
    def name(self) -> str:
        """Name of the file, without its folder."""
        return self.path.name

    def stream(self) -> BinaryIO:
        """Open the bytes, unpacked and rationed."""
        return _stream(self.path, self.size, packed=self.packed, limits=self.limits)


def _stream(path: Path, size: int, *, packed: bool, limits: Limits) -> BinaryIO:
    raw: BinaryIO = path.open("rb")
    if not packed:
        return raw
    allowed = min(limits.unpacked_megabytes * MEGABYTE, max(size, 1 << 16) * limits.ratio)
    by_ratio = allowed < limits.unpacked_megabytes * MEGABYTE
    name, value = ("ratio", limits.ratio) if by_ratio else ("unpacked_megabytes", limits.unpacked_megabytes)
    refusal = refuse_over(name, None, value, file=path.name)
    rationed = Rationed(cast("BinaryIO", gzip.GzipFile(fileobj=raw)), allowed, below=raw, refusal=refusal)
    return cast("BinaryIO", io.BufferedReader(rationed, MEGABYTE))


def open_input(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """Look at an input file: size, hash, packing and encoding.

    Raises
    ------
    UsageProblem
        There is no such file.
    InputRefused
        It is a folder, empty, too large, or packed beyond the limits.
    """
    where = Path(path)
    if not where.exists():
        raise UsageProblem(f"There is no file {path}.", hint="Check the path.")
    if where.is_dir():
        raise InputRefused("This is a folder, not a file.", file=str(path))
    size = where.stat().st_size
    if size == 0:
        raise InputRefused("The file is empty.", file=where.name)
    if size > limits.megabytes * MEGABYTE:
        raise refuse_over("megabytes", size // MEGABYTE, limits.megabytes, file=where.name)
    packed = where.suffix.lower() == ".gz"
    suffix = (Path(where.stem).suffix if packed else where.suffix).lower()
    encoding = Encoding("binary", "binary")
    if suffix not in BINARY:
        encoding = _encoding(where, size, packed=packed, limits=limits)
    return Opened(where, file_sha256(where), size, suffix, packed, encoding, limits)


def _encoding(path: Path, size: int, *, packed: bool, limits: Limits) -> Encoding:
    try:
        return detect_encoding(lambda: _stream(path, size, packed=packed, limits=limits))
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise InputRefused("The packed file is damaged.", file=path.name, hint="Unpack it to see where.") from fault
