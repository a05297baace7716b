"""Two readers of delimited text, one answer; and every row of a file comes out of either."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data import InputRefused, Limits, Options
from data.readers.chunk import Chunk
from data.readers.delimited import arrow_chunks, delimited_chunks, python_chunks
from data.readers.formats import open_chunks
from data.readers.opening import Opened, open_input

marks = st.text(alphabet='ab1"",,,\n\r \t\x00é\u202e', max_size=60)


def flat(chunks: Iterator[Chunk]) -> tuple[list[tuple[int, tuple[str, ...]]], list[tuple[int, str]], int]:
    """Rows with their numbers, odd rows with theirs, and how many were blank."""
    rows, odd, blank = [], [], 0
    for chunk in chunks:
        columns = [column.to_pylist() for column in chunk.cells.columns]
        rows += list(zip(chunk.numbers.tolist(), zip(*columns, strict=True), strict=True))
        odd += [(number, rule) for number, _, rule, _ in chunk.misshapen]
        blank += chunk.blank_rows
    return rows, sorted(odd), blank


def opened(folder: Path, text: str) -> Opened:
    path = folder / "x.csv"
    path.write_bytes(text.encode())
    return open_input(path)


@given(marks)
@example('"unclosed,1\n2,3\n')
@example("\n\n\n")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_both_readers_give_the_same_rows(tmp_path: Path, marks: str) -> None:
    file = opened(tmp_path, f"h,k\n{marks}")
    quick = flat(arrow_chunks(file, ",", header=["h", "k"], at=1))
    slow = flat(python_chunks(file, ",", header=["h", "k"], at=1, limits=Limits()))
    assert quick == slow
    told = sum(1 for _ in csv.reader(io.StringIO(f"h,k\n{marks}", newline=""))) - 1
    assert len(quick[0]) + len(quick[1]) + quick[2] == told


def test_a_row_longer_than_a_block_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.delimited.BLOCK", 1000)
    text = "h,k\n" + "".join(f"{n},b\n" for n in range(300)) + f"{'x' * 3000},long\n" + "odd\n" + "last,row\n"
    rows, odd, _ = flat(delimited_chunks(opened(tmp_path, text), ",", limits=Limits()))
    assert [number for number, _ in rows] == [*range(2, 303), 304]
    assert odd == [(303, "too_few_values")]


def test_the_header_is_the_first_row_that_holds_anything(tmp_path: Path) -> None:
    rows, _, _ = flat(delimited_chunks(opened(tmp_path, '\n,\n"h\n1",k\n\na,b\n'), ",", limits=Limits()))
    assert rows == [(5, ("a", "b"))]


def test_blocks_are_numbered_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.delimited.BLOCK", 64)
    text = "h,k\n" + "".join(f'{n},"a\nb"\n' if n % 7 else "odd\n" for n in range(1, 100))
    rows, odd, _ = flat(delimited_chunks(opened(tmp_path, text), ",", limits=Limits()))
    assert sorted([number for number, _ in rows] + [number for number, _ in odd]) == list(range(2, 101))
    assert all(int(cells[0]) == number - 1 for number, cells in rows)


def test_s2_2_a_cell_beyond_all_bounds_is_refused_with_its_limit(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="more than 1000000 cell characters"):
        list(open_chunks(opened(tmp_path, f"a,b\n{'x' * 2_000_000},1\n"), Options(), limits=Limits())[0])
