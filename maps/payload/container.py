"""The container SAP1: magic, length of the header, header, blocks; header and blocks are deflated without a wrapper."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pandas as pd

from .codecs import read_column, write_column
from .column import Column, json_bytes
from .words import read_texts, write_texts
from .written import Written

MAGIC = b"SAP1"
PER_BLOCK = 512
# Many texts are packed a little less tightly in a third of the time.
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
    tables: Mapping[str, Sequence[Column]],
    text_rows: Sequence[Any] | Written = (),
    *,
    texts: Mapping[str, Any] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> bytes:
    """
    Return tables, texts and meta as one payload; the same input gives the same bytes.

    Parameters
    ----------
    tables
        Columns by table name; all columns of a table have the same number of rows.
    text_rows
        JSON-ready objects, kept in blocks of 512 that a reader unpacks one by one; or such that are written already.
    texts
        Instead of these: texts by column, null where there is none, in blocks of 512 (see `words`).
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
    given = dict(texts or {})
    rows = len(text_rows) or max(map(len, given.values()), default=0)
    asked = text_rows.level if isinstance(text_rows, Written) else None
    blocks = _Blocks(asked or (LEVEL if rows <= MANY else LEVEL_MANY))
    told = {name: _write_table(name, columns, blocks) for name, columns in tables.items()}
    text: dict[str, Any] = {"per_block": PER_BLOCK, "blocks": _write_text(text_rows, blocks)}
    if given:
        text |= {"count": rows, "columns": [_write_long(name, values, blocks) for name, values in given.items()]}
    header = {
        "version": 1,
        "tables": told,
        "text": text,
        "meta": dict(meta or {}),
    }
    packed = _deflate(json_bytes(header))
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
    with _damaged():
        return _decoded(data)


def _decoded(data: bytes) -> Payload:
    start, raw = _header(data)
    header = json.loads(raw)
    if header["version"] != 1:
        raise ValueError(f"Unknown version of the payload: {header['version']}.")

    def block(offset: int, length: int) -> bytes:
        return _inflate(data[start + offset : start + offset + length])

    tables = {}
    for name, table in header["tables"].items():
        done: dict[str, pd.Series] = {}
        for about in table["columns"]:
            raw = block(about["offset"], about["length"])
            done[about["name"]] = read_column(raw, table["count"], about, done)
        tables[name] = pd.DataFrame(done)
    text = [row for place in header["text"]["blocks"] for row in json.loads(block(*place))]
    if "columns" in header["text"]:
        text = _read_long(header["text"], block)
    return Payload(tables, text, header["meta"])


def raw_blocks(data: bytes) -> list[bytes]:
    """
    Return the header and every block of a payload, inflated, in the order in which they stand.

    Raises
    ------
    ValueError
        Where the payload is damaged, or holds bytes that no block accounts for.
    """
    with _damaged():
        return _all_blocks(data)


@contextmanager
def _damaged() -> Iterator[None]:
    """Say of whatever a damaged header leads to that the payload is damaged."""
    try:
        yield
    except (
        struct.error,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        MemoryError,
        RecursionError,
    ) as fault:
        raise ValueError(f"The payload is damaged ({type(fault).__name__}).") from fault


def _header(data: bytes) -> tuple[int, bytes]:
    """Where the blocks begin, and the header before them."""
    if data[:4] != MAGIC:
        raise ValueError("These bytes are not a payload: they do not begin with SAP1.")
    start = 8 + struct.unpack("<I", data[4:8])[0]
    return start, _inflate(data[8:start])


def _all_blocks(data: bytes) -> list[bytes]:
    start, raw = _header(data)
    header = json.loads(raw)
    at = 0
    # Columns that say the same share a block.
    for offset, length in (places := sorted(set(_places(header)))):
        if offset != at:
            raise ValueError("The payload holds bytes that no block accounts for.")
        at += length
    if start + at != len(data):
        raise ValueError("The payload holds bytes that no block accounts for.")
    spoken = [json.dumps(decode(data).text, ensure_ascii=False).encode()] if "columns" in header["text"] else []
    return [raw, *(_inflate(data[start + offset : start + offset + length]) for offset, length in places), *spoken]


def _places(header: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Offset and length of every block that a header names."""
    for table in header["tables"].values():
        yield from ((about["offset"], about["length"]) for about in table["columns"])
    yield from ((place[0], place[1]) for place in header["text"]["blocks"])
    for about in header["text"].get("columns", []):
        yield from _long_places(about)
        if "words" in about:
            yield about["words"][0], about["words"][1]


def _long_places(about: dict[str, Any]) -> list[tuple[int, int]]:
    ends = [about["offset"], *accumulate(about["lengths"], initial=about["offset"])][1:]
    return list(zip(ends, about["lengths"], strict=False))


class _Blocks:
    """Deflated blocks in order, and where the next one begins."""

    def __init__(self, level: int) -> None:
        self.parts: list[bytes] = []
        self.level = level
        self.end = 0
        self.known: dict[tuple[bytes, ...], tuple[int, int]] = {}

    def deflate(self, *raw: bytes) -> bytes:
        return _deflate(*raw, level=self.level)

    def add(self, *raw: bytes) -> tuple[int, int]:
        """Put a block down; one that is there already is not written twice."""
        if raw not in self.known:
            self.known[raw] = self.put(self.deflate(*raw))
        return self.known[raw]

    def put(self, packed: bytes) -> tuple[int, int]:
        place = (self.end, len(packed))
        self.parts.append(packed)
        self.end += len(packed)
        return place


def _write_text(rows: Sequence[Any] | Written, blocks: _Blocks) -> list[list[int]]:
    """Rows in blocks of 512; many are packed by two hands at once, and put down in their order."""
    starts = range(0, len(rows), PER_BLOCK)

    def pack(start: int) -> bytes:
        some = slice(start, start + PER_BLOCK)
        return blocks.deflate(rows.block(some) if isinstance(rows, Written) else json_bytes(list(rows[some])))

    if len(rows) <= MANY:
        return [list(blocks.put(pack(start))) for start in starts]
    with ThreadPoolExecutor(HANDS) as pool:
        return [list(blocks.put(packed)) for packed in pool.map(pack, starts)]


def _write_long(name: str, values: Any, blocks: _Blocks) -> dict[str, Any]:
    """One column of long texts: its blocks end to end, and before them the words that they share."""
    made = write_texts(values, PER_BLOCK, blocks.deflate)
    entry: dict[str, Any] = {"name": name, "codec": made.codec, **made.about}
    if made.words is not None:
        entry["words"] = list(blocks.put(made.words))
    entry |= {"offset": blocks.end, "lengths": [len(block) for block in made.blocks]}
    for block in made.blocks:
        blocks.put(block)
    return entry


def _read_long(text: dict[str, Any], block: Callable[[int, int], bytes]) -> list[dict[str, Any]]:
    columns = {}
    for about in text["columns"]:
        words = json.loads(block(*about["words"])) if "words" in about else []
        left, told = text["count"], []
        for place in _long_places(about):
            told += read_texts(block(*place), min(left, text["per_block"]), about, words)
            left -= text["per_block"]
        columns[about["name"]] = told
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _write_table(name: str, columns: Sequence[Column], blocks: _Blocks) -> dict[str, Any]:
    entries, counts = [], set()
    table = {column.name: column for column in columns}
    for column in columns:
        coded = write_column(column, table)
        offset, length = blocks.add(*coded.data)
        entry = {"name": column.name, "codec": column.codec, "offset": offset, "length": length, **coded.about}
        entry |= {"scale": column.scale} if column.scale is not None else {}
        entry |= {"of": list(column.of)} if column.of else {}
        entries.append(entry)
        counts.add(coded.count)
    if len(counts) > 1:
        raise ValueError(f"The columns of table {name!r} differ in length: {sorted(counts)}.")
    return {"count": counts.pop() if counts else 0, "columns": entries}


def _deflate(*raw: bytes, level: int = LEVEL) -> bytes:
    """Deflate parts as one; each has a code of its own, since what is unlike is not told well by the same."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = [packer.compress(raw[0])] if raw else []
    for part in raw[1:]:
        parts += [packer.flush(zlib.Z_BLOCK), packer.compress(part)]
    return b"".join([*parts, packer.flush()])


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
