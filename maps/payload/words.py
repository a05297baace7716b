"""Long texts in blocks: each word as a place in a dictionary that all blocks share, so a block is small and opens fast.

A column of texts is written by the codec that makes it smallest:

numbered  texts that are one prefix and a number of fixed width, as codes of records are: the number + 1, 0 for null,
          byte plane by byte plane.
words     texts cut at single blanks. A block is the length of its codes (uint32), the codes as varints, and a JSON
          array of words that the dictionary lacks. Code 0 ends a text, 1 takes the next word of the array, all others
          less 2 are places in the dictionary. A text of no word is null: the empty text is one empty word.
strings   a JSON array of texts and nulls.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .column import json_bytes
from .planes import read_planes, write_planes
from .varint import read_varints, write_varints

# Words are chosen from this many rows, evenly taken; with fewer than so many codes no word needs three bytes.
SAMPLE, MOST_WORDS = 8_192, 16_000
END, OWN, FIRST = 0, 1, 2
# Blocks that one hand packs at a time.
TURN, HANDS = 16, 2
Parts = tuple[bytes, ...]
Deflate = Callable[..., bytes]


@dataclass(frozen=True)
class TextColumn:
    """A column of texts as deflated blocks, with what its reader must know; the dictionary is a block of its own."""

    codec: str
    blocks: list[bytes]
    about: dict[str, Any]
    words: bytes | None = None


@dataclass(frozen=True)
class InOrder:
    """Texts and the order in which they are wanted: long ones are brought into it a few blocks at a time."""

    texts: pa.LargeStringArray
    order: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.order)

    def slice(self, start: int, size: int) -> pa.LargeStringArray:
        """So many rows from this one on."""
        return self.texts.take(pa.array(self.order[start : start + size]))

    def whole(self) -> pa.LargeStringArray:
        """All of them."""
        return self.slice(0, len(self.order))


def text_array(values: Any) -> pa.LargeStringArray:
    """Texts as an Arrow array; numbers and other values are written out, what is missing is null."""
    if isinstance(values, list | tuple):
        values = [value if value is None or isinstance(value, str) else str(value) for value in values]
    held = pa.array(values, from_pandas=True)
    if isinstance(held, pa.ChunkedArray):
        held = held.combine_chunks()
    return held.cast(pa.large_string())


def write_texts(values: Any, per_block: int, deflate: Deflate) -> TextColumn:
    """Return a column of texts as blocks of so many rows, each of them deflated."""
    texts = values if isinstance(values, InOrder) else _as_given(text_array(values))
    for write in (_numbered, _in_words):
        if (made := write(texts, per_block, deflate)) is not None:
            return made
    return TextColumn("strings", [deflate(_strings(part)) for part in _slices(texts, per_block)], {})


def read_texts(raw: bytes, count: int, about: dict[str, Any], words: list[str]) -> list[str | None]:
    """
    Return the texts of one inflated block.

    Raises
    ------
    ValueError
        Where the codec is unknown, or the block holds another number of texts.
    """
    if about["codec"] == "strings":
        texts = list(json.loads(raw))
    elif about["codec"] == "numbered":
        numbers = read_planes(raw, count).tolist()
        texts = [f"{about['prefix']}{number - 1:0{about['width']}d}" if number else None for number in numbers]
    elif about["codec"] == "words":
        texts = list(_spoken(raw, words))
    else:
        raise ValueError(f"Unknown codec {about['codec']!r} of texts.")
    if len(texts) != count:
        raise ValueError(f"A block of texts holds {len(texts)} rows, not {count}.")
    return texts


def _as_given(texts: pa.LargeStringArray) -> InOrder:
    return InOrder(texts, np.arange(len(texts)))


def _slices(texts: InOrder, size: int) -> Iterator[pa.Array]:
    return (texts.slice(start, size) for start in range(0, len(texts), size))


def _strings(texts: pa.Array) -> bytes:
    return json_bytes(texts.to_pylist())


def _numbered(given: InOrder, per_block: int, deflate: Deflate) -> TextColumn | None:
    first = next((text.as_py() for text in given.texts if text.is_valid), None)
    shape = re.fullmatch(r"(\D*)([0-9]{1,9})", first or "", re.ASCII)
    if shape is None:
        return None
    texts = given.whole()
    if not _all_like(texts, shape[1], len(shape[2])):
        return None
    digits = pc.utf8_slice_codeunits(texts, len(shape[1]))
    numbers = pc.fill_null(pc.add(pc.cast(digits, pa.int64()), 1), 0).to_numpy()
    blocks = [deflate(*write_planes(numbers[start : start + per_block])) for start in range(0, len(numbers), per_block)]
    return TextColumn("numbered", blocks, {"prefix": shape[1], "width": len(shape[2])})


def _all_like(texts: pa.LargeStringArray, prefix: str, width: int) -> bool:
    """Whether all texts are the prefix and so many plain digits."""
    length = pc.utf8_length(texts)
    if pc.any(pc.not_equal(length, len(prefix) + width)).as_py() or not pc.all(pc.starts_with(texts, prefix)).as_py():
        return False
    rest = pc.utf8_slice_codeunits(texts, len(prefix))
    return bool(pc.all(pc.and_(pc.string_is_ascii(rest), pc.ascii_is_decimal(rest))).as_py())


def _in_words(texts: InOrder, per_block: int, deflate: Deflate) -> TextColumn | None:
    words = _dictionary(texts)
    if not len(words):
        return None
    packed = deflate(_strings(words))
    if not _worth_it(texts, words, packed, per_block, deflate):
        return None

    turn = TURN * per_block

    def pack(start: int) -> list[bytes]:
        return [deflate(*parts) for parts in _coded(texts.slice(start, turn), words, per_block)]

    with ThreadPoolExecutor(HANDS) as pool:
        done = pool.map(pack, range(0, len(texts), turn))
        return TextColumn("words", [block for turn in done for block in turn], {}, packed)


def _dictionary(texts: InOrder) -> pa.Array:
    """Words that occur more than once, the most frequent first: those have the short codes."""
    rows = np.arange(0, len(texts), max(1, len(texts) // SAMPLE))
    taken = InOrder(texts.texts, texts.order[rows]).whole()
    counted = pc.value_counts(pc.split_pattern(taken.drop_null(), " ").flatten())
    words, counts = counted.field("values"), counted.field("counts").to_numpy()
    often = np.flatnonzero(counts > 1)
    kept = words.take(pa.array(often))
    table = pa.table({"word": kept, "count": pa.array(counts[often])})
    order = pc.sort_indices(table, sort_keys=[("count", "descending"), ("word", "ascending")])
    return kept.take(order.slice(0, MOST_WORDS))


def _worth_it(texts: InOrder, words: pa.Array, packed: bytes, per_block: int, deflate: Deflate) -> bool:
    """Whether a few blocks taken evenly are smaller so, their share of the dictionary among them."""
    blocks = -(-len(texts) // per_block)
    tried = range(blocks // 4, blocks, max(1, blocks // 2))
    plain = coded = 0
    for number in tried:
        part = texts.slice(number * per_block, per_block)
        plain += len(deflate(_strings(part)))
        coded += sum(len(deflate(*parts)) for parts in _coded(part, words, per_block))
    return coded + len(packed) * len(tried) / blocks < plain


def _coded(texts: pa.Array, words: pa.Array, per_block: int) -> list[Parts]:
    """Blocks of texts as code bytes and the words that are theirs alone."""
    lists = pc.split_pattern(texts, " ")
    tokens = lists.flatten()
    places = pc.fill_null(pc.index_in(tokens, value_set=words), OWN - FIRST).to_numpy() + np.int32(FIRST)
    ends = np.cumsum(pc.fill_null(pc.list_value_length(lists), 0).to_numpy() + 1)
    spoken = np.ones(int(ends[-1]), dtype=bool)
    spoken[ends - 1] = False
    codes = np.zeros(len(spoken), dtype=np.int32)
    codes[spoken] = places
    own = tokens.filter(pa.array(places == OWN)).to_pylist()
    edges = [0, *ends[per_block - 1 :: per_block].tolist()]
    if edges[-1] != len(codes):
        edges.append(len(codes))
    return list(_blocks(codes, edges, own))


def _blocks(codes: npt.NDArray[np.signedinteger[Any]], edges: list[int], own: list[str]) -> Iterator[Parts]:
    at = 0
    for start, end in pairwise(edges):
        here = codes[start:end]
        more = at + int(np.count_nonzero(here == OWN))
        coded = write_varints(here)
        yield struct.pack("<I", len(coded)) + coded, json.dumps(own[at:more], ensure_ascii=False).encode()
        at = more


def _spoken(raw: bytes, words: list[str]) -> Iterator[str | None]:
    """The texts of a block, one after the other."""
    size = 4 + struct.unpack("<I", raw[:4])[0]
    own = iter(json.loads(raw[size:]))
    told: list[str] = []
    for code in read_varints(raw[4:size]).tolist():
        if code == END:
            yield " ".join(told) if told else None
            told = []
        else:
            told.append(next(own) if code == OWN else words[code - FIRST])
    if told or next(own, None) is not None:
        raise ValueError("A block of texts ends inside a text.")
