"""Which encoding a text file is written in, found from its bytes and said aloud."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Two or more of these in a row are a word in Windows Arabic and hardly ever one in Windows Latin.
ARABIC_RUN = re.compile(rb"[\xc1-\xd6\xd8-\xdf\xe1\xe3-\xe6\xec\xed]{2,}")
HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, how sure we are in words, and whether the file mixes two encodings."""

    codec: str
    said: str
    mixed: bool = False


def detect_encoding(stream: Callable[[], BinaryIO]) -> Encoding:
    """Find the encoding of a file: mark, strict UTF-8, UTF-16 without mark, then Windows code pages.

    `stream` opens the file; the whole of it is looked at, block by block.
    """
    with stream() as file:
        head = file.read(BLOCK)
    marked = next(((codec, said) for mark, codec, said in MARKS if head.startswith(mark)), None)
    if marked is not None and marked[0] != "utf-8-sig":
        return Encoding(*marked)
    wide = _wide(head)
    if wide:
        return wide
    with stream() as file:
        if _is_utf8(file):
            return Encoding(*(marked or ("utf-8", "UTF-8")))
    with stream() as file:
        return _code_page(file)


def _wide(head: bytes) -> Encoding | None:
    """UTF-16 without a mark: every other byte of Latin text is zero; in Arabic text it is 06."""
    sample = head[: 1 << 16]
    if len(sample) < 4:
        return None
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        side, other = sample[offset::2], sample[1 - offset :: 2]
        if (side.count(0) + side.count(6)) > 0.8 * len(side) and other.count(0) < 0.05 * len(other):
            return Encoding(codec, "UTF-16 without a byte order mark")
    return None


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(file: BinaryIO) -> Encoding:
    """Tell Windows Arabic from Windows Latin, and see whether some lines are UTF-8 all the same."""
    arabic = high = utf8 = other = 0
    for line in file:
        runs = HIGH.findall(line)
        if not runs:
            continue
        if _decodes(line):
            utf8 += 1
            continue
        other += 1
        high += sum(map(len, runs))
        arabic += sum(map(len, ARABIC_RUN.findall(line)))
    codec = "cp1256" if 2 * arabic > high else "cp1252"
    said = {"cp1256": "Windows Arabic (cp1256)", "cp1252": "Windows Latin (cp1252)"}[codec]
    if utf8:
        return Encoding(codec, f"UTF-8 in {utf8} lines and {said} in {other}", mixed=True)
    return Encoding(codec, said)


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode_mixed(line: bytes, codec: str) -> str:
    """Decode one line of a file that mixes UTF-8 with a code page; every byte comes out as a character."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(codec, "replace")
