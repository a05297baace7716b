"""CSV and its kin, row by row: every row comes out, whole or as a rejection."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from .chunk import CHUNK_ROWS, Chunk, text_chunk
from .encoding import decode_mixed
from .header import checked_header
from .limits import Limits, refuse_over
from .opening import Opened

SNIFFED_LINES = 50
DELIMITERS = (",", ";", "\t", "|")
SAID = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def text_lines(opened: Opened) -> Iterator[str]:
    """Decode an opened file line by line, line ends kept."""
    if opened.encoding.mixed:
        with opened.stream() as file:
            for line in file:
                yield decode_mixed(line, opened.encoding.codec)
        return
    with io.TextIOWrapper(opened.stream(), encoding=opened.encoding.codec, errors="replace", newline="") as text:
        yield from text


def find_delimiter(opened: Opened) -> str:
    """Choose the delimiter by which the first rows have the most, and the same number of, columns."""
    if opened.suffix in (".tsv", ".tab"):
        return "\t"
    lines = list(itertools.islice(text_lines(opened), SNIFFED_LINES))
    best, score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if not widths or widths[0] < 2:
            continue
        found = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
        best, score = (delimiter, found) if found > score else (best, score)
    return best


def delimited_chunks(opened: Opened, delimiter: str, *, limits: Limits) -> Iterator[Chunk]:
    """Read a delimited file in chunks of text columns, indexed by row as a spreadsheet counts.

    Raises
    ------
    InputRefused
        The file is empty, has no usable header, or passes a limit.
    """
    csv.field_size_limit(limits.cell_characters)
    rows = csv.reader(text_lines(opened), delimiter=delimiter, strict=False)
    number, header = 1, _header(rows, opened, limits)
    while True:
        batch = _batch(rows, opened, number, limits)
        if not batch:
            break
        yield _chunk(header, batch, number + 1)
        number += len(batch)
        if number - 1 > limits.rows:
            raise refuse_over("rows", None, limits.rows, file=opened.name)


def _header(rows: Iterator[list[str]], opened: Opened, limits: Limits) -> list[str]:
    try:
        header = next(rows, [])
    except csv.Error:
        raise refuse_over("cell_characters", None, limits.cell_characters, file=opened.name) from None
    return checked_header(header, file=opened.name, limits=limits)


def _batch(rows: Iterator[list[str]], opened: Opened, number: int, limits: Limits) -> list[list[str]]:
    batch = []
    try:
        for row in itertools.islice(rows, CHUNK_ROWS):
            batch.append(row)  # noqa: PERF402 (what was read before a fault tells its row)
    except csv.Error:
        row_number = number + len(batch) + 1
        fault = refuse_over("cell_characters", None, limits.cell_characters, file=f"{opened.name}, row {row_number}")
        raise fault from None
    return batch


def _chunk(header: list[str], batch: list[list[str]], first: int) -> Chunk:
    width = len(header)
    numbers = list(range(first, first + len(batch)))
    if all(len(row) == width and row[0] for row in batch):
        return text_chunk(header, _transposed(header, batch), numbers)
    whole, kept_numbers, misshapen, blank = [], [], [], 0
    for number, row in zip(numbers, batch, strict=True):
        if not any(cell.strip() for cell in row):
            blank += 1
        elif len(row) > width:
            hint = f"{len(row)} values for {width} columns: quote the value that holds the delimiter."
            misshapen.append((number, " | ".join(row)[:200], "too_many_values", hint))
        elif len(row) < width:
            hint = f"{len(row)} values for {width} columns: a delimiter or a quote is missing."
            misshapen.append((number, " | ".join(row)[:200], "too_few_values", hint))
        else:
            whole.append(row)
            kept_numbers.append(number)
    return text_chunk(header, _transposed(header, whole), kept_numbers, misshapen=misshapen, blank_rows=blank)


def _transposed(header: list[str], rows: list[list[str]]) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * len(header)
