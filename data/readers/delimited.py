"""CSV and its kin, row by row: every row comes out, whole or as a rejection.

UTF-8 goes through Arrow's reader; every other encoding, and what Arrow gives up on, through
Python's. A test holds the two to the same answer.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from .chunk import CHUNK_ROWS, Chunk, text_chunk
from .encoding import decode_mixed
from .header import checked_header
from .heading import HEAD_ROWS, find_heading, said_of
from .limits import MEGABYTE, Limits, refuse_over
from .opening import Opened

SNIFFED_LINES = 50
BLOCK = 8 * MEGABYTE
DELIMITERS = (",", ";", "\t", "|")
SAID = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
UTF8 = ("utf-8", "utf-8-sig")
Misshapen = tuple[int, str, str, str]


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
        widths = _widths(lines, delimiter)
        # A title above the header has not the width of the table.
        usual = max(widths, key=widths.count, default=0)
        if usual < 2:
            continue
        found = (widths.count(usual) / len(widths), usual)
        best, score = (delimiter, found) if found > score else (best, score)
    return best


def _widths(lines: list[str], delimiter: str) -> list[int]:
    """Columns of each row; none where a cell passes all bounds, which the reading itself tells."""
    try:
        return [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return []


@dataclass(frozen=True, slots=True)
class Head:
    """Names of the columns, the number of the last row that they stand in, and what is to be said of that."""

    names: list[str]
    at: int
    said: str = ""


def delimited_chunks(opened: Opened, delimiter: str, *, limits: Limits, head: Head | None = None) -> Iterator[Chunk]:
    """Read a delimited file in chunks of text columns, with row numbers as a spreadsheet counts.

    Raises
    ------
    InputRefused
        The file is empty, has no usable header, or passes a limit.
    """
    head = head or find_head(opened, delimiter, limits=limits)
    header, at = head.names, head.at
    done = at
    # Rows above the header may have any shape, which Arrow would take for faults.
    quick = opened.encoding.codec in UTF8 and not opened.encoding.mixed and not head.said
    chunks = arrow_chunks(opened, delimiter, header=header, at=at) if quick else iter(())
    try:
        for chunk in chunks:
            done = max([done, *chunk.numbers[-1:].tolist(), *(number for number, *_ in chunk.misshapen)])
            yield _within(chunk, done - at, opened, limits)
    except pa.ArrowInvalid:
        quick = False
    if not quick:
        for chunk in python_chunks(opened, delimiter, header=header, at=done, limits=limits):
            yield _within(chunk, chunk.numbers[-1] - at if len(chunk.numbers) else 0, opened, limits)


def _within(chunk: Chunk, rows: int, opened: Opened, limits: Limits) -> Chunk:
    if rows > limits.rows:
        raise refuse_over("rows", None, limits.rows, file=opened.name)
    if any((pc.max(pc.utf8_length(column)).as_py() or 0) > limits.cell_characters for column in chunk.cells.columns):
        raise refuse_over("cell_characters", None, limits.cell_characters, file=opened.name)
    return chunk


def find_head(opened: Opened, delimiter: str, *, limits: Limits) -> Head:
    """Find the header: the first row that holds anything, or what stands below a title.

    Raises
    ------
    InputRefused
        The file is empty, has no usable header, or passes a limit.
    """
    csv.field_size_limit(limits.cell_characters)
    rows = csv.reader(text_lines(opened), delimiter=delimiter, strict=False)
    held: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                held.append((number, row))
            if len(held) == HEAD_ROWS:
                break
    except csv.Error:
        if not held:
            raise refuse_over("cell_characters", None, limits.cell_characters, file=opened.name) from None
    found = find_heading([row for _, row in held])
    if found is None:
        return Head(checked_header([], file=opened.name, limits=limits), 1)
    width = max(len(held[found.last][1]), len(held[found.first][1]))
    numbers = [held[place][0] for place in (found.first, found.last)]
    names = [*found.names, *[""] * (width - len(found.names))]
    return Head(checked_header(names, file=opened.name, limits=limits), numbers[-1], said_of(numbers, found))


def arrow_chunks(opened: Opened, delimiter: str, *, header: list[str], at: int) -> Iterator[Chunk]:
    """Read the rows below the header by Arrow; rows without the header's shape come beside."""
    names = [f"c{n}" for n in range(len(header))]
    odd: list[tuple[int, str]] = []
    ahead: set[int] = set()

    def note(row: Any) -> str:
        # Arrow may look into the next block before it gives out this one.
        odd.append((row.number, row.text))
        ahead.add(row.number)
        return "skip"

    with opened.stream() as file:
        reader = pa_csv.open_csv(
            file,
            pa_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, skip_rows_after_names=at),
            pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        number = at + 1
        for batch in reader:
            numbers = _numbers(number, batch.num_rows, ahead)
            number = int(numbers[-1]) + 1 if len(numbers) else number
            ahead.difference_update([each for each in ahead if each < number])
            told = [_odd(*each, delimiter, len(header)) for each in odd]
            odd.clear()
            yield _without_blank(pa.Table.from_batches([batch]).rename_columns(header), numbers, told)
        if odd:
            told = [_odd(*each, delimiter, len(header)) for each in odd]
            yield _without_blank(reader.schema.empty_table().rename_columns(header), np.empty(0, np.int64), told)


def _numbers(first: int, rows: int, odd: set[int]) -> np.ndarray:
    """Number the rows of a batch from `first` on, leaving out the numbers of odd rows."""
    taken = np.array(sorted(odd), dtype=np.int64)
    numbers = np.arange(first, first + rows + len(taken))
    return numbers[~np.isin(numbers, taken)][:rows]


def _odd(number: int, text: str, delimiter: str, width: int) -> Misshapen | None:
    try:
        row = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        row = text.split(delimiter)
    return misshapen(number, row, width) if any(cell.strip() for cell in row) else None


def misshapen(number: int, row: list[str], width: int) -> Misshapen:
    """Say what is wrong with a row that has not as many values as the header."""
    if len(row) > width:
        hint = f"{len(row)} values for {width} columns: quote the value that holds the delimiter."
        return number, " | ".join(row)[:2000], "too_many_values", hint
    hint = f"{len(row)} values for {width} columns: a delimiter or a quote is missing."
    return number, " | ".join(row)[:2000], "too_few_values", hint


def _without_blank(table: Any, numbers: np.ndarray, odd: list[Misshapen | None]) -> Chunk:
    """Take out the rows that hold nothing at all."""
    told = [each for each in odd if each is not None]
    blank = len(odd) - len(told)
    empty = pc.equal(pc.utf8_trim_whitespace(table.column(0)), "")
    if pc.any(empty).as_py():
        for column in table.columns[1:]:
            empty = pc.and_(empty, pc.equal(pc.utf8_trim_whitespace(column), ""))
        keep = pc.invert(empty)
        blank += table.num_rows - pc.sum(keep).as_py()
        table, numbers = table.filter(keep), numbers[keep.to_numpy()]
    return Chunk(table, numbers, told, blank)


def python_chunks(opened: Opened, delimiter: str, *, header: list[str], at: int, limits: Limits) -> Iterator[Chunk]:
    """Read the rows below row `at` by Python's reader."""
    csv.field_size_limit(limits.cell_characters)
    rows = csv.reader(text_lines(opened), delimiter=delimiter, strict=False)
    number = 0
    while True:
        batch: list[list[str]] = []
        try:
            for row in itertools.islice(rows, CHUNK_ROWS):
                batch.append(row)  # noqa: PERF402 (what was read before a fault tells its row)
        except csv.Error:
            where = f"{opened.name}, row {number + len(batch) + 1}"
            raise refuse_over("cell_characters", None, limits.cell_characters, file=where) from None
        if not batch:
            return
        below = max(at - number, 0)
        if batch[below:]:
            yield _python_chunk(header, batch[below:], number + below + 1)
        number += len(batch)


def _python_chunk(header: list[str], batch: list[list[str]], first: int) -> Chunk:
    width = len(header)
    whole: list[list[str]] = []
    numbers: list[int] = []
    odd: list[Misshapen] = []
    blank = 0
    for number, row in enumerate(batch, start=first):
        if not any(cell.strip() for cell in row):
            blank += 1
        elif len(row) == width:
            whole.append(row)
            numbers.append(number)
        else:
            odd.append(misshapen(number, row, width))
    columns = list(zip(*whole, strict=True)) if whole else [()] * width
    return text_chunk(header, columns, numbers, misshapen=odd, blank_rows=blank)
