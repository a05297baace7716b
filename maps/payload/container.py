"""The container SAP1: magic, length of the header, header, blocks; header and blocks are deflated without a wrapper."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .codecs import Column, read_column, write_column

MAGIC = b"SAP1"
PER_BLOCK = 512
# Long texts are packed a little less tightly in a third of the time.
LEVEL, LEVEL_MANY, MANY = 9, 6, 20_000
HANDS = 2
# A payload is ours, but the gate reads it from a file: a block never inflates without bound.
MOST_BYTES = 1 << 30


@dataclass(frozen=True)
class Payload:
    """What a payload holds: its tables as frames, its texts row by row, and the meta object of its header."""

    tables: dict[str, pd.DataFrame]
    text: list[Any]
    meta: dict[str, Any]


def encode(
    tables: Mapping[str, Sequence[Column]], text_rows: Sequence[Any] = (), *, meta: Mapping[str, Any] | None = None
) -> bytes:
    """
    Return tables, texts and meta as one payload; the same input gives the same bytes.

    Parameters
    ----------
    tables
        Columns by table name; all columns of a table have the same number of rows.
    text_rows
        JSON-ready objects, kept in blocks of 512 that a reader unpacks one by one.
    meta
        JSON-ready values for the header.

    Raises
    ------
    ValueError
        Where columns differ in length, a codec is unknown or a value is not of its codec's kind.

    >>> payload = encode({"t": [Column("n", "uint", [3, None])]}, [{"id": "a"}], meta={"kind": "test"})
    >>> decode(payload).tables["t"]["n"].tolist()
    [3, <NA>]
    """
    blocks = _Blocks()
    level = LEVEL if len(text_rows) <= MANY else LEVEL_MANY
    blocks.level = level
    header = {
        "version": 1,
        "tables": {name: _write_table(name, columns, blocks) for name, columns in tables.items()},
        "text": {"per_block": PER_BLOCK, "blocks": _write_text(text_rows, blocks, level)},
        "meta": dict(meta or {}),
    }
    packed = _deflate(_json(header))
    return b"".join([MAGIC, struct.pack("<I", len(packed)), packed, *blocks.parts])


def decode(data: bytes) -> Payload:
    """
    Return what `encode` was given.

    A column with a scale comes back in its unit, rounded to its steps; whole numbers are Int64, words are objects.

    Raises
    ------
    ValueError
        Where the bytes are not a payload of this version, or are damaged.
    """
    if data[:4] != MAGIC:
        raise ValueError("These bytes are not a payload: they do not begin with SAP1.")
    start = 8 + struct.unpack("<I", data[4:8])[0]
    header = json.loads(_inflate(data[8:start]))
    if header["version"] != 1:
        raise ValueError(f"Unknown version of the payload: {header['version']}.")

    def block(offset: int, length: int) -> bytes:
        return _inflate(data[start + offset : start + offset + length])

    tables = {
        name: pd.DataFrame(
            {
                about["name"]: read_column(block(about["offset"], about["length"]), table["count"], about)
                for about in table["columns"]
            }
        )
        for name, table in header["tables"].items()
    }
    text = [row for place in header["text"]["blocks"] for row in json.loads(block(*place))]
    return Payload(tables, text, header["meta"])


def raw_blocks(data: bytes) -> list[bytes]:
    """
    Return the header and every block of a payload, inflated, in the order in which they stand.

    Raises
    ------
    ValueError
        Where the payload is damaged, or holds bytes that no block accounts for.
    """
    if data[:4] != MAGIC:
        raise ValueError("These bytes are not a payload: they do not begin with SAP1.")
    start = 8 + struct.unpack("<I", data[4:8])[0]
    raw = _inflate(data[8:start])
    header = json.loads(raw)
    places = [(about["offset"], about["length"]) for table in header["tables"].values() for about in table["columns"]]
    places += [(place[0], place[1]) for place in header["text"]["blocks"]]
    at = 0
    for offset, length in sorted(places):
        if offset != at:
            raise ValueError("The payload holds bytes that no block accounts for.")
        at += length
    if start + at != len(data):
        raise ValueError("The payload holds bytes that no block accounts for.")
    return [raw, *(_inflate(data[start + offset : start + offset + length]) for offset, length in sorted(places))]


class _Blocks:
    """Deflated blocks in order, and where the next one begins."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.level = LEVEL
        self.end = 0

    def add(self, raw: bytes) -> tuple[int, int]:
        return self.put(_deflate(raw, self.level))

    def put(self, packed: bytes) -> tuple[int, int]:
        place = (self.end, len(packed))
        self.parts.append(packed)
        self.end += len(packed)
        return place


def _write_text(rows: Sequence[Any], blocks: _Blocks, level: int) -> list[list[int]]:
    """Texts in blocks of 512; many are packed by two hands at once, and put down in their order."""
    starts = range(0, len(rows), PER_BLOCK)

    def pack(start: int) -> bytes:
        return _deflate(_json(list(rows[start : start + PER_BLOCK])), level)

    if len(rows) <= MANY:
        return [list(blocks.put(pack(start))) for start in starts]
    with ThreadPoolExecutor(HANDS) as pool:
        return [list(blocks.put(packed)) for packed in pool.map(pack, starts)]


def _write_table(name: str, columns: Sequence[Column], blocks: _Blocks) -> dict[str, Any]:
    entries, counts = [], set()
    for column in columns:
        coded = write_column(column)
        offset, length = blocks.add(coded.data)
        entry = {"name": column.name, "codec": column.codec, "offset": offset, "length": length}
        entry |= {"scale": column.scale} if column.scale is not None else {}
        entry |= {"words": coded.words} if coded.words is not None else {}
        entries.append(entry)
        counts.add(coded.count)
    if len(counts) > 1:
        raise ValueError(f"The columns of table {name!r} differ in length: {sorted(counts)}.")
    return {"count": counts.pop() if counts else 0, "columns": entries}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _deflate(raw: bytes, level: int = LEVEL) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(raw) + packer.flush()


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise ValueError("A block of the payload is damaged.") from error
    if unpacker.unused_data:
        raise ValueError("A block of the payload holds bytes behind its end.")
    if not unpacker.eof:
        raise ValueError("A block of the payload is cut short, or larger than a page may hold.")
    return raw
