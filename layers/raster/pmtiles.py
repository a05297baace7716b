"""Tiles as one PMTiles file (version 3), in the order of their ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

E7 = 10_000_000


@dataclass(frozen=True)
class About:
    """What a pyramid says of itself: west, south, east, north; farthest and nearest zoom; metadata."""

    box: tuple[float, float, float, float]
    zooms: tuple[int, int]
    metadata: dict[str, Any]


def write_pmtiles(file: BinaryIO, parts: list[Path], about: About) -> int:
    """Write the tiles of all parts in the order that readers over a network want; return how many there are."""
    index: list[tuple[int, Path, int, int]] = []
    for part in parts:
        with part.open("rb") as held:
            length = int.from_bytes(held.read(4), "little")
            rows = json.loads(held.read(length))
        start = 4 + length
        for z, x, y, size in rows:
            index.append((zxy_to_tileid(z, x, y), part, start, size))
            start += size
    writer: Any = Writer(file)  # type: ignore[no-untyped-call]
    for number, part, start, size in sorted(index, key=lambda row: row[0]):
        with part.open("rb") as held:
            held.seek(start)
            writer.write_tile(number, held.read(size))
    writer.finalize(_header(about), about.metadata)
    return len(index)


def _header(about: About) -> dict[str, Any]:
    west, south, east, north = about.box
    # Readers count longitudes from -180 to 180: what crosses the antimeridian is said to go all around.
    if east > 180 or west < -180:
        west, east = -180.0, 180.0
    return {
        "tile_type": TileType.WEBP,
        "tile_compression": Compression.NONE,
        "min_zoom": about.zooms[0],
        "max_zoom": about.zooms[1],
        "min_lon_e7": round(west * E7),
        "min_lat_e7": round(south * E7),
        "max_lon_e7": round(east * E7),
        "max_lat_e7": round(north * E7),
        "center_zoom": about.zooms[0],
        "center_lon_e7": round((west + east) / 2 * E7),
        "center_lat_e7": round((south + north) / 2 * E7),
    }
