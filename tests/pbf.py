"""A small OSM PBF file, written from its specification: named nodes, and closed ways as areas."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

Node = tuple[int, float, float, dict[str, str]]
Way = tuple[int, Sequence[int], dict[str, str]]


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def zigzag(value: int) -> bytes:
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def blob(kind: str, content: bytes) -> bytes:
    packed = field(2, len(content)) + field(3, zlib.compress(content))
    head = field(1, kind.encode()) + field(3, len(packed))
    return struct.pack(">I", len(head)) + head + packed


def write_pbf(nodes: Sequence[Node], ways: Sequence[Way] = ()) -> bytes:
    """The bytes of a file with these nodes and ways."""
    words = [""]

    def tags(found: dict[str, str]) -> tuple[bytes, bytes]:
        for word in (*found, *found.values()):
            if word not in words:
                words.append(word)
        return tuple(b"".join(varint(words.index(w)) for w in part) for part in (found, found.values()))  # type: ignore[return-value]

    made = []
    for number, lon, lat, said in nodes:
        keys, values = tags(said)
        place = varint(8 << 3) + zigzag(round(lat * 1e7)) + varint(9 << 3) + zigzag(round(lon * 1e7))
        told = field(2, keys) + field(3, values) if said else b""
        made.append(field(1, varint(1 << 3) + zigzag(number) + told + place))
    drawn = []
    for number, refs, said in ways:
        keys, values = tags(said)
        steps = b"".join(zigzag(ref - before) for before, ref in zip([0, *refs], refs, strict=False))
        drawn.append(field(3, field(1, number) + field(2, keys) + field(3, values) + field(8, steps)))
    table = field(1, b"".join(field(1, word.encode()) for word in words))
    groups = field(2, b"".join(made)) + (field(2, b"".join(drawn)) if drawn else b"")
    header = field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")
    return blob("OSMHeader", header) + blob("OSMData", table + groups)
