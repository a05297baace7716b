"""A PMTiles file that somebody hands us: read within limits, and written anew with nothing in it but its tiles."""

from __future__ import annotations

import json
import struct
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from pmtiles.tile import Compression, TileType, deserialize_header, read_varint, tileid_to_zxy
from pmtiles.writer import Writer

from data import InputRefused, UsageProblem, write_atomic

HEAD = 127
MAGIC = b"PMTiles\x03"
MOST_DIRECTORY = 64 << 20
MOST_METADATA = 1 << 20
MOST_TILE = 4 << 20
MOST_TILES = 1_000_000
AGAIN = "Make it anew: strikeatlas tiles IMAGE --out FILE.pmtiles."
# Parts of a WebP that hold nothing but its picture.
PICTURE_PARTS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH")
GZIP_WINDOW = 31


@dataclass(frozen=True)
class Archive:
    """A pyramid on the disk: west, south, east, north in degrees; its zooms; tiles as (id, first byte, length)."""

    path: Path
    box: tuple[float, float, float, float]
    zooms: tuple[int, int]
    size: int
    metadata: dict[str, Any] = field(default_factory=dict)
    tiles: tuple[tuple[int, int, int], ...] = ()

    @property
    def date(self) -> str:
        """The day that the pyramid was given when it was made."""
        return str(self.metadata.get("date") or "")


def read_archive(path: Path | str) -> Archive:
    """Read what a PMTiles file of pictures says of itself, and where its tiles lie.

    Raises
    ------
    UsageProblem
        There is no such file.
    InputRefused
        It is no pyramid of WebP tiles, is cut, or is larger inside than it may be.
    """
    where = Path(path)
    if not where.is_file():
        raise UsageProblem(f"There is no file {where}.", hint="Check the path.")
    with where.open("rb") as file:
        head = file.read(HEAD)
        if len(head) < HEAD or not head.startswith(MAGIC):
            raise InputRefused("this is no PMTiles file of version 3.", file=where.name, hint=AGAIN)
        try:
            return _archive(where, file, deserialize_header(head))
        except (ValueError, EOFError, OverflowError, KeyError, zlib.error, struct.error) as fault:
            raise InputRefused(f"its directory cannot be read ({fault}).", file=where.name, hint=AGAIN) from fault


def _archive(where: Path, file: BinaryIO, head: Any) -> Archive:
    kinds = (head["tile_type"], head["tile_compression"], head["internal_compression"])
    if kinds != (TileType.WEBP, Compression.NONE, Compression.GZIP):
        raise InputRefused("it holds no WebP pictures as we read them.", file=where.name, hint=AGAIN)
    size = where.stat().st_size
    root = _entries(_part(file, head["root_offset"], head["root_length"], most=MOST_DIRECTORY))
    found: list[tuple[int, int, int, int]] = []
    for entry in root:
        if entry[3]:
            found.append(entry)
            continue
        held = _part(file, head["leaf_directory_offset"] + entry[1], entry[2], most=MOST_DIRECTORY)
        found += _entries(held)
        if len(found) > MOST_TILES:
            raise ValueError("too many tiles")
    if any(run < 1 for *_, run in found) or sum(run for *_, run in found) > MOST_TILES:
        raise ValueError("its runs of tiles are none, or too long")
    tiles = [
        (number + step, head["tile_data_offset"] + offset, length)
        for number, offset, length, run in found
        for step in range(run)
    ]
    if not tiles:
        raise InputRefused("it holds no tile.", file=where.name, hint=AGAIN)
    if any(not 0 < length <= MOST_TILE or offset + length > size for _, offset, length in tiles):
        raise InputRefused("cut: some of its tiles lie beyond its end.", file=where.name, hint=AGAIN)
    if any(one[0] >= other[0] for one, other in pairwise(tiles)):
        raise ValueError("its tiles are out of order")
    told = json.loads(_part(file, head["metadata_offset"], head["metadata_length"], most=MOST_METADATA) or b"{}")
    zooms = tileid_to_zxy(tiles[0][0])[0], tileid_to_zxy(tiles[-1][0])[0]
    edges = [head[f"{name}_e7"] / 1e7 for name in ("min_lon", "min_lat", "max_lon", "max_lat")]
    west, south, east, north = edges
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("its bounds are no part of the Earth")
    return Archive(where, (west, south, east, north), zooms, size, told if isinstance(told, dict) else {}, tuple(tiles))


def _part(file: BinaryIO, offset: int, length: int, *, most: int) -> bytes:
    """Unpack a part of the file, and no more of it than is allowed."""
    if length > most:
        raise ValueError("a part is too large")
    file.seek(offset)
    held = file.read(length)
    if len(held) < length:
        raise ValueError("it is cut")
    unpacker = zlib.decompressobj(GZIP_WINDOW)
    text = unpacker.decompress(held, most)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("a part unpacks to more than is allowed, or is cut")
    return text


def _entries(text: bytes) -> list[tuple[int, int, int, int]]:
    """Return the rows of a directory: id, offset, length, run."""
    stream = BytesIO(text)
    count = read_varint(stream)
    if count > len(text):
        raise ValueError("it says of more tiles than it names")
    ids, last = [], 0
    for _ in range(count):
        last += read_varint(stream)
        ids.append(last)
    runs = [read_varint(stream) for _ in range(count)]
    lengths = [read_varint(stream) for _ in range(count)]
    offsets: list[int] = []
    for row in range(count):
        told = read_varint(stream)
        offsets.append(offsets[row - 1] + lengths[row - 1] if told == 0 and row else told - 1)
    if any(offset < 0 for offset in offsets):
        raise ValueError("a tile lies nowhere")
    return list(zip(ids, offsets, lengths, runs, strict=True))


def rewrite_archive(archive: Archive, out: Path) -> Path:
    """Write a pyramid anew with nothing in it but its pictures and its date: what may leave a project.

    The same pyramid gives the same bytes.

    Raises
    ------
    InputRefused
        A tile is no plain WebP picture: it holds words, or something else, beside it.
    """

    def fill(target: BinaryIO) -> None:
        writer: Any = Writer(target)  # type: ignore[no-untyped-call]
        with closing(writer.tile_f), archive.path.open("rb") as file:
            for number, offset, length in archive.tiles:
                file.seek(offset)
                writer.write_tile(number, _plain_picture(file.read(length), archive.path.name))
            writer.finalize(_header(archive), {"date": archive.date, "format": "webp"})

    write_atomic(out, fill)
    return out


def _header(archive: Archive) -> dict[str, Any]:
    west, south, east, north = (round(edge * 1e7) for edge in archive.box)
    return {
        "tile_type": TileType.WEBP,
        "tile_compression": Compression.NONE,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": archive.zooms[0],
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _plain_picture(data: bytes, file: str) -> bytes:
    """Return a tile as it is, where it is a WebP without words; raises InputRefused."""
    whole = data[:4] == b"RIFF" and data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") + 8 == len(data)
    at = 12
    while whole and at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        whole = data[at : at + 4] in PICTURE_PARTS and at + 8 + length <= len(data)
        at += 8 + length + length % 2
    if not whole:
        raise InputRefused("a tile of it is no plain WebP picture.", file=file, hint=AGAIN)
    return data
